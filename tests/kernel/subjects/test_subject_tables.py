"""Subjects: what the tables refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from huoju.kernel.subjects import actions
from huoju.kernel.subjects.models import Kind, Subject, SubjectName

pytestmark = pytest.mark.django_db


def make_subject(code="qinglan", **fields):
    return Subject.objects.create(**({"code": code, "kind": Kind.AREA, "name": "青岚高新区"} | fields))


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_a_code_names_one_subject():
    make_subject()
    refused(make_subject)


def test_an_area_is_larger_than_nothing():
    refused(lambda: make_subject(area_km2=0))


def test_no_subject_is_its_own_parent():
    zone = make_subject()
    refused(lambda: Subject.objects.filter(pk=zone.pk).update(parent=zone))


def test_a_subject_with_parts_cannot_be_removed():
    zone = make_subject()
    make_subject("qinglan/park/1", kind=Kind.PARK, parent=zone)
    with pytest.raises(ProtectedError):
        zone.delete()


def test_a_name_ends_after_it_begins():
    zone = make_subject()
    refused(
        lambda: SubjectName.objects.create(
            subject=zone, name="青岚开发区", valid_from=date(2010, 1, 1), valid_to=date(2009, 1, 1)
        )
    )


def test_the_english_name_falls_back_to_the_chinese_one():
    zone = make_subject()
    assert zone.name_in("en") == "青岚高新区"
    zone.name_en = "Qinglan"
    assert (zone.name_in("en"), zone.name_in("zh")) == ("Qinglan", "青岚高新区")


def test_a_code_in_use_is_not_given_to_an_area_of_another_name():
    zone = make_subject()
    given = {"by": "li", "at": datetime(2026, 1, 1, tzinfo=UTC)}
    assert actions.add_area(code="qinglan", name="", **given) == zone
    assert actions.add_area(code="qinglan", name=zone.name, **given) == zone
    with pytest.raises(actions.CodeTaken):
        actions.add_area(code="qinglan", name="邻县", **given)
