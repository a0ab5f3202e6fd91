"""Tables of the evidence room: imports and what was remembered about them. Observations are in the store."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ImportBatch(models.Model):
    """One way in: a file, an entry by hand or an undoing, from its preview to its end.

    `code` is the batch's id in the store. `messages` holds the first messages of each kind, `message_counts`
    all of them; the previewed rows lie in a file beside the store (`queries.proposed_rows`).
    """

    class Kind(models.TextChoices):
        FILE = "file", "文件导入"
        HAND = "hand", "手工录入"
        UNDO = "undo", "撤回"

    class State(models.TextChoices):
        PREVIEWED = "previewed", "待确认"
        COMMITTED = "committed", "已入库"
        UNDONE = "undone", "已撤回"
        DISCARDED = "discarded", "已放弃"

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FILE)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREVIEWED)
    file_name = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    subject_code = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=500, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)  # vintage of its rows; null: when committed
    by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    shape = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    messages = models.JSONField(default=list, blank=True)
    message_counts = models.JSONField(default=dict, blank=True)
    store_version = models.IntegerField(default=-1)  # the version its preview was compared with
    rows_committed = models.PositiveIntegerField(default=0)
    chain_number = models.PositiveIntegerField(null=True, blank=True)
    chain_hash = models.CharField(max_length=64, blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "-created_at"], name="import_state"),
            models.Index(fields=["sha256"], name="import_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name or self.get_kind_display()} ({self.code})"


class RememberedMapping(models.Model):
    """How files of one shape are read, as a person last confirmed it by committing one."""

    shape = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    file_name = models.CharField(max_length=300)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.file_name)


class SeriesNote(models.Model):
    """What a reader of a series must know: a doubt, a conflict of sources, a change of coverage."""

    class Kind(models.TextChoices):
        DOUBT = "doubt", "存疑"
        CONFLICT = "conflict", "来源矛盾"
        BREAK = "break", "口径变动"
        METHOD = "method", "方法说明"

    indicator = models.CharField(max_length=300)
    subject_code = models.CharField(max_length=200)
    measure = models.CharField(max_length=40, default="level")
    period = models.CharField(max_length=40, blank=True)  # "": the whole series
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.METHOD)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["indicator", "subject_code", "period", "id"]
        indexes: ClassVar = [models.Index(fields=["subject_code", "indicator"], name="series_note_series")]

    def __str__(self) -> str:
        return str(self.text)

    def text_in(self, language: str) -> str:
        """The text in `language`; the Chinese one when there is no English text."""
        return str(self.text_en) if language.startswith("en") and self.text_en else str(self.text)
