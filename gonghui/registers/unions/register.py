"""工会组织台账."""

from __future__ import annotations

from gonghui.kernel.register.definition import Column, by_field, by_unit, register
from gonghui.kernel.register.kinds import CREDIT_CODE, DATE, INTEGER, TEXT, YES, choice
from gonghui.registers.unions import rules
from gonghui.registers.unions.actions import save
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.selectors import search, unions

ABOVE = (
    *("federation", "town", "town_federation", "town_committee", "zone", "village", "area_federation"),
    *("industry_federation", "single", "joint"),
)

UNIONS = register(
    key="unions",
    label="工会组织",
    label_one="工会",
    model=Union,
    columns=(
        Column("name", "工会名称", TEXT, also=("名称", "工会全称"), listed=True, required=True, sort="name"),
        Column("kind", "类型", choice(rules.KINDS, 独立="single", 独立建会="single", 联合="joint", 联合工会="joint"), choices=rules.KINDS, also=("工会类型", "基层工会类型"), listed=True, required=True),
        Column("above.name", "上级工会", also=("上级", "隶属工会"), units=ABOVE),
        Column("status", "状态", choice(rules.STATES), choices=rules.STATES, listed=True, tone=rules.state_tone, asked=False),
        Column("workers", "职工人数", INTEGER, also=("职工数", "员工人数"), listed=True, sort="workers"),
        Column("founded_on", "建会日期", DATE, also=("建会时间", "成立日期", "成立时间"), listed=True, sort="founded_on"),
        Column("term_until", "本届届满", DATE, also=("换届日期", "届满日期", "任期届满"), section="届期", listed=True, sort="term_until"),
        Column("term_since", "本届起", DATE, also=("本届成立日期",), section="届期"),
        Column("approval_number", "批复文号", TEXT, also=("文号",), section="届期"),
        Column("credit_code", "统一社会信用代码", CREDIT_CODE, also=("信用代码", "工会代码", "工会组织代码"), section="法人登记"),
        Column("certificate_until", "法人证书有效期至", DATE, also=("证书有效期", "法人证书到期"), section="法人登记"),
        Column("is_dual", "兼有地方和基层双重职责", YES, section="法人登记"),
        Column("address", "办公地址", TEXT, also=("地址",), section="联系", wide=True),
        Column("office_phone", "办公电话", TEXT, also=("电话", "联系电话"), section="联系"),
    ),
    rows=unions,
    search=search,
    search_hint="名称、拼音首字母或信用代码",
    filters=(
        by_unit("town", "乡镇街道", "town"),
        by_field("kind", "类型", tuple(rules.KINDS)),
        by_field("status", "状态", tuple(rules.STATES)),
    ),
    order=("path", "pk"),
    save=save,
    unit_kinds=("federation", "town", "zone", "industry_federation"),
    counter="家",
    page="union",
)  # fmt: skip
