"""履职事项, 请示, 报告 as procedures (domain.md §13, §14; mission A10)."""

from __future__ import annotations

from datetime import date

from gonghui.kernel.process.definition import (
    CLEARED,
    REFUSED,
    WITHDRAWN,
    Clock,
    Evidence,
    Move,
    Stage,
    process,
)
from gonghui.kernel.process.effects import kept
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.process.outside import PAPER, entered
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, LINES
from gonghui.work.duties import rules
from gonghui.work.duties.models import DutyMatter, UpwardReport, UpwardRequest

OWN = "union_chair town_clerk county_clerk"
ABOVE = "town_clerk county_clerk"

DONE = (
    Column("done_on", "哪天办的", DATE, required=True),
    Column("words", "办理情况", LINES, longest=1_000, required=True, wide=True),
)
NONE = (Column("words", "为什么本期没有", LINES, longest=1_000, required=True, wide=True),)
BODY = (Column("body", "正文", LINES, longest=8_000, required=True, wide=True),)
REPLY = (
    Column("reply", "答复", LINES, longest=4_000, required=True, wide=True, hint="只写同意什么、有什么要求；开头、结尾和文号自动写好"),
)  # fmt: skip

TEXT = (Column("reply", "答复", LINES, longest=4_000, required=True, wide=True),)
SIGNED = "签发以后就有文号，Word 和 PDF 自动做好"


def done(record: DutyMatter, today: date) -> str | None:
    return "；".join(rules.done_faults(record.done_on, record.since, today)) or None


def asks(record: UpwardRequest, today: date) -> str | None:
    return "；".join(rules.request_faults(record.body)) or None


def tells(record: UpwardReport, today: date) -> str | None:
    return "；".join(rules.report_faults(record.body)) or None


def replied(record: UpwardRequest, today: date) -> str | None:
    if record.reply_on and record.reply_on > today:
        return f"答复日期 {record.reply_on:%Y-%m-%d} 还没到"
    if record.reply_on and record.reply_on < record.item.opened_on:
        return f"答复日期不能早于请示的 {record.item.opened_on:%Y-%m-%d}，不能倒签"
    return None


DUTY = process(
    key="duty",
    label="履职事项",
    letters="LZ",
    reads="duties.read",
    stages=(
        Stage("doing", "办理", owner=OWN, limit=ByParameter("duty.longest"), verb="报办理情况", hint="办完了写哪天办的、办得怎么样，附凭证。"),
        Stage("done", "已办", end=CLEARED, needs=("proof",)),
        Stage("known", "系统已核", end=CLEARED, under="done", by_fact=True),
        Stage("none", "本期没有", end=CLEARED, under="done"),
    ),
    moves=(
        Move("done", "办完了", "doing", "done", asks=DONE, evidence=("proof",), guard=done, effect=kept("done_on", "words")),
        Move("none", "本期没有这项工作", "doing", "none", asks=NONE, effect=kept("words")),
    ),
    clocks=(Clock("cycle", "本期截止", ByParameter("duty.longest"), starts=(), runs_on=True),),
    evidence=(Evidence("proof", "凭证", "清单上写明的那种凭证"),),
)  # fmt: skip

REQUEST = process(
    key="upward_request",
    label="请示",
    letters="QS",
    opens="upward.open",
    reads="upward.read",
    stages=(
        Stage("draft", "起草", owner=OWN, limit=ByParameter("duty.draft"), verb="报送", hint="一件请示只写一件事，报直接上级。"),
        Stage("answer", "上级答复", owner=ABOVE, at="above", limit=ByParameter("duty.reply"), needs=("paper",), verb="答复", hint="同意或者不同意都要写明；材料不够的退回。"),
        Stage("answered", "已答复", end=CLEARED),
        Stage("declined", "不同意", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("send", "报送上级", "draft", "answer", asks=BODY, evidence=("paper",), guard=asks, effect=kept("body")),
        Move("reply", "同意并签发批复", "answer", "answered", asks=REPLY, effect=kept("reply"), apart_from=("send",), when="above", hint=SIGNED),
        Move("decline", "不同意并签发批复", "answer", "declined", asks=REPLY, effect=kept("reply"), apart_from=("send",), tone="err", when="above", hint=SIGNED),
        entered("answer", "answered", number="reply_number", on="reply_on", guard=replied, label="登记同意的批复", more=TEXT, apart_from=("send",)),
        entered("answer", "declined", number="reply_number", on="reply_on", guard=replied, key="entered_no", label="登记不同意的批复", more=TEXT, apart_from=("send",)),
    ),
    evidence=(Evidence("paper", "请示原件", "盖了章的请示，附注里有联系人和电话"), PAPER),
)  # fmt: skip

REPORT = process(
    key="upward_report",
    label="报告",
    letters="BG",
    opens="upward.open",
    reads="upward.read",
    stages=(
        Stage("draft", "起草", owner=OWN, limit=ByParameter("duty.draft"), verb="报送", hint="报告只说情况，不提请求；上级看得到，不用答复。"),
        Stage("filed", "已报送", end=CLEARED, needs=("paper",)),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(Move("send", "报送上级", "draft", "filed", asks=BODY, evidence=("paper",), guard=tells, effect=kept("body")),),
    evidence=(Evidence("paper", "报告原件", "盖了章的报告"),),
)  # fmt: skip
