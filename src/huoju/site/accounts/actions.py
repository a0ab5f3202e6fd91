"""Writes of accounts: one function per thing a person does, each in one transaction with its audit event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huoju.errors import Conflict, InputError, NotFound
from huoju.kernel.audit.actions import record
from huoju.site.accounts.models import ApiToken, Role, User
from huoju.site.accounts.tokens import TokenText

USED_EVERY = timedelta(minutes=1)  # how finely the last use of a token is kept; each note is a write


class WeakPassword(InputError):
    code = "weak-password"
    zh = "密码不符合要求：{zh_reasons}。"
    en = "The password does not do: {en_reasons}."


# What Django's checks say, by their code; its own Chinese catalogue lacks some of them.
WEAKNESSES = {
    "password_too_short": ("至少要 10 个字符", "it needs 10 characters or more"),
    "password_too_common": ("这个密码太常见", "it is too common"),
    "password_entirely_numeric": ("不能全是数字", "it must not be digits only"),
    "password_too_similar": ("与账号或姓名太相似", "it is too much like the account or the name"),
}


class UnknownRole(InputError):
    code = "unknown-role"
    zh = "没有“{role}”这个角色。可用的有：{known}。"
    en = 'There is no role "{role}". Known: {known}.'


class NameTaken(Conflict):
    code = "name-taken"
    zh = "账号“{name}”已存在。请换一个账号名。"
    en = 'The account "{name}" exists already. Choose another name.'


class NoTokenName(InputError):
    code = "token-no-name"
    zh = "令牌没有名称。请写明给哪个程序用，100 字以内。"
    en = "The token has no name. Say which program it is for, in at most 100 characters."


class WrongPassword(InputError):
    code = "wrong-password"
    zh = "现在的密码不对，没有更改。请重新输入。"
    en = "The present password is wrong; nothing was changed. Enter it again."


class PasswordsDiffer(InputError):
    code = "passwords-differ"
    zh = "两次输入的新密码不一致，没有更改。请重新输入。"
    en = "The two new passwords differ; nothing was changed. Enter them again."


class LastAdministrator(Conflict):
    code = "last-administrator"
    zh = "“{name}”是最后一名在用的系统管理员，不能停用或改为其他角色。请先设另一名系统管理员。"
    en = "{name} is the last active administrator and must stay one. Make another administrator first."


class NotAnAccountName(InputError):
    code = "not-an-account-name"
    zh = "“{name}”不能作账号。请用字母、数字和 @ . + - _，150 个字符以内。"
    en = '"{name}" cannot be an account name. Use letters, digits and @ . + - _, at most 150 characters.'


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
    _check_role(role)
    try:
        User.username_validator(username)
    except ValidationError:
        raise NotAnAccountName(name=username[:40]) from None
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
    """Raise WeakPassword with the reasons of Django's checks, in both languages."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        pairs = [WEAKNESSES.get(each.code, (text := str(each.message), text)) for each in error.error_list]
        zh, en = ("；".join(pair[0] for pair in pairs), "; ".join(pair[1] for pair in pairs))
        raise WeakPassword(zh_reasons=zh, en_reasons=en) from None


# -- administration


@transaction.atomic
def change_user(
    user: User, *, role: str, bureau: Any, display_name: str, is_active: bool, by: Any, at: datetime
) -> bool:
    """Change an account; returns whether anything differed. Raises UnknownRole, LastAdministrator."""
    _check_role(role)
    # The row as it stands now, locked: two people may be changing the last two administrators.
    user = User.objects.select_for_update(of=("self",)).select_related("bureau").get(pk=user.pk)
    before = _facts(user)
    loses = (
        user.role == Role.ADMINISTRATOR and user.is_active and not (is_active and role == Role.ADMINISTRATOR)
    )
    if loses and not _other_administrators(user):
        raise LastAdministrator(name=user.username)
    user.role, user.bureau, user.display_name, user.is_active = role, bureau, display_name, is_active
    after = _facts(user)
    if before == after:
        return False
    user.save(update_fields=["role", "bureau", "display_name", "is_active"])
    record(
        actor=by, verb="account.change", target=f"account:{user.username}", before=before, after=after, at=at
    )
    return True


@transaction.atomic
def reset_password(user: User, *, password: str, by: Any, at: datetime) -> None:
    """Give an account another password; its open sessions end. Raises WeakPassword."""
    check_password_strength(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actor=by, verb="account.password-reset", target=f"account:{user.username}", at=at)


# -- one's own account


@transaction.atomic
def change_password(user: User, *, old: str, new: str, again: str, at: datetime) -> None:
    """Change one's own password. Raises WrongPassword, PasswordsDiffer, WeakPassword."""
    if not user.check_password(old):
        raise WrongPassword()
    if new != again:
        raise PasswordsDiffer()
    check_password_strength(new, user)
    user.set_password(new)
    user.save(update_fields=["password"])
    record(actor=user, verb="account.password", target=f"account:{user.username}", at=at)


@transaction.atomic
def rename(user: User, *, display_name: str, at: datetime) -> bool:
    """Change one's own name; returns whether it differed."""
    display_name = display_name.strip()[:100]
    if display_name == user.display_name:
        return False
    before = {"display_name": user.display_name}
    user.display_name = display_name
    user.save(update_fields=["display_name"])
    after = {"display_name": display_name}
    record(
        actor=user,
        verb="account.rename",
        target=f"account:{user.username}",
        before=before,
        after=after,
        at=at,
    )
    return True


# -- tokens


@transaction.atomic
def add_token(
    user: User, *, name: str, at: datetime, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new token of an account and its text, which is nowhere kept. Raises NoTokenName."""
    name = name.strip()
    if not name or len(name) > 100:
        raise NoTokenName()
    fresh = TokenText.fresh()
    row: ApiToken = ApiToken.objects.create(
        user=user, name=name, prefix=fresh.prefix, digest=fresh.digest, created_at=at, expires_at=expires_at
    )
    after = {"name": name, "prefix": fresh.prefix, "expires_at": expires_at}
    record(actor=user, verb="token.add", target=f"account:{user.username}", after=after, at=at)
    return row, fresh.text


@transaction.atomic
def revoke_token(user: User, number: int, *, at: datetime) -> ApiToken:
    """End a token of one's own at once. Raises NotFound."""
    row: ApiToken | None = ApiToken.objects.filter(user=user, pk=number, revoked_at=None).first()
    if row is None:
        raise NotFound(what=str(number))
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    before = {"name": row.name, "prefix": row.prefix}
    record(actor=user, verb="token.revoke", target=f"account:{user.username}", before=before, at=at)
    return row


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Note that a token was used, at most once a minute; not an event of the trail."""
    if token.last_used_at is None or at - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _check_role(role: str) -> None:
    if role not in Role.values:
        raise UnknownRole(role=role, known=", ".join(Role.values))


def _facts(user: User) -> dict[str, Any]:
    bureau = user.bureau.code if user.bureau else None
    return {
        "role": user.role, "bureau": bureau, "display_name": user.display_name, "is_active": user.is_active,
    }  # fmt: skip


def _other_administrators(user: User) -> bool:
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk).exists()
