"""The one tree of exceptions. For what cannot go on; what is wrong in a document is a `Finding`.

    HuojuError
      InputError        a person can put it right        HTTP 400, exit code 2
        (each room's own subclasses: UnitMismatch, NotAPlan, ...)
      NotFound          what was asked for is not there  HTTP 404, exit code 2
      NotAllowed        this person may not              HTTP 403, exit code 2
      Conflict          somebody was faster              HTTP 409, exit code 2
      StoreError        the store cannot be read or written  HTTP 503, exit code 2

Text belongs to the class, facts to the instance. A subclass sets `code`, `zh` and `en`; both texts use
the same `{fields}`, which the constructor takes as keywords. The site holds the one table of statuses.
"""

from __future__ import annotations

import string
from typing import Any, ClassVar


class HuojuError(Exception):
    """Base of the tree. `str(error)` is the Chinese text and the English text, one line each."""

    code: ClassVar[str] = "error"
    zh: ClassVar[str] = "{detail}"
    en: ClassVar[str] = "{detail}"

    def __init__(self, **fields: Any) -> None:
        missing = self.field_names() - fields.keys()
        if missing:
            raise TypeError(f"{type(self).__name__} lacks fields: {', '.join(sorted(missing))}")
        self.fields = fields
        super().__init__(f"{self.in_language('zh')}\n{self.in_language('en')}")

    @classmethod
    def field_names(cls) -> set[str]:
        """Names of the fields that the two texts need."""
        return {name for text in (cls.zh, cls.en) for _, name, _, _ in string.Formatter().parse(text) if name}

    def in_language(self, language: str) -> str:
        """The message in `language` ("zh" or "en"; any other reads as "zh")."""
        text = self.en if language.startswith("en") else self.zh
        return text.format_map(self.fields)


class InputError(HuojuError):
    """Something a person gave can be put right by that person."""

    code = "input"


class NotFound(HuojuError):
    code = "not-found"
    zh = "没有找到{what}。请检查名称或链接。"
    en = "Not found: {what}. Check the name or the link."


class NotAllowed(HuojuError):
    code = "not-allowed"
    zh = "当前账号不能{action}。需要的角色：{role}，请联系系统管理员。"
    en = "This account may not {action}. Role needed: {role}; ask an administrator."


class Conflict(HuojuError):
    code = "conflict"
    zh = "{what}已被他人修改。请刷新后重做。"
    en = "{what} was changed by somebody else. Reload and do it again."


class StoreError(HuojuError):
    code = "store"
    zh = "数据存储无法读写：{detail}。已有数据未受影响，请联系系统管理员。"
    en = "The data store cannot be read or written: {detail}. Existing data is safe; ask an administrator."
