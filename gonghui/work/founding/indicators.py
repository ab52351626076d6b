"""What foundings answer for: how many are on their way, and whether five working days were kept."""

from __future__ import annotations

from gonghui.kernel.indicators.definition import indicator
from gonghui.kernel.indicators.matters import matters

FOUND = matters("founding", "建会", "founding", permission="founding.read")

indicator(
    "founding.opened",
    "本年收到的建会",
    "件",
    FOUND.opened,
    "当年发起的建会",
    "一站式建会",
    words=("收到建会", "受理建会"),
)
indicator(
    "founding.open",
    "在办的建会",
    "件",
    FOUND.open,
    "当日已发起、还没有办结的建会",
    "一站式建会",
    words=("在办建会",),
)
indicator(
    "founding.late",
    "超期的建会",
    "件",
    FOUND.late,
    "当日已过期限、还没有办结的建会",
    "一站式建会",
    words=("超期建会",),
)
indicator(
    "founding.closed",
    "本年办结的建会",
    "件",
    FOUND.closed,
    "当年办结的建会，未通过和撤回的也算",
    "一站式建会",
    words=("办结建会",),
)
indicator(
    "founding.in_time",
    "建会按期办结率",
    "%",
    FOUND.in_time,
    "当年在期限以内办结的，占当年办结的",
    "一站式建会",
    denominator=FOUND.closed,
    words=("建会按期办结率",),
)
