"""Loading a pack: whole or not at all, the same when repeated, and never over what a person decided."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from small_pack import DOCUMENT, FILES

from huoju.kernel.audit.models import Event
from huoju.kernel.evidence import EvidenceStore
from huoju.kernel.packs.actions import BadPack, load
from huoju.kernel.plan import actions as plan_actions
from huoju.kernel.plan import queries as plans
from huoju.kernel.plan import review_actions
from huoju.kernel.plan.models import PlanVersion, Review, Statement, Structure
from huoju.kernel.subjects.models import Subject, SubjectName

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return EvidenceStore.open(tmp_path / "evidence")


def test_everything_the_pack_says_stands_in_the_platform(make_pack, store):
    summary = load(make_pack(), by="system", at=NOW, store=store)
    plan = plans.plan("small-14fyp")
    assert (plan.title_en, plan.is_invented, plan.area.code) == ("Plan of Small Zone", True, "small")
    assert [each.key for each in plans.commitments(plan)] == ["gdp-3", "pop-4"]
    assert [each.key for each in plans.baselines(plan)] == ["gdp-2"]
    assert plans.statement(plan, "pop-4").lead.name == "科技局"
    assert plans.statement(plan, "gdp-3").lead is None
    east = Subject.objects.get(code="small/park/east")
    assert (east.parent.code, east.area_km2, east.attributes) == ("small", Decimal(3), {"status": "planned"})
    assert set(SubjectName.objects.values_list("name", flat=True)) == {"高区", "开发区"}
    assert (summary.subjects.added, summary.statements.added, summary.observations_added) == (4, 3, 3)


def test_a_structure_keeps_its_parts_and_their_members(make_pack, store):
    load(make_pack(), by="system", at=NOW, store=store)
    (structure,) = Structure.objects.all()
    assert [(part["digit"], len(part["members"])) for part in structure.parts] == [("一", 0), ("三", 1)]


def test_the_figures_are_known_from_their_day_on(make_pack, store):
    load(make_pack(), by="system", at=NOW, store=store)

    def value(day: date) -> Decimal | None:
        return store.series("gdp", "small", as_of=day)[-1].value

    assert [value(date(2022, 2, 1)), value(date(2022, 12, 1))] == [Decimal("200"), Decimal("202.5")]
    assert store.series("gdp", "small", as_of=date(2021, 3, 1))[0].source == "小区规划，第2行"


def test_loading_twice_is_loading_once(make_pack, store):
    load(make_pack(), by="system", at=NOW, store=store)
    before = list(Statement.objects.values()), list(Subject.objects.values()), store.version()
    summary = load(make_pack(), by="system", at=LATER, store=store)
    assert (summary.statements.same, summary.subjects.same, summary.observations_added) == (3, 4, 0)
    assert before == (list(Statement.objects.values()), list(Subject.objects.values()), store.version())
    assert Event.objects.filter(verb="pack.load").count() == 1


def test_a_bad_pack_leaves_nothing_behind(make_pack, store):
    folder = make_pack({"observations.csv": FILES["observations.csv"].replace("2022-02-01", "soon")})
    with pytest.raises(BadPack) as caught:
        load(folder, by="system", at=NOW, store=store)
    assert "observations.csv:3" in str(caught.value)
    assert not PlanVersion.objects.exists()
    assert not Subject.objects.exists()
    assert store.version() == -1


def test_a_store_that_fails_leaves_nothing_behind(make_pack, store, monkeypatch):
    def refuse(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(EvidenceStore, "append", refuse)
    with pytest.raises(OSError, match="disk full"):
        load(make_pack(), by="system", at=NOW, store=store)
    assert not PlanVersion.objects.exists()


class TestWhatAPersonDecided:
    @pytest.fixture
    def plan(self, make_pack, store):
        load(make_pack(), by="system", at=NOW, store=store)
        return plans.plan("small-14fyp")

    def changed(self, make_pack):
        rows = FILES["commitments.csv"].replace(",300,亿元", ",310,亿元").replace("180000", "190000")
        rows = rows.replace("亿元,2025,", "亿元,2025,small/bureau/economy")
        return make_pack({"commitments.csv": rows})

    def test_an_unreviewed_statement_follows_the_pack(self, plan, make_pack, store):
        summary = load(self.changed(make_pack), by="system", at=LATER, store=store)
        assert plans.statement(plan, "gdp-3").value == ["310"]
        assert plans.statement(plan, "gdp-3").lead.code == "small/bureau/economy"
        assert summary.statements.changed == 2

    def test_a_reviewed_statement_stays(self, plan, make_pack, store):
        statement = plans.statement(plan, "gdp-3")
        review_actions.review_statement(statement, review=Review.CORRECTED, by="li", at=NOW, note="口径已核")
        summary = load(self.changed(make_pack), by="system", at=LATER, store=store)
        kept = plans.statement(plan, "gdp-3")
        assert (kept.value, kept.note, kept.review) == (["300"], "口径已核", "corrected")
        assert summary.statements.kept == 1

    def test_the_lead_that_a_person_gave_stays(self, plan, make_pack, store):
        science = Subject.objects.get(code="small/bureau/science")
        plan_actions.assign_lead(plan=plan, keys=["gdp-3"], bureau=science, by="li", at=NOW)
        load(self.changed(make_pack), by="system", at=LATER, store=store)
        assert plans.statement(plan, "gdp-3").lead == science

    def test_the_lead_that_a_person_took_away_stays_away(self, plan, make_pack, store):
        plan_actions.assign_lead(plan=plan, keys=["pop-4"], bureau=None, by="li", at=NOW)
        load(self.changed(make_pack), by="system", at=LATER, store=store)
        assert plans.statement(plan, "pop-4").lead is None

    def test_what_was_entered_by_hand_stays(self, plan, make_pack, store):
        Statement.objects.create(plan=plan, key="mine", role="target", source="hand", indicator="绿地")
        load(make_pack(), by="system", at=LATER, store=store)
        assert Statement.objects.filter(key="mine").exists()

    def test_a_statement_that_left_the_pack_goes(self, plan, make_pack, store):
        rows = "\n".join(FILES["commitments.csv"].splitlines()[:2]) + "\n"
        load(make_pack({"commitments.csv": rows}), by="system", at=LATER, store=store)
        assert [each.key for each in plans.commitments(plan)] == ["gdp-3"]

    def test_a_reviewed_statement_that_left_the_pack_stays(self, plan, make_pack, store):
        review_actions.review_statement(plans.statement(plan, "pop-4"), review=Review.ACCEPTED, by="li", at=NOW)
        rows = "\n".join(FILES["commitments.csv"].splitlines()[:2]) + "\n"
        load(make_pack({"commitments.csv": rows}), by="system", at=LATER, store=store)
        assert plans.statement(plan, "pop-4").review == "accepted"

    def test_a_subject_of_another_pack_stays(self, plan, make_pack, store):
        other = FILES["subjects.csv"].replace("东园", "西园")
        folder = make_pack(
            {
                "pack.yaml": FILES["pack.yaml"]
                .replace("small-14fyp", "other")
                .replace("name: small", "name: other"),
                "subjects.csv": other,
                "commitments.csv": FILES["commitments.csv"].replace("small/bureau/science", ""),
            },
            name="other",
        )
        load(folder, by="system", at=LATER, store=store)
        assert Subject.objects.get(code="small/park/east").name == "东园"

    def test_proposed_bureaus_lead_only_when_a_person_adopts_them(self, plan):
        assert plans.statement(plan, "gdp-3").lead is None
        assert plan_actions.adopt_proposed_leads(plan=plan, by="li", at=NOW) == 1
        assert plans.statement(plan, "gdp-3").lead.code == "small/bureau/economy"
        assert plans.statement(plan, "pop-4").lead.code == "small/bureau/science"


class TestTheDocument:
    @pytest.fixture
    def folder(self, make_pack):
        digest = hashlib.sha256(DOCUMENT.encode()).hexdigest()
        head = FILES["pack.yaml"].replace("area: small", "area: small\ndocument: plan.txt")
        return make_pack({"pack.yaml": f"{head}  document_sha256: {digest}\n", "plan.txt": DOCUMENT})

    def test_each_statement_gets_its_sentence(self, folder, store):
        summary = load(folder, by="system", at=NOW, store=store)
        statement = plans.statement(plans.plan("small-14fyp"), "gdp-3")
        assert "地区生产总值达到300亿元" in statement.sentence
        assert statement.sentence[statement.offset_start : statement.offset_end] == "300亿元"
        assert statement.clause is not None
        assert (summary.sentences, summary.without_sentence) == (3, 0)

    def test_reading_again_happens_only_when_something_changed(self, folder, store):
        load(folder, by="system", at=NOW, store=store)
        load(folder, by="system", at=LATER, store=store)
        assert Event.objects.filter(verb="plan.document").count() == 1
        assert plans.plan("small-14fyp").loaded_at == NOW

    def test_the_outline_of_a_pack_stands_until_a_document_brings_its_own(self, make_pack, store):
        outline = "chapter,title,title_en,line,last_line\n1,目标,Goals,2,5\n1.1,经济,Economy,3,5\n"
        load(make_pack({"outline.csv": outline}), by="system", at=NOW, store=store)
        assert plans.headings(plans.plan("small-14fyp")) == {"1": "目标", "1.1": "经济"}

    def test_headings_have_the_english_titles_of_the_pack(self, make_pack, store):
        outline = "chapter,title,title_en,line,last_line\n1,目标,Goals,2,5\n"
        folder = make_pack({"outline.csv": outline})
        load(folder, by="system", at=NOW, store=store)
        assert english_headings() == ["Goals"]
        make_pack({"outline.csv": outline.replace("Goals", "Aims")})
        load(folder, by="system", at=LATER, store=store)
        assert english_headings() == ["Aims"]


def english_headings() -> list[str]:
    clauses = plans.clauses(plans.plan("small-14fyp"))
    return [each.heading_en for each in clauses if each.kind == "heading"]
