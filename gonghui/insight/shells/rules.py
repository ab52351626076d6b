"""空壳迹象: what speaks for a union that exists on paper alone, each sign with its facts. Pure.

No sign convicts: a person looks. Only signs whose facts are recorded are counted: nothing is said of dues or meetings
until they are entered here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from gonghui.kernel.calendar.rules import months_later

LEAST_WORKERS = 10  # below it a share of members says nothing
LABELS = {
    "term": "届满未换届", "chair": "没有主席", "still": "会员没变化", "few": "会员太少", "account": "没人用系统", "idle": "没办事项",
}  # fmt: skip
SIGNS = ("term", "chair", "still", "few", "account", "idle")


@dataclass(frozen=True)
class Weights:
    """The numbers of the place: points of each sign, points from which it is told, and what counts as long and as few."""

    points: dict[str, float]
    alert: float
    months: int
    ratio: float


@dataclass(frozen=True)
class Facts:
    """What is recorded of one union. ``chair_until``: of the last one; ``changed_on``: the last change of membership;
    ``worked_on``: when a matter of it was last opened. None: nothing is recorded.
    """

    unit_id: int
    name: str
    place: str
    founded_on: date | None
    term_until: date | None
    has_chair: bool
    chair_until: date | None
    members: int
    workers: int
    changed_on: date | None
    accounts: int
    worked_on: date | None


@dataclass(frozen=True)
class Sign:
    """One thing that was seen: its points, and the sentence with the facts."""

    key: str
    points: float
    text: str


@dataclass(frozen=True)
class Alert:
    """提示: a union with enough signs together; the sum is what it is sorted by."""

    facts: Facts
    signs: tuple[Sign, ...]

    @property
    def points(self) -> float:
        return sum(sign.points for sign in self.signs)


def _term(one: Facts, long_ago: date, today: date, weights: Weights) -> str:
    if one.term_until is None or one.term_until >= today:
        return ""
    return (
        f"本届 {one.term_until} 届满，没有换届"  # no running number: the ledger would list it anew every day
    )


def _chair(one: Facts, long_ago: date, today: date, weights: Weights) -> str:
    if one.has_chair:
        return ""
    return (
        f"没有在任的主席，上一任到 {one.chair_until}" if one.chair_until else "没有在任的主席，也没有登记过"
    )


def _still(one: Facts, long_ago: date, today: date, weights: Weights) -> str:
    if one.changed_on is not None and one.changed_on > long_ago:
        return ""
    last = f"最近一次是 {one.changed_on}" if one.changed_on else "从没登记过"
    return f"{weights.months} 个月没有会员变化，{last}"


def _few(one: Facts, long_ago: date, today: date, weights: Weights) -> str:
    if one.workers < LEAST_WORKERS or one.members >= one.workers * weights.ratio:
        return ""
    return f"会员 {one.members:,} 人，职工 {one.workers:,} 人，不到 {weights.ratio:.0%}"


def _account(one: Facts, long_ago: date, today: date, weights: Weights) -> str:
    return "" if one.accounts else "没有人有这个工会的系统身份"


def _idle(one: Facts, long_ago: date, today: date, weights: Weights) -> str:
    if one.worked_on is not None and one.worked_on > long_ago:
        return ""
    last = f"最近一件是 {one.worked_on}" if one.worked_on else "从没办过"
    return f"{weights.months} 个月没有在系统里办过事项，{last}"


READ: dict[str, Callable[[Facts, date, date, Weights], str]] = {
    "term": _term, "chair": _chair, "still": _still, "few": _few, "account": _account, "idle": _idle,
}  # fmt: skip


def signs(one: Facts, today: date, weights: Weights) -> tuple[Sign, ...]:
    """Everything that was seen; nothing of a union too young to have a past."""
    long_ago = months_later(today, -weights.months)
    if one.founded_on is not None and one.founded_on > long_ago:
        return ()
    said = ((key, READ[key](one, long_ago, today, weights)) for key in SIGNS)
    return tuple(Sign(key, weights.points[key], text) for key, text in said if text and weights.points[key])


def alerts(every: Iterable[Facts], today: date, weights: Weights) -> list[Alert]:
    """Those with enough points, the most first."""
    found = (Alert(one, signs(one, today, weights)) for one in every)
    told = [one for one in found if one.signs and one.points >= weights.alert]
    return sorted(told, key=lambda one: (-one.points, one.facts.unit_id))
