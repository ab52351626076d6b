"""个人信息权利 as a procedure (PIPL 50): asked on the phone, answered within the limit, refused only with the reason said."""

from __future__ import annotations

from gonghui.kernel.process.definition import CLEARED, REFUSED, WITHDRAWN, Move, Stage, process
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import LINES
from gonghui.work.own import rules

OWN = "union_chair town_clerk county_clerk"
ANSWER = (Column("answer", "给本人的答复", LINES, required=True, longest=500, hint="本人在手机上看得到"),)

CORRECTION = process(
    key="correction",
    label="个人信息权利",
    letters="QL",
    reads="own.read",
    stages=(
        Stage("deciding", "待答复", owner=OWN, limit=ByParameter("rights.days"), verb="答复", hint="核实是不是本人、说的是不是实情。更正的，照办以后系统自动改过来；别的要求，先办好再答复。"),
        Stage("done", "已照办", end=CLEARED),
        Stage("refused", "没有照办", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("carry_out", "照办", "deciding", "done", asks=ANSWER, effect=rules.carried_out),
        Move("refuse", "不能办", "deciding", "refused", reason="不能办的理由", tone="err", hint="理由会告诉本人；本人还可以打 12351 或向上级工会反映"),
    ),
    back_reasons=("档案不在本会", "与已有的重复", "其他"),
)  # fmt: skip
