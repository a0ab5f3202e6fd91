"""Tables of the subjects room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Kind(models.TextChoices):
    """What a subject is. The English word is the value in packs and files."""

    AREA = "area", "区域"
    PARK = "park", "园区"
    CLUSTER = "cluster", "产业集群"
    CHAIN = "chain", "产业链"
    BASE = "base", "基地"
    ORGANISATION = "organisation", "机构"
    ENTERPRISE = "enterprise", "企业"
    PLATFORM = "platform", "平台"
    PROJECT = "project", "项目"
    PLACE = "place", "地点"
    BUREAU = "bureau", "部门"
    PROGRAMME = "programme", "计划"
    SCHOOL = "school", "学校"
    FACILITY = "facility", "设施"
    INSTITUTION = "institution", "院所"
    BRAND = "brand", "品牌"


class Subject(models.Model):
    """One thing that figures and promises are about. `code` is its identity and never changes."""

    code = models.CharField(max_length=200, unique=True)  # "demo/cluster/medical"
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    gb_code = models.CharField(max_length=12, blank=True)  # GB/T 2260 code of an area
    uscc = models.CharField(max_length=18, blank=True)  # GB 32100 code of an organisation
    area_km2 = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)  # where the plan names it
    pack = models.CharField(max_length=100, blank=True)
    is_invented = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "name"], name="subject_kind_name"),
            models.Index(fields=["pack"], name="subject_pack"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(area_km2__isnull=True) | models.Q(area_km2__gt=0),
                name="subject_area_positive",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="subject_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The name in `language`; the Chinese one when no English name is known."""
        return self.name_en if language.startswith("en") and self.name_en else self.name


class SubjectName(models.Model):
    """A name that a subject bore from one day to another; an open end means "still"."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["subject", "valid_from"]
        indexes: ClassVar = [models.Index(fields=["name"], name="subject_name_name")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "name", "valid_from"], name="subject_name_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="subject_name_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name
