"""Registers of initiatives and of the projects a plan names, with what people say of each."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0005_reviews"),
        ("subjects", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Initiative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("chapter", models.CharField(blank=True, max_length=300)),
                ("line", models.PositiveIntegerField(blank=True, null=True)),
                ("end_line", models.PositiveIntegerField(blank=True, null=True)),
                ("col", models.PositiveIntegerField(blank=True, null=True)),
                ("sentence", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("is_gone", models.BooleanField(default=False)),
                ("verb", models.CharField(max_length=20)),
                ("object", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("untracked", "未登记进展"),
                            ("not_started", "未启动"),
                            ("under_way", "推进中"),
                            ("done", "已完成"),
                            ("stuck", "受阻"),
                            ("given_up", "已取消"),
                        ],
                        default="untracked",
                        max_length=20,
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plan.clause",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="plan.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "line", "col", "id"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "key"), name="initiative_key_once")],
            },
        ),
        migrations.CreateModel(
            name="PlannedProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("chapter", models.CharField(blank=True, max_length=300)),
                ("line", models.PositiveIntegerField(blank=True, null=True)),
                ("end_line", models.PositiveIntegerField(blank=True, null=True)),
                ("col", models.PositiveIntegerField(blank=True, null=True)),
                ("sentence", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("is_gone", models.BooleanField(default=False)),
                ("name", models.CharField(max_length=200)),
                ("investment", models.CharField(blank=True, max_length=100)),
                ("size", models.CharField(blank=True, max_length=100)),
                ("period", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("untracked", "未登记进展"),
                            ("conceived", "谋划"),
                            ("reserve", "储备"),
                            ("started", "开工"),
                            ("under_construction", "在建"),
                            ("completed", "竣工"),
                            ("stuck", "受阻"),
                            ("given_up", "已取消"),
                        ],
                        default="untracked",
                        max_length=20,
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plan.clause",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="plan.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "line", "col", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "key"), name="planned_project_key_once")
                ],
            },
        ),
    ]
