"""换届、延期换届、补选 as procedures (domain.md §1.3: ELE-01 to ELE-17, and §14)."""

from __future__ import annotations

from collections.abc import Callable
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
from gonghui.kernel.register.kinds import DATE, INTEGER, LINES, choice
from gonghui.registers.unions.rules import elections
from gonghui.registers.unions.selectors import numbers_of
from gonghui.work.terms import rules
from gonghui.work.terms.models import ByElection, Election, Extension, Reelection
from gonghui.work.terms.selectors import size_of, sized_by_members, was_extended

OWN = "union_chair town_clerk county_clerk"
ABOVE = "town_clerk county_clerk"
LONG = 8_000
YEARS = (("3", "3 年"), ("5", "5 年"))
CANDIDATE_HINT = "每行一人：姓名 性别 职务（主席、副主席、委员、经审主任、经审委员、女工主任、女工委员）；是行政负责人、副职、合伙人、亲属、人事、外籍的写在后面"

REQUEST = (
    Column("request_on", "请示日期", DATE, required=True),
    Column("planned_on", "拟哪天开会", DATE, required=True),
)
NOMINATION = (
    Column("seats", "委员名额", INTEGER, required=True, hint="最好是单数"),
    Column("candidates", "候选人", LINES, longest=LONG, required=True, wide=True, hint=CANDIDATE_HINT),
    Column("notice_on", "公示从哪天开始", DATE, required=True),
)
CLEARING = (Column("cleared_on", "审核日期", DATE, required=True),)
COUNT = (
    Column("held_on", "大会日期", DATE, required=True, section="大会"),
    Column("should_attend", "应到人数", INTEGER, required=True, section="大会"),
    Column("attended", "实到人数", INTEGER, required=True, section="大会"),
    Column("issued", "发出选票", INTEGER, required=True, section="大会"),
    Column("returned", "收回选票", INTEGER, required=True, section="大会"),
    Column("votes", "得票", LINES, longest=LONG, required=True, section="结果", wide=True, hint="每行：姓名 职务 票数，例如：张三 主席 28"),
)  # fmt: skip
TERM = Column("term_years", "每届任期（年）", choice(YEARS), choices=YEARS, required=True, section="结果")
ASK = (
    Column("months", "延几个月", INTEGER, required=True),
    Column("reason", "原因", LINES, longest=1_000, required=True, wide=True),
    Column("request_on", "申请日期", DATE, required=True),
)
ONE_NOMINATION = (
    Column("candidates", "候选人", LINES, longest=LONG, required=True, wide=True, hint="每行一人：姓名 性别 职务；是行政负责人、副职、合伙人、亲属、人事、外籍的写在后面"),
    Column("notice_on", "公示从哪天开始", DATE, required=True),
)  # fmt: skip


def said(faults: list[str]) -> str | None:
    return "；".join(faults) or None


def requested(record: Reelection, today: date) -> str | None:
    faults = rules.day_faults("请示日期", record.request_on, today, record.item.opened_on, "这件事开始")
    if record.planned_on and record.request_on and record.planned_on < record.request_on:
        faults.append("拟开会的日期不能早于请示日期")
    return said(faults)


def allowed_outside(record: Reelection, today: date) -> str | None:
    return said(rules.day_faults("同意召开日期", record.hold_on, today, record.request_on, "请示"))


def counted_members(record: Reelection, answers: dict[str, Any], today: date) -> None:
    """The answers, and how many members the register has: that is not asked."""
    kept("seats", "candidates", "notice_on")(record, answers, today)
    record.members, record.women_members = size_of(record.item.unit_id)


def nominated(record: Reelection, today: date) -> str | None:
    numbers = numbers_of(record.item.place, today)
    faults = rules.day_faults("公示日期", record.notice_on, today, record.hold_on, "上级同意召开")
    try:
        found = elections.read_candidates(record.candidates)
    except ValueError as error:
        return said([*faults, str(error)])
    if sized_by_members(record.item.unit_id, record.members):
        more = elections.candidate_faults(found, record.seats, record.members, record.women_members, numbers)
    else:
        more = elections.list_faults(found, record.seats, numbers)
    return said(faults + more)


def shown(record: Election, today: date) -> str | None:
    assert record.notice_on is not None
    return elections.shown_long_enough(record.notice_on, today, numbers_of(record.item.place, today))


def cleared(record: Reelection, today: date) -> str | None:
    return said(rules.day_faults("审核日期", record.cleared_on, today, record.notice_on, "公示"))


def assembly_of(record: Election) -> elections.Assembly:
    assert record.held_on is not None
    return elections.Assembly(
        record.held_on, record.should_attend, record.attended, record.issued, record.returned
    )


