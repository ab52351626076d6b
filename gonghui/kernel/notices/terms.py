"""How each of several people is to be told: their wishes, else what their posts and the parameters say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db.models import Q

from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.notices.gateways import configured
from gonghui.kernel.notices.models import CHANNELS, Address, Preference
from gonghui.kernel.notices.rules import Quiet, clock_time
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.units.models import Unit

PART_TIME = "part-time"  # the trait of a role whose holders come by once in a while
HOURS, DIGEST_AT = "notices.hours", "notices.digest_at"  # parameters: "8..21" and "8.5", in hours of the day
WITHOUT_HOURS = (Decimal(8), Decimal(21))  # where no such parameter has been loaded
WITHOUT_DIGEST_AT = Decimal("8.5")


@dataclass(frozen=True)
class Terms:
    """``channels``: in the order in which they are tried; none: the person is told inside the platform only."""

    channels: tuple[str, ...]
    digest: bool
    quiet: Quiet
    digest_at: time


def terms_of(accounts: Iterable[int], on: date) -> dict[int, Terms]:
    """Everybody's terms today; sees what the asker's reach lets through."""
    wanted = set(accounts)
    wishes: dict[int, Preference] = Preference.objects.in_bulk(wanted)
    reached: dict[int, set[str]] = defaultdict(set)
    for account, channel in Address.objects.filter(account_id__in=wanted).values_list(
        "account_id", "channel"
    ):
        reached[account].add(channel)
    posts = _posts(wanted, on)
    hours: dict[int, tuple[Quiet, time]] = {}
    found = {}
    for account in wanted:
        held = posts.get(account, [])
        unit = held[0][1] if held else 0
        if unit not in hours:
            hours[unit] = hours_of(unit, on)
        wish = wishes.get(account) or Preference(account_id=account)
        found[account] = _terms(wish, reached[account], [role for role, _ in held], *hours[unit])
    return found


def _terms(wish: Preference, reached: set[str], roles: list[str], quiet: Quiet, at: time) -> Terms:
    open_ = set(configured()) & reached - set(wish.muted)
    own = quiet
    if wish.quiet_since is not None and wish.quiet_until is not None:
        own = Quiet(wish.quiet_since, wish.quiet_until)
    digest = comes_by(roles) if wish.digest is None else wish.digest
    return Terms(tuple(channel for channel in CHANNELS if channel in open_), digest, own, at)


def comes_by(roles: list[str]) -> bool:
    """Whether somebody with these roles is told once a day: every post they hold is a part-time one."""
    return bool(roles) and all(role in ROLES and PART_TIME in ROLES[role].traits for role in roles)


def _posts(accounts: set[int], on: date) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    held = Assignment.objects.filter(account_id__in=accounts, since__lte=on)
    for account, role, unit in (
        held.filter(Q(until=None) | Q(until__gte=on))
        .order_by("pk")
        .values_list("account_id", "role", "unit_id")
    ):
        found[account].append((role, unit))
    return found


def hours_of(unit_id: int, on: date) -> tuple[Quiet, time]:
    """Quiet hours and the hour of the digest by the parameters of a unit."""
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None
    since, until = _numbers(HOURS, unit, on) or WITHOUT_HOURS
    (at,) = _numbers(DIGEST_AT, unit, on) or (WITHOUT_DIGEST_AT,)
    return Quiet(clock_time(until), clock_time(since)), clock_time(at)


def _numbers(key: str, unit: Unit | None, on: date) -> tuple[Decimal, ...] | None:
    if unit is None:
        return None
    try:
        return parameter(key, unit, on).numbers
    except NoParameter:
        return None
