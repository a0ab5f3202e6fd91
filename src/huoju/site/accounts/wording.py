"""Words of the accounts pages: roles in both languages."""

from __future__ import annotations

from huoju.site.accounts.models import Role
from huoju.site.texts import Text

ROLES: dict[str, Text] = {
    Role.PLANNER.value: Text("规划员", "Planner"),
    Role.STATISTICIAN.value: Text("统计员", "Statistician"),
    Role.BUREAU_OFFICER.value: Text("部门填报员", "Bureau officer"),
    Role.LEADER.value: Text("领导", "Leader"),
    Role.AUDITOR.value: Text("审计员", "Auditor"),
    Role.ADMINISTRATOR.value: Text("系统管理员", "Administrator"),
}
