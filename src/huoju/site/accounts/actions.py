"""Writes of accounts: one function per thing a person does, each in one transaction with its audit event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huoju.errors import Conflict, InputError
from huoju.kernel.audit.actions import record
from huoju.site.accounts.models import Role, User


class WeakPassword(InputError):
    code = "weak-password"
    zh = "密码不符合要求：{reasons}"
    en = "The password does not do: {reasons}"


class UnknownRole(InputError):
    code = "unknown-role"
    zh = "没有“{role}”这个角色。可用的有：{known}。"
    en = 'There is no role "{role}". Known: {known}.'


class NameTaken(Conflict):
    code = "name-taken"
    zh = "账号“{name}”已存在。请换一个账号名。"
    en = 'The account "{name}" exists already. Choose another name.'


@transaction.atomic
def add_user(
    *,
    username: str,
    password: str,
    role: str,
    by: Any,
    at: datetime,
    display_name: str = "",
    bureau: Any = None,
) -> User:
    """Make an account. Raises WeakPassword, UnknownRole, NameTaken."""
    if role not in Role.values:
        raise UnknownRole(role=role, known=", ".join(Role.values))
    user = User(username=username, role=role, display_name=display_name, bureau=bureau, date_joined=at)
    check_password_strength(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise NameTaken(name=username) from None
    after = {"role": role, "display_name": display_name, "bureau": bureau.code if bureau else None}
    record(actor=by, verb="account.add", target=f"account:{username}", after=after, at=at)
    return user


def check_password_strength(password: str, user: User) -> None:
    """Raise WeakPassword with Django's reasons, in the active language."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(reasons=" ".join(error.messages)) from None
