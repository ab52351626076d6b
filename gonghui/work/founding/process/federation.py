"""成立工会联合会: members are unions; delegates of theirs elect a committee of their leaders (domain.md §1.1, §1.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel.parameters.selectors import parameter
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
from gonghui.kernel.register.kinds import DATE, INTEGER, LINES
from gonghui.registers.unions.selectors import numbers_of
from gonghui.work.founding import rules
from gonghui.work.founding.models import FederationFounding
from gonghui.work.founding.process.base import ELECTION, LONG, TOWN, UNVEILING, approved, replied, unveiled
from gonghui.work.founding.rules import federation as own
from gonghui.work.founding.selectors.federation import joining, leaders_of

PAPERS = (
    Column("request_on", "请示日期", DATE, required=True),
    Column("group", "筹备组", LINES, longest=2_000, required=True, wide=True, hint="3 到 5 人，每行一人：姓名 性别 职务，组长在后面写“组长”"),
)  # fmt: skip
NOMINATION = (
    Column("delegates", "代表名额", LINES, longest=LONG, required=True, wide=True, hint="每行一家：工会名称 人数，每家至少一名。联合会由各工会的代表选举，不是全体会员选举"),
    Column("seats", "委员名额", INTEGER, required=True, hint="最好是单数"),
    Column("candidates", "候选人", LINES, longest=LONG, required=True, wide=True, hint="每行一人：姓名 性别 职务 所在工会（名称写全）；不是所属工会主席、副主席的，最后写“其他”"),
    Column("notice_on", "公示从哪天开始", DATE, required=True),
)  # fmt: skip


def said(faults: list[str]) -> str | None:
    return "；".join(faults) or None


def complete(record: FederationFounding, today: date) -> str | None:
    try:
        faults = rules.group_faults(rules.read_group(record.group))
    except ValueError as error:
        faults = [str(error)]
    if record.request_on and record.request_on > today:
        faults.append(f"请示日期 {record.request_on:%Y-%m-%d} 还没到")
    return said(faults)


def nominated(record: FederationFounding, today: date) -> str | None:
    if record.notice_on and record.notice_on > today:
        return f"公示从 {record.notice_on:%Y-%m-%d} 开始，还没到那天；贴出来以后再办这一步"
    place, names = record.item.place, [one.name for one in joining(record)]
    try:
        own.read_delegates(record.delegates, names)
        found = own.read_proposed(record.candidates, names)
    except ValueError as error:
        return str(error)
    others = parameter("fed.others_share", place, today).numbers[0]
    faults = ["委员名额至少 3 人"] if record.seats < 3 else []
    leaders = leaders_of(record, today)
    return said(faults + own.proposal_faults(found, record.seats, leaders, others, numbers_of(place, today)))


def shown(record: FederationFounding, today: date) -> str | None:
    assert record.notice_on is not None
    return rules.shown_long_enough(record.notice_on, today, numbers_of(record.item.place, today))


def assembly_of(record: FederationFounding) -> rules.Assembly:
    assert record.held_on is not None
    return rules.Assembly(
        record.held_on, record.should_attend, record.attended, record.issued, record.returned
    )


def result_of(record: FederationFounding, today: date) -> tuple[list[rules.Candidate], list[str]]:
    """Who is elected, and what does not add up."""
    try:
        votes = rules.read_votes(record.votes)
    except ValueError as error:
        return [], [str(error)]
    found = own.read_proposed(record.candidates, [one.name for one in joining(record)])
    numbers = numbers_of(record.item.place, today)
    return rules.elected([one.candidate for one in found], votes, record.seats, assembly_of(record), numbers)


def counted(record: FederationFounding, answers: dict[str, Any], today: date) -> None:
    kept(*(column.key for column in ELECTION if column.key != "term_years"))(record, answers, today)
    record.term_years = int(answers.get("term_years") or 0)
    record.elected = [[one.name, one.sex, one.post] for one in result_of(record, today)[0]]


def held(record: FederationFounding, today: date) -> str | None:
    assert record.notice_on is not None
    numbers = numbers_of(record.item.place, today)
    faults = rules.assembly_faults(assembly_of(record), record.notice_on, today, numbers)
    sent = sum(own.read_delegates(record.delegates, [one.name for one in joining(record)]).values())
    if record.should_attend != sent:
        faults.append(f"应到人数要等于各工会的代表名额合计 {sent} 人，现在写的是 {record.should_attend} 人")
    if record.term_years not in numbers.terms:
        faults.append("每届任期要选" + "或".join(f" {years} 年" for years in numbers.terms))
    return said(faults + result_of(record, today)[1])


def signed(record: FederationFounding, today: date) -> str | None:
    """By an office above; of what stands directly under a local federation, by that federation itself."""
    item = record.item
    if item.holder_unit_id == item.unit_id and item.place.kind != "federation":
        return "批复由上级工会签发；上级不在本系统里的，请登记收到的批复"
    return approved(record, today)


FEDERATION = process(
    key="federation",
    label="成立联合会",
    letters="LH",
    opens="founding.open",
    reads="founding.read",
    stages=(
        Stage("papers", "资料完善", owner=TOWN, limit=ByParameter("build.first_month"), verb="完善资料", hint="和要加入的工会协商一致，成立筹备组，收盖章的请示。"),
        Stage("nominate", "提名", owner=TOWN, limit=ByParameter("build.first_month"), needs=("request",), verb="提名公示", hint="各工会推选代表，提名候选人并公示。委员主要由所属工会的负责人组成。"),
        Stage("publicity", "候选人公示", owner=TOWN, limit=ByParameter("ele.candidate_publicity"), under="nominate", waits="候选人公示期间不计时", verb="公示期满", hint="公示期满、没有异议，就可以开会选举。"),
        Stage("elect", "选举大会", owner=TOWN, limit=ByParameter("build.first_month"), verb="报选举结果", hint="开会员代表大会选举，把结果报上来。"),
        Stage("approve", "申报批复", owner="county_clerk", at="above", limit=ByParameter("ele.approval"), needs=("request", "report"), verb="审批", hint="看核对结果和材料，同意的签发批复。"),
        Stage("unveil", "揭牌成立", owner=TOWN, limit=ByParameter("build.stage.unveil"), verb="揭牌成立", hint="批复已经下来：揭牌，联合会就成立了，加入的工会自动登记。"),
        Stage("done", "已成立", end=CLEARED),
        Stage("refused", "不予成立", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("complete", "资料齐全", "papers", "nominate", asks=PAPERS, evidence=("request",), guard=complete, effect=kept("request_on", "group")),
        Move("nominate", "提名并公示", "nominate", "publicity", asks=NOMINATION, guard=nominated, effect=kept("delegates", "seats", "candidates", "notice_on")),
        Move("shown", "公示期满，没有异议", "publicity", "elect", quick=True, undo=True, guard=shown),
        Move("again", "有异议，重新提名", "publicity", "nominate", reason="异议和处理", tone="err"),
        Move("elected", "报选举结果", "elect", "approve", asks=ELECTION, evidence=("report",), guard=held, effect=counted),
        Move("approve", "同意并签发批复", "approve", "unveil", guard=signed, apart_from=("elected",), hint="签发以后就有文号，Word 和 PDF 自动做好"),
        entered("approve", "unveil", number="approval_number", on="approval_on", guard=replied, apart_from=("elected",)),
        Move("refuse", "不同意", "approve", "refused", reason="不同意的原因", tone="err"),
        Move("unveil", "揭牌成立", "unveil", "done", asks=UNVEILING, evidence=("plaque",), guard=unveiled, effect=kept("unveiled_on")),
    ),
    clocks=(Clock("legal", "上级工会批复", ByParameter("ele.approval"), starts=("approve",), stops=("unveil",)),),
    evidence=(
        Evidence("request", "成立联合会的请示", "盖了章的请示，要加入的工会都同意"),
        Evidence("report", "选举结果报告", "大会签字或盖章的选举结果"),
        PAPER,
        Evidence("plaque", "揭牌记录", "照片可以不传，写一句在哪里揭牌的"),
    ),
)  # fmt: skip
