"""Shapes: what each operation gives out, field by field, as the OpenAPI document tells it.

A number is a text of decimal digits, exactly as kept. What is unknown is null, never 0 and never "".
"""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema


class ErrorDetail(Schema):
    """One parameter that does not do."""

    parameter: str
    code: str
    message_zh: str
    message_en: str


class ErrorShape(Schema):
    """Every error: a code for programs, a message in both languages for people."""

    code: str
    message_zh: str
    message_en: str
    details: list[ErrorDetail] = []


class SubjectShape(Schema):
    code: str
    name: str
    name_en: str | None


class PlanShape(Schema):
    """A plan in one text."""

    code: str
    title: str
    title_en: str | None
    area: SubjectShape
    start_year: int
    end_year: int
    is_invented: bool = Field(description="虚构的演示数据 / invented data for demonstration")
    has_document: bool
    loaded_at: datetime | None


class StatementShape(Schema):
    """A quantified statement of a plan."""

    key: str
    role: str
    indicator: str
    indicator_en: str | None
    concept: str | None = Field(description="指标目录编码 / id in the catalog")
    subject: SubjectShape | None
    subject_text: str | None
    measure: str
    comparator: str
    value: list[str]
    unit: str | None
    value_text: str
    period: str | None
    baseline_period: str | None
    is_stretch: bool
    nature: str | None
    chapter: str | None
    line: int | None
    end_line: int | None
    confidence: float
    review: str
    source: str
    same_as: str | None
    lead: SubjectShape | None = Field(description="责任部门 / responsible bureau")
    sentence: str | None
    note: str | None
    note_en: str | None


class ObservationShape(Schema):
    """One published figure in one vintage."""

    indicator: str
    subject: str
    measure: str
    breakdown: str | None
    period: str
    value: str | None
    unit: str
    status: str = Field(description="SDMX CL_OBS_STATUS")
    price_basis: str | None
    coverage: str | None
    source: str
    note: str | None
    vintage: datetime = Field(description="得知时间 / when it became known")
    batch: str


class StepShape(Schema):
    zh: str
    en: str
    value: str | None
    formula: str | None


class NoteShape(Schema):
    code: str
    zh: str
    en: str


class PaceShape(Schema):
    kind: str
    value: str
    unit: str | None
    years: str


class PointShape(Schema):
    year: int
    value: str


class AssessmentShape(Schema):
    """Where a commitment stands on the day asked for."""

    key: str
    indicator: str
    indicator_en: str | None
    chapter: str | None
    line: int | None
    lead: str | None
    state: str
    as_of: date
    attainment: str | None
    expected_attainment: str | None
    time_progress: str
    baseline: str | None
    target: str | None
    target_upper: str | None
    current_value: str | None
    current_year: int | None
    unit: str | None
    required_pace: PaceShape | None
    is_stretch: bool
    is_over: bool
    is_provisional: bool
    missing: list[NoteShape]
    caveats: list[NoteShape]


class AssessmentInFull(AssessmentShape):
    """With every step, the path that each year must reach, and the figure it rests on."""

    steps: list[StepShape]
    path: list[PointShape]
    current: ObservationShape | None


class MendShape(Schema):
    """A remedy: change this statement, and the finding is gone."""

    statement: str
    zh: str
    en: str


class AcceptedShape(Schema):
    reason: str


class FindingShape(Schema):
    """Something the checker found."""

    id: str
    code: str
    severity: str = Field(description="error 矛盾 | warning 存疑 | note 提示")
    lines: list[int]
    chapters: list[str]
    statements: list[str]
    leads: list[str]
    message_zh: str
    message_en: str
    derivation: list[str]
    derivation_en: list[str]
    mends: list[MendShape]
    accepted: AcceptedShape | None


class IndicatorShape(Schema):
    """A defined measure of the catalog."""

    id: str
    zh: str
    en: str
    aliases: list[str]
    unit: str
    unit_family: str
    kind: str
    direction: str
    price_basis: str | None
    growth_at_constant_prices: bool
    theme: str
    definition: str
    definition_en: str
    source: str
    has_evidence_source: bool


class HealthShape(Schema):
    status: str
    version: str
