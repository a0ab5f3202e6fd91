"""The form of a statement: from a row to what its fields show, and from what was typed to changes. No database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from huoju.errors import InputError
from huoju.kernel.catalog import Catalog, Period
from huoju.kernel.plan.models import Statement
from huoju.site.pages.wording import COMPARATOR_NAMES, FIELDS, MEASURES, NATURES, ROLES

FIGURES = re.compile(r"[:：;；、~～–—至]|(?<=\d)\s*-\s*(?=\d)|(?<!\d)[,，]|[,，](?!\d{3}(?!\d))")
TEXTS = {"indicator": 300, "unit": 60, "period": 40, "baseline_period": 40, "subject": 300, "note": 2000}


class FieldMissing(InputError):
    code = "statement-field-missing"
    zh = "没有填写{field}。"
    en = "{field_en} is missing."


class FieldTooLong(InputError):
    code = "statement-field-too-long"
    zh = "{field}超过 {limit} 个字。请缩短。"
    en = "{field_en} has more than {limit} characters. Shorten it."


class NotAFigure(InputError):
    code = "not-a-figure"
    zh = "“{text}”不是数值。请写数字；区间写成 3–5，结构写成 80:20。"
    en = "“{text}” is not a number. Write digits; a range as 3–5, a composition as 80:20."


class WrongNumberOfFigures(InputError):
    code = "wrong-number-of-figures"
    zh = "{what}需要 {needed} 个数，填写了 {got} 个。"
    en = "{what_en} takes {needed} numbers, not {got}."


class UnknownChoice(InputError):
    code = "unknown-choice"
    zh = "{field}没有“{text}”这一项。请从列表中选择。"
    en = "{field_en} has no entry “{text}”. Choose one from the list."


class NoSuchIndicator(InputError):
    code = "no-such-indicator"
    zh = "指标目录里没有“{text}”。请从提示中选择，或留空。"
    en = "The catalog has no indicator “{text}”. Choose one of the suggestions, or leave it empty."


def given_of(statement: Statement, catalog: Catalog, language: str) -> dict[str, Any]:
    """The fields of a row as the form shows them."""
    known = statement.concept in catalog
    return {
        "role": statement.role, "indicator": statement.indicator, "measure": statement.measure,
        "concept": catalog.get(statement.concept).name(language) if known else statement.concept,
        "comparator": statement.comparator, "value": figures_text(statement), "unit": statement.unit,
        "period": statement.period, "baseline_period": statement.baseline_period,
        "subject": statement.subject_text or (statement.subject.name if statement.subject else ""),
        "stretch": statement.stretch, "nature": statement.nature, "note": statement.note,
    }  # fmt: skip


def figures_text(statement: Statement) -> str:
    """The numbers as one types them: 3–5, 80:20."""
    joint = "–" if statement.comparator == "range" else ":"
    return joint.join(str(value) for value in statement.value)


def changes_from(
    form: Mapping[str, str], catalog: Catalog, subject_of: Callable[[str], Any | None]
) -> dict[str, Any]:
    """The fields that the form describes, ready for `correct_statement`.

    Raises FieldMissing, FieldTooLong, UnknownChoice, NotAFigure, WrongNumberOfFigures, NoSuchIndicator, BadPeriod.
    """
    texts = {name: " ".join(form.get(name, "").split()) for name in TEXTS}
    for name, limit in TEXTS.items():
        if len(texts[name]) > limit:
            raise FieldTooLong(field=FIELDS[name].zh, field_en=FIELDS[name].en, limit=limit)
    if not texts["indicator"]:
        raise FieldMissing(field=FIELDS["indicator"].zh, field_en=FIELDS["indicator"].en)
    chosen = {name: _choice(form, name, table) for name, table in CHOICES.items()}
    values = figures_from(form.get("value", ""))
    _check_count(values, chosen)
    concept = _concept(form.get("concept", ""), catalog)
    return {
        **chosen, "indicator": texts["indicator"], "concept": concept, "value": values, "unit": texts["unit"],
        "indicator_en": catalog.get(concept).en if concept in catalog else "",
        "period": _period(texts["period"]), "baseline_period": _period(texts["baseline_period"]),
        "subject_text": texts["subject"], "subject": subject_of(texts["subject"]),
        "stretch": form.get("stretch") == "on", "note": texts["note"],
    }  # fmt: skip


def figures_from(text: str) -> list[str]:
    """The numbers of a value, in order, as plain text. 1,200 is one number. Raises NotAFigure."""
    parts = [part.strip().replace(",", "").replace("，", "") for part in FIGURES.split(text)]
    return [_figure(part, text) for part in parts if part]


def _figure(part: str, text: str) -> str:
    try:
        number = Decimal(part.removesuffix("%").removesuffix("％"))
    except InvalidOperation:
        raise NotAFigure(text=text[:40]) from None
    if not number.is_finite() or abs(number.adjusted()) > 24:
        raise NotAFigure(text=text[:40])
    return format(number.normalize() + 0, "f")


def _check_count(values: list[str], chosen: Mapping[str, str]) -> None:
    several = chosen["measure"] == "composition" or chosen["role"] == "structure"
    if chosen["comparator"] == "range" and len(values) != 2:
        words = COMPARATOR_NAMES["range"]
        raise WrongNumberOfFigures(what=words.zh, what_en=words.en, needed=2, got=len(values))
    if chosen["comparator"] != "range" and not several and len(values) != 1:
        words = MEASURES[chosen["measure"]]
        raise WrongNumberOfFigures(what=words.zh, what_en=words.en, needed=1, got=len(values))


def _choice(form: Mapping[str, str], name: str, table: Mapping[str, Any]) -> str:
    text = form.get(name, "")
    if text not in table and not (name == "nature" and not text):
        raise UnknownChoice(field=FIELDS[name].zh, field_en=FIELDS[name].en, text=text[:40])
    return text


def _concept(text: str, catalog: Catalog) -> str:
    text = text.strip()
    if not text:
        return ""
    found = catalog.get(text) if text in catalog else catalog.find(text)
    if found is None:
        raise NoSuchIndicator(text=text[:40])
    return str(found.id)


def _period(text: str) -> str:
    return "" if not text else str(Period.parse(text))


CHOICES = {"role": ROLES, "measure": MEASURES, "comparator": COMPARATOR_NAMES, "nature": NATURES}
