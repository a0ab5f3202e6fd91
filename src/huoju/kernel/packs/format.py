"""The pack format, declared: which files a pack holds, their columns and keys, and the rows they become.

Declarations and row types only. `reading` turns a folder into rows by them, `validate` holds rows against
each other. `packs/README.md` explains the same in words; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from huoju.kernel.plan import Comparator, Measure, Role

FORMAT = 1

SUBJECT_KINDS = (
    "area", "park", "cluster", "chain", "base", "organisation", "enterprise", "platform", "project", "place",
    "bureau", "programme", "school", "facility", "institution", "brand",
)  # fmt: skip
NATURES = ("expected", "binding")
# SDMX CL_OBS_STATUS: normal, break, definition differs, estimated, forecast, missing, provisional,
# low reliability, unvalidated
STATUSES = ("A", "B", "D", "E", "F", "M", "P", "U", "V")
STRUCTURE_LEVELS = ("structure", "part", "member")
SOURCE_KINDS = ("plan", "bulletin", "yearbook", "report", "press", "ranking", "web", "invented")


class Cell(StrEnum):
    """What a cell may hold."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    NUMBER = "number"
    NUMBERS = "numbers"  # separated by ";"
    NAMES = "names"  # separated by ";"
    BOOLEAN = "boolean"
    DATE = "date"
    PERIOD = "period"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. `choices` closes the set of values a text may take; `longest` is in characters."""

    name: str
    cell: Cell = Cell.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file of a pack and the type its rows become."""

    file: str
    columns: tuple[Column, ...]
    row: type

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """Who or what is spoken of. `parent` is a code; `also` are further names that documents use."""

    line_no: int
    code: str
    kind: str
    name: str
    name_en: str
    parent: str | None = None
    gb_code: str | None = None
    uscc: str | None = None
    area_km2: Decimal | None = None
    line: int | None = None
    also: tuple[str, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One quantified statement as a fact: where it stands, what it says; never the sentence itself."""

    line_no: int
    key: str
    line: int
    col: int
    value_text: str
    role: Role
    chapter: str
    indicator: str
    indicator_en: str
    measure: Measure
    comparator: Comparator
    value: tuple[Decimal, ...]
    period: str | None = None
    end_line: int | None = None
    concept: str | None = None
    subject: str | None = None
    subject_text: str = ""
    unit: str | None = None
    baseline_period: str | None = None
    stretch: bool = False
    nature: str | None = None
    threshold_value: Decimal | None = None
    threshold_unit: str | None = None
    same_as: str | None = None
    implicit: bool = False
    lead: str | None = None
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A chapter or section of the plan by its outline number; its title is a name, not a sentence."""

    line_no: int
    chapter: str
    title: str
    title_en: str
    line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class StructureRow:
    """One line of a named structure (“1152”): the structure itself, a part of it, or a member of a part.

    `digit` is the digit or word of the slogan that a part stands for; a member names its part by it. A part
    without members is one that the text never explains. `mentions` are further lines of the structure.
    """

    line_no: int
    structure: str
    level: str
    name: str
    name_en: str
    digit: str = ""
    chapter: str = ""
    line: int | None = None
    mentions: tuple[str, ...] = ()
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class BureauRow:
    """A bureau. `is_proposal` marks one that no source names as responsible: a user may adopt it, or not.

    `chapters` are the outline numbers whose commitments it would lead by default.
    """

    line_no: int
    code: str
    name: str
    name_en: str
    is_proposal: bool = False
    chapters: tuple[str, ...] = ()
    source: str | None = None
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A publication figures are taken from. `published` None: the source does not tell."""

    line_no: int
    code: str
    kind: str
    title: str
    title_en: str = ""
    url: str = ""
    published: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """A value of an indicator for a subject and period, from a source, as known from `vintage` on."""

    line_no: int
    indicator: str
    subject: str
    period: str
    source: str
    vintage: date
    measure: Measure = Measure.LEVEL
    breakdown: str = ""
    value: Decimal | None = None
    unit: str | None = None
    status: str = "A"
    price_basis: str = ""
    coverage: str = ""
    place: str = ""
    note: str = ""


def _choices(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


_STATEMENT_COLUMNS = (
    Column("key", Cell.CODE, required=True, longest=64),
    Column("chapter", required=True, longest=300),
    Column("line", Cell.INTEGER, required=True),
    Column("end_line", Cell.INTEGER),
    Column("col", Cell.INTEGER, required=True),
    Column("value_text", required=True, longest=300),
    Column("role", required=True, choices=_choices(Role)),
    Column("indicator", required=True, longest=300),
    Column("indicator_en", required=True, longest=400),
    Column("concept", Cell.CODE, longest=100),
    Column("subject", Cell.CODE),
    Column("subject_text", longest=300),
    Column("measure", required=True, choices=_choices(Measure)),
    Column("comparator", required=True, choices=_choices(Comparator)),
    Column("value", Cell.NUMBERS, required=True),
    Column("unit", longest=60),
    Column("period", Cell.PERIOD),
    Column("baseline_period", Cell.PERIOD),
    Column("stretch", Cell.BOOLEAN),
    Column("nature", choices=NATURES),
    Column("threshold_value", Cell.NUMBER),
    Column("threshold_unit", longest=60),
    Column("same_as", Cell.CODE, longest=64),
    Column("implicit", Cell.BOOLEAN),
    Column("lead", Cell.CODE),
    Column("note"),
    Column("note_en"),
)

SUBJECTS = Sheet(
    "subjects.csv",
    (
        Column("code", Cell.CODE, required=True, longest=200),
        Column("kind", required=True, choices=SUBJECT_KINDS),
        Column("name", required=True, longest=100),
        Column("name_en", required=True, longest=200),
        Column("parent", Cell.CODE),
        Column("gb_code", longest=12),
        Column("uscc"),
        Column("area_km2", Cell.NUMBER),
        Column("line", Cell.INTEGER),
        Column("also", Cell.NAMES),
        Column("attributes", Cell.JSON),
    ),
    SubjectRow,
)
OUTLINE = Sheet(
    "outline.csv",
    (
        Column("chapter", required=True, longest=300),
        Column("title", required=True, longest=300),
        Column("title_en", required=True, longest=300),
        Column("line", Cell.INTEGER, required=True),
        Column("last_line", Cell.INTEGER, required=True),
    ),
    HeadingRow,
)
COMMITMENTS = Sheet("commitments.csv", _STATEMENT_COLUMNS, StatementRow)
BASELINES = Sheet("baselines.csv", _STATEMENT_COLUMNS, StatementRow)
STATEMENTS = Sheet("statements.csv", _STATEMENT_COLUMNS, StatementRow)
STRUCTURES = Sheet(
    "structures.csv",
    (
        Column("structure", Cell.CODE, required=True, longest=64),
        Column("level", required=True, choices=STRUCTURE_LEVELS),
        Column("digit"),
        Column("name", required=True, longest=100),
        Column("name_en", required=True, longest=200),
        Column("chapter"),
        Column("line", Cell.INTEGER),
        Column("mentions", Cell.NAMES),
        Column("note"),
        Column("note_en"),
    ),
    StructureRow,
)
BUREAUS = Sheet(
    "bureaus.csv",
    (
        Column("code", Cell.CODE, required=True, longest=200),
        Column("name", required=True, longest=100),
        Column("name_en", required=True, longest=200),
        Column("is_proposal", Cell.BOOLEAN),
        Column("chapters", Cell.NAMES),
        Column("source", Cell.CODE),
        Column("note"),
        Column("note_en"),
    ),
    BureauRow,
)
SOURCES = Sheet(
    "sources.csv",
    (
        Column("code", Cell.CODE, required=True, longest=200),
        Column("kind", required=True, choices=SOURCE_KINDS),
        Column("title", required=True),
        Column("title_en"),
        Column("url"),
        Column("published", Cell.DATE),
        Column("note"),
    ),
    SourceRow,
)
OBSERVATIONS = Sheet(
    "observations.csv",
    (
        Column("indicator", required=True),
        Column("subject", Cell.CODE, required=True),
        Column("measure", choices=_choices(Measure)),
        Column("breakdown"),
        Column("period", Cell.PERIOD, required=True),
        Column("value", Cell.NUMBER),
        Column("unit"),
        Column("status", choices=STATUSES),
        Column("price_basis"),
        Column("coverage"),
        Column("source", Cell.CODE, required=True),
        Column("place"),
        Column("vintage", Cell.DATE, required=True),
        Column("note"),
    ),
    ObservationRow,
)
SHEETS = (SUBJECTS, OUTLINE, COMMITMENTS, BASELINES, STATEMENTS, STRUCTURES, BUREAUS, SOURCES, OBSERVATIONS)
REQUIRED_SHEETS = (SUBJECTS,)

PACK_FILE = "pack.yaml"
INDICATORS_FILE = "indicators.yaml"
THRESHOLDS_FILE = "thresholds.yaml"
FREE_FILES = ("README.md", "README.zh-CN.md")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a YAML mapping: its type on the page, and whether it must stand."""

    name: str
    cell: Cell = Cell.TEXT
    required: bool = False


PACK_KEYS = (
    Key("format", Cell.INTEGER, required=True),
    Key("name", Cell.CODE, required=True),
    Key("title", required=True),
    Key("title_en", required=True),
    Key("invented", Cell.BOOLEAN, required=True),
    Key("area", Cell.CODE, required=True),
    Key("plan", required=True),
    Key("document"),
    Key("description"),
    Key("description_en"),
)
PLAN_KEYS = (
    Key("code", Cell.CODE, required=True),
    Key("title", required=True),
    Key("title_en", required=True),
    Key("start_year", Cell.INTEGER, required=True),
    Key("end_year", Cell.INTEGER, required=True),
    Key("document_name"),
    Key("document_sha256"),
    Key("note"),
    Key("note_en"),
)

# Rule sets: the folder rules/ with DMN files, and rules.yaml that tells which holds when.
RULES_FOLDER = "rules"
RULES_FILE = "rules.yaml"
RULE_SET_KEYS = (
    Key("code", Cell.CODE, required=True),
    Key("title", required=True),
    Key("title_en", required=True),
    Key("subject"),
    Key("subject_en"),
    Key("decision"),
    Key("note"),
    Key("note_en"),
    Key("terms"),
    Key("versions", required=True),
)
RULE_VERSION_KEYS = (
    Key("file", required=True),
    Key("from", Cell.DATE, required=True),
    Key("to", Cell.DATE),
    Key("document", required=True),
    Key("document_en"),
    Key("number"),
    Key("issuer"),
    Key("issuer_en"),
    Key("published", Cell.DATE),
    Key("url"),
    Key("note"),
    Key("note_en"),
)
