"""点单: who may order what, how a service is judged, and what the judgements come to. No database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

STARS = [("5", "很满意"), ("4", "满意"), ("3", "一般"), ("2", "不满意"), ("1", "很不满意")]
MOST_OPEN = 5  # orders of one person at a time
FEW = 5  # judgements below which an average says nothing


@dataclass(frozen=True)
class Wanted:
    """What is known of a service and of who orders it, when it is ordered."""

    since: date
    until: date
    places: int | None
    taken: int
    members_only: bool
    is_member: bool
    is_own: bool  # offered by their union or one above it
    has_one: bool  # an order of the same service that is still open
    open_orders: int


def refusal(wanted: Wanted, today: date) -> str | None:
    """The sentence why it cannot be ordered, or None."""
    if not wanted.since <= today <= wanted.until:
        return "这项服务现在不提供了，请看看菜单上别的"
    if not wanted.is_own:
        return "这项服务只面向当地的职工，请在菜单上找本地的"
    if wanted.members_only and not wanted.is_member:
        return "这项服务只面向会员，您现在没有会籍，可以先申请入会"
    if wanted.has_one:
        return "您已经点过这一项，正在安排，不用再点"
    if wanted.places is not None and wanted.taken >= wanted.places:
        return "名额刚刚满了。有人取消会空出来，也可以看看菜单上别的"
    if wanted.open_orders >= MOST_OPEN:
        return f"您有 {MOST_OPEN} 件还没有办完，办完再点"
    return None


def left(places: int | None, taken: int) -> int | None:
    """How many may still order; None: not limited."""
    return None if places is None else max(0, places - taken)


def average(stars: Sequence[int]) -> str:
    """The mean of the judgements to one place, rounded half up; "" where there are too few to say anything."""
    if len(stars) < FEW:
        return ""
    tenths = (sum(stars) * 20 + len(stars)) // (2 * len(stars))
    return f"{tenths // 10}.{tenths % 10}"


def arranged(record: Any, answers: dict[str, Any], today: date) -> None:
    record.served_on, record.hours, record.supplier = (
        answers["served_on"],
        answers["hours"],
        answers["supplier"],
    )


def is_due(record: Any, today: date) -> str | None:
    """Nobody has been served before the day came."""
    return f"约的是 {record.served_on:%Y-%m-%d}，到那天以后再记" if today < record.served_on else None


def served(record: Any, answers: dict[str, Any], today: date) -> None:
    record.came = True


def missed(record: Any, answers: dict[str, Any], today: date) -> None:
    record.came = False
