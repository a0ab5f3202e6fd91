"""Words of the accounts pages: roles in both languages."""

from __future__ import annotations

from huoju.site.accounts.models import Role
from huoju.site.texts import Text

ROLES: dict[str, Text] = {
    Role.PLANNER: Text("规划员", "Planner"),
    Role.STATISTICIAN: Text("统计员", "Statistician"),
    Role.BUREAU_OFFICER: Text("部门填报员", "Bureau officer"),
    Role.LEADER: Text("领导", "Leader"),
    Role.AUDITOR: Text("审计员", "Auditor"),
    Role.ADMINISTRATOR: Text("系统管理员", "Administrator"),
}
