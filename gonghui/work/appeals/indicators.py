"""What workers' requests answer for (domain.md §10.2: cases)."""

from __future__ import annotations

from gonghui.kernel.indicators.definition import indicator
from gonghui.kernel.indicators.matters import matters

FOUND = matters("appeals", "职工诉求", "appeal", permission="appeals.read")

indicator(
    "appeals.opened",
    "本年收到的职工诉求",
    "件",
    FOUND.opened,
    "当年发起的职工诉求",
    "职工诉求",
    words=("收到职工诉求", "受理职工诉求"),
)
indicator(
    "appeals.open",
    "在办的职工诉求",
    "件",
    FOUND.open,
    "当日已发起、还没有办结的职工诉求",
    "职工诉求",
    words=("在办职工诉求",),
)
indicator(
    "appeals.late",
    "超期的职工诉求",
    "件",
    FOUND.late,
    "当日已过期限、还没有办结的职工诉求",
    "职工诉求",
    words=("超期职工诉求",),
)
indicator(
    "appeals.closed",
    "本年办结的职工诉求",
    "件",
    FOUND.closed,
    "当年办结的职工诉求，未通过和撤回的也算",
    "职工诉求",
    words=("办结职工诉求",),
)
indicator(
    "appeals.in_time",
    "职工诉求按期办结率",
    "%",
    FOUND.in_time,
    "当年在期限以内办结的，占当年办结的",
    "职工诉求",
    denominator=FOUND.closed,
    words=("职工诉求按期办结率",),
)
indicator(
    "appeals.flow_opened", "收到的职工诉求（累计）", "件", FOUND.ever_opened, "到当日为止发起的职工诉求", "职工诉求", flow=True
)  # fmt: skip
indicator(
    "appeals.flow_in_time", "职工诉求按期办结率（累计）", "%", FOUND.ever_in_time, "到当日为止在期限以内办结的，占办结的", "职工诉求",
    denominator=FOUND.ever_closed, flow=True,
)  # fmt: skip
