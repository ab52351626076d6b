"""A small procedure that belongs to no field: somebody reports a fault, another mends it, a third clears it."""

from __future__ import annotations

from datetime import date

from gonghui.kernel.calendar.rules import calendar_days, working
from gonghui.kernel.process.definition import (
    CLEARED,
    REFUSED,
    WITHDRAWN,
    Clock,
    Evidence,
    Move,
    Process,
    Stage,
)


def not_on_the_first(_record: object, today: date) -> str | None:
    return "每月 1 日不办" if today.day == 1 else None


FAULT = Process(
    key="fault",
    label="报修",
    letters="BX",
    stages=(
        Stage("noted", "登记", owner="town_clerk county_clerk", limit=working(2), verb="派修"),
        Stage("mending", "维修", owner="town_clerk county_clerk", limit=working(3), verb="修好了"),
        Stage(
            "shown", "公示", owner="town_clerk county_clerk", limit=calendar_days(7), waits="公示期间不计时"
        ),
        Stage("checking", "验收", owner="county_clerk", at="above", limit=working(2), verb="验收"),
        Stage("cleared", "销号", end=CLEARED, needs=("photo",)),
        Stage("refused", "不修", end=REFUSED),
        Stage("withdrawn", "撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("send", "派修", "noted", "mending", quick=True, undo=True),
        Move("refuse", "不修", "noted", "refused"),
        Move("mend", "修好了", "mending", "shown", evidence=("photo",), guard=not_on_the_first),
        Move("shown", "公示完", "shown", "checking"),
        Move("clear", "验收合格", "checking", "cleared", apart_from=("mend",)),
        Move("again", "再修", "checking", "mending"),
    ),
    clocks=(Clock("all", "全程", working(8), starts=("noted",), stops=("cleared",)),),
    evidence=(Evidence("photo", "修好后的照片"),),
    pause_reasons=("等配件", "等天气"),
    extension=working(3),
)
