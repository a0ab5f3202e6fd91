"""The store: append-only, whole batches, every vintage kept, read as known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from evidence_builders import ON_1_MARCH, ON_2_MARCH, ON_9_MARCH, observed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoju.kernel.catalog import Period
from huoju.kernel.evidence import EvidenceStore, Observation, SeriesKey, Snapshot
from huoju.kernel.evidence.knowledge import day_known, known_before
from huoju.kernel.evidence.statuses import WITHDRAWN


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore.open(tmp_path / "evidence")


def values(observations: Sequence[Observation]) -> list[tuple[str, Decimal | None]]:
    return [(str(each.period), each.value) for each in observations]


def test_an_empty_store_reads_as_empty_and_writes_nothing(store: EvidenceStore) -> None:
    assert store.version() == -1
    assert len(store.snapshot()) == 0
    assert store.series("gdp", "zone") == ()
    assert store.as_of().count().execute() == 0
    assert store.batches() == store.verify() == ()
    assert not store.path.exists()


def test_what_is_appended_comes_back_as_it_was(store: EvidenceStore) -> None:
    said = observed(
        "435.30", measure="growth_rate", breakdown="industry:C", status="P", confidentiality="N",
        price_basis="constant:2020", coverage="规上", note="快报", place="Sheet1!C12",
    )  # fmt: skip
    store.append([said], batch="b1", at=ON_1_MARCH)
    (found,) = store.series("gdp", "zone", "growth_rate", "industry:C")
    assert found == Observation(**{**{n: getattr(said, n) for n in said.__slots__}, "batch": "b1"})
    assert str(found.value) == "435.30"


def test_a_missing_value_is_not_a_zero(store: EvidenceStore) -> None:
    store.append([observed(None, status="M")], batch="b1", at=ON_1_MARCH)
    (found,) = store.series("gdp", "zone")
    assert found.value is None
    assert found.status == "M"


def test_a_later_vintage_supersedes_and_the_earlier_day_still_sees_the_earlier_value(
    store: EvidenceStore,
) -> None:
    store.append([observed("430", status="P")], batch="b1", at=ON_1_MARCH)
    store.append([observed("435.3", known=ON_9_MARCH)], batch="b2", at=ON_9_MARCH)
    assert values(store.series("gdp", "zone")) == [("2024", Decimal("435.3"))]
    assert values(store.series("gdp", "zone", as_of=date(2025, 3, 8))) == [("2024", Decimal("430"))]
    assert store.series("gdp", "zone", as_of=date(2025, 2, 28)) == ()
    assert [each.status for each in store.vintages(observed().key)] == ["P", "A"]


def test_an_old_vintage_loaded_late_does_not_supersede(store: EvidenceStore) -> None:
    store.append([observed("435.3", known=ON_9_MARCH)], batch="b1", at=ON_9_MARCH)
    store.append([observed("430", known=ON_1_MARCH)], batch="history", at=ON_9_MARCH)
    assert values(store.series("gdp", "zone")) == [("2024", Decimal("435.3"))]


def test_within_one_vintage_the_one_appended_last_holds(store: EvidenceStore) -> None:
    store.append([observed("1"), observed("2")], batch="b1", at=ON_1_MARCH)
    store.append([observed("3")], batch="b2", at=ON_1_MARCH)
    assert values(store.series("gdp", "zone")) == [("2024", Decimal("3"))]


def test_a_withdrawal_is_a_vintage(store: EvidenceStore) -> None:
    store.append([observed("430")], batch="b1", at=ON_1_MARCH)
    store.append([observed("430", known=ON_9_MARCH, status=WITHDRAWN)], batch="b2", at=ON_9_MARCH)
    assert store.series("gdp", "zone") == ()
    assert values(store.series("gdp", "zone", as_of=date(2025, 3, 5))) == [("2024", Decimal("430"))]
    assert [each.is_withdrawn for each in store.vintages(observed().key)] == [False, True]


def test_price_basis_and_coverage_are_part_of_what_a_cell_is(store: EvidenceStore) -> None:
    store.append(
        [observed("1"), observed("2", price_basis="constant:2020"), observed("3", coverage="全口径")],
        batch="b1", at=ON_1_MARCH,
    )  # fmt: skip
    snapshot = store.snapshot()
    assert len(snapshot.series("gdp", "zone")) == 3
    assert values(snapshot.series("gdp", "zone", price_basis="", coverage="")) == [("2024", Decimal("1"))]


def test_the_day_of_knowledge_ends_at_midnight_in_china(store: EvidenceStore) -> None:
    late = datetime(2025, 3, 1, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert day_known(late) == date(2025, 3, 1)
    assert day_known(late + timedelta(minutes=1)) == date(2025, 3, 2)
    assert known_before(date(2025, 3, 1)) == late + timedelta(minutes=1)


def test_the_ends_of_the_calendar_are_days_too(store: EvidenceStore) -> None:
    store.append([observed("1")], batch="b1", at=ON_1_MARCH)
    assert values(store.snapshot(date.max).series("gdp", "zone")) == [("2024", Decimal("1"))]
    assert not store.snapshot(date.min).series("gdp", "zone")


def test_a_series_is_sorted_by_period_with_the_year_before_its_last_month(store: EvidenceStore) -> None:
    said = [observed(year=text) for text in ("2024-12", "2023", "2024", "2024-01..2024-09", "annual")]
    store.append(said, batch="b1", at=ON_1_MARCH)
    periods = [str(each.period) for each in store.snapshot().series("gdp", "zone")]
    assert periods == ["annual", "2023", "2024-01..2024-09", "2024", "2024-12"]


def test_a_batch_is_appended_once(store: EvidenceStore) -> None:
    version = store.append([observed("1")], batch="b1", at=ON_1_MARCH)
    assert store.append([observed("1"), observed("2", year=2023)], batch="b1", at=ON_2_MARCH) == version
    assert len(store.snapshot()) == 1
    assert store.has_batch("b1")
    assert not store.has_batch("b2")


def test_appending_nothing_changes_nothing(store: EvidenceStore) -> None:
    assert store.append([], batch="b1", at=ON_1_MARCH) == -1


def test_a_snapshot_can_be_of_some_subjects_only(store: EvidenceStore) -> None:
    store.append(
        [observed("1"), observed("2", subject="town"), observed("3", subject="port")],
        batch="b",
        at=ON_1_MARCH,
    )
    snapshot = store.snapshot(subjects=["zone", "port"])
    assert list(snapshot.keys()) == [SeriesKey("gdp", "port"), SeriesKey("gdp", "zone")]


def test_a_snapshot_is_made_once_for_a_version_and_a_day(store: EvidenceStore) -> None:
    store.append([observed("1")], batch="b1", at=ON_1_MARCH)
    first = store.snapshot(date(2025, 3, 5))
    assert store.snapshot(date(2025, 3, 5)) is first
    assert store.snapshot() is not first
    EvidenceStore.open(store.path).append([observed("2", known=ON_2_MARCH)], batch="b2", at=ON_2_MARCH)
    assert values(store.snapshot(date(2025, 3, 5)).series("gdp", "zone")) == [("2024", Decimal("2"))]


def test_many_small_appends_are_gathered_and_nothing_is_lost(store: EvidenceStore) -> None:
    for number in range(70):
        store.append([observed(str(number), year=1950 + number)], batch=f"b{number}", at=ON_1_MARCH)
    assert len(store.files()) < 20
    assert len(store.snapshot()) == 70
    assert [each.number for each in store.batches()] == list(range(70))
    assert store.compact() > 0
    assert len(store.files()) == 1
    assert store.verify() == ()


def test_the_ibis_expression_gives_what_the_snapshot_gives(store: EvidenceStore) -> None:
    store.append([observed("1"), observed("2", year=2023)], batch="b1", at=ON_1_MARCH)
    store.append([observed("3", known=ON_9_MARCH)], batch="b2", at=ON_9_MARCH)
    for day in (None, date(2025, 3, 5), date(2025, 2, 1)):
        table = store.as_of(day).order_by("period").to_pyarrow()
        assert table["value"].to_pylist() == store.snapshot(day).rows["value"].to_pylist()
        assert table.column_names == store.snapshot(day).rows.column_names


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"indicator": ""}, "names its indicator"),
        ({"vintage": datetime(2025, 1, 1)}, "time zone"),
        ({"measure": "guess"}, "not a measure"),
        ({"status": "Z"}, "status"),
        ({"confidentiality": "X"}, "confidentiality"),
        ({"value": Decimal("1e-13")}, "decimals"),
        ({"value": Decimal("1e26")}, "too large"),
        ({"value": Decimal("NaN")}, "finite"),
    ],
)
def test_a_wrong_observation_cannot_exist(change: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        observed(**change)  # type: ignore[arg-type]


# -- properties --------------------------------------------------------------------------------------

START = datetime(2025, 1, 1, tzinfo=UTC)
facts = st.builds(
    lambda indicator, year, number, day, withdrawn: observed(
        str(number), year=year, indicator=indicator, known=START + timedelta(days=day),
        status=WITHDRAWN if withdrawn else "A",
    ),
    st.sampled_from(["gdp", "population"]), st.integers(2020, 2023), st.decimals(0, 999, places=2),
    st.integers(0, 40), st.booleans(),
)  # fmt: skip
histories = st.lists(facts, max_size=30, unique_by=lambda each: (each.key, each.vintage))


def naive(history: Sequence[Observation], day: date | None) -> set[tuple[object, ...]]:
    """What holds on a day, worked out one observation at a time."""
    held: dict[object, Observation] = {}
    for each in sorted(history, key=lambda one: one.vintage):
        if day is None or day_known(each.vintage) <= day:
            held[each.key] = each
    return {(each.key, each.value, each.vintage) for each in held.values() if not each.is_withdrawn}


def held(snapshot: Snapshot) -> set[tuple[object, ...]]:
    return {(each.key, each.value, each.vintage) for each in snapshot}


@given(histories, st.integers(-1, 42))
def test_as_of_any_day_equals_a_naive_filter(history: list[Observation], day: int) -> None:
    from huoju.kernel.evidence.latest import latest_rows
    from huoju.kernel.evidence.schema import rows_of
    from huoju.kernel.evidence.snapshot import numbered

    on = (START + timedelta(days=day)).date()
    assert held(Snapshot(latest_rows(numbered(rows_of(history)), on))) == naive(history, on)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories, st.randoms(use_true_random=False), st.integers(1, 7))
def test_order_and_batch_size_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, history: list[Observation], shuffler: object, size: int
) -> None:
    store = EvidenceStore.open(tmp_path_factory.mktemp("store"))
    mixed = list(history)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    for start in range(0, len(mixed), size):
        store.append(mixed[start : start + size], batch=f"b{start}", at=START)
    assert held(store.snapshot()) == naive(history, None)
    assert store.verify() == ()


def test_periods_print_and_parse_back_through_the_store(store: EvidenceStore) -> None:
    texts = ["2025", "2025-H1", "2025-Q3", "2025-06", "2025-06-30", "2021-2025", "2024-01..2024-08", "annual"]
    store.append([observed(year=text) for text in texts], batch="b1", at=ON_1_MARCH)
    assert {each.period for each in store.snapshot()} == {Period.parse(text) for text in texts}
