"""The audit trail: who did what to which thing and when, the difference it made, and whether the chain holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from huoju.kernel.audit import queries
from huoju.kernel.audit.models import Event
from huoju.kernel.evidence.knowledge import CHINA
from huoju.kernel.reports.sheets import write_csv, write_xlsx
from huoju.site.access import needs
from huoju.site.middleware import parse_day
from huoju.site.requests import Request
from huoju.site.texts import Text

PAGE = 50
MOST_EXPORTED = 50_000
VERIFIED_AT_ONCE = 20_000  # longer chains are walked when asked: 20,000 events take about a second
SHOWN_PARTS = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

VERBS: dict[str, Text] = {
    "pack.load": Text("装载数据包", "loaded a pack"),
    "plan.document": Text("装载规划文本", "loaded a plan's document"),
    "plan.create": Text("新建规划", "made a plan"),
    "statement.lead": Text("指定责任部门", "named the responsible bureau"),
    "statement.review": Text("复核表述", "reviewed a statement"),
    "evidence.preview": Text("预览导入", "previewed an import"),
    "evidence.answer": Text("回答导入疑问", "answered an import's questions"),
    "evidence.enter": Text("录入数据", "entered figures"),
    "evidence.commit": Text("数据入库", "committed figures"),
    "evidence.discard": Text("放弃导入", "let an import go"),
    "evidence.undo": Text("撤回导入", "undid an import"),
    "evidence.forget_mapping": Text("忘记对应关系", "forgot a mapping"),
    "evidence.note": Text("记序列说明", "noted something on a series"),
    "subject.add": Text("登记主体", "registered a subject"),
    "statement.add": Text("补充表述", "added a statement"),
    "plan.reread": Text("重新识读规划", "read a plan again"),
    "finding.accept": Text("接受校核发现", "accepted a finding"),
    "finding.reopen": Text("重开校核发现", "reopened a finding"),
    "scenario.save": Text("保存情景", "saved a scenario"),
    "scenario.delete": Text("删除情景", "deleted a scenario"),
    "rules.save": Text("保存规则版本", "saved a version of rules"),
    "rules.withdraw": Text("撤回规则版本", "withdrew a version of rules"),
    "account.add": Text("新建账号", "made an account"),
}
FIELDS = {
    "at": Text("时间", "When"),
    "actor": Text("操作人", "Who"),
    "verb": Text("操作", "What"),
    "target": Text("对象", "On what"),
    "before": Text("之前", "Before"),
    "after": Text("之后", "After"),
    "hash": Text("校验值", "Hash"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an event: what stood before and after; None where there was nothing."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the page shows it."""

    event: Event
    changes: tuple[Change, ...]

    @property
    def verb(self) -> Text:
        """In words, the code itself where it has none."""
        return VERBS.get(self.event.verb) or Text(self.event.verb, self.event.verb)

    @property
    def shown(self) -> tuple[Change, ...]:
        return self.changes[:SHOWN_PARTS]

    @property
    def more(self) -> int:
        return len(self.changes) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events: by account, kind of action, thing, and days (both included)."""

    actor: str = ""
    verb: str = ""
    target: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        return cls(**{name: given.get(name, "").strip()[:300] for name in cls.__slots__})

    def events(self) -> QuerySet[Event]:
        """The events, newest first. Raises NotADay."""
        found = queries.events(actor=self.actor, verb=self.verb)
        if self.target:
            found = found.filter(target__contains=self.target)
        if self.since:
            found = found.filter(at__gte=_start_of(self.since))
        if self.until:
            found = found.filter(at__lt=_start_of(self.until) + timedelta(days=1))
        return found


def _start_of(day: str) -> datetime:
    return datetime.combine(parse_day(day), time.min, CHINA)


@needs("audit.view")
def audit(request: Request) -> HttpResponse:
    """The trail, filtered as the address says, with the state of the chain above it."""
    chosen = Filter.of(request.GET.dict())
    page = Paginator(chosen.events(), PAGE).get_page(request.GET.get("page"))
    total = Event.objects.count()
    is_walked = total <= VERIFIED_AT_ONCE or "verify" in request.GET
    found = queries.verify() if is_walked else None
    context = {
        "chosen": chosen,
        "page": page,
        "lines": [Line(event, changes_of(event.before, event.after)) for event in page],
        "actors": list(Event.objects.order_by("actor").values_list("actor", flat=True).distinct()),
        "verbs": [
            (verb, VERBS.get(verb) or Text(verb, verb))
            for verb in Event.objects.order_by("verb").values_list("verb", flat=True).distinct()
        ],
        "total": total,
        "verification": found,
        "reason": Text(found.reason_zh, found.reason_en) if found and found.reason_zh else None,
    }
    return render(request, "pages/audit.html", context)


@needs("audit.view")
def audit_file(request: Request, kind: str) -> HttpResponse:
    """The filtered events as xlsx or csv, with before and after as JSON and every hash."""
    language = request.language
    events = Filter.of(request.GET.dict()).events()[:MOST_EXPORTED]
    headings = ["#", *(text.in_language(language) for text in FIELDS.values())]
    rows = [
        (
            event.sequence, event.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"), event.actor, event.verb,
            event.target, _json(event.before), _json(event.after), event.hash,
        )
        for event in events
    ]  # fmt: skip
    if kind == "csv":
        content, mime = write_csv(headings, rows), "text/csv; charset=utf-8"
    else:
        content, mime = write_xlsx(headings, rows, title="audit"), XLSX
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'audit.{kind}')}"
    return response


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)[:32_000]


def changes_of(before: Any, after: Any) -> tuple[Change, ...]:
    """What differs between two JSON values, field by field, in order of name; a plain value is one field "".

    >>> changes_of({"a": 1, "b": {"c": 2}}, {"a": 1, "b": {"c": 3}})
    (Change(name='b.c', before='2', after='3'),)
    """
    old, new = dict(_flat(before)), dict(_flat(after))
    names = sorted({*old, *new})
    return tuple(Change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(part, f"{name}.{key}" if name else str(key))
    elif value is not None and value != "":
        yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
