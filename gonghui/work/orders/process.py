"""点单—派单—接单—评单 as a procedure (domain.md §8.3): ordered on the phone, arranged within days, judged by who came."""

from __future__ import annotations

from gonghui.kernel.process.definition import CLEARED, REFUSED, WITHDRAWN, Move, Stage, process
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, TEXT
from gonghui.work.orders import rules

OWN = "union_chair town_clerk county_clerk"
ARRANGED = (
    Column("served_on", "约在哪天", DATE, required=True),
    Column("hours", "几点、在哪里", TEXT, required=True, longest=120, hint="会员按这个来，例如：下午 2 点，镇职工服务站"),
    Column("supplier", "谁去服务", TEXT, longest=60, hint="派给哪个单位或志愿者；自己办的不填"),
)  # fmt: skip

ORDER = process(
    key="order",
    label="点单",
    letters="DD",
    reads="orders.read",
    stages=(
        Stage("asked", "待安排", owner=OWN, limit=ByParameter("orders.arrange"), verb="安排", hint="约好哪天、谁去服务，会员在手机上马上看得到。"),
        Stage("arranged", "待服务", owner=OWN, limit=ByParameter("orders.serve"), verb="记来了没有", hint="约定的那天以后，记会员来了没有。来了的会员可以评价。"),
        Stage("served", "已服务", end=CLEARED),
        Stage("missed", "没有来", end=CLEARED),
        Stage("refused", "没有安排", end=REFUSED),
        Stage("withdrawn", "已取消", end=WITHDRAWN),
    ),
    moves=(
        Move("arrange", "安排好了", "asked", "arranged", asks=ARRANGED, effect=rules.arranged),
        Move("refuse", "安排不了", "asked", "refused", reason="安排不了的原因", tone="err", hint="原因会告诉会员"),
        Move("again", "改期、换人", "arranged", "arranged", asks=ARRANGED, effect=rules.arranged, hint="会员在手机上看到新的安排"),
        Move("serve", "来了，服务好了", "arranged", "served", guard=rules.is_due, effect=rules.served, quick=True),
        Move("miss", "没有来", "arranged", "missed", guard=rules.is_due, effect=rules.missed),
        Move("cannot", "办不成了", "arranged", "refused", reason="办不成的原因", tone="err", hint="原因会告诉会员"),
    ),
    back_reasons=("不是本会的服务", "与已有的重复", "其他"),
)  # fmt: skip
