"""Writes about findings: accepting one with a reason, taking that back, saving and dropping scenarios."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huoju.errors import Conflict, InputError, NotFound
from huoju.kernel.audit.actions import record
from huoju.kernel.catalog.wording import plain
from huoju.kernel.plan.finding_queries import Checked
from huoju.kernel.plan.findings import Finding
from huoju.kernel.plan.models import AcceptedFinding, PlanVersion, Scenario
from huoju.kernel.plan.scenarios import Changes

LONGEST_REASON = 2000
LONGEST_NAME = 100


class NoReason(InputError):
    code = "no-reason"
    zh = "接受一项校核发现要写明理由。请写出为什么可以保留，例如口径不同或会议已议定。"
    en = "Accepting a finding needs a reason. Say why it may stand, such as a different definition or a decision."


class NoName(InputError):
    code = "scenario-no-name"
    zh = "情景没有名称。请起一个 100 字以内的名称。"
    en = "The scenario has no name. Give it one of at most 100 characters."


class NothingChanged(InputError):
    code = "scenario-nothing-changed"
    zh = "没有改动任何数值或假设，不必保存情景。请先改动再保存。"
    en = "No number and no assumption is changed, so there is nothing to save. Change something first."


class ScenarioExists(Conflict):
    code = "scenario-exists"
    zh = "已有名为“{name}”的情景。请换一个名称，或先删除原有的。"
    en = "There is a scenario called {name} already. Choose another name, or delete that one first."


def accept_finding(
    *, plan: PlanVersion, checked: Checked, finding: Finding, reason: str, by: Any, at: datetime
) -> AcceptedFinding:
    """Let a finding stand for a reason; a second acceptance replaces the first. Raises NoReason."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise NoReason()
    numbers = {key: [plain(n) for n in checked.statements[key].value] for key in finding.statements}
    with transaction.atomic():
        before = AcceptedFinding.objects.filter(plan=plan, finding=finding.identity).first()
        facts = {
            "code": finding.code, "said": numbers, "reason": reason,
            "accepted_by": by if isinstance(by, str) else by.get_username(), "accepted_at": at,
        }  # fmt: skip
        row: AcceptedFinding
        row, _ = AcceptedFinding.objects.update_or_create(plan=plan, finding=finding.identity, defaults=facts)
        record(
            actor=by, verb="finding.accept", target=_target(plan, finding.identity), at=at,
            before={"reason": before.reason} if before else None,
            after={"code": finding.code, "lines": list(finding.lines), "said": numbers, "reason": reason},
        )  # fmt: skip
    return row


def withdraw_acceptance(*, plan: PlanVersion, identity: str, by: Any, at: datetime) -> None:
    """A finding that was accepted is open again. Raises NotFound when nobody accepted it."""
    with transaction.atomic():
        row = AcceptedFinding.objects.filter(plan=plan, finding=identity).first()
        if row is None:
            raise NotFound(what=identity)
        before = {"code": row.code, "reason": row.reason, "accepted_by": row.accepted_by}
        row.delete()
        record(actor=by, verb="finding.reopen", target=_target(plan, identity), before=before, at=at)


def save_scenario(*, plan: PlanVersion, name: str, changes: Changes, by: Any, at: datetime) -> Scenario:
    """Keep changes under a name. Raises NoName, NothingChanged, ScenarioExists."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise NoName()
    if not changes:
        raise NothingChanged()
    author = by if isinstance(by, str) else by.get_username()
    with transaction.atomic():
        try:
            with transaction.atomic():
                row: Scenario = Scenario.objects.create(
                    plan=plan, name=name, changes=changes.as_json(), saved_by=author, saved_at=at
                )
        except IntegrityError:
            raise ScenarioExists(name=name) from None
        after = {"name": name, **changes.as_json()}
        record(
            actor=by, verb="scenario.save", target=f"plan:{plan.code}/scenario/{row.pk}", after=after, at=at
        )
    return row


def delete_scenario(scenario: Scenario, *, by: Any, at: datetime) -> None:
    """Drop a scenario; what it changed stays in the audit trail."""
    with transaction.atomic():
        before = {"name": scenario.name, **scenario.changes}
        target = f"plan:{scenario.plan.code}/scenario/{scenario.pk}"
        scenario.delete()
        record(actor=by, verb="scenario.delete", target=target, before=before, at=at)


def _target(plan: PlanVersion, identity: str) -> str:
    return f"plan:{plan.code}/finding/{identity}"