def result_of(record: Reelection, today: date) -> tuple[list[elections.Candidate], list[str]]:
    """Who is elected for the new term, and what does not add up."""
    try:
        votes = elections.read_votes(record.votes)
    except ValueError as error:
        return [], [str(error)]
    candidates = elections.read_candidates(record.candidates)
    numbers = numbers_of(record.item.place, today)
    return elections.elected(candidates, votes, record.seats, assembly_of(record), numbers)


def counted(record: Reelection, answers: dict[str, Any], today: date) -> None:
    kept(*(column.key for column in COUNT))(record, answers, today)
    record.term_years = int(answers.get("term_years") or 0)
    record.elected = [[one.name, one.sex, one.post] for one in result_of(record, today)[0]]


def held(record: Reelection, today: date) -> str | None:
    assert record.notice_on is not None
    numbers = numbers_of(record.item.place, today)
    faults = elections.assembly_faults(assembly_of(record), record.notice_on, today, numbers)
    faults += rules.day_faults("大会日期", record.held_on, today, record.cleared_on, "候选人审核")[:1]
    if 1 <= record.members < record.should_attend:
        faults.append(f"应到 {record.should_attend} 人，比台账里的会员 {record.members} 人还多，请核对")
    if record.term_years not in numbers.terms:
        faults.append("每届任期要选" + "或".join(f" {years} 年" for years in numbers.terms))
    return said(list(dict.fromkeys(faults)) + result_of(record, today)[1])


def approved(record: Election, today: date) -> str | None:
    """Signed today, so not before the assembly."""
    return said(rules.day_faults("选举大会日期", record.held_on, today, None, ""))


def approved_outside(record: Election, today: date) -> str | None:
    return said(rules.day_faults("批复日期", record.approval_on, today, record.held_on, "选举大会"))


def not_needed(record: Any, today: date) -> str | None:
    """Only where the program itself sees that the fact behind the matter has gone."""
    if "gone_on" not in record.item.facts:
        return "台账里还是要办的，不能这样结束；台账有错的先更正，第二天再来"
    return None


def one_nominated(record: ByElection, today: date) -> str | None:
    faults = rules.day_faults("公示日期", record.notice_on, today, record.vacated_on, "出缺")
    try:
        found = elections.read_candidates(record.candidates)
    except ValueError as error:
        return said([*faults, str(error)])
    return said(faults + rules.for_one_post(found, record.post, record.get_post_display()))


def one_result(record: ByElection, today: date) -> tuple[elections.Candidate | None, list[str]]:
    try:
        votes = elections.read_votes(record.votes)
    except ValueError as error:
        return None, [str(error)]
    numbers = numbers_of(record.item.place, today)
    return rules.by_elected(elections.read_candidates(record.candidates), votes, assembly_of(record), numbers)


def one_counted(record: ByElection, answers: dict[str, Any], today: date) -> None:
    kept(*(column.key for column in COUNT))(record, answers, today)
    won, _ = one_result(record, today)
    record.elected = [[won.name, won.sex, won.post]] if won else []


def one_held(record: ByElection, today: date) -> str | None:
    assert record.notice_on is not None
    numbers = numbers_of(record.item.place, today)
    faults = elections.assembly_faults(assembly_of(record), record.notice_on, today, numbers)
    return said(faults + one_result(record, today)[1])


def asked(record: Extension, today: date) -> str | None:
    faults = rules.day_faults("申请日期", record.request_on, today, record.item.opened_on, "这件事开始")
    return said(faults + _extension_faults(record, today))


def granted(record: Extension, today: date) -> str | None:
    return said(_extension_faults(record, today))


def granted_outside(record: Extension, today: date) -> str | None:
    faults = rules.day_faults("批复日期", record.approval_on, today, record.request_on, "申请")
    return said(faults + _extension_faults(record, today))


def _extension_faults(record: Extension, today: date) -> list[str]:
    most = int(parameter("ele.extension_max", record.item.place, today).numbers[0])
    again = was_extended(record.item.unit_id, record.term_until)
    return rules.extension_faults(record.term_until, record.months, most, today, again=again)


SIGNED: dict[str, Any] = {"when": "above", "hint": "签发以后就有文号，Word 和 PDF 自动做好"}
PUBLICITY: dict[str, Any] = {"limit": ByParameter("ele.candidate_publicity"), "waits": "候选人公示期间不计时", "verb": "公示期满"}  # fmt: skip
REPORT = Evidence("report", "选举结果报告", "大会盖章或签字的选举结果")
Guarded = Callable[[Any, date], str | None]


