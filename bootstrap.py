#!/usr/bin/env python3
"""Sets Huoju up and runs it, with nothing but Python 3.11's standard library.

    python3 bootstrap.py setup           make .venv with the `huoju` command in it
    python3 bootstrap.py run             set up, load the zones, start the platform
    python3 bootstrap.py test            set up, lint, and run the whole test suite
    python3 bootstrap.py test-postgres   the same suite on a PostgreSQL server started for it
    python3 bootstrap.py bench           measure, beside what a user would pick instead
    python3 bootstrap.py lint            ruff, mypy, import-linter
    python3 bootstrap.py lock            make the lock files anew (needs the package index)
    python3 bootstrap.py clean           remove what set-up and tests made; your data stays

`make NAME` does the same. Packages are installed from hash-pinned lock files: by uv where it is on the
machine, else by a uv fetched into .boot, else by pip. The system's own Python is never changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BOOT = ROOT / ".boot"
LOCKS = ROOT / "requirements"
STAMP = VENV / "huoju-setup.txt"
PROFILES = ("run", "test", "bench")  # each holds all of the one before it
EXTRAS = {"run": ("build",), "test": ("build", "test"), "bench": ("build", "test", "bench")}
OLDEST = (3, 11)
PIP_QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}

# What tests use from Debian: a program or file that shows it is there, and the package that brings it.
CHROMIUM = ("chromium", "chromium")
POSTGRES = ("/usr/lib/postgresql/*/bin/initdb", "postgresql")
CHINESE_FONT = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk")


def say(zh: str, en: str) -> None:
    """One line for the person at the terminal, in both languages."""
    print(f"huoju: {zh}  {en}", file=sys.stderr, flush=True)


def stop(zh: str, en: str) -> None:
    """Say what is wrong and end with exit code 2."""
    say(zh, en)
    raise SystemExit(2)


def call(command: Sequence[str | Path], **env: str) -> int:
    """Run a command in the project's folder and give its exit code."""
    try:
        return subprocess.call([str(part) for part in command], cwd=ROOT, env={**os.environ, **env})
    except KeyboardInterrupt:
        return 130


def must(command: Sequence[str | Path], zh: str, en: str, **env: str) -> None:
    """Run a command; where it fails, say what failed and stop."""
    if call(command, **env) != 0:
        stop(zh, en)


def works(command: Sequence[str | Path]) -> bool:
    """Whether a command exists and exits with 0."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, cwd=ROOT, check=False)
    except OSError:
        return False
    return done.returncode == 0


# -- the virtual environment ---------------------------------------------------------------------


def venv_bin(name: str) -> Path:
    """Path of a program of the virtual environment."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / name


