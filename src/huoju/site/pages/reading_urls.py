"""Addresses of what follows a reading: review, comparison, files, registers. Below `plans/<code>/`."""

from __future__ import annotations

from django.urls import path, re_path

from huoju.site.pages import compare, plan_files, registers, review, review_add

urlpatterns = [
    path("initiatives/", registers.register, {"kind": registers.INITIATIVES}, name="initiatives"),
    re_path(
        r"^initiatives/initiatives\.(?P<form>xlsx|csv)$",
        registers.register_file,
        {"kind": registers.INITIATIVES},
        name="initiatives-file",
    ),
    path("initiatives/<slug:key>/", registers.entry, {"kind": registers.INITIATIVES}, name="initiative"),
    path("named-projects/", registers.register, {"kind": registers.PROJECTS}, name="named-projects"),
    re_path(
        r"^named-projects/projects\.(?P<form>xlsx|csv)$",
        registers.register_file,
        {"kind": registers.PROJECTS},
        name="named-projects-file",
    ),
    path("named-projects/<slug:key>/", registers.entry, {"kind": registers.PROJECTS}, name="named-project"),
    path("compare/", compare.compare, name="compare"),
    re_path(r"^compare/comparison\.(?P<kind>xlsx|csv)$", compare.comparison_file, name="comparison-file"),
    path("export/", plan_files.exports, name="plan-export"),
    re_path(r"^export/plan\.(?P<kind>xlsx|csv|jsonl|stratml\.xml)$", plan_files.plan_file, name="plan-file"),
    path("review/", review.review, name="review"),
    path("review/add/", review_add.add, name="review-add"),
    path("review/undo/", review.undo, name="review-undo"),
    path("review/indicators/", review.suggestions, name="review-suggest"),
    path("review/<str:key>/decide/", review.decide, name="review-decide"),
    path("review/<str:key>/correct/", review.correct, name="review-correct"),
]