def shown_move(target: str, guard: Guarded) -> Move:
    return Move("shown", "公示期满，没有异议", "publicity", target, quick=True, undo=True, guard=guard)


REELECTION = process(
    key="reelection",
    label="换届",
    letters="HJ",
    opens="terms.open",
    reads="terms.read",
    stages=(
        Stage("preparation", "换届请示", owner=OWN, limit=ByParameter("ele.stage.prepare"), verb="报请示", hint="和同级党组织商量好，向上级工会报换届请示。本届不能按时换的，另外申请延期。"),
        Stage("hold", "同意召开", owner=ABOVE, at="above", limit=ByParameter("ele.approval"), needs=("request",), verb="批复请示", hint="看请示，同意的签发批复；有问题的退回。"),
        Stage("candidates", "候选人", owner=OWN, limit=ByParameter("ele.stage.nominate"), verb="提名公示", hint="提名候选人，听同级党组织意见，贴出来公示。"),
        Stage("publicity", "候选人公示", owner=OWN, under="candidates", needs=("list",), hint="公示期满、没有异议，报上级审核。", **PUBLICITY),
        Stage("clearance", "候选人审核", owner=ABOVE, at="above", limit=ByParameter("ele.approval"), under="candidates", verb="审核候选人", hint="候选人里有没有法律规定不能当的人，系统已核；看名单和党组织意见。"),
        Stage("assembly", "选举大会", owner=OWN, limit=ByParameter("ele.stage.elect"), verb="报选举结果", hint="开会员（代表）大会选举，把结果报上来。"),
        Stage("approve", "结果报批", owner=ABOVE, at="above", limit=ByParameter("ele.approval"), needs=("request", "list", "report"), verb="批复", hint="看核对结果和报告，同意的签发批复；新一届的届期和干部自动登记。"),
        Stage("done", "已换届", end=CLEARED),
        Stage("unneeded", "不用换届", end=CLEARED, under="done"),
    ),
    moves=(
        Move("request", "报换届请示", "preparation", "hold", asks=REQUEST, evidence=("request",), guard=requested, effect=kept("request_on", "planned_on")),
        Move("unneeded", "不用换届了", "preparation", "unneeded", guard=not_needed, hint="届期登记错了、已经更正的，用这个结束。"),
        Move("allow", "同意召开并签发批复", "hold", "candidates", apart_from=("request",), **SIGNED),
        entered("hold", "candidates", number="hold_number", on="hold_on", guard=allowed_outside, key="entered_hold", apart_from=("request",)),
        Move("nominate", "提名并公示", "candidates", "publicity", asks=NOMINATION, evidence=("list",), guard=nominated, effect=counted_members),
        shown_move("clearance", shown),
        Move("objected", "有异议，重新提名", "publicity", "candidates", tone="err"),
        Move("cleared", "同意候选人", "clearance", "assembly", asks=CLEARING, guard=cleared, effect=kept("cleared_on"), apart_from=("nominate",)),
        Move("not_cleared", "不同意，重新提名", "clearance", "candidates", tone="err"),
        Move("elected", "报选举结果", "assembly", "approve", asks=(*COUNT, TERM), evidence=("report",), guard=held, effect=counted),
        Move("failed", "没有选成，重新提名", "assembly", "candidates", tone="err"),
        Move("approve", "同意并签发批复", "approve", "done", guard=approved, apart_from=("elected",), **SIGNED),
        entered("approve", "done", number="approval_number", on="approval_on", guard=approved_outside, apart_from=("elected",)),
        Move("refuse", "不同意，重新选举", "approve", "candidates", tone="err"),
    ),
    clocks=(Clock("term", "本届届满", ByParameter("ele.open_before"), starts=(), stops=("approve",), runs_on=True),),
    evidence=(
        Evidence("request", "换届请示", "盖了章的请示"),
        Evidence("list", "候选人名单和党组织意见", "名单上要有同级党组织的意见"),
        REPORT,
        PAPER,
    ),
)  # fmt: skip

