"""Comparing a list with the registers: employers first, then the workers named at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gonghui.insight.blindspots.linkage.firms import Towns, employers
from gonghui.insight.blindspots.linkage.people import Workers
from gonghui.insight.blindspots.rules import (
    AMBIGUOUS,
    EMPLOYER,
    WORKER,
    WORKERS,
    Candidate,
    Known,
    Result,
    Row,
    Sighted,
    group_of,
    totals,
)
from gonghui.insight.blindspots.selectors import known_employers, places, towns
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.linkage.selectors import current
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.employers.rules.names import Places

COMPARED = verb("blindspots.compare", "拿名单比对台账", "rows", "covered", "missing", "ambiguous", "gone")
NO_NAMES = Result(AMBIGUOUS, 1.0, (Candidate("", 1.0, AMBIGUOUS, (("姓名", "只有人数，没有名字", 0.0),)),))


def compare(actor: Actor, rows: Iterable[Sighted]) -> list[Row]:
    """Everything on the list against the registers in reach; every row of the answer says what became of it."""
    listed, here, found = list(rows), places(actor), towns(actor)
    known = {one.id: one for one in known_employers(actor)}
    units = Towns({word: str(unit.pk) for word, unit in found.items()})
    firms = employers(
        [row for row in listed if row.name], known.values(), here, units, current("organisation")
    )
    paths = Towns({word: unit.path.rstrip(".") for word, unit in found.items()})
    people = Workers(actor, listed, firms, here, paths).results()
    return [answer for row in listed for answer in _answers(row, firms.get(row.id), people, known)]


def settled(row: Sighted, known: list[Known]) -> Row:
    """What becomes of an employer of which it is certain which rows of the register it is."""
    firm = employers([row], known, Places([]), Towns({}))[row.id]
    return next(_answers(row, firm, {}, {one.id: one for one in known}))


def answered(*, actor: Actor, rows: Iterable[Sighted]) -> list[Row]:
    """The same, asked by somebody: it tells who belongs to a union, and so is journalled, by counts alone."""
    answers = compare(actor, rows)
    counts = totals(answers)
    record(actor, COMPARED, "blindspots", unit_id=actor.unit_id or None, rows=len(answers), **counts)
    return answers


def _answers(
    row: Sighted, firm: Result | None, people: Mapping[str, Result], known: Mapping[str, Known]
) -> Iterator[Row]:
    """An employer is one answer, each worker named is one, and a group known by its number alone is one."""
    match = known.get(firm.match or "") if firm else None
    grid = row.grid_id or (match.grid_id if match else None)
    line = row.line_id or (match.line_id if match else None)

    def answer(key: str, kind: str, name: str, group: str, result: Result, number: int | None = None) -> Row:
        return Row(key, row.at or row.id, kind, name, row.town, number, group, grid, line, result)

    if row.kind == EMPLOYER and firm:
        yield answer(row.id, EMPLOYER, row.name, group_of(row.people), firm, row.people)
    for n, worker in enumerate(row.workers):
        key = f"{row.id}:{n}"
        yield answer(key, WORKER, worker.name, WORKERS, people[key])
    if row.kind != EMPLOYER and not row.workers:
        yield answer(row.id, WORKER, row.name, WORKERS, NO_NAMES, row.people)
