"""Every error a person can meet speaks both languages and has a page in the docs."""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import huoju
from huoju.errors import HuojuError, NotFound


def walk(cls: type[HuojuError]) -> Iterator[type[HuojuError]]:
    yield cls
    for child in cls.__subclasses__():
        yield from walk(child)


def every_error() -> list[type[HuojuError]]:
    for module in pkgutil.walk_packages(huoju.__path__, "huoju."):
        if "migrations" not in module.name and "settings" not in module.name:
            importlib.import_module(module.name)
    return sorted((cls for cls in walk(HuojuError) if not is_family(cls)), key=lambda cls: cls.code)


def is_family(cls: type[HuojuError]) -> bool:
    """A class that only gathers others: no text of its own, never raised itself."""
    return bool(cls.__subclasses__()) and cls.zh == HuojuError.zh


def fields(text: str, language: str) -> set[str]:
    """The names a text needs; a detail that itself has two languages ends or begins with its language."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removeprefix(f"{language}_").removesuffix(f"_{language}") for name in names}


def test_every_error_has_two_texts_with_the_same_fields() -> None:
    for cls in every_error():
        assert cls.zh != HuojuError.zh, cls
        assert cls.en != HuojuError.en, cls
        assert fields(cls.zh, "zh") == fields(cls.en, "en"), cls
        assert any("\u4e00" <= char <= "\u9fff" for char in cls.zh), cls


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [cls.code for cls in every_error()]
    doubled = {code for code in codes if codes.count(code) > 1}
    assert not doubled


def test_every_error_has_an_entry_in_the_docs(root: Path) -> None:
    page = (root / "docs" / "errors.md").read_text(encoding="utf-8")
    missing = [cls.code for cls in every_error() if f"`{cls.code}`" not in page]
    assert not missing, "run: python docs/make_errors.py"


def test_an_error_gives_both_languages_and_refuses_to_be_made_without_its_facts() -> None:
    error = NotFound(what="X")
    assert error.in_language("zh-hans") == "没有找到X。请检查名称或链接。"
    assert str(error).splitlines()[1].startswith("Not found: X")
    with pytest.raises(TypeError, match="lacks fields: what"):
        NotFound()
