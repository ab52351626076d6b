"""Reads about terms: which end soon, what is under way, who holds what."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.selectors import items
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.models import Membership
from gonghui.registers.posts.models import Cadre
from gonghui.registers.posts.selectors import in_post
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.selectors import unions
from gonghui.work.terms.models import Extension
from gonghui.work.terms.rules import BY_ELECTED, SAME_POST, STANDING, Holder, Marks

KINDS = ("reelection", "term_extension", "byelection")
AFTER = ("term_certificate", "term_account")  # what a new term or a new chair makes due
POSTS = [post for post, _ in BY_ELECTED]


def marks_of(unit: Unit, on: date) -> Marks:
    """When the law of the place has a term's end told of."""
    return Marks(
        open_before=int(parameter("ele.open_before", unit, on).numbers[0]),
        alerts=tuple(int(number) for number in parameter("ele.alerts", unit, on).numbers),
        every=int(parameter("ele.overdue_every", unit, on).numbers[0]),
    )


def most_months(unit: Unit, on: date) -> int | None:
    """By how many months a term may be put off; None where the place says nothing."""
    try:
        return int(parameter("ele.extension_max", unit, on).numbers[0])
    except NoParameter:
        return None


def with_terms(actor: Actor) -> QuerySet[Union]:
    """The unions in reach that stand and whose term is known."""
    standing = unions(actor).filter(status__in=STANDING, unit__closed_on=None)
    return standing.exclude(term_until=None)


def ending(actor: Actor, today: date, days: int) -> QuerySet[Union]:
    """Those whose term ends within so many days or has ended, the nearest first."""
    last = today + timedelta(days=days)
    return with_terms(actor).filter(term_until__lte=last).order_by("term_until", "pk")


def counts(actor: Actor, today: date) -> dict[str, int]:
    """How many terms are over, and end within 30, 90 and 180 days (what is over left out)."""
    rows = with_terms(actor).order_by()
    found = {"over": rows.filter(term_until__lt=today).count()}
    for days in (30, 90, 180):
        span = (today, today + timedelta(days=days))
        found[f"in{days}"] = rows.filter(term_until__range=span).count()
    return found


def running(unit_id: int, *keys: str) -> QuerySet[WorkItem]:
    """What is under way about a union's term."""
    return WorkItem.objects.filter(unit_id=unit_id, process_key__in=keys or KINDS, closed_on=None)


def matters(actor: Actor, unit_ids: list[int]) -> QuerySet[WorkItem]:
    """What has been done or is under way about the terms of these unions, newest first."""
    return items(actor).filter(process_key__in=KINDS + AFTER, unit_id__in=unit_ids).order_by("-opened_at")


def was_extended(unit_id: int, until: date | None) -> bool:
    """Whether the term that ends on that day has been put off to it."""
    return until is not None and Extension.objects.filter(unit_id=unit_id, until=until).exists()


def size_of(unit_id: int) -> tuple[int, int]:
    """How many people belong to a union directly, and how many of them are women."""
    open_now = Membership.objects.filter(unit_id=unit_id, until=None)
    return open_now.count(), open_now.filter(person__sex="2").count()


def holders_in(unit_ids: list[int], *posts: str) -> dict[int, list[Holder]]:
    """Everybody who holds or held a post in these unions, by union; ``posts``: only those."""
    found: dict[int, list[Holder]] = {}
    rows = Cadre.objects.filter(unit_id__in=unit_ids)
    rows = rows.filter(post__in=posts) if posts else rows
    for pk, unit, name, post, since, until in rows.values_list(
        "pk", "unit_id", "name", "post", "since", "until"
    ):
        found.setdefault(unit, []).append(Holder(pk, name, post, since, until))
    return found


def vacant_posts() -> list[str]:
    """The posts that are looked at for vacancies, with those that count as the same."""
    return [*POSTS, *(post for post, same in SAME_POST.items() if same in POSTS)]


def serving(unit_id: int, on: date) -> list[Holder]:
    """Who holds a post of the union on that day."""
    rows = in_post(Cadre.objects.filter(unit_id=unit_id), on).order_by("pk")
    return [Holder(*row) for row in rows.values_list("pk", "name", "post", "since", "until")]


def sized_by_members(unit_id: int, members: int) -> bool:
    """Whether the size of the committee follows from the number of members: of base unions, whose members are people."""
    union = Union.objects.filter(pk=unit_id).first()
    return members > 0 and union is not None and union.level in {"base", "sub", "village"}


def running_by_rule(key: str, rule: str) -> list[WorkItem]:
    """The open matters of a procedure that a rule has opened."""
    return list(WorkItem.objects.filter(process_key=key, rule=rule, closed_on=None).order_by("pk"))


def standing_after(actor: Actor, pk: int) -> QuerySet[Union]:
    """The unions that stand, in order, from behind ``pk`` on."""
    rows = unions(actor).filter(status__in=STANDING, unit__closed_on=None, pk__gt=pk)
    return rows.order_by("pk")
