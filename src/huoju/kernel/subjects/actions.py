"""Writes of the subjects room: one function per thing a person does, one transaction, one audit event."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from huoju.errors import InputError
from huoju.kernel.audit.actions import record
from huoju.kernel.subjects.models import Kind, Subject

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class BadCode(InputError):
    code = "bad-code"
    zh = "编码“{text}”不能用。请用小写字母、数字和连字符，例如 qinglan-15fyp。"
    en = 'The code "{text}" does not do. Use small letters, digits and hyphens, such as qinglan-15fyp.'


class NoName(InputError):
    code = "no-name"
    zh = "缺少名称。请填写。"
    en = "The name is missing. Fill it in."


class CodeTaken(InputError):
    code = "code-taken"
    zh = "编码“{code}”已属于“{name}”。要为它建立规划，请从列表中选择；新地区请换一个编码。"
    en = 'The code "{code}" belongs to {name}. Choose that one from the list, or give the new area another code.'


def check_code(text: str) -> str:
    """`text` when it can be a code in an address. Raises BadCode."""
    if len(text) > 100 or not CODE.fullmatch(text):
        raise BadCode(text=text[:40])
    return text


@transaction.atomic
def add_area(*, code: str, name: str, by: Any, at: datetime, name_en: str = "") -> Subject:
    """The area of this code; made when there is none. Raises BadCode, NoName, CodeTaken."""
    known = Subject.objects.filter(code=check_code(code)).first()
    if known is not None:
        if known.kind != Kind.AREA or name.strip() not in ("", known.name):
            raise CodeTaken(code=code, name=known.name)
        return known
    if not name.strip():
        raise NoName()
    area = Subject.objects.create(code=code, kind=Kind.AREA, name=name.strip(), name_en=name_en.strip())
    record(
        actor=by,
        verb="subject.add",
        target=f"subject:{code}",
        after={"name": area.name, "kind": "area"},
        at=at,
    )
    return area
