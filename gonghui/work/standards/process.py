"""星级评定 as a procedure: self-check, township check, county review, publicity, award; and the appeal (domain.md §3.2)."""

from __future__ import annotations

from datetime import date

from gonghui.kernel.calendar.selectors import due_on
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.definition import CLEARED, REFUSED, WITHDRAWN, Evidence, Move, Stage, process
from gonghui.kernel.process.effects import kept
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, LINES
from gonghui.work.standards.models import Loss, Rating

OWN = "union_chair town_clerk county_clerk"
CHECK = ByParameter("standards.check")
WORDS = (
    Column(
        "words",
        "自评说明",
        LINES,
        longest=1_000,
        required=True,
        wide=True,
        hint="分数由系统按台账和核对过的凭证算，这里写要说明的",
    ),
)
OPINION = (
    Column(
        "opinion",
        "核查意见",
        LINES,
        longest=1_000,
        required=True,
        wide=True,
        hint="到现场看了什么、和系统里的对不对得上",
    ),
)
SHOWN = (Column("shown_on", "公示从哪天开始", DATE, required=True),)


def to_be_shown(record: Rating, today: date) -> str | None:
    if record.shown_on and not record.item.entered_on <= record.shown_on <= today:
        return f"公示日期要在 {record.item.entered_on:%Y-%m-%d} 到今天之间，不能倒签"
    return None


def shown_long_enough(record: Rating, today: date) -> str | None:
    """公示: the day it went up is not counted; the last day has to be over."""
    assert record.shown_on is not None
    limit = parameter("standards.publicity", record.item.place, today).limit
    last = due_on(record.shown_on, limit).on
    return None if today > last else f"公示要满 {limit}：{record.shown_on:%Y-%m-%d} 开始，{last:%Y-%m-%d} 满"


def still_time(record: Rating | Loss, today: date) -> str | None:
    """申诉 has its limit: after it what was decided stands."""
    due = record.item.due_on
    return f"申诉要在 {due:%Y-%m-%d} 以前提出，已经过期" if due and today > due else None


RATING = process(
    key="rating",
    label="星级评定",
    letters="PX",
    opens="standards.write",
    reads="standards.read",
    stages=(
        Stage("self", "自评", owner=OWN, limit=ByParameter("standards.self"), verb="报自评", hint="先在“六有与星级”里把缺的凭证补齐；分数由系统算。"),
        Stage("check", "乡镇核查", owner="town_clerk county_clerk", at="above", limit=CHECK, verb="核查", hint="到现场核对凭证，写核查意见。"),
        Stage("review", "县级复核", owner="county_clerk", at="above", limit=CHECK, verb="复核"),
        Stage("publicity", "公示", owner="county_clerk", at="above", limit=ByParameter("standards.publicity"), waits="公示期间不计时", verb="公布"),
        Stage("told", "可以申诉", owner=OWN, limit=ByParameter("standards.appeal"), under="review", verb="申诉或接受", hint="不同意这个结果的，写明理由申诉，由另一个人复核。"),
        Stage("appealed", "申诉复核", owner="county_clerk", at="above", limit=CHECK, under="review", verb="复核"),
        Stage("awarded", "已评定", end=CLEARED),
        Stage("refused", "没有评定", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("submit", "报自评", "self", "check", asks=WORDS, evidence=("proof",), effect=kept("words")),
        Move("checked", "核查属实", "check", "review", asks=OPINION, evidence=("scene",), effect=kept("opinion"), apart_from=("submit",), permission="standards.check"),
        Move("refuse", "不予评定", "check", "told", reason="不予评定的原因", tone="err", permission="standards.check"),
        Move("reviewed", "复核通过，公示", "review", "publicity", asks=SHOWN, effect=kept("shown_on"), guard=to_be_shown, apart_from=("submit", "checked"), permission="standards.keep"),
        Move("refuse", "不予评定", "review", "told", reason="不予评定的原因", tone="err", permission="standards.keep"),
        Move("award", "公示期满，公布", "publicity", "awarded", guard=shown_long_enough, apart_from=("submit",), permission="standards.keep"),
        Move("objected", "有异议，重新复核", "publicity", "review", reason="什么异议", permission="standards.keep"),
        Move("accept", "接受", "told", "refused"),
        Move("appeal", "申诉", "told", "appealed", reason="申诉的理由", evidence=("proof",), guard=still_time),
        Move("uphold", "维持原来的结果", "appealed", "refused", reason="理由", apart_from=("refuse", "appeal"), permission="standards.keep"),
        Move("granted", "申诉成立，重新复核", "appealed", "review", reason="理由", apart_from=("refuse", "appeal"), permission="standards.keep"),
    ),
    evidence=(Evidence("proof", "补充材料", "条目里没有地方放的，放在这里"), Evidence("scene", "现场照片", "核查时拍的")),
)  # fmt: skip

LOSS = process(
    key="loss",
    label="取消评定结果",
    letters="QX",
    reads="standards.read",
    stages=(
        Stage("told", "可以申诉", owner=OWN, limit=ByParameter("standards.appeal"), verb="申诉或接受", hint="不同意取消的，在期限以内写明理由申诉，由另一个人复核。"),
        Stage("appealed", "申诉复核", owner="county_clerk", at="above", limit=CHECK, verb="复核", hint="成立的，从取消那天起恢复，当中的日子也算。"),
        Stage("restored", "已恢复", end=CLEARED),
        Stage("stands", "维持取消", end=REFUSED),
    ),
    moves=(
        Move("accept", "接受", "told", "stands"),
        Move("appeal", "申诉", "told", "appealed", reason="申诉的理由", evidence=("proof",), guard=still_time),
        Move("uphold", "维持取消", "appealed", "stands", reason="理由", apart_from=("open", "appeal"), permission="standards.keep"),
        Move("granted", "申诉成立，恢复", "appealed", "restored", reason="理由", apart_from=("open", "appeal"), permission="standards.keep"),
    ),
    evidence=(Evidence("proof", "申诉材料", "能说明取消得不对的"),),
)  # fmt: skip
