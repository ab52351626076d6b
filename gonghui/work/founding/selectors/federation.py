"""Reads of federations: who joins one, who leads those unions, what its papers say, and whom it reaches, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db.models import QuerySet

from gonghui.kernel.documents.paper import Paper, Table, chinese_date
from gonghui.kernel.documents.wording import Wording, wordings
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.models import Membership
from gonghui.registers.posts.models import Cadre
from gonghui.registers.posts.selectors import in_post
from gonghui.registers.unions.models import Affiliation, Union
from gonghui.registers.unions.rules import BASE_KINDS
from gonghui.registers.unions.selectors import numbers_of, search
from gonghui.work.founding import rules
from gonghui.work.founding.models import FederationFounding, Joining

LEADERS = ("chair", "executive_vice_chair", "vice_chair")


def federations(actor: Actor) -> QuerySet[FederationFounding]:
    """The foundings of federations whose matter is in sight."""
    seen = WorkItem.objects.visible_to(actor).filter(process_key="federation")
    return FederationFounding.objects.filter(pk__in=seen.values("pk")).select_related("item")


def joining(record: FederationFounding) -> list[Joining]:
    """The unions that join, in the order they were written."""
    return list(Joining.objects.filter(item_id=record.pk).order_by("pk"))


def candidates_for(actor: Actor) -> QuerySet[Union]:
    """The base unions in reach that stand."""
    seen = Union.objects.visible_to(actor).filter(kind__in=BASE_KINDS, unit__closed_on=None)
    return seen.filter(status__in=("established", "legal_person")).select_related("unit")


def named(actor: Actor, line: str) -> list[Union]:
    """Which unions a line means: by credit code, by the whole name, or by a part of it or its initials."""
    seen = candidates_for(actor)
    exact = list(seen.filter(credit_code=line.upper())[:2] or seen.filter(name=line)[:2])
    return exact or list(search(seen, line).order_by("name")[:6])


def outside_trade(actor: Actor, unions: Iterable[Union], line_id: int) -> list[Union]:
    """Those that neither stand in the line nor cover an employer of it."""
    found = list(unions)
    at = Employer.objects.visible_to(actor).filter(line_id=line_id, closed_on=None)
    covering = set(
        at.filter(covered_by__in=[one.pk for one in found]).values_list("covered_by_id", flat=True)
    )
    inside = {one.pk for one in found if f".{line_id}." in f".{one.unit.line_path or ''}"}
    return [one for one in found if one.pk not in covering | inside]


def already_in(actor: Actor, unions: Iterable[Union], kind: str) -> set[int]:
    """Those that belong to a federation of this kind today."""
    rows = Affiliation.objects.visible_to(actor).filter(kind=kind, until=None)
    return set(rows.filter(unit__in=[one.pk for one in unions]).values_list("unit_id", flat=True))


def leaders_of(record: FederationFounding, today: date) -> dict[str, set[str]]:
    """Member union → the names of its chair and vice-chairs by the register."""
    names = {one.unit_id: one.name for one in joining(record)}
    rows = in_post(Cadre.objects.filter(unit_id__in=names, post__in=LEADERS), today)
    found: dict[str, set[str]] = {}
    for unit_id, name in rows.values_list("unit_id", "name"):
        found.setdefault(names[unit_id], set()).add(name)
    return found


def running(name: str) -> QuerySet[WorkItem]:
    """A federation of this name that is being founded."""
    return WorkItem.objects.filter(federationfounding__name=name, closed_on=None)


@dataclass(frozen=True)
class Figures:
    """Whom federations reach: each union, employer and person once, however many of them they are in."""

    unions: int
    employers: int
    people: int


def figures_of(actor: Actor, federation_ids: Iterable[int]) -> Figures:
    ids = list(federation_ids)
    rows = Affiliation.objects.visible_to(actor).filter(federation_id__in=ids, until=None)
    members = set(rows.values_list("unit_id", flat=True))
    places = [*members, *ids]  # a federation of a trade may also admit people directly
    covered = Employer.objects.visible_to(actor).filter(covered_by_id__in=places, closed_on=None)
    people = Membership.objects.visible_to(actor).filter(unit_id__in=places, until=None)
    return Figures(len(members), covered.count(), people.values("person_id").distinct().count())


def papers() -> dict[str, Wording]:
    """What the documents of founding a federation say."""
    return wordings(Path(__file__).parents[1] / "data" / "federation.toml")


def paper_of(record: FederationFounding, key: str, today: date, above: str) -> Paper:
    return papers()[key].paper(facts_of(record, today, above), tables_of(record))


def facts_of(record: FederationFounding, today: date, above: str) -> dict[str, str]:
    """Everything its documents may name, as text; empty for what is not known yet."""
    place, held, notice = record.item.place, record.held_on, record.notice_on
    names = [one.name for one in joining(record)]
    group = rules.read_group(record.group) if record.group else []
    days = numbers_of(place, notice or today).publicity_days
    return {
        "name": record.name,
        "base": record.name.removesuffix("委员会"),
        "kind": record.get_kind_display(),
        "place": record.item.unit_name,
        "above": above,
        "unions": "、".join(names),
        "unions_count": str(len(names)),
        "organisers": f"{record.name}筹备组",
        "request_on": chinese_date(record.request_on) if record.request_on else "",
        "group_names": "、".join(one.name for one in group),
        "group_count": str(len(group)) if group else "",
        "group_leader": next((one.name for one in group if one.leads), ""),
        "candidates": record.candidates,
        "notice_on": chinese_date(notice) if notice else "",
        "notice_until": chinese_date(notice + timedelta(days=days)) if notice else "",
        "publicity_days": str(days),
        "held_on": chinese_date(held) if held else "",
        **{name: str(getattr(record, name)) if held else "" for name in ("should_attend", "attended", "issued", "returned")},
        "term_words": rules.YEARS.get(record.term_years, "") if held else "",
        "term_since": chinese_date(held) if held else "",
        "term_until": chinese_date(rules.term_until(held, record.term_years)) if held else "",
        "legal_days": str(int(parameter("leg.apply", place, today).numbers[0])),
        **rules.result_words(record.elected),
    }  # fmt: skip


def tables_of(record: FederationFounding) -> dict[str, Table]:
    labels = dict(rules.POSTS)
    votes = rules.read_votes(record.votes) if record.votes else {}
    rows = [(name, labels[post], str(count)) for (name, post), count in votes.items()]
    lines = [tuple(line.split()) for line in record.delegates.splitlines() if len(line.split()) == 2]
    return {
        "votes": _table(("序号", "姓名", "职务", "得票"), (1, 2, 2, 1), rows),
        "unions": _table(("序号", "工会", "代表名额"), (1, 5, 2), lines),
    }


def _table(head: tuple[str, ...], widths: tuple[float, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    return Table((head, *((str(at), *row) for at, row in enumerate(rows, 1))), widths)
