"""What the ledger of meetings answers for (domain.md §10.2: a congress is in force for twelve months)."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import F, Q

from gonghui.kernel.indicators.definition import AfterMonths, Measure, NextYear, Source, indicator
from gonghui.registers.meetings.models import Meeting
from gonghui.registers.meetings.rules import MEETINGS
from gonghui.registers.unions.indicators import BASES

WATCHES = ("meetings_meeting.unit_id", "unions_union.unit_id")
OF_BASE = Q(unit__union__level="base")


def told(row: Meeting) -> str:
    return f"{row.held_on} {row.title}"


HELD = Source(
    "meetings",
    Meeting,
    "十二个月以内的会议",
    "held_on",
    AfterMonths(F("held_on"), 12),
    OF_BASE,
    watches=WATCHES,
    told=told,
    permission="meetings.read",
)
YEAR = Source(
    "meetings.year",
    Meeting,
    "本年的会议与活动",
    "held_on",
    NextYear(F("held_on")),
    watches=WATCHES,
    told=told,
    permission="meetings.read",
)
EVER = replace(YEAR, key="meetings.ever", label="会议与活动", until=None)
RULE = "十二个月以内开过的，算制度在运行"

indicator(
    "meetings.assembly_rate",
    "会员（代表）大会召开率",
    "%",
    Measure("meetings.assembly", HELD, Q(kind="congress"), once=True),
    "十二个月以内开过会员大会或会员代表大会的基层工会，占基层工会",
    RULE,
    denominator=BASES,
    words=("会员大会召开率",),
)
indicator(
    "meetings.workers_rate",
    "职代会建制率",
    "%",
    Measure("meetings.workers", HELD, Q(kind="workers"), once=True),
    "十二个月以内开过职工（代表）大会的基层工会，占基层工会",
    RULE,
    denominator=BASES,
    words=("职代会建制率", "职代会建制"),
)
indicator(
    "meetings.any_rate",
    "开展活动的基层工会占比",
    "%",
    Measure("meetings.any", HELD, once=True),
    "十二个月以内登记过会议或活动的基层工会，占基层工会",
    RULE,
    denominator=BASES,
)
indicator(
    "meetings.meetings",
    "本年会议",
    "次",
    Measure("meetings.meetings", YEAR, Q(kind__in=MEETINGS)),
    "当年开的各种会议",
    RULE,
    words=("召开会议",),
)
indicator(
    "meetings.activities",
    "本年活动",
    "场",
    Measure("meetings.activities", YEAR, ~Q(kind__in=MEETINGS)),
    "当年的培训、文体、慰问和其他活动",
    RULE,
    words=("开展活动", "举办活动"),
)
indicator(
    "meetings.attended",
    "本年参加人次",
    "人次",
    Measure("meetings.attended", YEAR, amount="attended"),
    "当年会议和活动的到场人次，没有登记人数的不算",
    RULE,
    words=("参加活动",),
)
for _key, _label, _unit, _where, _amount in (
    ("meetings", "会议（累计）", "次", Q(kind__in=MEETINGS), None),
    ("activities", "活动（累计）", "场", ~Q(kind__in=MEETINGS), None),
    ("attended", "参加人次（累计）", "人次", Q(), "attended"),
):
    _measure = Measure(f"meetings.flow_{_key}", EVER, _where, amount=_amount)
    indicator(f"meetings.flow_{_key}", _label, _unit, _measure, "到当日为止登记的会议和活动", RULE, flow=True)
