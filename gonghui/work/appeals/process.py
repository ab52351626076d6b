"""职工诉求 as a procedure: heard in the field, answered by the office above within the limit, and sooner when it is urgent."""

from __future__ import annotations

from gonghui.kernel.process.definition import CLEARED, REFUSED, WITHDRAWN, Evidence, Move, Stage, process
from gonghui.kernel.process.effects import kept
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import LINES

OWN = "town_clerk county_clerk"
ANSWER = (
    Column("answer", "给职工的答复", LINES, required=True, longest=1_000, wide=True, hint="记诉求的人、自己交来的职工，手机上看得到；不要写别人的个人信息"),
)  # fmt: skip
HINT = "先弄清事实，能调解的调解，要别的部门办的陪着去办。职工不愿意让单位知道的，不要告诉单位。"
NOT_OURS = "去哪里办、为什么"

APPEAL = process(
    key="appeal",
    label="职工诉求",
    letters="SQ",
    reads="appeals.read",
    reads_others="appeals.all",
    stages=(
        Stage("deciding", "待答复", owner=OWN, limit=ByParameter("cas.12351.general"), verb="答复", hint=HINT),
        Stage("urgent", "加急待答复", owner=OWN, limit=ByParameter("appeals.urgent"), verb="答复", under="deciding", hint=HINT),
        Stage("done", "已答复", end=CLEARED),
        Stage("refused", "不归工会办", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("answer", "办结答复", "deciding", "done", asks=ANSWER, effect=kept("answer")),
        Move("answer", "办结答复", "urgent", "done", asks=ANSWER, effect=kept("answer")),
        Move("hurry", "加急", "deciding", "urgent", quick=True, hint="有人受伤、要出事、等米下锅的"),
        Move("refuse", "不归工会办", "deciding", "refused", reason=NOT_OURS, tone="err", hint="理由会告诉职工"),
        Move("refuse", "不归工会办", "urgent", "refused", reason=NOT_OURS, tone="err", hint="理由会告诉职工"),
    ),
    evidence=(Evidence("shown", "职工给的材料", "工资条、合同、伤情照片等"),),
    back_reasons=("不归本单位办", "与已有的重复", "其他"),
    extension=ByParameter("cas.12351.hard"),
)  # fmt: skip
