"""What a person does with evidence: preview, answer, commit, enter by hand, undo. One audit event each."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from evidence_builders import CATALOG, ON_1_MARCH, ON_2_MARCH, ON_9_MARCH, observed

from huoju.kernel.audit.models import Event
from huoju.kernel.evidence import actions, queries
from huoju.kernel.evidence.errors import (
    BatchAlreadyDecided,
    BatchNotFound,
    FileIsEmpty,
    NothingToCommit,
    PreviewIsStale,
)
from huoju.kernel.evidence.hand_entry import HandCell
from huoju.kernel.evidence.models import ImportBatch, RememberedMapping
from huoju.kernel.subjects.models import Subject

pytestmark = pytest.mark.django_db
TEXT = "指标,年份,数值,单位\nGDP,2024,435.3,亿元\nGDP,2023,420,亿元\n工业总值,2024,9,亿元\n"


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: Any) -> None:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    Subject.objects.create(code="zone", kind="area", name="高新区", name_en="The Zone")


def previewed(text: str = TEXT, *, name: str = "年报.csv", at: Any = ON_2_MARCH, **over: Any) -> ImportBatch:
    return actions.preview_import(
        content=text.encode(), name=name, by="wang", at=at, **{"subject": "zone", "catalog": CATALOG, **over}
    )


def values(as_of: date | None = None) -> dict[str, str]:
    return {str(each.period): str(each.value) for each in queries.snapshot(as_of).series("gdp", "zone")}


def test_a_preview_writes_nothing_to_the_store() -> None:
    batch = previewed()
    assert batch.state == "previewed"
    assert batch.counts == {"new": 2, "revised": 0, "same": 0, "waiting": 1, "out": 0, "total": 3}
    assert queries.store().version() == -1
    assert [message["code"] for message in batch.messages] == ["file-source", "unknown-indicator"]


def test_a_commit_appends_what_is_ready_and_says_who_and_when() -> None:
    batch = actions.commit_import(batch=previewed(), by="li", at=ON_9_MARCH)
    assert (batch.state, batch.rows_committed, batch.chain_number) == ("committed", 2, 0)
    (latest,) = queries.store().series("gdp", "zone")[1:]
    assert (latest.recorder, latest.batch, latest.vintage) == ("li", batch.code, ON_9_MARCH)
    assert (latest.source, latest.place) == ("年报.csv", "C2")
    assert queries.store().batches()[0].hash == batch.chain_hash
    assert list(Event.objects.order_by("sequence").values_list("verb", "actor")) == [
        ("evidence.preview", "wang"), ("evidence.commit", "li"),
    ]  # fmt: skip


def test_chosen_rows_only() -> None:
    actions.commit_import(batch=previewed(), by="li", at=ON_9_MARCH, chosen=[1])
    assert values() == {"2023": "420"}


def test_figures_can_have_been_known_before_they_were_brought_in() -> None:
    actions.commit_import(batch=previewed(known_at=ON_1_MARCH), by="li", at=ON_9_MARCH)
    assert values(date(2025, 3, 1)) == {"2023": "420", "2024": "435.3"}


def test_an_answer_settles_a_question_and_is_remembered_for_the_next_file_of_that_shape() -> None:
    batch = actions.answer_import(
        batch=previewed(), answers={"indicator:工业总值": "industrial_revenue"}, by="li", at=ON_2_MARCH,
        catalog=CATALOG,
    )  # fmt: skip
    assert batch.counts["waiting"] == 0
    actions.commit_import(batch=batch, by="li", at=ON_2_MARCH)
    later = previewed(TEXT.replace("2024", "2025"), at=ON_9_MARCH)
    assert later.counts["waiting"] == 0
    assert later.messages[0]["code"] == "mapping-remembered"
    assert "2025-03-02" in later.messages[0]["zh"]
    actions.forget_mapping(remembered=RememberedMapping.objects.get(), by="li", at=ON_9_MARCH)
    assert previewed(at=ON_9_MARCH).counts["waiting"] == 1


def test_a_remembered_mapping_takes_the_periods_of_the_new_file() -> None:
    text = "2024年9月\n指标,单位,1-9月累计,同比增长（±%）\n地区生产总值,亿元,300,5\n"
    actions.commit_import(batch=previewed(text), by="li", at=ON_2_MARCH)
    later = previewed(text.replace("1-9月", "1-10月").replace("2024年9月", "2024年10月"), at=ON_9_MARCH)
    rows, count = queries.proposed_page(later)
    assert count == 2
    assert {row["period"] for row in rows} == {"2024-01..2024-10"}


def test_a_committed_batch_is_not_committed_again() -> None:
    batch = actions.commit_import(batch=previewed(), by="li", at=ON_9_MARCH)
    with pytest.raises(BatchAlreadyDecided):
        actions.commit_import(batch=batch, by="li", at=ON_9_MARCH)
    assert len(queries.store().batches()) == 1


def test_a_commit_that_was_cut_off_after_the_append_is_finished_by_asking_again() -> None:
    batch = previewed()
    rows = queries.proposed_rows(batch)
    from huoju.kernel.evidence.proposals import committable

    queries.store().append_rows(lambda: [committable(rows)], batch=batch.code, at=ON_2_MARCH)
    done = actions.commit_import(batch=batch, by="li", at=ON_9_MARCH)
    assert (done.state, done.rows_committed) == ("committed", 2)
    assert len(queries.store().batches()) == 1


def test_a_file_of_which_nothing_is_ready_is_not_committed() -> None:
    batch = previewed("指标,年份,数值,单位\nGDP,2024,x,亿元\n")
    with pytest.raises(NothingToCommit):
        actions.commit_import(batch=batch, by="li", at=ON_9_MARCH)
    assert ImportBatch.objects.get().state == "previewed"
    assert queries.store().version() == -1


def test_a_preview_that_no_longer_holds_is_not_committed() -> None:
    first, second = previewed(), previewed(TEXT.replace("435.3", "440"))
    actions.commit_import(batch=first, by="li", at=ON_2_MARCH)
    with pytest.raises(PreviewIsStale):
        actions.commit_import(batch=second, by="li", at=ON_9_MARCH, catalog=CATALOG)
    again = actions.answer_import(batch=second, by="li", at=ON_9_MARCH, catalog=CATALOG)
    assert again.counts["revised"] == 1


def test_another_subjects_import_does_not_make_a_preview_stale() -> None:
    Subject.objects.create(code="town", kind="area", name="城区")
    first, second = previewed(), previewed(subject="town")
    actions.commit_import(batch=first, by="li", at=ON_2_MARCH)
    actions.commit_import(batch=second, by="li", at=ON_9_MARCH, catalog=CATALOG)
    assert len(queries.snapshot().series("gdp", "town")) == 2


def test_undoing_restores_what_was_known_before_and_keeps_what_came_after() -> None:
    store = queries.store()
    store.append([observed("430")], batch="first", at=ON_1_MARCH)
    batch = actions.commit_import(batch=previewed(), by="li", at=ON_2_MARCH)
    assert values() == {"2023": "420", "2024": "435.3"}
    undo = actions.undo_batch(batch=batch, by="zhao", at=ON_9_MARCH)
    assert values() == {"2024": "430"}
    assert values(date(2025, 3, 5)) == {"2023": "420", "2024": "435.3"}
    assert (undo.kind, undo.undoes.code, undo.rows_committed) == ("undo", batch.code, 2)
    assert ImportBatch.objects.get(code=batch.code).state == "undone"
    assert store.verify() == ()


def test_undoing_leaves_cells_alone_that_a_later_batch_has_changed() -> None:
    batch = actions.commit_import(batch=previewed(), by="li", at=ON_2_MARCH)
    queries.store().append([observed("441", known=ON_9_MARCH)], batch="later", at=ON_9_MARCH)
    actions.undo_batch(batch=batch, by="zhao", at=ON_9_MARCH + timedelta(days=1))
    assert values() == {"2024": "441"}


def test_a_batch_is_undone_once() -> None:
    batch = actions.commit_import(batch=previewed(), by="li", at=ON_2_MARCH)
    actions.undo_batch(batch=batch, by="zhao", at=ON_9_MARCH)
    with pytest.raises(BatchAlreadyDecided):
        actions.undo_batch(batch=ImportBatch.objects.get(code=batch.code), by="zhao", at=ON_9_MARCH)


def test_an_undo_can_be_undone() -> None:
    batch = actions.commit_import(batch=previewed(), by="li", at=ON_2_MARCH)
    undo = actions.undo_batch(batch=batch, by="zhao", at=ON_9_MARCH)
    actions.undo_batch(batch=undo, by="zhao", at=ON_9_MARCH + timedelta(days=1))
    assert values() == {"2023": "420", "2024": "435.3"}


def test_figures_entered_by_hand_pass_the_same_checks() -> None:
    cells = [
        HandCell("gdp", "zone", "2024", "1,435.3", "亿元"), HandCell("gdp", "zone", "2023", "", "亿元"),
        HandCell("gdp", "zone", "2022", "x", "亿元"),
    ]  # fmt: skip
    batch = actions.enter_by_hand(cells=cells, by="wang", at=ON_2_MARCH, source="统计台账", catalog=CATALOG)
    assert batch.kind == "hand"
    assert [(message["code"], message["row"]) for message in batch.messages] == [("bad-number", 3)]
    actions.commit_import(batch=batch, by="wang", at=ON_2_MARCH, catalog=CATALOG)
    (found,) = queries.snapshot().series("gdp", "zone")
    assert (str(found.value), found.source) == ("1435.3", "统计台账")


def test_a_discarded_preview_leaves_no_file() -> None:
    batch = previewed()
    actions.discard_import(batch=batch, by="li", at=ON_9_MARCH)
    with pytest.raises(BatchNotFound):
        queries.proposed_rows(batch)
    with pytest.raises(BatchAlreadyDecided):
        actions.commit_import(batch=batch, by="li", at=ON_9_MARCH)


def test_a_file_that_cannot_be_read_leaves_nothing_behind() -> None:
    with pytest.raises(FileIsEmpty):
        previewed("")
    assert not ImportBatch.objects.exists()
    assert not Event.objects.exists()


def test_the_same_file_again_is_recognised_and_changes_nothing() -> None:
    batch = actions.commit_import(batch=previewed(), by="li", at=ON_2_MARCH)
    again = previewed(at=ON_9_MARCH)
    assert again.counts["same"] == 2
    earlier = queries.earlier_import_of(again.sha256)
    assert earlier is not None
    assert earlier.code == batch.code


def test_a_preview_page_is_filtered_by_what_would_happen() -> None:
    batch = previewed()
    rows, count = queries.proposed_page(batch, state="waiting")
    assert (count, rows[0]["number"], rows[0]["text"]) == (1, 2, "9")
    rows, count = queries.proposed_page(batch, state="new", start=1, size=1)
    assert (count, len(rows), rows[0]["number"]) == (2, 1, 1)


def test_subjects_are_known_by_code_names_and_former_names() -> None:
    Subject.objects.get(code="zone").names.create(name="高技术产业开发区")
    subjects = queries.known_subjects()
    assert [subjects.find(name) for name in ("zone", "高新区", "the zone", "高技术产业开发区", "别处")] == [
        "zone"
    ] * 4 + [None]


def test_a_note_stands_with_its_series() -> None:
    actions.note_series(
        indicator="gdp", subject="zone", text="两个来源相差 3 亿元", text_en="Two sources differ.", kind="conflict",
        period="2024", by="li", at=ON_2_MARCH,
    )  # fmt: skip
    (note,) = queries.series_notes("gdp", "zone")
    assert (note.text_in("zh"), note.text_in("en")) == ("两个来源相差 3 亿元", "Two sources differ.")
    assert Event.objects.get().verb == "evidence.note"


def test_the_sheet_itself_can_be_shown_with_its_mapping() -> None:
    batch = previewed()
    ((name, cells),) = queries.sheet_heads(batch)
    (mapping,) = batch.mapping["sheets"]
    assert name == mapping["sheet"]
    assert cells[mapping["heading_row"]][mapping["keys"]["indicator"]] == "指标"


def test_observations_are_paged_and_filtered() -> None:
    actions.commit_import(batch=previewed(), by="li", at=ON_2_MARCH)
    found, count = queries.observations(indicator="gdp", size=1)
    assert (count, str(found[0].period)) == (2, "2023")
    assert queries.observations(subject="nowhere") == ([], 0)
    assert queries.observations(as_of=date(2025, 2, 1)) == ([], 0)
