"""A comparison in the background, and what the ledger of gaps is told of the surveys every night."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from gonghui.insight.blindspots.actions import KIND, PURPOSE, expired, keep_answer
from gonghui.insight.blindspots.forms import NoList, Reading, Unsure, read_list
from gonghui.insight.blindspots.linkage import confirming  # noqa: F401 - tells the model what has been decided
from gonghui.insight.blindspots.linkage.comparing import answered, compare, settled
from gonghui.insight.blindspots.rules import (
    EMPLOYER,
    LARGE,
    MISSING,
    OUTCOMES,
    SMALL,
    UNKNOWN_GROUP,
    WORKER,
    WORKERS,
    Result,
    Row,
    Sighted,
    group_of,
    totals,
)
from gonghui.insight.blindspots.selectors import identified, memberships, surveyed, tree_units, unseen
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.files.store import drop, opened, own_files
from gonghui.kernel.jobs.catalogue import JobRefused, Run, job
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.intake import recalled
from gonghui.kernel.units.selectors import units
from gonghui.work.gaps.rules import EITHER, FOUND, INVITE, JOIN, Finding, TakesLonger, finder

BY_SIZE = {
    LARGE: (FOUND, "上门动员单独建会；先送建会告知书，再约上门时间"),
    SMALL: (JOIN, "动员加入联合工会；先送建会告知书，再约上门时间"),
    UNKNOWN_GROUP: (
        EITHER,
        "先核实有多少职工，25 人以上的动员单独建会，不到的动员加入联合工会；先送建会告知书，再约上门时间",
    ),
}  # which letter, and what is done
NOTHING = Result(MISSING, 1.0)
FORGOTTEN = 200  # files a chunk
MAY_NOT = "您的岗位不能比对盲区"
GONE = "名单文件不在了，请重新上传"


@job(KIND, "盲区比对")
def run(run: Run) -> bool:
    """``arguments``: {"list": the kept file} or {"surveyed": true}. One transaction: nothing is kept of a comparison that failed."""
    if not run.actor.may("blindspots.read"):
        raise JobRefused(MAY_NOT)
    try:
        name, read = _asked(run)
    except Unsure:
        run.job.result = {"url": reverse("blindspots-columns", args=[run.arguments["list"]])}
        run.progress(0, 0, "有的列拿不准是什么，请核对后再比")
        return False
    rows = answered(actor=run.actor, rows=read.rows)
    firms = [
        row for row in rows if row.kind == EMPLOYER
    ]  # of a list of people alone nothing follows for the others
    left = unseen(run.actor, {one.id for row in firms for one in row.result.found}) if firms else []
    made = keep_answer(
        actor=run.actor, name=name, rows=rows, left=read.left, doubtful=read.doubtful, unseen=left,
        surveyed=bool(run.arguments.get("surveyed")),
    )  # fmt: skip
    run.job.result = {"url": reverse("blindspots-answer", args=[run.job.pk]), "file": str(made.pk)}
    counts = {label: totals(rows)[key] for key, label in OUTCOMES.items()}
    run.progress(len(rows), len(rows), f"比对完 {len(rows):,} 行", **counts)
    return False


@job("blindspots.forget", "清理过期的比对名单和结果", daily="03:50")
def forget(run: Run) -> bool:
    """Lists and answers older than the place keeps them are deleted; they name people. A place without a number keeps all."""
    top = units(run.actor).order_by("path").first()
    try:
        days = int(parameter("blindspots.keep", top, timezone.localdate(run.now)).numbers[0]) if top else 0
    except NoParameter:
        days = 0
    old = expired(run.actor, run.now - timedelta(days=days))[:FORGOTTEN] if days else []
    for file in old:
        drop(actor=run.actor, file=file)
    done = run.checkpoint["done"] = run.checkpoint.get("done", 0) + len(old)
    run.progress(done, done, f"清理了 {done:,} 个文件")
    return len(old) == FORGOTTEN


def _asked(run: Run) -> tuple[str, Reading]:
    """What is compared, and what it is called."""
    if run.arguments.get("surveyed"):
        return "摸底和各部门名单", Reading(tuple(surveyed(run.actor)), 0, 0)
    file = own_files(run.actor).filter(pk=run.arguments["list"]).first()
    if file is None:
        raise JobRefused(GONE)
    today = timezone.localdate(run.now)
    try:
        with opened(file) as path:
            return file.name, read_list(
                path, units=tree_units(run.actor), today=today, source=file.name, recall=partial(recalled, run.actor.unit_id, PURPOSE)
            )  # fmt: skip
    except NoList as refusal:
        raise JobRefused(str(refusal)) from refusal
    except (Refused, ChildFailed) as error:
        raise JobRefused(error.sentence) from error


@dataclass(frozen=True)
class _Surveyed:
    sighted: Sighted
    answer: Row

    def finding(self, what: str, title: str, facts: dict[str, str]) -> Finding:
        one = self.sighted
        subject = f"subject:{one.id}:{what}"
        grid, line = self.answer.grid_id, self.answer.line_id
        return Finding(subject, one.unit_id or 0, title, facts, grid, line, whom=one.name, place=one.address)

    def without(self) -> Finding | None:
        """The gap of an employer without a union."""
        seen = self.answer
        if seen.result.outcome != MISSING:
            return None
        facts = {
            "从哪里知道": seen.at,
            "台账": "台账里有，没有工会" if seen.result.match else "台账里没有",
            "职工": f"{seen.people or '不详'} 人",
            "地址": self.sighted.address,
        }
        letter, measure = BY_SIZE[group_of(seen.people)]
        found = self.finding("employer", f"{seen.name}：没有工会", facts)
        return replace(found, letter=letter, measure=measure)


def _compared(actor: Actor, asked: Iterable[Sighted]) -> Iterator[_Surveyed]:
    """Each answer with the row of the surveys it is about."""
    rows = {row.id: row for row in asked}
    for answer in compare(actor, rows.values()):
        yield _Surveyed(rows[answer.id.partition(":")[0]], answer)


def _one(actor: Actor, subject: str) -> Sighted | None:
    """The row of the surveys a gap is about, as long as it is there."""
    return next(surveyed(actor, only=UUID(subject.split(":")[1])), None)


def one_employer(actor: Actor, today: date, subject: str) -> Finding | None:
    """The same of one employer, when it is certain which of the register it is: nothing has to be compared."""
    row = _one(actor, subject)
    if row is None or row.kind != EMPLOYER or not row.name or row.gone:
        return None
    if not (known := identified(actor, row)):
        raise TakesLonger
    row = replace(row, workers=())
    return _Surveyed(row, settled(row, known)).without()


def one_place(actor: Actor, today: date, subject: str) -> Finding | None:
    """The same of the workers of one place, when all of them are on file by their identity numbers."""
    row = _one(actor, subject)
    if row is None or not row.workers:
        return None
    asked = [worker.id_index for worker in row.workers]
    known = memberships(actor, [index for index in asked if index])
    if any(index is None or index not in known for index in asked):
        raise TakesLonger
    missing = sum(known[index].union is None for index in asked if index)
    return _outside(_Surveyed(row, _nowhere(row)), len(asked), missing)


def _nowhere(row: Sighted) -> Row:
    """An answer that tells where a row lies, and nothing else."""
    return Row(row.id, row.at, WORKER, row.name, row.town, None, WORKERS, row.grid_id, row.line_id, NOTHING)


def _outside(at: _Surveyed, named: int, missing: int) -> Finding | None:
    """The gap of workers who are no members."""
    if not missing:
        return None
    facts = {"点到名": f"{named} 人", "没有入会": f"{missing} 人"}
    found = at.finding("workers", f"{at.sighted.name}：{missing} 人没有入会", facts)
    return replace(found, letter=INVITE)


@finder(
    "blindspots.employer",
    "没有工会的单位",
    "25 人以上的上门动员单独建会，不到 25 人的动员加入联合工会；先送建会告知书，再约上门时间",
    one=one_employer,
)
def without_a_union(actor: Actor, today: date) -> Iterator[Finding]:
    """Employers that a visit or a list names and that no union covers: unknown to the register, or known without one."""
    firms = (replace(row, workers=()) for row in surveyed(actor) if row.kind == EMPLOYER)
    found = (row.without() for row in _compared(actor, firms))  # the members need not be read for it
    yield from (one for one in found if one)


@finder(
    "blindspots.workers",
    "点到名、没有入会的职工",
    "联系本人，介绍入会；单位还没有工会的，先帮他加入联合工会或行业工会",
    one=one_place,
)
def outside_a_union(actor: Actor, today: date) -> Iterator[Finding]:
    """Workers named by a visit or a list who are no members: one gap for each place, with numbers and no name."""
    by_subject: dict[str, list[_Surveyed]] = {}
    named = (row for row in surveyed(actor) if row.workers)
    for row in _compared(actor, named):
        if row.answer.kind == WORKER:
            by_subject.setdefault(row.sighted.id, []).append(row)
    for rows in by_subject.values():
        missing = sum(row.answer.result.outcome == MISSING for row in rows)
        if found := _outside(rows[0], len(rows), missing):
            yield found