def base_python() -> str:
    """An interpreter that is new enough: the one running, else one found on the machine."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    for minor in range(14, 10, -1):
        if found := shutil.which(f"python3.{minor}"):
            return found
    stop(
        f"需要 Python 3.11 或更新版本，当前是 {sys.version.split()[0]}。请安装后重试。",
        f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Install it and try again.",
    )
    raise AssertionError


def find_uv() -> str | None:
    """uv of the machine, else one put into .boot (the system stays as it is), else None."""
    if found := shutil.which("uv"):
        return found
    local = BOOT / "bin" / "uv"
    if not local.exists() and works([base_python(), "-m", "pip", "--version"]):
        say("正在获取安装工具 uv……", "Fetching the installer uv...")
        pip = [base_python(), "-m", "pip", "install", "--quiet", "--target", BOOT, "uv"]
        call(pip, **PIP_QUIET)
    return str(local) if local.exists() and works([local, "--version"]) else None


def wanted(profile: str) -> str:
    """Fingerprint of what a profile installs; changes when a lock or the packaging changes."""
    content = (LOCKS / f"{profile}.lock").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return f"{profile} {hashlib.sha256(content).hexdigest()} {ROOT}"


def is_set_up(profile: str) -> bool:
    """Whether the environment already holds this profile or a larger one."""
    if not STAMP.exists() or not venv_bin("huoju").exists():
        return False
    stamp = STAMP.read_text(encoding="utf-8")
    return any(stamp == wanted(name) for name in PROFILES[PROFILES.index(profile) :])


def setup(profile: str = "run") -> None:
    """Make .venv hold everything of `profile`; quick when it already does."""
    if is_set_up(profile):
        return
    say("正在准备运行环境（首次约需一分钟）……", "Setting up (about a minute the first time)...")
    lock = LOCKS / f"{profile}.lock"
    failed = (
        "依赖包安装失败，原因见上。请检查网络或软件源后重试。",
        "Packages could not be installed, see above. Check the network or the package index and try again.",
    )
    if uv := find_uv():
        if not venv_bin("python").exists():
            must([uv, "venv", "--quiet", "--clear", "--python", base_python(), VENV], *failed)
        python = ["--python", venv_bin("python")]
        must([uv, "pip", "sync", "--quiet", *python, "--require-hashes", lock], *failed)
        must(
            [uv, "pip", "install", "--quiet", *python, "--no-deps", "--no-build-isolation", "-e", "."],
            *failed,
        )
    else:
        setup_with_pip(lock, failed)
    STAMP.write_text(wanted(profile), encoding="utf-8")


def setup_with_pip(lock: Path, failed: tuple[str, str]) -> None:
    """The way without uv: a bare environment, filled by the system's pip from outside."""
    if not works([base_python(), "-m", "pip", "--version"]):
        stop(
            "这个 Python 没有 pip，机器上也没有 uv。请安装其一（Debian：apt install python3-pip）。",
            "This Python has no pip and there is no uv. Install one of them (Debian: apt install python3-pip).",
        )
    if not venv_bin("python").exists():
        must([base_python(), "-m", "venv", "--without-pip", VENV], *failed)
    pip = [base_python(), "-m", "pip", "--python", venv_bin("python"), "install", "--quiet"]
    must([*pip, "--require-hashes", "-r", lock], *failed, **PIP_QUIET)
    must([*pip, "--no-deps", "--no-build-isolation", "-e", "."], *failed, **PIP_QUIET)


# -- what tests need from the system --------------------------------------------------------------


def is_present(sign: str) -> bool:
    """Whether a program (a bare name) or a file (a pattern) is on the machine."""
    if "/" in sign:
        return any(Path("/").glob(sign.lstrip("/")))
    return shutil.which(sign) is not None


