"""建会一站式: 调查摸底 → 资料完善 → 工作动员 → 申报批复 → 揭牌成立 (domain.md §2.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

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
from gonghui.kernel.register.kinds import CREDIT_CODE, DATE, INTEGER, LINES, MOBILE, NAME, TEXT, YES, choice
from gonghui.kernel.secrets.masking import mask_phone
from gonghui.work.founding import rules
from gonghui.work.founding.models import Founding
from gonghui.work.founding.selectors import numbers_of

TOWN = "town_clerk county_clerk"
LONG = 8_000

SURVEY = (
    Column(
        "credit_code",
        "统一社会信用代码",
        CREDIT_CODE,
        at="employer_seen.credit_code",
        required=True,
        section="单位",
    ),
    Column("workers", "职工人数", INTEGER, at="employer_seen.workers", required=True, section="单位"),
    Column("women", "其中女职工", INTEGER, section="单位"),
    Column("migrant_workers", "其中农民工", INTEGER, at="employer_seen.migrant_workers", section="单位"),
    Column("dispatched", "劳务派遣", INTEGER, section="单位"),
    Column("new_forms", "新就业形态", INTEGER, section="单位"),
    Column("has_party", "有党组织", YES, section="单位"),
    Column("contact", "联系人", NAME, required=True, section="联系"),
    Column("mobile", "手机", MOBILE, mask=mask_phone, required=True, section="联系"),
    Column(
        "willing",
        "建会意愿",
        choice(rules.WILLING),
        choices=tuple(rules.WILLING),
        required=True,
        section="联系",
    ),
)
PAPERS = (
    Column("form", "建会形式", choice(rules.FORMS), choices=tuple(rules.FORMS), required=True, section="申请", hint="不到法定人数的，和别的单位联合建会"),
    Column("name", "工会名称", TEXT, required=True, longest=120, section="申请", hint="单位全称加“工会委员会”；联合的写“某某联合工会委员会”"),
    Column("covers", "一起建会的单位", LINES, longest=LONG, section="申请", wide=True, hint="联合建会时填，每行一家：单位名称或信用代码，要先登记在用人单位台账里"),
    Column("request_on", "请示日期", DATE, required=True, section="申请"),
    Column("group", "筹备组", LINES, longest=2_000, required=True, section="筹备组", wide=True, hint="3 到 5 人，每行一人：姓名 性别 职务，组长在后面写“组长”。例如：张三 男 车间主任 组长"),
)  # fmt: skip
NOMINATION = (
    Column("seats", "委员名额", INTEGER, required=True, section="候选人", hint="最好是单数"),
    Column("candidates", "候选人", LINES, longest=LONG, required=True, section="候选人", wide=True, hint="每行一人：姓名 性别 职务（主席、副主席、委员、经审主任、经审委员、女工主任、女工委员）；是行政负责人、副职、合伙人、亲属、人事、外籍的写在后面"),
    Column("notice_on", "公示从哪天开始", DATE, required=True, section="候选人"),
)  # fmt: skip
ELECTION = (
    Column("held_on", "大会日期", DATE, required=True, section="大会"),
    Column("should_attend", "应到人数", INTEGER, required=True, section="大会"),
    Column("attended", "实到人数", INTEGER, required=True, section="大会"),
    Column("issued", "发出选票", INTEGER, required=True, section="大会"),
    Column("returned", "收回选票", INTEGER, required=True, section="大会"),
    Column("votes", "得票", LINES, longest=LONG, required=True, section="结果", wide=True, hint="每行：姓名 职务 票数，例如：张三 主席 28"),
    Column("term_years", "每届任期（年）", choice([("3", "3 年"), ("5", "5 年")]), choices=(("3", "3 年"), ("5", "5 年")), required=True, section="结果"),
)  # fmt: skip
UNVEILING = (Column("unveiled_on", "揭牌日期", DATE, required=True),)


def surveyed(record: Founding, today: date) -> str | None:
    if record.willing != "yes":
        return "单位还不愿意建会，先做工作；确实不建的，用“暂不建会”结束，以后可以再发起"
    return None


def papers_complete(record: Founding, today: date) -> str | None:
    faults = _read(rules.read_group, record.group, rules.group_faults)
    if record.request_on and record.request_on > today:
        faults.append(f"请示日期 {record.request_on:%Y-%m-%d} 还没到")
    if record.form == "joint" and not record.covers.strip():
        faults.append("联合建会要写一起建会的单位，至少一家")
    return "；".join(faults) or None


def nominated(record: Founding, today: date) -> str | None:
    numbers = numbers_of(record.item.place, today)
    if record.notice_on and record.notice_on > today:
        return f"公示从 {record.notice_on:%Y-%m-%d} 开始，还没到那天；贴出来以后再办这一步"
    if record.roster_id is None:
        return "请上传会员花名册"
    if faults := rules.size_faults(record.form, record.members, numbers):
        return "；".join(faults)
    faults = _read(
        rules.read_candidates,
        record.candidates,
        lambda found: rules.candidate_faults(
            found, record.seats, record.members, record.women_members, numbers
        ),
    )
    return "；".join(faults) or None


def shown(record: Founding, today: date) -> str | None:
    assert record.notice_on is not None
    return rules.shown_long_enough(record.notice_on, today, numbers_of(record.item.place, today))


def counted(record: Founding, answers: dict[str, Any], today: date) -> None:
    """The answers, and who is elected by them."""
    kept(*(column.key for column in ELECTION if column.key != "term_years"))(record, answers, today)
    record.term_years = int(answers.get("term_years") or 0)
    won, _ = _result(record, today)
    record.elected = [[one.name, one.sex, one.post] for one in won]


def held(record: Founding, today: date) -> str | None:
    assert record.notice_on is not None
    numbers = numbers_of(record.item.place, today)
    faults = rules.assembly_faults(_assembly(record), record.notice_on, today, numbers)
    if record.members < record.should_attend and record.members >= 1:
        faults.append(f"应到 {record.should_attend} 人，比花名册上的 {record.members} 人还多，请核对")
    if record.term_years not in numbers.terms:
        faults.append("每届任期要选" + "或".join(f" {years} 年" for years in numbers.terms))
    faults += _result(record, today)[1]
    return "；".join(faults) or None


def _result(record: Founding, today: date) -> tuple[list[rules.Candidate], list[str]]:
    try:
        votes = rules.read_votes(record.votes)
    except ValueError as error:
        return [], [str(error)]
    candidates = rules.read_candidates(record.candidates)
    return rules.elected(
        candidates, votes, record.seats, _assembly(record), numbers_of(record.item.place, today)
    )


def _assembly(record: Founding) -> rules.Assembly:
    assert record.held_on is not None
    return rules.Assembly(
        record.held_on, record.should_attend, record.attended, record.issued, record.returned
    )


def _read(read: Callable[[str], Any], text: str, faults: Callable[[Any], list[str]]) -> list[str]:
    try:
        return faults(read(text))
    except ValueError as error:
        return [str(error)]


def approved(record: Any, today: date) -> str | None:
    if record.held_on and today < record.held_on:
        return f"批复日期不能早于选举大会的 {record.held_on:%Y-%m-%d}，不能倒签"
    return None


def replied(record: Any, today: date) -> str | None:
    """A reply on paper: of a day that has come, and not before the election."""
    assert record.approval_on is not None
    assert record.held_on is not None
    if record.approval_on > today:
        return f"批复日期 {record.approval_on:%Y-%m-%d} 还没到"
    if record.approval_on < record.held_on:
        return f"批复日期不能早于选举大会的 {record.held_on:%Y-%m-%d}，不能倒签"
    return None


def unveiled(record: Any, today: date) -> str | None:
    if not record.approval_number or record.approval_on is None:
        return "还没有上级工会的批复，不能揭牌成立"
    if record.unveiled_on and record.unveiled_on < record.approval_on:
        return f"揭牌日期不能早于批复的 {record.approval_on:%Y-%m-%d}"
    if record.unveiled_on and record.unveiled_on > today:
        return f"揭牌日期 {record.unveiled_on:%Y-%m-%d} 还没到"
    return None


FOUNDING = process(
    key="founding",
    label="建会",
    letters="JH",
    opens="founding.open",
    reads="founding.read",
    stages=(
        Stage("survey", "调查摸底", owner="adviser town_clerk county_clerk", at="line", limit=ByParameter("build.stage.survey"), verb="摸底", hint="到单位看一看：多少职工，愿不愿意建会，由谁联系。"),
        Stage("papers", "资料完善", owner=TOWN, limit=ByParameter("build.stage.papers"), verb="完善资料", hint="成立筹备组，收盖章的请示和入会申请。"),
        Stage("mobilise", "工作动员", owner=TOWN, limit=ByParameter("build.stage.mobilise"), needs=("request",), verb="提名公示", hint="发动职工入会，传花名册，提名候选人并公示。"),
        Stage("publicity", "候选人公示", owner=TOWN, limit=ByParameter("ele.candidate_publicity"), under="mobilise", waits="候选人公示期间不计时", verb="公示期满", hint="公示期满、没有异议，就可以开会选举。"),
        Stage("elect", "选举大会", owner=TOWN, limit=ByParameter("build.stage.elect"), under="approve", verb="报选举结果", hint="开会员（代表）大会选举，把结果报上来。"),
        Stage("approve", "申报批复", owner="county_clerk", at="above", limit=ByParameter("build.stage.approve"), needs=("request", "roster", "report"), verb="审批", hint="看核对结果和材料，同意的签发批复。"),
        Stage("unveil", "揭牌成立", owner=TOWN, limit=ByParameter("build.stage.unveil"), verb="揭牌成立", hint="批复已经下来：揭牌，工会就成立了，会员、覆盖单位自动登记。"),
        Stage("done", "已成立", end=CLEARED),
        Stage("refused", "不予建会", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("surveyed", "摸底完成", "survey", "papers", asks=SURVEY, guard=surveyed, effect=kept("women", "dispatched", "new_forms", "has_party", "contact", "mobile", "willing")),
        Move("not_now", "暂不建会", "survey", "refused", reason="暂不建会的原因", tone="err"),
        Move("complete", "资料齐全", "papers", "mobilise", asks=PAPERS, evidence=("request",), guard=papers_complete, effect=kept(*(column.key for column in PAPERS))),
        Move("nominate", "提名并公示", "mobilise", "publicity", asks=NOMINATION, evidence=("roster",), guard=nominated, effect=kept(*(column.key for column in NOMINATION))),
        Move("shown", "公示期满，没有异议", "publicity", "elect", quick=True, undo=True, guard=shown),
        Move("again", "有异议，重新提名", "publicity", "mobilise", reason="异议和处理", tone="err"),
        Move("elected", "报选举结果", "elect", "approve", asks=ELECTION, evidence=("report",), guard=held, effect=counted),
        Move("approve", "同意并签发批复", "approve", "unveil", guard=approved, apart_from=("elected",), when="above", hint="签发以后就有文号，Word 和 PDF 自动做好，乡镇和指导员都能下载"),
        entered("approve", "unveil", number="approval_number", on="approval_on", guard=replied, apart_from=("elected",)),
        Move("refuse", "不同意", "approve", "refused", reason="不同意的原因", tone="err"),
        Move("unveil", "揭牌成立", "unveil", "done", asks=UNVEILING, evidence=("plaque",), guard=unveiled, effect=kept("unveiled_on")),
    ),
    clocks=(
        Clock("onestop", "一站式建会", ByParameter("build.onestop"), starts=("survey",), chosen="build.clock_start", choices={"1": "survey", "2": "approve"}),
        Clock("legal", "上级工会批复", ByParameter("ele.approval"), starts=("approve",), stops=("unveil",)),
    ),
    evidence=(
        *(Evidence(key, label, hint) for key, label, hint in rules.SHOTS),
        Evidence("roster", "会员花名册", "表格文件（.xlsx、.xls、.csv），每人一行：姓名、身份证号、手机", table=True),
        PAPER,
        Evidence("plaque", "揭牌记录", "照片可以不传，写一句在哪里揭牌的"),
    ),
    pause_reasons=("等单位补材料", "等当事人答复", "自然灾害等不可抗力"),
)  # fmt: skip
