"""设分会: the union's committee decides, the branch's members elect; the term is the union's (domain.md §1.1, L8a)."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel.process.definition import CLEARED, WITHDRAWN, Evidence, Move, Stage, process
from gonghui.kernel.process.effects import kept
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, INTEGER, LINES
from gonghui.registers.unions.rules import elections
from gonghui.registers.unions.selectors import numbers_of
from gonghui.work.branches import rules
from gonghui.work.branches.models import BranchSetting

OWN = "union_chair town_clerk county_clerk"
LONG = 8_000
DECISION = (Column("decided_on", "委员会决定日期", DATE, required=True),)
ELECTION = (
    Column("held_on", "选举日期", DATE, required=True, section="大会"),
    Column("should_attend", "应到人数", INTEGER, required=True, section="大会"),
    Column("attended", "实到人数", INTEGER, required=True, section="大会"),
    Column("issued", "发出选票", INTEGER, required=True, section="大会"),
    Column("returned", "收回选票", INTEGER, required=True, section="大会"),
    Column("candidates", "候选人", LINES, longest=LONG, required=True, section="结果", wide=True, hint="每行一人：姓名 性别 职务（主席、副主席、委员）"),
    Column("votes", "得票", LINES, longest=LONG, required=True, section="结果", wide=True, hint="每行：姓名 职务 票数，例如：张三 主席 18"),
)  # fmt: skip


def decided(record: BranchSetting, today: date) -> str | None:
    if record.decided_on and record.decided_on > today:
        return f"决定日期 {record.decided_on:%Y-%m-%d} 还没到"
    return None


def result_of(record: BranchSetting, today: date) -> tuple[list[elections.Candidate], list[str]]:
    assert record.held_on is not None
    try:
        candidates = elections.read_candidates(record.candidates)
        votes = elections.read_votes(record.votes)
    except ValueError as error:
        return [], [str(error)]
    held = elections.Assembly(
        record.held_on, record.should_attend, record.attended, record.issued, record.returned
    )
    return rules.result(candidates, votes, held, numbers_of(record.item.place, today))


def counted(record: BranchSetting, answers: dict[str, Any], today: date) -> None:
    kept(*(column.key for column in ELECTION))(record, answers, today)
    record.elected = [[one.name, one.sex, one.post] for one in result_of(record, today)[0]]


def held(record: BranchSetting, today: date) -> str | None:
    assert record.held_on is not None
    assert record.decided_on is not None
    faults = [f"选举日期 {record.held_on:%Y-%m-%d} 还没到"] if record.held_on > today else []
    if record.held_on < record.decided_on:
        faults.append(f"选举日期不能早于委员会决定的 {record.decided_on:%Y-%m-%d}，不能倒签")
    return "；".join(faults + result_of(record, today)[1]) or None


BRANCH = process(
    key="branch",
    label="设分会",
    letters="FH",
    opens="branches.open",
    reads="branches.read",
    stages=(
        Stage("decide", "委员会决定", owner=OWN, limit=ByParameter("branch.decide"), verb="登记决定", hint="工会委员会开会决定设这个分会，会议记录或决议要留下来。"),
        Stage("elect", "选举", owner=OWN, limit=ByParameter("branch.elect"), needs=("decision",), verb="报选举结果", hint="分会的会员开会选举主席和委员，任期和工会同届。"),
        Stage("done", "已成立", end=CLEARED, needs=("report",)),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("decide", "委员会已决定", "decide", "elect", asks=DECISION, evidence=("decision",), guard=decided, effect=kept("decided_on")),
        Move("elected", "报选举结果", "elect", "done", asks=ELECTION, evidence=("report",), guard=held, effect=counted),
        Move("failed", "没有选成，重新决定", "elect", "decide", reason="没有选成的原因", tone="err"),
    ),
    evidence=(
        Evidence("decision", "委员会决议", "会议记录或盖章的决议"),
        Evidence("report", "选举结果", "大会签字或盖章的选举结果"),
    ),
)  # fmt: skip
