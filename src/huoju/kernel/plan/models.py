"""Tables of the plan room: a plan in one version, its clauses, statements and named structures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huoju.kernel.plan.register_models import Initiative, InitiativeState, PlannedProject, ProjectState

# The national count of five-year plans, from the sixth (1981-1985) on: what is written before 五 and "Five-Year".
FIVE_YEAR_PLANS = (
    ("六", "6th"), ("七", "7th"), ("八", "8th"), ("九", "9th"), ("十", "10th"), ("十一", "11th"), ("十二", "12th"),
    ("十三", "13th"), ("十四", "14th"), ("十五", "15th"), ("十六", "16th"), ("十七", "17th"), ("十八", "18th"),
)  # fmt: skip


class PlanVersion(models.Model):
    """A plan as it stands in one text. Its sentences are blank until the document is loaded."""

    code = models.SlugField(max_length=100, unique=True)  # "demo-14fyp"
    pack = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=400, blank=True)
    area = models.ForeignKey("subjects.Subject", on_delete=models.PROTECT, related_name="plans")
    start_year = models.PositiveSmallIntegerField()
    end_year = models.PositiveSmallIntegerField()
    is_invented = models.BooleanField(default=False)
    document_name = models.CharField(max_length=300, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["is_invented", "-start_year", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year")), name="plan_span"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def title_in(self, language: str) -> str:
        """The title in `language`; the Chinese one when there is no English title."""
        return self.title_en if language.startswith("en") and self.title_en else self.title

    def short_title_in(self, language: str) -> str:
        """“十四五”规划 for a five-year plan of the national count, else the title."""
        number, offset = divmod(self.start_year - 1981, 5)
        is_five_years = (
            offset == 0 and self.end_year - self.start_year == 4 and 0 <= number < len(FIVE_YEAR_PLANS)
        )
        if not is_five_years:
            return self.title_in(language)
        zh, en = FIVE_YEAR_PLANS[number]
        return f"{en} Five-Year Plan" if language.startswith("en") else f"“{zh}五”规划"

    @property
    def has_document(self) -> bool:
        return bool(self.document_sha256)


class ClauseKind(models.TextChoices):
    HEADING = "heading", "标题"
    PARAGRAPH = "paragraph", "段落"
    TABLE = "table", "表格"
    BOX = "box", "专栏"


class Clause(models.Model):
    """One paragraph of a plan with its place in the outline and its lines."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveIntegerField()
    chapter = models.CharField(max_length=300, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    heading_en = models.CharField(max_length=400, blank=True)
    level = models.PositiveSmallIntegerField(default=0)  # of a heading: 1 chapter, 2 section, ...
    kind = models.CharField(max_length=10, choices=ClauseKind.choices, default=ClauseKind.PARAGRAPH)
    text = models.TextField(blank=True)
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["plan", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="clause_order_once"),
            models.CheckConstraint(
                condition=models.Q(last_line__gte=models.F("first_line")), name="clause_lines"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.first_line}-{self.last_line}"

    def heading_in(self, language: str) -> str:
        """The heading in `language`; the Chinese one when there is no English one."""
        return self.heading_en if language.startswith("en") and self.heading_en else self.heading


class Source(models.TextChoices):
    PACK = "pack", "数据包"
    READER = "reader", "机器识读"
    HAND = "hand", "人工录入"


class Review(models.TextChoices):
    UNREVIEWED = "unreviewed", "未复核"
    ACCEPTED = "accepted", "已采纳"
    CORRECTED = "corrected", "已更正"
    REJECTED = "rejected", "已驳回"


class Statement(models.Model):
    """A quantified statement of a plan: a baseline, a target, a project figure, context or a structure."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="statements")
    key = models.CharField(max_length=64)  # stable identity by content and place
    clause = models.ForeignKey(
        Clause, on_delete=models.SET_NULL, null=True, blank=True, related_name="statements"
    )
    role = models.CharField(max_length=20)  # baseline, target, project, context, structure
    indicator = models.CharField(max_length=300)
    indicator_en = models.CharField(max_length=400, blank=True)
    concept = models.CharField(max_length=100, blank=True)  # catalog id
    subject_text = models.CharField(max_length=300, blank=True)
    subject = models.ForeignKey(
        "subjects.Subject", on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    measure = models.CharField(max_length=30)
    comparator = models.CharField(max_length=20)
    value = models.JSONField(default=list)  # list of decimal numbers as text
    unit = models.CharField(max_length=60, blank=True)
    value_text = models.CharField(max_length=300, blank=True)
    chapter = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    end_line = models.PositiveIntegerField(null=True, blank=True)
    col = models.PositiveIntegerField(null=True, blank=True)
    period = models.CharField(max_length=40, blank=True)
    baseline_period = models.CharField(max_length=40, blank=True)
    stretch = models.BooleanField(default=False)
    nature = models.CharField(max_length=10, blank=True)  # expected, binding, or not said
    threshold_value = models.CharField(max_length=60, blank=True)
    threshold_unit = models.CharField(max_length=60, blank=True)
    same_as = models.CharField(max_length=64, blank=True)  # key of the statement that promises the same
    implicit = models.BooleanField(default=False)
    confidence = models.FloatField(default=1.0)
    sentence = models.TextField(blank=True)
    offset_start = models.PositiveIntegerField(null=True, blank=True)  # of the value in the sentence
    offset_end = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PACK)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    # what the reader or pack said, where a person corrected it: later readings are matched against this
    as_read = models.JSONField(default=dict, blank=True)
    is_gone = models.BooleanField(default=False)  # decided by a person, but no longer in the text
    review = models.CharField(max_length=12, choices=Review.choices, default=Review.UNREVIEWED)
    lead = models.ForeignKey(
        "subjects.Subject", on_delete=models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["plan", "line", "col", "id"]
        indexes: ClassVar = [
            models.Index(fields=["plan", "role"], name="statement_plan_role"),
            models.Index(fields=["concept"], name="statement_concept"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="statement_key_once"),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0) & models.Q(confidence__lte=1),
                name="statement_confidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.value_text}".strip()

    def indicator_in(self, language: str) -> str:
        """The indicator's name in `language`; the Chinese one when there is no English name."""
        return self.indicator_en if language.startswith("en") and self.indicator_en else self.indicator


class Structure(models.Model):
    """A named structure (数字概括): a slogan that names parts, such as "5321" or "1+4+N".

    `parts` is a list of {"digit": "5", "name": ..., "name_en": ..., "members": [...], "line": 1828}; a part
    without members is one that the text never explains, and is shown as such.
    """

    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="structures")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, blank=True)
    chapter = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    end_line = models.PositiveIntegerField(null=True, blank=True)
    parts = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "line", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "key"], name="structure_key_once")]

    def __str__(self) -> str:
        return self.name


