"""What the registers and the matters know today of each base union in reach. A handful of queries, whatever its size."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, Sum

from gonghui.insight.shells.rules import RULE, SIGNS, Aside, Facts, Sign, Weights, signs, subject_of, unit_of
from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.parameters.selectors import all_parameters
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import units
from gonghui.registers.dues.models import Receipt
from gonghui.registers.dues.rules import PAID
from gonghui.registers.employers.models import Employer
from gonghui.registers.meetings.models import Meeting
from gonghui.registers.meetings.rules import MEETINGS
from gonghui.registers.members.models import Membership, MembershipEvent
from gonghui.registers.posts.models import Cadre
from gonghui.registers.posts.selectors import in_post
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import BASE_KINDS
from gonghui.registers.unions.selectors import unions
from gonghui.work.gaps.selectors import upheld

STANDING = ("established", "legal_person")


def weights_of(actor: Actor, on: date) -> Weights | None:
    """The numbers that count for the asking unit (of the program itself: the topmost); None while they are not set."""
    own = Unit.objects.filter(pk=actor.unit_id) if actor.unit_id else units(actor).order_by("path")
    if (unit := own.first()) is None:
        return None
    found = {
        key.key: value for key, value in all_parameters(unit, on).items() if key.key.startswith("shells.")
    }
    numbers = {key.removeprefix("shells."): float(value.numbers[0]) for key, value in found.items()}
    if not numbers.keys() >= {"alert", "months", "ratio"}:
        return None
    return Weights(
        points={key: numbers.get(key, 0.0) for key in SIGNS},
        alert=numbers["alert"], months=int(numbers["months"]), ratio=numbers["ratio"],
    )  # fmt: skip


def facts(actor: Actor, today: date, only: int | None = None) -> list[Facts]:
    """Of every base union that stands and is in reach (``only``: of this one); what is out of reach is not known."""
    rows = unions(actor).filter(kind__in=BASE_KINDS, status__in=STANDING, unit__closed_on=None)
    rows = rows if only is None else rows.filter(pk=only)
    known = _Known(actor, today, only)
    return [known.of(row) for row in rows.order_by("path")]


def aside(actor: Actor, only: int | None = None) -> dict[int, Aside]:
    """The signs of each union that were contested and found not to be so."""
    found = upheld(actor, RULE, "" if only is None else subject_of(only))
    return {unit_of(subject): frozenset(said) for subject, said in found.items()}


def shown(actor: Actor, today: date, only: int | None = None) -> dict[int, tuple[Facts, tuple[Sign, ...]]]:
    """Every sign of each union that counts today, many or few."""
    weights, put = weights_of(actor, today), aside(actor, only)
    if weights is None:
        return {}
    return {
        one.unit_id: (one, signs(one, today, weights, put.get(one.unit_id, frozenset())))
        for one in facts(actor, today, only)
    }


class _Known:
    """Everything by union, read once."""

    def __init__(self, actor: Actor, today: date, only: int | None) -> None:
        own = {} if only is None else {"unit_id": only}
        chairs = Cadre.objects.visible_to(actor).filter(post="chair", **own)
        self.chairs = set(in_post(chairs, today).filter(since__lte=today).values_list("unit_id", flat=True))
        self.chair_until = _by_unit(chairs, Max("until"))
        self.members = _by_unit(Membership.objects.visible_to(actor).filter(until=None, **own), Count("pk"))
        self.changed = _by_unit(MembershipEvent.objects.visible_to(actor).filter(**own), Max("on"))
        employers = Employer.objects.visible_to(actor).filter(closed_on=None).exclude(covered_by=None)
        employers = employers if only is None else employers.filter(covered_by=only)
        self.workers = _by_unit(employers, Sum("workers"), "covered_by_id")
        holding = Assignment.objects.visible_to(actor).filter(
            Q(until=None) | Q(until__gte=today), since__lte=today, **own
        )
        self.accounts = _by_unit(holding, Count("pk"))
        begun = WorkItem.objects.visible_to(actor).filter(
            rule="", opened_by__gt=0, **own
        )  # by a person, not by a rule
        self.worked = _by_unit(begun, Max("opened_on"))
        paid = Receipt.objects.visible_to(actor).filter(kind__in=PAID, **own)
        self.paid = _by_unit(paid, Max("paid_on"))
        met = Meeting.objects.visible_to(actor).filter(kind__in=MEETINGS, **own)
        self.met = _by_unit(met, Max("held_on"))

    def of(self, row: Union) -> Facts:
        key = row.pk
        return Facts(
            unit_id=key, name=row.name, place=row.above.name if row.above else "", founded_on=row.founded_on,
            term_until=row.term_until, has_chair=key in self.chairs, chair_until=self.chair_until.get(key),
            members=self.members.get(key, 0), workers=row.workers or self.workers.get(key) or 0,
            changed_on=self.changed.get(key), accounts=self.accounts.get(key, 0), worked_on=self.worked.get(key),
            paid_on=self.paid.get(key), met_on=self.met.get(key),
        )  # fmt: skip


def _by_unit(rows: Any, value: Any, unit: str = "unit_id") -> dict[int, Any]:
    return dict(rows.order_by().values(unit).annotate(found=value).values_list(unit, "found"))
