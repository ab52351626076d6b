"""会员评家: what the counts of a poll come to (domain.md §3.3). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

ANSWERS = [("satisfied", "满意"), ("mostly", "基本满意"), ("unsatisfied", "不满意"), ("unsure", "不了解")]


class Counts(Protocol):
    issued: int
    satisfied: int
    mostly: int
    quorum: Decimal

    @property
    def returned(self) -> int: ...


@dataclass(frozen=True)
class Result:
    """回收率 = returned ÷ issued; 满意率 = 满意 ÷ returned; 综合满意率 = (满意 + 基本满意) ÷ returned. None: of none.
    ``counts``: enough came back.
    """

    returned: Decimal | None
    satisfied: Decimal | None
    content: Decimal | None
    counts: bool


def result_of(poll: Counts) -> Result:
    back = _share(poll.returned, poll.issued)
    enough = back is not None and back >= poll.quorum
    return Result(
        back,
        _share(poll.satisfied, poll.returned),
        _share(poll.satisfied + poll.mostly, poll.returned),
        enough,
    )


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def percent(share: Decimal | None) -> str:
    """ "97.16 %"; "—" of none."""
    return "—" if share is None else f"{share * 100:.2f} %"