EXTENSION = process(
    key="term_extension",
    label="延期换届",
    letters="YQ",
    opens="terms.open",
    reads="terms.read",
    stages=(
        Stage("ask", "申请", owner=OWN, limit=ByParameter("ele.stage.ask"), verb="报申请", hint="写明延几个月、为什么。每届只能延一次。"),
        Stage("decide", "上级批复", owner=ABOVE, at="above", limit=ByParameter("ele.approval"), needs=("request",), verb="批复", hint="同意的，本届届满日期自动顺延。"),
        Stage("done", "已延期", end=CLEARED),
        Stage("refused", "不同意延期", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("ask", "报延期申请", "ask", "decide", asks=ASK, evidence=("request",), guard=asked, effect=kept("months", "reason", "request_on")),
        Move("grant", "同意延期并签发批复", "decide", "done", guard=granted, apart_from=("ask",), **SIGNED),
        entered("decide", "done", number="approval_number", on="approval_on", guard=granted_outside, apart_from=("ask",)),
        Move("refuse", "不同意", "decide", "refused", tone="err"),
    ),
    evidence=(Evidence("request", "延期换届的申请", "盖了章的申请"), PAPER),
)  # fmt: skip

BYELECTION = process(
    key="byelection",
    label="补选",
    letters="BX",
    opens="terms.open",
    reads="terms.read",
    stages=(
        Stage("nominate", "提名", owner=OWN, limit=ByParameter("ele.stage.nominate"), verb="提名公示", hint="提名候选人，听同级党组织和上级工会的意见，贴出来公示。"),
        Stage("publicity", "公示", owner=OWN, hint="公示期满、没有异议，就可以开会选举。", **PUBLICITY),
        Stage("elect", "选举", owner=OWN, limit=ByParameter("ele.stage.elect"), verb="报选举结果", hint="开会员（代表）大会或委员会选举，把结果报上来。"),
        Stage("approve", "结果报批", owner=ABOVE, at="above", limit=ByParameter("ele.approval"), needs=("report",), verb="批复", hint="看核对结果和报告，同意的签发批复；新任的干部自动登记。"),
        Stage("done", "已补选", end=CLEARED),
        Stage("unneeded", "不用补选", end=CLEARED, under="done"),
    ),
    moves=(
        Move("nominate", "提名并公示", "nominate", "publicity", asks=ONE_NOMINATION, guard=one_nominated, effect=kept("candidates", "notice_on")),
        Move("unneeded", "不用补选了", "nominate", "unneeded", guard=not_needed, hint="台账里已经登记了接任的人，用这个结束。"),
        shown_move("elect", shown),
        Move("objected", "有异议，重新提名", "publicity", "nominate", tone="err"),
        Move("elected", "报选举结果", "elect", "approve", asks=COUNT, evidence=("report",), guard=one_held, effect=one_counted),
        Move("failed", "没有选成，重新提名", "elect", "nominate", tone="err"),
        Move("approve", "同意并签发批复", "approve", "done", guard=approved, apart_from=("elected",), **SIGNED),
        entered("approve", "done", number="approval_number", on="approval_on", guard=approved_outside, apart_from=("elected",)),
        Move("refuse", "不同意，重新提名", "approve", "nominate", tone="err"),
    ),
    clocks=(Clock("byelection", "出缺后补选", ByParameter("ele.byelection"), starts=(), stops=("approve",), runs_on=True),),
    evidence=(REPORT, PAPER),
)  # fmt: skip

CERTIFICATE = process(
    key="term_certificate",
    label="法人证书换领",
    letters="FR",
    reads="terms.read",
    stages=(
        Stage("todo", "换领证书", owner=OWN, limit=ByParameter("leg.change"), verb="换好了", hint="带批复、旧证书和换领申请表到登记机关办；主席换了的，同时变更法定代表人。领到以后把新证书的有效期填进来。"),
        Stage("done", "已换领", end=CLEARED),
        Stage("known", "系统已核", end=CLEARED, under="done", by_fact=True),
        Stage("not_needed", "不用办", end=REFUSED),
    ),
    moves=(
        Move("done", "换好了", "todo", "done", asks=(Column("certificate_until", "新证书有效期至", DATE, required=True),)),
        Move("not_needed", "不用办", "todo", "not_needed", reason="不用办的原因", tone="err"),
    ),
)  # fmt: skip

ACCOUNT = process(
    key="term_account",
    label="银行印鉴变更",
    letters="YJ",
    reads="terms.read",
    stages=(
        Stage("todo", "变更印鉴", owner=OWN, limit=ByParameter("ele.account"), verb="办好了", hint="主席换了：到开户银行变更工会账户的法定代表人和预留印鉴，旧印鉴作废。"),
        Stage("done", "已变更", end=CLEARED, needs=("proof",)),
        Stage("not_needed", "不用办", end=REFUSED),
    ),
    moves=(
        Move("done", "办好了", "todo", "done", evidence=("proof",)),
        Move("not_needed", "不用办", "todo", "not_needed", reason="不用办的原因", tone="err"),
    ),
    evidence=(Evidence("proof", "银行回执", "变更印鉴的回执，或新的印鉴卡"),),
)  # fmt: skip