def need_from_debian(*needs: tuple[str, str]) -> None:
    """Install what is missing where that is possible, else say in one line what is missing."""
    missing = [package for sign, package in needs if not is_present(sign)]
    if not missing:
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        say(
            f"正在安装测试所需的系统软件：{' '.join(missing)}",
            f"Installing for the tests: {' '.join(missing)}",
        )
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        call(["apt-get", "update", "-qq"], **quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        with tempfile.TemporaryFile() as log:
            subprocess.call(install, stdout=log, stderr=log, env={**os.environ, **quiet})
    still = [package for sign, package in needs if not is_present(sign)]
    if still:
        say(
            f"缺少：{' '.join(still)}；相关测试将跳过（apt install {' '.join(still)}）。",
            f"Missing: {' '.join(still)}; tests that need it are skipped.",
        )


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own for as long as the block runs; gives its address.

    The server refuses to run as root, so root hands it to the `postgres` account that Debian's package makes.
    """
    need_from_debian(POSTGRES)
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        stop("没有 PostgreSQL，无法在其上测试。", "There is no PostgreSQL to test on.")
    bin_dir, folder = found[-1].parent, Path(tempfile.mkdtemp(prefix="huoju-postgres-"))
    as_server: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_server = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, log = folder / "data", folder / "log"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    initdb = [
        *as_server,
        str(bin_dir / "initdb"),
        "-D",
        str(data),
        "-U",
        "huoju",
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    control = [*as_server, str(bin_dir / "pg_ctl"), "-D", str(data), "-w"]
    try:
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/")
        start = [*control, "-l", str(log), "-o", options, "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd="/")
        yield f"postgresql://huoju@127.0.0.1:{port}/postgres"
    finally:
        stop_now = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop_now, check=False, stdout=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


# -- the commands ----------------------------------------------------------------------------------


def run(arguments: Sequence[str]) -> int:
    """Set up, load what there is to load, and serve until Ctrl+C."""
    setup("run")
    if code := call([venv_bin("huoju"), "site", "init"]):
        return code
    return call([venv_bin("huoju"), "site", "serve", *arguments])


def lint(_: Sequence[str] = ()) -> int:
    """ruff, mypy and the import contracts; every one is run, the first failure is the exit code."""
    setup("test")
    checks = (
        [venv_bin("ruff"), "check", "."],
        [venv_bin("mypy")],
        [venv_bin("lint-imports"), "--no-logo"],
    )
    return next((code for code in [call(check) for check in checks] if code), 0)


def pytest(arguments: Sequence[str], **env: str) -> int:
    """The test suite, on as many processes as there are cores."""
    return call([venv_bin("pytest"), "-q", "-n", "auto", "--dist", "loadgroup", *arguments], **env)


def test(arguments: Sequence[str]) -> int:
    """Lint, then the whole suite on SQLite; further words go to pytest."""
    setup("test")
    need_from_debian(CHROMIUM, CHINESE_FONT)
    return lint() or pytest(arguments)


def test_postgres(arguments: Sequence[str]) -> int:
    """The suite on a real PostgreSQL; further words go to pytest."""
    setup("test")
    need_from_debian(CHROMIUM, CHINESE_FONT)
    with postgres() as url:
        return pytest(arguments, HUOJU_DATABASE_URL=url)


def bench(arguments: Sequence[str]) -> int:
    """Run the named measurements (all where none is named), each in a process of its own."""
    setup("bench")
    scripts = [ROOT / "bench" / f"{name}.py" for name in arguments] or sorted(
        (ROOT / "bench").glob("[a-z]*.py")
    )
    codes = []
    for script in scripts:
        print(f"\n== {script.stem}", flush=True)
        codes.append(call([venv_bin("python"), script]))
    return next((code for code in codes if code), 0)


def lock(_: Sequence[str]) -> int:
    """Resolve anew and write the three lock files: every package with its hashes, no addresses."""
    uv = find_uv()
    if uv is None:
        stop("生成锁文件需要 uv。", "Making the lock files needs uv.")
    clean_output = ("--no-header", "--no-annotate", "--no-emit-index-url", "--quiet")
    for profile in PROFILES:
        extras = [word for extra in EXTRAS[profile] for word in ("--extra", extra)]
        compile_ = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
        output = ["-o", LOCKS / f"{profile}.lock"]
        if code := call([*compile_, *extras, "--generate-hashes", *clean_output, *output]):
            return code
    return 0


def clean(_: Sequence[str]) -> int:
    """Remove environments and caches. The data folder (var/) is the user's and stays."""
    for path in (VENV, BOOT, *ROOT.glob(".*_cache"), ROOT / ".hypothesis"):
        shutil.rmtree(path, ignore_errors=True)
    for cache in [*(ROOT / "src").rglob("__pycache__"), *(ROOT / "tests").rglob("__pycache__")]:
        shutil.rmtree(cache, ignore_errors=True)
    return 0


def help_(_: Sequence[str]) -> int:
    """Print what there is to call."""
    print(__doc__)
    return 0


def setup_only(_: Sequence[str]) -> int:
    """Set up and say where the command is."""
    setup("run")
    say(f"已就绪：{venv_bin('huoju').relative_to(ROOT)}", "Ready.")
    return 0


COMMANDS = {
    "setup": setup_only,
    "run": run,
    "test": test,
    "test-postgres": test_postgres,
    "bench": bench,
    "lint": lint,
    "lock": lock,
    "clean": clean,
    "help": help_,
}


def main(words: Sequence[str]) -> int:
    """Carry out one command and give its exit code; 2 for a command that does not exist."""
    name, *rest = words or ["help"]
    if name in ("-h", "--help"):
        name = "help"
    if name not in COMMANDS:
        say(
            f"没有“{name}”这个命令，可用：{'、'.join(COMMANDS)}。",
            f"No command {name!r}; there are: {', '.join(COMMANDS)}.",
        )
        return 2
    return COMMANDS[name](rest)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
