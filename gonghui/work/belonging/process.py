"""会籍变动 as procedures (domain.md §2.2, MEM-01 to MEM-05): moves, what is kept, what ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel.calendar.rules import months_later
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.definition import CLEARED, REFUSED, WITHDRAWN, Evidence, Move, Stage, process
from gonghui.kernel.process.effects import kept
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, LINES, YES, choice
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import MEMBER_KINDS, takes_members
from gonghui.work.belonging import rules
from gonghui.work.belonging.models import (
    Death,
    Expulsion,
    IdleMember,
    Retention,
    Transfer,
    Withdrawal,
)

OWN = "union_chair town_clerk county_clerk"
ABOVE = "town_clerk county_clerk"
OPENS, READS = "belonging.open", "belonging.read"
ENDED = (Stage("refused", "不予办理", end=REFUSED), Stage("withdrawn", "已撤回", end=WITHDRAWN))
DECIDE = ByParameter("belonging.decide")


def placed(record: Transfer, answers: dict[str, Any], today: date) -> None:
    if (unit := answers.get("to_unit")) is not None:
        record.to_unit, record.to_name = unit, unit.name


def has_place(record: Transfer, today: date) -> str | None:
    """Where it goes is a union that takes people in, and another one."""
    if record.to_unit_id is None:
        return "请选转入哪个工会"
    if record.to_unit_id == record.unit_id:
        return "转入的就是原来的工会，请另选"
    union = Union.objects.filter(pk=record.to_unit_id).first()
    return None if union is None or takes_members(union.kind) else "这个工会不直接收会员，请另选"


def moved(record: Transfer, answers: dict[str, Any], today: date) -> None:
    record.moved_on = today


def is_silent(record: Transfer, today: date) -> str | None:
    due = record.item.due_on
    if due is None or today <= due:
        return f"期限到 {due:%Y-%m-%d}，过了还没有答复，系统当晚自动办" if due else "没有期限，不能按期满办"
    return None


TRANSFER = process(
    key="transfer",
    label="转会",
    letters="ZH",
    opens=OPENS,
    reads=READS,
    stages=(
        Stage("releasing", "待转出", owner=OWN, limit=ByParameter("belonging.silence_days"), verb="答复转出", hint="会员换了工作，会籍跟着走。期满没有答复，视为同意。"),
        Stage("placing", "定转入工会", owner=ABOVE, at="above", limit=ByParameter("belonging.place"), verb="定转入工会", hint="原工会已经同意，去的工会不归它管，由上级选定。"),
        Stage("accepting", "待转入", owner=OWN, limit=ByParameter("belonging.accept"), verb="答复转入", hint="同意的当天起就是您这里的会员，原来的会籍同一天转出；不同意的，会籍还在原来的工会，什么也不变。"),
        Stage("done", "已转会", end=CLEARED),
        *ENDED,
    ),
    moves=(
        Move("agree", "同意转出", "releasing", "placing", quick=True),
        Move("silent", "期满未答复，视为同意", "releasing", "placing", guard=is_silent),
        Move("disagree", "不同意转出", "releasing", "refused", reason="不同意的原因", tone="err"),
        Move("placed", "选定转入工会", "placing", "accepting", asks=(Column("to_unit", "转入工会", required=True, units=tuple(sorted(MEMBER_KINDS))),), guard=has_place, effect=placed),
        Move("no_place", "没有合适的工会", "placing", "refused", reason="原因", tone="err"),
        Move("accept", "同意转入", "accepting", "done", guard=has_place, effect=moved, quick=True),
        Move("reject", "不同意转入", "accepting", "refused", reason="不同意的原因", tone="err"),
    ),
)  # fmt: skip

REQUEST = process(
    key="transfer_request",
    label="转入申请",
    letters="ZR",
    opens=OPENS,
    reads=READS,
    stages=(
        Stage("settling", "上级核对中", owner="county_clerk", at="above", limit=ByParameter("belonging.request"), verb="核对会籍", hint="会籍在别处的，向原工会发起转会；没有会籍的，直接登记入会。申请的工会不知道人在不在别处。"),
        Stage("done", "已列入名册", end=CLEARED),
        *ENDED,
    ),
    moves=(
        Move("enter", "没有会籍，登记入会", "settling", "done"),
        Move("decline", "不予办理", "settling", "refused", reason="原因", tone="err"),
    ),
)  # fmt: skip

SINCE = (
    Column("reason", "原因", choice(rules.RETAINED, "请选择"), choices=rules.RETAINED, required=True),
    Column("since", "从哪天起", DATE, required=True, hint="例如 2026-03-05"),
)


def has_begun(record: Retention, today: date) -> str | None:
    return rules.not_later(today, ("", record.since))


RETAIN = process(
    key="retain",
    label="保留会籍",
    letters="BL",
    opens=OPENS,
    reads=READS,
    stages=(
        Stage("deciding", "待办理", owner=OWN, limit=DECIDE, verb="保留会籍", hint="退休、失业、单位关闭的，会籍留在原工会，不交会费；一般不参加选举。"),
        Stage("done", "已保留", end=CLEARED),
        *ENDED,
    ),
    moves=(
        Move("retain", "保留会籍", "deciding", "done", asks=SINCE, guard=has_begun, effect=kept("reason", "since")),
        Move("decline", "不予保留", "deciding", "refused", reason="原因", tone="err"),
    ),
)  # fmt: skip

ANNOUNCED = (
    Column("asked_on", "本人提出的日期", DATE, required=True),
    Column("announced_on", "委员会宣布的日期", DATE, required=True, hint="宣布的当天起不再是会员，停交会费"),
    Column("card_back", "会员证已收回", YES),
)


def announced(record: Withdrawal, today: date) -> str | None:
    asked, said = ("本人提出的日期", record.asked_on), ("宣布的日期", record.announced_on)
    if not record.card_back:
        return "会员证还没有收回；收回（没有发过证的也勾上）以后再宣布"
    return rules.not_later(today, asked, said) or rules.not_before(asked, said)


WITHDRAWAL = process(
    key="withdrawal",
    label="退会",
    letters="TH",
    opens=OPENS,
    reads=READS,
    stages=(
        Stage("announcing", "待宣布", owner=OWN, limit=DECIDE, verb="宣布退会", hint="会员有退会的自由。小组收到本人的意思，委员会宣布并收回会员证。"),
        Stage("done", "已退会", end=CLEARED),
        *ENDED,
    ),
    moves=(
        Move("announce", "宣布退会", "announcing", "done", asks=ANNOUNCED, guard=announced, effect=kept("asked_on", "announced_on", "card_back")),
        Move("stays", "本人不退了", "announcing", "refused", reason="说明"),
    ),
)  # fmt: skip

DISCUSSED = (
    Column(
        "facts",
        "事由",
        LINES,
        longest=400,
        required=True,
        wide=True,
        hint="受到什么刑事处罚，判决的法院和日期",
    ),
    Column("discussed_on", "小组讨论的日期", DATE, required=True),
)


def discussed(record: Expulsion, today: date) -> str | None:
    return rules.not_later(today, ("小组讨论的日期", record.discussed_on))


def decided(record: Expulsion, today: date) -> str | None:
    before, then = ("小组讨论的日期", record.discussed_on), ("委员会决定的日期", record.decided_on)
    return rules.not_later(today, then) or rules.not_before(before, then)


EXPULSION = process(
    key="expulsion",
    label="除名",
    letters="CM",
    opens=OPENS,
    reads=READS,
    stages=(
        Stage("discussing", "小组讨论", owner=OWN, limit=ByParameter("belonging.expel"), verb="报小组意见", hint="只有犯罪受到刑事处罚的，才开除会籍；先由工会小组讨论。"),
        Stage("deciding", "委员会决定", owner=OWN, limit=ByParameter("belonging.expel"), needs=("discussion",), verb="报委员会决定", hint="由工会委员会决定。"),
        Stage("filing", "上级备案", owner=ABOVE, at="above", limit=ByParameter("belonging.expel"), needs=("discussion", "decision"), verb="备案", hint="看小组讨论和委员会决定的材料；备案以后会籍终止。"),
        Stage("done", "已除名", end=CLEARED),
        *ENDED,
    ),
    moves=(
        Move("discussed", "小组讨论过了", "discussing", "deciding", asks=DISCUSSED, evidence=("discussion",), guard=discussed, effect=kept("facts", "discussed_on")),
        Move("decided", "委员会已决定除名", "deciding", "filing", asks=(Column("decided_on", "委员会决定的日期", DATE, required=True),), evidence=("decision",), guard=decided, effect=kept("decided_on")),
        Move("not_decided", "委员会决定不除名", "deciding", "refused", reason="说明"),
        Move("filed", "准予备案", "filing", "done", apart_from=("decided",)),
        Move("objected", "不予备案", "filing", "refused", reason="原因", tone="err"),
    ),
    evidence=(
        Evidence("discussion", "小组讨论记录", "有小组长签名"),
        Evidence("decision", "委员会决定", "盖了章的决定"),
    ),
)  # fmt: skip

IDLED = (
    Column("idle_since", "从哪天起没有交会费、没有参加活动", DATE, required=True),
    Column("educated_on", "谈话教育的日期", DATE, required=True),
)


def idled(record: IdleMember, today: date) -> str | None:
    since = record.idle_since
    if since is None:
        return "请写从哪天起"
    months = parameter("mem.auto_withdraw_idle", record.item.place, today).number or 6
    late = rules.not_later(today, ("", since), ("谈话教育的日期", record.educated_on))
    return late or rules.idle_faults(since, months_later(since, int(months)), today)


IDLE = process(
    key="idle",
    label="视为自动退会",
    letters="ZT",
    opens=OPENS,
    reads=READS,
    stages=(
        Stage("reviewing", "待核实", owner=OWN, limit=DECIDE, verb="核实", hint="先找本人谈。无正当理由连续六个月不交会费、也不参加活动，教育以后还不改的，才视为自动退会；系统不会自己办。"),
        Stage("done", "已退会", end=CLEARED),
        Stage("stays", "仍是会员", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("leave", "按自动退会办", "reviewing", "done", asks=IDLED, evidence=("talk",), guard=idled, effect=kept("idle_since", "educated_on")),
        Move("stay", "仍是会员", "reviewing", "stays", reason="核实的情况"),
    ),
    evidence=(Evidence("talk", "谈话记录", "谁在哪天谈的，本人怎么说"),),
)  # fmt: skip


def died(record: Death, today: date) -> str | None:
    return rules.not_later(today, ("", record.died_on))


DEATH = process(
    key="death",
    label="去世登记",
    letters="SW",
    opens=OPENS,
    reads=READS,
    stages=(
        Stage("confirming", "待登记", owner=OWN, limit=DECIDE, verb="登记", hint="登记以后会籍终止，名册里还查得到。"),
        Stage("done", "已登记", end=CLEARED),
        *ENDED,
    ),
    moves=(
        Move("confirm", "登记去世", "confirming", "done", asks=(Column("died_on", "去世日期", DATE, required=True),), guard=died, effect=kept("died_on")),
        Move("mistaken", "报错了", "confirming", "refused", reason="说明"),
    ),
)  # fmt: skip