class AcceptedFinding(models.Model):
    """A person's reason for letting a finding stand. It holds as long as the finding's statements say the same.

    `said` is what they said then: {statement key: [numbers as text]}.
    """

    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="accepted_findings")
    finding = models.CharField(max_length=12)  # Finding.identity
    code = models.CharField(max_length=60)
    said = models.JSONField(default=dict)
    reason = models.TextField()
    accepted_by = models.CharField(max_length=150)  # user name: the decision outlives the account
    accepted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan", "accepted_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "finding"], name="finding_accepted_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="finding_accepted_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.finding}"


class Scenario(models.Model):
    """What a plan would be with some numbers or assumptions changed. A named answer to "what if".

    `changes` is {"values": {statement key: [numbers as text]}, "assumptions": {name: number as text}}.
    """

    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=100)
    changes = models.JSONField(default=dict)
    saved_by = models.CharField(max_length=150)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "name"], name="scenario_name_once")]

    def __str__(self) -> str:
        return self.name


__all__ = [
    "AcceptedFinding",
    "Clause",
    "ClauseKind",
    "Initiative",
    "InitiativeState",
    "PlanVersion",
    "PlannedProject",
    "ProjectState",
    "Review",
    "Scenario",
    "Source",
    "Statement",
    "Structure",
]
