"""Addresses of the rule book, under /rules/."""

from __future__ import annotations

from django.urls import path, re_path

from huoju.site.rulebook import views

urlpatterns = [
    path("", views.index, name="rules"),
    path("<slug:code>/", views.rule_set, name="rule-set"),
    path("<slug:code>/difference/", views.difference, name="rules-difference"),
    re_path(r"^(?P<code>[-\w]+)/rules\.(?P<kind>xlsx|dmn)$", views.rules_file, name="rules-file"),
    path("<slug:code>/edit/", views.edit, name="rules-edit"),
    path("<slug:code>/withdraw/", views.withdraw, name="rules-withdraw"),
]
