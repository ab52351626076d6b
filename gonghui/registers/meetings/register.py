"""会议与活动台账."""

from __future__ import annotations

from gonghui.kernel.register.definition import Column, by_field, by_unit, register
from gonghui.kernel.register.kinds import DATE, INTEGER, LINES, TEXT, choice
from gonghui.registers.meetings import rules
from gonghui.registers.meetings.actions import save
from gonghui.registers.meetings.models import Meeting
from gonghui.registers.meetings.selectors import meetings, search

UNION_KINDS = (
    *("federation", "town", "town_federation", "town_committee", "zone", "village", "area_federation"),
    *("industry_federation", "single", "joint", "flexible", "branch", "group"),
)

MEETINGS = register(
    key="meetings",
    label="会议与活动",
    label_one="会议或活动",
    model=Meeting,
    columns=(
        Column("title", "会议、活动", TEXT, also=("名称", "会议名称", "活动名称", "主题"), listed=True, required=True, longest=80, example="一届三次委员会会议"),
        Column("kind", "类别", choice(rules.KINDS, 会员大会="congress", 会员代表大会="congress", 职代会="workers", 委员会="committee"), choices=rules.KINDS, also=("会议类别", "活动类别", "类型"), listed=True, required=True),
        Column("held_on", "哪天", DATE, also=("日期", "时间", "召开日期", "活动日期"), listed=True, required=True, sort="held_on"),
        Column("unit.name", "哪个工会", also=("工会", "工会名称", "主办工会"), units=UNION_KINDS, listed=True, hint="不填就是上面选的那个单位"),
        Column("attended", "到了多少人", INTEGER, also=("人数", "参加人数", "到会人数"), listed=True, sort="attended"),
        Column("place", "在哪里", TEXT, also=("地点",), longest=120),
        Column("words", "议了什么、做了什么", LINES, also=("内容", "议题"), longest=500, wide=True),
    ),
    rows=meetings,
    title="title",
    search=search,
    search_hint="会议、活动的名称或拼音",
    filters=(by_field("kind", "类别", tuple(rules.KINDS)), by_unit("town", "乡镇街道", "town")),
    order=("-held_on", "path", "pk"),
    save=save,
    unit_kinds=UNION_KINDS,
    counter="次",
)  # fmt: skip
