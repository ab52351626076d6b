"""缺口销号, 议定事项 as procedures: who mends does not clear; what comes back opens again under its number."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel.process.definition import CLEARED, REFUSED, Clock, Evidence, Move, Stage, process
from gonghui.kernel.process.effects import kept
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, LINES
from gonghui.work.gaps.models import Decision, Gap

OWN = "liaison adviser union_chair town_clerk county_clerk"
ABOVE = "town_clerk county_clerk"
CHECK = ByParameter("gaps.check")
MENDED = (
    Column("done_on", "哪天办到的", DATE, required=True),
    Column("words", "怎么办的", LINES, longest=1_000, required=True, wide=True),
)


def happened(record: Gap, today: date) -> str | None:
    return f"整改日期 {record.done_on:%Y-%m-%d} 还没到" if record.done_on and record.done_on > today else None


def gone(record: Gap, today: date) -> str | None:
    return None if "gone_on" in record.item.facts else "数据里这个问题还在，系统不会建议销号"


def back_again(record: Gap, today: date) -> str | None:
    return "数据里这个问题没有再出现" if "gone_on" in record.item.facts else None


GAP = process(
    key="gap",
    label="缺口销号",
    letters="XH",
    reads="gaps.read",
    stages=(
        Stage("mending", "待整改", owner=OWN, at="grid", limit=ByParameter("gaps.mend"), verb="整改", hint="按措施办到以后报上来，附凭证；由别人对照数据核实才销号。情况不属实的，写明理由。"),
        Stage("checking", "待核实", owner=ABOVE, at="above", limit=CHECK, verb="核实", needs=("proof",), hint="看凭证，系统同时对照数据再查一遍；问题还在的不能销号。"),
        Stage("proposed", "建议销号", owner=ABOVE, at="above", limit=CHECK, verb="核实", under="checking", hint="数据里这个问题不见了。是真办到了，还是数据变了，由人核实才销号。"),
        Stage("contested", "待复核", owner=ABOVE, at="above", limit=CHECK, verb="复核", under="checking", hint="承办的说情况不属实，看理由再定。"),
        Stage("done", "已销号", end=CLEARED),
        Stage("dismissed", "不是缺口", end=REFUSED),
    ),
    moves=(
        Move("mended", "报整改情况", "mending", "checking", asks=MENDED, evidence=("proof",), guard=happened, effect=kept("done_on", "words")),
        Move("not_so", "情况不属实", "mending", "contested", reason="哪里不属实"),
        Move("vanished", "问题已消失，建议销号", "mending", "proposed", guard=gone),
        Move("clear", "核实销号", "checking", "done", apart_from=("mended",), permission="gaps.clear"),
        Move("clear", "核实销号", "proposed", "done", apart_from=("mended",), permission="gaps.clear"),
        Move("returned", "问题又出现，继续整改", "proposed", "mending", guard=back_again),
        Move("stays", "还没有解决，继续整改", "proposed", "mending", reason="为什么还不能销号"),
        Move("dismiss", "确实不是缺口", "contested", "dismissed", apart_from=("not_so",), permission="gaps.clear", reason="理由"),
        Move("uphold", "情况属实，继续整改", "contested", "mending", reason="理由"),
    ),
    evidence=(Evidence("proof", "整改凭证", "照片、批复、名册等，看得出已经办到"), Evidence("contest", "异议的证据", "看得出系统说的不是实情")),
)  # fmt: skip

DONE = (
    Column("done_on", "哪天办结的", DATE, required=True),
    Column("done", "办理情况", LINES, longest=1_000, required=True, wide=True),
)


def carried_out(record: Decision, today: date) -> str | None:
    return f"办结日期 {record.done_on:%Y-%m-%d} 还没到" if record.done_on and record.done_on > today else None


DECISION = process(
    key="decision",
    label="联席会议议定事项",
    letters="YD",
    reads="gaps.read",
    stages=(
        Stage("doing", "办理", owner=OWN, limit=ByParameter("gaps.decision"), verb="报办理情况", hint="联席会议定下来的事，到期前办完，报办理情况。"),
        Stage("done", "已办结", end=CLEARED),
        Stage("dropped", "不再办", end=REFUSED),
    ),
    moves=(
        Move("done", "办完了", "doing", "done", asks=DONE, evidence=("proof",), guard=carried_out, effect=kept("done_on", "done")),
        Move("drop", "不再办", "doing", "dropped", reason="为什么不再办", permission="gaps.clear"),
    ),
    clocks=(Clock("due", "议定的期限", ByParameter("gaps.decision"), starts=(), runs_on=True),),
    evidence=(Evidence("proof", "凭证", "看得出已经办到"),),
)  # fmt: skip


def record_facts(item: Any) -> list[tuple[str, str]]:
    """What the data say, as the page shows it."""
    shown = {key: value for key, value in item.facts.items() if key != "gone_on"}
    found = [(str(key), str(value)) for key, value in shown.items()]
    return found + ([("数据里不见了", item.facts["gone_on"])] if "gone_on" in item.facts else [])
