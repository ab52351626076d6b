"""任期: when a term's end is told of, how far it may be put off, when a post is vacant, who stays (domain.md §1.3). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from gonghui.kernel.calendar.rules import months_later
from gonghui.registers.unions.rules.elections import (
    POSTS,
    Assembly,
    Candidate,
    Numbers,
    eligibility_faults,
    passing,
    vote_faults,
)

STANDING = ("established", "legal_person")  # states of a union whose term runs
BY_ELECTED = [("chair", "主席"), ("vice_chair", "副主席")]  # the posts whose vacancy has a limit: ELE-17
SAME_POST = {"executive_vice_chair": "vice_chair", "standing_member": "committee_member"}
ELECTED = frozenset({key for key, _ in POSTS} | SAME_POST.keys())


@dataclass(frozen=True)
class Marks:
    """``open_before``: days before the end of a term at which the matter begins; ``alerts``: at which it is told
    of; ``every``: after the end, once in so many days.
    """

    open_before: int
    alerts: tuple[int, ...]
    every: int


@dataclass(frozen=True)
class Alert:
    """提醒: what has to be told since ``day``; urgent from the end of the term on."""

    day: date
    urgent: bool


def alert_on(until: date, today: date, marks: Marks) -> Alert | None:
    """The latest alert whose day has come; None before the first."""
    late = (today - until).days
    if late > 0:
        return Alert(today - timedelta(days=(late - 1) % marks.every), urgent=True)
    if late == 0:
        return Alert(until, urgent=True)
    days = [until - timedelta(days=number) for number in marks.alerts]
    come = [day for day in days if day <= today]
    return Alert(max(come), urgent=False) if come else None


def left(until: date, today: date) -> str:
    """How long a term still runs, in words."""
    days = (until - today).days
    if days > 0:
        return f"还有 {days} 天届满"
    return "今天届满" if days == 0 else f"已超届 {-days} 天"


def left_shortly(until: date, today: date) -> str:
    """The same where there is little room."""
    days = (until - today).days
    return f"{days} 天后" if days > 0 else "今天" if days == 0 else f"超 {-days} 天"


def extension_faults(until: date | None, months: int, most: int, today: date, *, again: bool) -> list[str]:
    """Why a term ending on ``until`` may not be put off by so many months."""
    if until is None:
        return ["台账里没有本届届满的日期，先在工会档案里补上"]
    faults = ["本届已经延过一次，不能再延，请办换届"] if again else []
    if not 1 <= months <= most:
        faults.append(f"延期最多 {most} 个月，现在写的是 {months} 个月")
    elif months_later(until, months) <= today:
        faults.append(f"延到 {months_later(until, months):%Y-%m-%d}，那天已经过了，请直接办换届")
    return faults


class Holder(NamedTuple):
    """Somebody who holds or held a post of a union."""

    pk: UUID
    name: str
    post: str
    since: date
    until: date | None


class Vacancy(NamedTuple):
    """出缺: the post that ``pk`` left on ``on`` and nobody has taken since."""

    pk: UUID
    post: str
    on: date


def vacancies(
    holders: Iterable[Holder], since: date | None, until: date | None, today: date
) -> list[Vacancy]:
    """The posts of chair and vice-chair that fell vacant within the term from ``since`` to ``until``.

    One whose time ends with the term is none: 换届 fills it. Of one post at most one, the latest.
    """
    if until is not None and today > until:
        return []
    everybody = [one._replace(post=SAME_POST.get(one.post, one.post)) for one in holders]
    found = []
    for post, _ in BY_ELECTED:
        gone = [one for one in everybody if one.post == post and _left_in_term(one, since, until, today)]
        last = max(gone, key=lambda one: one.until or date.min, default=None)
        if last is not None and last.until and not _succeeded(last, everybody, today):
            found.append(Vacancy(last.pk, post, last.until))
    return found


def _left_in_term(one: Holder, since: date | None, until: date | None, today: date) -> bool:
    if one.until is None or one.until >= today or (since is not None and one.until < since):
        return False
    return until is None or one.until < until


def _succeeded(gone: Holder, everybody: Sequence[Holder], today: date) -> bool:
    """A chair by whoever is chair now; a vice-chair, of whom there may be several, by who began afterwards."""
    now = [one for one in everybody if one.post == gone.post and (one.until is None or one.until >= today)]
    assert gone.until is not None
    return bool(now) if gone.post == "chair" else any(one.since >= gone.until for one in now)


@dataclass(frozen=True)
class Renewal:
    """Whose time in the post is renewed, whose ends, who is new."""

    kept: list[UUID]
    ended: list[UUID]
    new: list[Candidate]


def renewal(serving: Iterable[Holder], elected: Sequence[Candidate]) -> Renewal:
    """What an election makes of those who hold elected posts; posts nobody elects are left alone."""
    won = {(one.name, one.post): one for one in elected}
    kept: list[UUID] = []
    ended: list[UUID] = []
    for one in serving:
        if one.post in ELECTED:
            again = won.pop((one.name, SAME_POST.get(one.post, one.post)), None)
            (kept if again else ended).append(one.pk)
    return Renewal(kept, ended, list(won.values()))


def chair_changed(before: Iterable[Holder], elected: Sequence[Candidate]) -> bool:
    """Whether somebody else is chair now, as far as the register knew who was."""
    return {one.name for one in before if one.post == "chair"} != {
        one.name for one in elected if one.post == "chair"
    }


def for_one_post(candidates: Sequence[Candidate], post: str, label: str) -> list[str]:
    """What stands against the list of a by-election."""
    faults = eligibility_faults(candidates)
    if not candidates:
        faults.append(f"请写{label}候选人，每行一人")
    names = [one.name for one in candidates]
    faults += [f"{one.name}不是{label}候选人，这次只补选{label}" for one in candidates if one.post != post]
    return faults + (["候选人里有人写了两次"] if len(set(names)) != len(names) else [])


def by_elected(
    candidates: Sequence[Candidate], votes: dict[tuple[str, str], int], held: Assembly, numbers: Numbers
) -> tuple[Candidate | None, list[str]]:
    """Who won the one post, and what does not add up."""
    faults = vote_faults(candidates, votes, held)
    won = passing(candidates, votes, held, numbers)
    if not won:
        return None, [*faults, "没有人得票超过应到会人数的一半，没有选出，要再选"]
    if len(won) > 1 and votes[won[0].name, won[0].post] == votes[won[1].name, won[1].post]:
        return None, [*faults, "得票最多的两人票数相同，要再投一次"]
    return won[0], faults


def day_faults(label: str, day: date | None, today: date, after: date | None, what: str) -> list[str]:
    """A day that has not come, or that lies before what it follows (``what`` happened on ``after``)."""
    if day is None:
        return []
    if day > today:
        return [f"{label} {day:%Y-%m-%d} 还没到"]
    if after is not None and day < after:
        return [f"{label}不能早于{what}的 {after:%Y-%m-%d}，不能倒签"]
    return []
