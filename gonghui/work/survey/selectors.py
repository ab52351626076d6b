"""Reads of surveys, always through ``visible_to(actor)``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform

from gonghui.kernel.database.finding import found_by
from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import Actor, end_of
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions.models import Union
from gonghui.work.survey import rules
from gonghui.work.survey.models import Answer, Listed, Round, Subject, Team, Worker

NOWHERE = "没有划到网格"


def place_name(column: str) -> Func:
    """A unit's name beside a row in reach, for who works along another tree and does not reach the unit."""
    return Func(F(column), function="process_place_name", output_field=CharField())


def rounds(actor: Actor) -> QuerySet[Round]:
    return Round.objects.visible_to(actor).order_by("-since", "-pk")


def running(actor: Actor, today: date) -> QuerySet[Round]:
    """The rounds that are being carried out today."""
    return rounds(actor).filter(since__lte=today, until__gte=today, closed_on=None)


def ended(actor: Actor, today: date) -> QuerySet[Round]:
    """The rounds that were to be done by yesterday, or were ended before, in the last year; not those by teams."""
    late = Q(until__lt=today) | Q(closed_on__lte=today)
    recent = rounds(actor).filter(late, until__gte=today.replace(year=today.year - 1, day=1))
    return recent.exclude(kind__in=rules.TEAMS)


def visited_by_grid(actor: Actor, since: date, until: date) -> dict[int | None, int]:
    """How many subjects of each grid were visited between two days."""
    seen = Answer.objects.filter(subject=OuterRef("pk"), met_on__gte=since, met_on__lte=until).exclude(
        outcome=""
    )
    return _by_grid(subjects(actor).filter(Exists(seen)))


def off_register_by_grid(actor: Actor, since: date, until: date) -> dict[int | None, int]:
    """How many employers met between two days the register does not know."""
    unknown = subjects(actor).filter(kind="employer", employer=None, seen_on__gte=since, seen_on__lte=until)
    return _by_grid(unknown.exclude(state__in=["closed", "moved"]))


def _by_grid(rows: QuerySet[Any]) -> dict[int | None, int]:
    return {row["grid_id"]: row["n"] for row in rows.order_by().values("grid_id").annotate(n=Count("pk"))}


def subjects(actor: Actor) -> QuerySet[Subject]:
    """Everybody to be looked for, in reach; who was found to be another is that other."""
    return Subject.objects.visible_to(actor).filter(into=None)


def with_places(rows: QuerySet[Subject]) -> QuerySet[Subject]:
    return rows.annotate(
        place_name=place_name("unit_id"), grid_name=place_name("grid_id"), line_name=place_name("line_id")
    )


def whole(actor: Actor) -> QuerySet[Subject]:
    return with_places(subjects(actor))


def search(rows: QuerySet[Subject], q: str) -> QuerySet[Subject]:
    """By part of the name, pinyin of it, or credit code."""
    return rows.filter(pk__in=found_by("survey_find", query_tokens(q), q.strip().upper()))


def listed(actor: Actor, source: str) -> QuerySet[Listed]:
    """The rows of one kind of list."""
    return Listed.objects.visible_to(actor).filter(source=source)


def listed_whole(actor: Actor, source: str) -> QuerySet[Listed]:
    rows = listed(actor, source).select_related("subject__unit", "subject__grid")
    return rows.annotate(place_name=place_name("subject__unit_id"), grid_name=place_name("subject__grid_id"))


def couriers(actor: Actor) -> QuerySet[Worker]:
    return Worker.objects.visible_to(actor).filter(source="couriers")


def couriers_whole(actor: Actor) -> QuerySet[Worker]:
    rows = couriers(actor).select_related("subject__unit", "subject__grid")
    return rows.annotate(place_name=place_name("subject__unit_id"), grid_name=place_name("subject__grid_id"))


def answers(actor: Actor, subject: Subject) -> QuerySet[Answer]:
    """What was brought back about one subject, newest first."""
    return (
        Answer.objects.visible_to(actor).filter(subject=subject).select_related("round").order_by("-number")
    )


def lists_of(actor: Actor, subject: Subject) -> QuerySet[Listed]:
    return Listed.objects.visible_to(actor).filter(subject=subject).order_by("source", "pk")


def workers_of(actor: Actor, subject: Subject) -> QuerySet[Worker]:
    return Worker.objects.visible_to(actor).filter(subject=subject).order_by("name", "pk")


def in_round(actor: Actor, one: Round, today: date) -> QuerySet[Any]:
    """Whom a round looks for, as far as they lie in reach: listed by its end, not closed for good before it began."""
    found = subjects(actor).filter(since__lte=min(one.until, today))
    if one.subjects:
        found = found.filter(kind=one.subjects)
    if one.places:
        found = found.filter(Q(grid__in=one.places) | Q(line__in=one.places))
    seen = Answer.objects.filter(round=one, subject=OuterRef("pk"))
    found = cast("QuerySet[Any]", found.annotate(visited=Exists(seen)))
    return found.filter(Q(visited=True) | ~Q(state__in=["closed", "moved"]) | Q(seen_on__gte=one.since))


@dataclass(frozen=True)
class Covered:
    """One grid of a round: how many units there are to visit, how many have been visited, and how many people work there."""

    grid_id: int | None
    name: str
    total: int
    visited: int
    workers: int

    @property
    def left(self) -> int:
        return self.total - self.visited

    @property
    def share(self) -> str:
        return f"{self.visited * 100 / self.total:.1f}%" if self.total else "—"


