"""空壳迹象: what speaks for a union that exists on paper alone, each sign with its facts. Pure.

No sign convicts: a person looks. Only signs whose facts are recorded are counted: dues and meetings weigh nothing until the
place, having entered them, gives them points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gonghui.kernel.calendar.rules import months_later
from gonghui.work.gaps.rules import Finding

LEAST_WORKERS = 10  # below it a share of members says nothing
LABELS = {
    "term": "届满未换届", "chair": "没有主席", "still": "会员没变化", "few": "会员太少", "account": "没人用系统", "idle": "没办事项",
    "dues": "没有会费经费", "meeting": "没开过会",
}  # fmt: skip
RULE = "shells.signs"  # of the ledger
REVIVE = {
    "term": ("激活：换届", "筹备换届，召开会员大会或会员代表大会；确有困难的，按程序报批延期"),
    "chair": ("激活：补选主席", "依法补选主席；补选前由上级工会派人联系"),
    "still": ("激活：核对会员", "核对会员名册，新来的办入会，走了的办转出"),
    "few": ("激活：发展会员", "向没有入会的职工介绍工会，集中办理入会"),
    "account": ("激活：开通身份", "给主席或经办人开通系统身份，教会使用"),
    "idle": ("激活：恢复活动", "开一次委员会，定本季度要办的事，在系统里办起来"),
    "dues": (
        "激活：收缴会费、拨缴经费",
        "核对会费和经费为什么没有到账，能收的收齐；单位确有困难的，按规定申请缓缴",
    ),
    "meeting": ("激活：开会", "开一次会员大会或委员会会议，把要办的事定下来，登记到“会议与活动”"),
}  # what is done about each sign: a rule of the ledger, and the measure
SIGNS = ("term", "chair", "still", "few", "account", "idle", "dues", "meeting")


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
    ``worked_on``: when a matter of it was last opened; ``paid_on``: when dues or levy last came in; ``met_on``: when it last
    met. None: nothing is recorded.
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
    paid_on: date | None = None
    met_on: date | None = None


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


def _dues(one: Facts, long_ago: date, today: date, weights: Weights) -> str:
    if one.paid_on is not None and one.paid_on > long_ago:
        return ""
    last = f"最近一笔是 {one.paid_on}" if one.paid_on else "从没登记过"
    return f"{weights.months} 个月没有会费、经费到账，{last}"


def _meeting(one: Facts, long_ago: date, today: date, weights: Weights) -> str:
    if one.met_on is not None and one.met_on > long_ago:
        return ""
    last = f"最近一次是 {one.met_on}" if one.met_on else "从没登记过"
    return f"{weights.months} 个月没有开过会，{last}"


READ: dict[str, Callable[[Facts, date, date, Weights], str]] = {
    "term": _term, "chair": _chair, "still": _still, "few": _few, "account": _account, "idle": _idle,
    "dues": _dues, "meeting": _meeting,
}  # fmt: skip


Aside = frozenset[tuple[str, str]]  # (label, sentence) of signs that were contested and found not to be so


def signs(one: Facts, today: date, weights: Weights, aside: Aside = frozenset()) -> tuple[Sign, ...]:
    """Everything that was seen; nothing of a union too young to have a past, and nothing that was ``aside`` put until
    its facts are others.
    """
    long_ago = months_later(today, -weights.months)
    if one.founded_on is not None and one.founded_on > long_ago:
        return ()
    said = ((key, READ[key](one, long_ago, today, weights)) for key in SIGNS)
    return tuple(
        Sign(key, weights.points[key], text)
        for key, text in said
        if text and weights.points.get(key) and (LABELS[key], text) not in aside
    )


def alerts(
    every: Iterable[Facts], today: date, weights: Weights, aside: Mapping[int, Aside] | None = None
) -> list[Alert]:
    """Those with enough points, the most first."""
    put = aside or {}
    found = (Alert(one, signs(one, today, weights, put.get(one.unit_id, frozenset()))) for one in every)
    told = [one for one in found if one.signs and one.points >= weights.alert]
    return sorted(told, key=lambda one: (-one.points, one.facts.unit_id))


def revival(key: str) -> str:
    """The ledger's rule for what is done about one sign."""
    return f"revive.{key}"


def subject_of(unit_id: int) -> str:
    return f"union:{unit_id}"


def unit_of(subject: str) -> int:
    return int(subject.removeprefix("union:"))


def to_do(one: Facts, sign: Sign) -> Finding:
    """What is done about one sign, as a matter of the ledger."""
    label, measure = REVIVE[sign.key]
    title = f"{one.name}：{label.removeprefix('激活：')}"
    return Finding(
        subject_of(one.unit_id), one.unit_id, title, {LABELS[sign.key]: sign.text}, measure=measure
    )
