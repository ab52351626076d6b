"""Accounts and posts: given, ended, and what follows at once for whoever is signed in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gonghui.kernel.actors.leaving import why_not_yet
from gonghui.kernel.actors.models import Account, Assignment
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.following import carried_by, closed_by
from gonghui.kernel.units.models import Unit

OPEN = verb("actors.open_account", "开通账号", "username")
ASSIGN = verb("actors.assign", "任职", "username", "label", "name", "role", "unit", "since")
END = verb("actors.end_post", "免去任职", "username", "label", "name", "role", "unit", "until")


@transaction.atomic
def open_account(*, actor: Actor, username: str, name: str, password: str, unit: Unit) -> Account:
    """Open an account on behalf of ``unit``; the person changes the password at first sign-in.

    The name it signs in with ends in the unit's number ("wang.57"): names are told apart within the unit that gives
    them, so that nobody learns from a refusal which names others have given. Only the program itself, which
    sees every account, gives a name as it stands.
    """
    login = username if actor.reaches_everything else f"{username}.{unit.pk}"
    try:
        with transaction.atomic():
            account = Account.objects.create_user(login, name, password, unit=unit)
    except IntegrityError:
        raise ValidationError({"username": "这个账号名已有人用"}) from None
    record(actor, OPEN, account, unit_id=unit.pk, username=login)
    return account


@transaction.atomic
def assign(
    *, actor: Actor, account: Account, role: str, unit: Unit, since: date, until: date | None = None
) -> Assignment:
    """Give a post. Nobody gives rights they do not have themselves, nor outside their own reach."""
    if role not in ROLES:
        raise ValidationError("没有这种身份")
    if not actor.reaches(unit.path):
        raise ValidationError(f"{unit.name}不在您的管辖内，不能在那里任命")
    if not all(actor.may(grant) for grant in ROLES[role].permissions):
        raise ValidationError(f"“{ROLES[role].label}”的权限超出了您自己的权限，请上级任命")
    post = Assignment(account=account, role=role, unit=unit, since=since, until=until)
    post.full_clean()
    post.save()
    record(actor, ASSIGN, post, unit_id=unit.pk, since=since, **_of(post))
    return post


@transaction.atomic
def end_post(*, actor: Actor, post: Assignment, on: date) -> None:
    """End a post; from the next click its holder no longer reaches what it reached. ``ValidationError`` while
    they hold what has to be handed over first.
    """
    if reasons := why_not_yet(post, on):
        raise ValidationError(reasons)
    _end(actor, post, on)


def _end(actor: Actor, post: Assignment, on: date) -> None:
    post.until = max(on - timedelta(days=1), post.since) if on > post.since else post.since
    post.full_clean()
    post.save(update_fields=["until"])
    record(actor, END, post, unit_id=post.unit_id, until=post.until, **_of(post))


def _of(post: Assignment) -> dict[str, Any]:
    """Whose post, as what, where: what the journal says of it."""
    words = {"username": post.account.username, "label": post.role_label, "name": post.unit.name}
    return words | {"role": post.role, "unit": post.unit_id}


@carried_by
def end_posts_with_merger(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """Rights at a unit that merges into another are not carried over: they are given anew there, or not."""
    end_posts_with_unit(unit, actor, on)


@closed_by
def end_posts_with_unit(unit: Unit, actor: Actor, on: date) -> None:
    """The posts of a unit that is no more end with it, whatever they hold: there is nobody to hand over to."""
    for post in Assignment.objects.filter(unit=unit, until=None):
        _end(actor, post, on)
