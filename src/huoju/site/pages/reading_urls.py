"""Addresses of what follows a reading: review, comparison, files, registers. Below `plans/<code>/`."""

from __future__ import annotations

from django.urls import path

from huoju.site.pages import review, review_add

urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/add/", review_add.add, name="review-add"),
    path("review/undo/", review.undo, name="review-undo"),
    path("review/indicators/", review.suggestions, name="review-suggest"),
    path("review/<str:key>/decide/", review.decide, name="review-decide"),
    path("review/<str:key>/correct/", review.correct, name="review-correct"),
]
