"""Who may do what: one table of permissions and roles, made into `rules` predicates.

`user.has_perm("plan.view")` and `@needs("plan.view")` ask this table. The administrator may everything;
a permission that is not in the table may nobody. Start reading at `GRANTS`.
"""

from __future__ import annotations

from typing import Any

import rules

from huoju.site.accounts.models import Role
from huoju.site.texts import Text

PLANNER, STATISTICIAN, OFFICER, LEADER, AUDITOR, ADMINISTRATOR = Role.values
EVERYONE = (PLANNER, STATISTICIAN, OFFICER, LEADER, AUDITOR)

GRANTS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "plan.view": (Text("查看规划与目标", "view plans and commitments"), EVERYONE),
    "plan.load": (Text("装载规划文本", "load a plan document"), (PLANNER,)),
    "plan.assign": (Text("指定责任部门", "assign a responsible bureau"), (PLANNER,)),
    "plan.follow": (Text("登记任务和项目的进展", "report on initiatives and projects"), (PLANNER, OFFICER)),
    "plan.review": (Text("复核规划表述", "review a plan's statements"), (PLANNER,)),
    "evidence.view": (Text("查看数据", "view evidence"), EVERYONE),
    "evidence.add": (Text("填报与导入数据", "add and import evidence"), (PLANNER, STATISTICIAN, OFFICER)),
    "evidence.undo": (Text("撤销数据导入", "undo an import of evidence"), (PLANNER, STATISTICIAN)),
    "findings.view": (Text("查看校核发现", "view findings"), EVERYONE),
    "findings.accept": (Text("接受校核发现", "accept a finding"), (PLANNER,)),
    "scenario.save": (Text("保存与删除情景", "save and delete scenarios"), (PLANNER, STATISTICIAN, LEADER)),
    "rules.view": (Text("查看规则", "view rules"), EVERYONE),
    "rules.edit": (Text("修订规则", "change rules"), (PLANNER,)),
    "audit.view": (Text("查看操作记录", "view the audit trail"), (AUDITOR,)),
    "account.view": (Text("查看本人账号", "view one's own account"), EVERYONE),
    "account.token": (Text("管理本人接口令牌", "manage one's own API tokens"), EVERYONE),
    "accounts.manage": (Text("管理账号", "manage accounts"), ()),
    "api.read": (Text("通过接口读取数据", "read through the API"), EVERYONE),
}


def roles_for(permission: str) -> tuple[str, ...]:
    """The roles that hold `permission`, the administrator last; empty for an unknown permission."""
    if permission not in GRANTS:
        return ()
    return (*GRANTS[permission][1], ADMINISTRATOR)


def may(user: Any, permission: str) -> bool:
    """Whether `user` holds `permission`."""
    return bool(user.is_authenticated and user.is_active and user.role in roles_for(permission))


def holder_of(permission: str) -> Any:
    """The predicate "holds `permission`"."""

    def holds(user: Any) -> bool:
        return may(user, permission)

    return rules.predicate(holds, name=permission)


def register() -> None:
    """Tell `rules` (and so `user.has_perm`) about the table. Safe to call again."""
    for permission in GRANTS:
        rules.set_perm(permission, holder_of(permission))
