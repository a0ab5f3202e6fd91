"""Facets: what a statement is about, in the form in which two documents can be compared.

Takes statements and the catalog, returns values: concept, plain name, subject, class of measure, size class,
unit family and period. The document's own area is "" whatever it is called there (全区, its name).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from huoju.kernel.catalog import BadPeriod, Catalog, Period, plain
from huoju.kernel.plan.figures import indicator_of, measure_class, unit_of
from huoju.kernel.plan.statements import Statement

WHOLE = re.compile(r"^(?:本规划|(?:全|本|我)(?:[国省市区县州旗镇乡园港域]|自治[区州县]|区域|辖区))$|^$")
TITLE_TAIL = re.compile(
    r"(?:人民政府)?(?:国民经济|政府工作|“|\"|「|十[一二三四五六]五|第[一二三四五六七八九十]+个|20\d\d|二[〇○零]|关于|(?:经济|产业|高质量)发展|发展规划).*$"
)
SHARE_TAIL = re.compile(r"的?(?:比重|比例|占比|比率)$")
COUNT_TAIL = re.compile(r"(?:总数量|总数|数量|个数|家数|户数|人数|数)$")


@dataclass(frozen=True, slots=True)
class Facets:
    """What a statement is about, in the form two documents are compared in."""

    index: int
    concept: str | None
    name: str
    subject: str
    measure: str
    threshold: tuple[str, Fraction] | None
    family: str | None
    period: Period | str
    statement: Statement

    @property
    def end_year(self) -> int | None:
        return self.period.year if isinstance(self.period, Period) else None


def facets_of(statements: Sequence[Statement], catalog: Catalog, title: str = "") -> list[Facets]:
    """The facets of every statement, in order."""
    whole = own_area(statements, title)
    return [_facets(index, one, catalog, whole) for index, one in enumerate(statements)]


def own_area(statements: Iterable[Statement], title: str) -> frozenset[str]:
    """Subjects that mean the document's own area: the one its title names, or that most statements have."""
    counts = Counter(plain(one.subject) for one in statements)
    most = [subject for subject, count in counts.items() if count >= 5 and count * 2 > counts.total()]
    return frozenset({plain(TITLE_TAIL.sub("", title)), *most, ""})


def _facets(index: int, one: Statement, catalog: Catalog, whole: frozenset[str]) -> Facets:
    indicator = indicator_of(one, catalog)
    unit = unit_of(one, indicator)
    subject, measure = plain(one.subject), measure_class(one, indicator)
    name = plain_name(one.indicator)
    return Facets(
        index=index,
        concept=indicator.id if indicator else one.concept,
        name=SHARE_TAIL.sub("", name) if measure == "share" else name,
        subject="" if subject in whole or WHOLE.match(one.subject) else subject,
        measure=measure,
        threshold=(one.threshold.family, one.threshold.in_base()) if one.threshold else None,
        family=unit.family if unit else None,
        period=read_period(one.period),
        statement=one,
    )


def plain_name(name: str) -> str:
    """An indicator's name without decoration and without a closing 数: 高新技术企业数量 is 高新技术企业."""
    bare = plain(name)
    shorter = COUNT_TAIL.sub("", bare)
    return shorter if len(shorter) >= 3 else bare


def read_period(text: str) -> Period | str:
    """The period a statement prints, or its text where it is none."""
    try:
        return Period.parse(text)
    except BadPeriod:
        return text
