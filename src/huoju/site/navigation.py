"""The main navigation: a list in plain sight. A new page of the main row is one line here."""

from __future__ import annotations

from dataclasses import dataclass

from huoju.site.texts import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: URL name, words, the permission that shows it; `has_plan` when the address names the plan."""

    name: str
    text: Text
    permission: str
    has_plan: bool = True
    also: tuple[str, ...] = ()  # URL names of pages that belong under this entry


PLAN_PAGES = (
    "structures", "baselines", "plan-load", "ranking", "ranking-enter", "ranking-echelon", "review", "review-add",
    "compare", "initiatives", "initiative", "named-projects", "named-project", "plan-export",
)  # fmt: skip
EVIDENCE_PAGES = (
    "evidence-series", "observation", "evidence-template", "evidence-enter", "evidence-upload", "evidence-imports",
    "evidence-batch", "evidence-mapping", "evidence-answers", "evidence-commit", "evidence-undo",
)  # fmt: skip
MAIN = (
    Item("overview", Text("总览", "Overview"), "plan.view"),
    Item("plan", Text("规划", "Plan"), "plan.view", also=PLAN_PAGES),
    Item("commitments", Text("目标", "Commitments"), "plan.view", also=("indicator",)),
    Item("evidence", Text("数据", "Evidence"), "evidence.view", also=EVIDENCE_PAGES),
    Item("findings", Text("校核", "Findings"), "findings.view", also=("finding", "workbench", "scenarios")),
)
RULE_PAGES = ("rule-set", "rules-difference", "rules-edit")
ASIDE = (
    Item("rules", Text("规则", "Rules"), "rules.view", has_plan=False, also=RULE_PAGES),
    Item("new-plan", Text("新建规划", "New plan"), "plan.load", has_plan=False),
    Item("audit", Text("操作记录", "Audit trail"), "audit.view", has_plan=False),
    Item("users", Text("账号管理", "Accounts"), "accounts.manage", has_plan=False, also=("user",)),
    Item("account", Text("我的账号", "My account"), "account.view", has_plan=False),
    Item("api-docs", Text("数据接口", "API"), "api.read", has_plan=False),
)