def coverage(actor: Actor, one: Round, today: date) -> list[Covered]:
    """A round grid by grid, in the order in which they were made; what lies in no grid last. Nobody's person stands in it."""
    by_grid = in_round(actor, one, today).values("grid_id").annotate(
        grid_name=place_name("grid_id"), total=Count("pk"), done=Count("pk", filter=Q(visited=True)),
        people=Sum("workers"),
    )  # fmt: skip
    found = [
        Covered(row["grid_id"], row["grid_name"] or NOWHERE, row["total"], row["done"], row["people"] or 0)
        for row in by_grid.order_by()
    ]
    return sorted(found, key=lambda row: (row.grid_id is None, row.grid_id or 0))


def unvisited(actor: Actor, one: Round, today: date, grid: int | None = None) -> QuerySet[Any]:
    """The units nobody has been to in this round."""
    found: QuerySet[Any] = with_places(in_round(actor, one, today))
    found = found.filter(visited=False)
    return (found.filter(grid_id=grid) if grid else found).order_by("path", "name", "pk")


def teams(actor: Actor, one: Round) -> QuerySet[Team]:
    return Team.objects.visible_to(actor).filter(round=one).select_related("unit").order_by("path", "name")


def figures_of(actor: Actor, team: Team) -> dict[str, int]:
    """What the records say about a team's stay: nobody types these."""
    hi = end_of(team.path)
    visits = Answer.objects.visible_to(actor).filter(
        round=team.round_id, subject__path__gte=team.path, subject__path__lt=hi, met_on__gte=team.since,
        met_on__lte=team.until,
    )  # fmt: skip
    founded = Union.objects.visible_to(actor).filter(
        path__gt=team.path, path__lt=hi, founded_on__gte=team.since, founded_on__lte=team.until
    )
    return {"visits": visits.count(), "founded": founded.count(), "people": len(team.people)}


def differs(actor: Actor, subject: Subject) -> WorkItem | None:
    """The open matter about what two people found differently."""
    rows = WorkItem.objects.visible_to(actor).filter(process_key="survey_differs", closed_on=None)
    return rows.filter(rule_subject=f"subject:{subject.pk}").first()


@dataclass(frozen=True)
class Sighting:
    """What a comparison with the registers needs of a subject. ``workers``: name, index of the identity number, index
    of the mobile number, year of birth; each but the name may be missing. ``source``: "field" once somebody has been
    there, else the list that names it, else "register".
    """

    id: UUID
    kind: str
    name: str
    credit_code: str
    address: str
    unit_id: int
    grid_id: int | None
    line_id: int | None
    people: int
    employer_id: UUID | None
    state: str
    source: str
    seen_on: date | None
    workers: list[tuple[str, bytes | None, bytes | None, int | None]] = field(default_factory=list)


def sighted(actor: Actor, round_id: UUID | None = None, only: UUID | None = None) -> Iterator[Sighting]:
    """Every subject in reach that a visit or a list names, with the people named there; of one round, who was visited;
    ``only``: that one.
    """
    rows = subjects(actor).exclude(sources=["register"]).order_by("pk")
    rows = rows if only is None else rows.filter(pk=only)
    if round_id is not None:
        rows = rows.filter(Exists(Answer.objects.filter(round=round_id, subject=OuterRef("pk"))))
    rows = rows.annotate(address=KeyTextTransform("address", "facts"))
    people: dict[UUID, dict[Any, None]] = {}
    named = Worker.objects.visible_to(actor).filter(subject__in=rows.values("pk")).order_by("pk")
    columns = ("subject_id", "name", "id_index", "mobile_index", "birth_year")
    for pk, name, number, mobile, born in named.values_list(*columns):
        key = (name, _bytes(number), _bytes(mobile), born)
        people.setdefault(pk, {})[key] = None
    for row in rows.iterator(2_000):
        source = "field" if "field" in row.sources else row.sources[-1]
        yield Sighting(
            row.pk, row.kind, row.name, row.credit_code, row.address or "", row.unit_id, row.grid_id, row.line_id, row.workers,
            row.employer_id, row.state, source, row.seen_on or row.since, list(people.get(row.pk, {})),
        )  # fmt: skip


def _bytes(index: Any) -> bytes | None:
    return None if index is None else bytes(index)


def contested_of(subject: Subject, said: list[Answer]) -> dict[str, list[tuple[Any, list[str]]]]:
    """Each fact about which visits differ, with the values that stand beside each other and the answers that gave them."""
    return rules.merged(subject.known, [one.said() for one in said]).contested


def home_of(actor: Actor) -> tuple[int, int | None, int | None]:
    """Where somebody new lies whom this actor meets: unit, grid, line. The unit of who works along a grid or a line
    is that of all subjects there, when they are of one; else the grid or the line itself.
    """
    grid = actor.unit_id if actor.tree == "grid" else None
    line = actor.unit_id if actor.tree == "industry" else None
    if actor.tree == "leadership":
        return actor.unit_id, None, None
    around = set(subjects(actor).order_by().values_list("unit_id", flat=True).distinct()[:2])
    return (around.pop() if len(around) == 1 else actor.unit_id), grid, line


def unit_named(actor: Actor, pk: int) -> Unit | None:
    return Unit.objects.visible_to(actor).filter(pk=pk, closed_on=None).first()
