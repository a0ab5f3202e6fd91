"""Fuzzes the reader: damaged plans and wild bytes must give a plan or a clear message, never a crash or a hang.

    python bench/fuzz_reader.py [SECONDS] [SEED]

An input is a
piece of a real plan, cut, doubled, spliced and peppered with the characters that carry meaning. A reading that
takes over 2 s plus 60 microseconds a character counts as a hang. Prints what was run; exit code 1 on a finding.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from huoju.errors import InputError
from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import compile_plan, read_document

ROOT = Path(__file__).resolve().parent.parent
SHARED = sorted((ROOT.parent / "shared" / "plans").glob("*.txt"))
SEEDS = [
    path.read_text(encoding="utf-8") for path in SHARED or sorted((ROOT / "packs" / "demo").glob("*.txt"))
]
SPICE = (
    "0123456789.．，,。；：:、（）()“”《》—-–~～%％‰个百分点万亿千百十元美元家项人年月日第一二三四五六七八九〇零两半倍翻番成以上以下左右"
    "约近超过突破达到不低于力争十四五末期间｜|\t \n\x00\u200b\ufeff①★"
)
LIMIT_SECONDS, LIMIT_PER_CHARACTER = 2.0, 6e-5


def mutate(text: str, dice: random.Random) -> str:
    """A piece of `text`, changed in a few places."""
    start = dice.randrange(max(1, len(text)))
    piece = list(text[start : start + dice.choice((40, 200, 1000, 4000))])
    for _ in range(dice.randrange(1, 30)):
        at = dice.randrange(len(piece) + 1)
        match dice.randrange(5):
            case 0:
                piece[at:at] = dice.choices(SPICE, k=dice.randrange(1, 12))
            case 1:
                del piece[at : at + dice.randrange(1, 30)]
            case 2:
                piece[at:at] = piece[at : at + dice.randrange(1, 60)] * dice.choice((1, 1, 2, 30))
            case 3:
                other = dice.choice(SEEDS)
                cut = dice.randrange(len(other))
                piece[at:at] = other[cut : cut + dice.randrange(1, 80)]
            case 4:
                piece[at : at + 1] = [chr(dice.randrange(1, 0x3000))]
    return "".join(piece[:40_000])


def read(data: bytes) -> None:
    """Read one input; raises on a crash or a hang."""
    started = time.process_time()
    try:
        compile_plan(read_document(data, "fuzz.txt"), load_catalog())
    except InputError:
        pass
    taken = time.process_time() - started
    if taken > LIMIT_SECONDS + LIMIT_PER_CHARACTER * len(data):
        raise TimeoutError(f"{taken:.1f} s for {len(data)} bytes")


def main() -> int:
    """Run for the given processor seconds and report."""
    seconds, seed = (int(word) for word in (sys.argv[1:] + ["60", "1"][len(sys.argv) - 1 :])[:2])
    dice, runs, found = random.Random(seed), 0, 0
    out = ROOT / "var" / "fuzz"
    while time.process_time() < seconds:
        data = mutate(dice.choice(SEEDS), dice).encode("utf-8", "surrogatepass")
        runs += 1
        try:
            read(data)
        except Exception as problem:  # every kind counts
            found += 1
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{seed}-{runs}.txt").write_bytes(data)
            print(f"run {runs}: {type(problem).__name__}: {problem}", flush=True)
    print(f"{runs} inputs in {time.process_time():.0f} processor seconds, seed {seed}: {found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
