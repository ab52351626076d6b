"""What applications to join answer for."""

from __future__ import annotations

from gonghui.kernel.indicators.definition import indicator
from gonghui.kernel.indicators.matters import matters

FOUND = matters("joining", "入会申请", "joining", permission="joining.read")

indicator(
    "joining.opened",
    "本年收到的入会申请",
    "件",
    FOUND.opened,
    "当年发起的入会申请",
    "入会审批",
    words=("收到入会申请", "受理入会申请"),
)
indicator(
    "joining.open",
    "在办的入会申请",
    "件",
    FOUND.open,
    "当日已发起、还没有办结的入会申请",
    "入会审批",
    words=("在办入会申请",),
)
indicator(
    "joining.late",
    "超期的入会申请",
    "件",
    FOUND.late,
    "当日已过期限、还没有办结的入会申请",
    "入会审批",
    words=("超期入会申请",),
)
indicator(
    "joining.closed",
    "本年办结的入会申请",
    "件",
    FOUND.closed,
    "当年办结的入会申请，未通过和撤回的也算",
    "入会审批",
    words=("办结入会申请",),
)
indicator(
    "joining.in_time",
    "入会申请按期办结率",
    "%",
    FOUND.in_time,
    "当年在期限以内办结的，占当年办结的",
    "入会审批",
    denominator=FOUND.closed,
    words=("入会申请按期办结率",),
)
