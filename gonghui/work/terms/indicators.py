"""What re-elections answer for (domain.md §10.2: on time)."""

from __future__ import annotations

from gonghui.kernel.indicators.definition import indicator
from gonghui.kernel.indicators.matters import matters

FOUND = matters("terms", "换届", "reelection", permission="terms.read")

indicator(
    "terms.opened",
    "本年收到的换届",
    "件",
    FOUND.opened,
    "当年发起的换届",
    "工会章程",
    words=("收到换届", "受理换届"),
)
indicator(
    "terms.open",
    "在办的换届",
    "件",
    FOUND.open,
    "当日已发起、还没有办结的换届",
    "工会章程",
    words=("在办换届",),
)
indicator(
    "terms.late",
    "超期的换届",
    "件",
    FOUND.late,
    "当日已过期限、还没有办结的换届",
    "工会章程",
    words=("超期换届",),
)
indicator(
    "terms.closed",
    "本年办结的换届",
    "件",
    FOUND.closed,
    "当年办结的换届，未通过和撤回的也算",
    "工会章程",
    words=("办结换届",),
)
indicator(
    "terms.in_time",
    "换届按期办结率",
    "%",
    FOUND.in_time,
    "当年在期限以内办结的，占当年办结的",
    "工会章程",
    denominator=FOUND.closed,
    words=("换届按期办结率",),
)
