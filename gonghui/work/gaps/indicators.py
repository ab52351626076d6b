"""What the ledger of gaps answers for."""

from __future__ import annotations

from gonghui.kernel.indicators.definition import indicator
from gonghui.kernel.indicators.matters import matters

FOUND = matters("gaps", "销号事项", "gap", permission="gaps.read")

indicator(
    "gaps.opened",
    "本年收到的销号事项",
    "件",
    FOUND.opened,
    "当年发起的销号事项",
    "销号台账",
    words=("收到销号事项", "受理销号事项"),
)
indicator(
    "gaps.open",
    "在办的销号事项",
    "件",
    FOUND.open,
    "当日已发起、还没有办结的销号事项",
    "销号台账",
    words=("在办销号事项",),
)
indicator(
    "gaps.late",
    "超期的销号事项",
    "件",
    FOUND.late,
    "当日已过期限、还没有办结的销号事项",
    "销号台账",
    words=("超期销号事项",),
)
indicator(
    "gaps.closed",
    "本年办结的销号事项",
    "件",
    FOUND.closed,
    "当年办结的销号事项，未通过和撤回的也算",
    "销号台账",
    words=("办结销号事项",),
)
indicator(
    "gaps.in_time",
    "销号事项按期办结率",
    "%",
    FOUND.in_time,
    "当年在期限以内办结的，占当年办结的",
    "销号台账",
    denominator=FOUND.closed,
    words=("销号事项按期办结率",),
)
