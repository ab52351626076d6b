"""What is known of each line or grid in reach: counted in a handful of queries, however many there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gonghui.kernel.actors.selectors import assignments
from gonghui.kernel.process.selectors import items
from gonghui.kernel.reach.actor import TREES as PATHS
from gonghui.kernel.reach.actor import Actor, end_of
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.employers.models import Employer
from gonghui.registers.employers.selectors import employers, files
from gonghui.registers.unions.models import Lead, Union


@dataclass(frozen=True)
class Tree:
    """One of the two trees: the kinds of its units, the column of an employer, the role of who helps there."""

    key: str
    title: str
    label: str
    kinds: tuple[str, ...]
    column: str
    role: str
    helper: str


TREES = {
    "industry": Tree("industry", "条线", "条线", ("line",), "line", "adviser", "建会指导员"),
    "grid": Tree("grid", "网格和片区", "网格", ("grid", "area"), "grid", "liaison", "网格联络员"),
}


@dataclass
class Row:
    """A line with its figures of today."""

    unit: Unit
    department: str = ""
    helpers: list[str] = field(default_factory=list)
    employers: int = 0
    uncovered: int = 0
    unions: int = 0
    matters: int = 0


def standing(actor: Actor) -> QuerySet[Employer]:
    return files(actor).filter(closed_on=None).order_by()


def free(actor: Actor, tree: Tree) -> QuerySet[Employer]:
    """The employers in reach that are in none."""
    rows = employers(actor).filter(closed_on=None, **{f"{tree.column}__isnull": True})
    return rows.order_by("path", "name", "pk")


def rows(actor: Actor, tree: Tree, today: date) -> list[Row]:
    """All lines in reach, in the order of their codes."""
    found = {one.pk: Row(one) for one in open_units(actor, *tree.kinds).order_by("code", "pk")}
    _filled(actor, tree, found, today)
    return list(found.values())


def row(actor: Actor, tree: Tree, unit: Unit, today: date) -> Row:
    found = {unit.pk: Row(unit)}
    _filled(actor, tree, found, today)
    return found[unit.pk]


def _filled(actor: Actor, tree: Tree, found: dict[int, Row], today: date) -> None:
    ids, column = list(found), f"{tree.column}_id"
    for one in Lead.objects.visible_to(actor).filter(unit_id__in=ids):
        found[one.unit_id].department = one.department
    posts = assignments(actor).filter(unit_id__in=ids, role=tree.role, since__lte=today)
    for post in posts.filter(Q(until=None) | Q(until__gte=today)).order_by("since", "pk"):
        found[post.unit_id].helpers.append(post.account.name)
    counted = standing(actor).filter(**{f"{column}__in": ids}).values(column)
    figures = counted.annotate(
        n=Count("pk"), bare=Count("pk", filter=Q(covered_by=None)), by=Count("covered_by", distinct=True)
    )
    for one in figures:
        at = found[one[column]]
        at.employers, at.uncovered, at.unions = one["n"], one["bare"], one["by"]
    if actor.may("work.read"):
        open_now = items(actor).filter(closed_on=None, **{f"{column}__in": ids})
        for pk, count in Counter(open_now.values_list(column, flat=True)).items():
            found[pk].matters = count


def unions_in(actor: Actor, tree: Tree, unit: Unit) -> list[dict[str, Any]]:
    """The unions that stand in the line themselves, and those that cover an employer of it."""
    path, column = unit.place_in(tree.key) or "", f"unit__{PATHS[tree.key]}"
    seen = Union.objects.visible_to(actor).filter(unit__closed_on=None)
    placed = set(
        seen.filter(**{f"{column}__gte": path, f"{column}__lt": end_of(path)}).values_list("pk", flat=True)
    )
    covering = standing(actor).filter(**{f"{tree.column}_id": unit.pk}).exclude(covered_by=None)
    every = seen.filter(pk__in=placed | set(covering.values_list("covered_by_id", flat=True))).order_by(
        "name", "pk"
    )
    return [
        {"pk": one.pk, "label": one.name, "detail": "划在这里" if one.pk in placed else "覆盖这里的单位"}
        for one in every
    ]


def matters_in(actor: Actor, tree: Tree, unit: Unit) -> QuerySet[Any]:
    """What is under way there, the most urgent first."""
    if not actor.may("work.read"):
        return items(actor).none()
    rows_ = items(actor).filter(closed_on=None, **{f"{tree.column}_id": unit.pk})
    return rows_.order_by("due_on", "opened_at", "pk")
