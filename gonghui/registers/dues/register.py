"""会费与经费台账."""

from __future__ import annotations

from gonghui.kernel.register.definition import Column, by_field, by_unit, register
from gonghui.kernel.register.kinds import DATE, MONEY, TEXT, choice
from gonghui.registers.dues import rules
from gonghui.registers.dues.actions import save
from gonghui.registers.dues.models import Receipt
from gonghui.registers.dues.selectors import receipts, search

UNION_KINDS = (
    *("federation", "town", "town_federation", "town_committee", "zone", "village", "area_federation"),
    *("industry_federation", "single", "joint", "flexible"),
)

DUES = register(
    key="dues",
    label="会费与经费",
    label_one="收款",
    model=Receipt,
    columns=(
        Column("period", "所属期", TEXT, also=("期间", "月份", "季度"), listed=True, required=True, longest=40, example="2026 年第 3 季度"),
        Column("kind", "款项", choice(rules.KINDS, 工会经费="levy", 经费="levy", 补助="grant"), choices=rules.KINDS, also=("类别", "款项类别", "收入类别"), listed=True, required=True),
        Column("amount", "金额（元）", MONEY, also=("金额", "实收金额", "缴纳金额"), listed=True, required=True, sort="amount"),
        Column("paid_on", "到账日期", DATE, also=("日期", "缴纳日期", "收款日期"), listed=True, required=True, sort="paid_on"),
        Column("unit.name", "哪个工会", also=("工会", "工会名称"), units=UNION_KINDS, listed=True, hint="不填就是上面选的那个单位"),
        Column("voucher", "凭证号", TEXT, also=("票据号", "收据号"), longest=40),
    ),
    rows=receipts,
    title="period",
    search=search,
    search_hint="所属期，例如“2026 年第 3 季度”",
    filters=(by_field("kind", "款项", tuple(rules.KINDS)), by_unit("town", "乡镇街道", "town")),
    order=("-paid_on", "path", "pk"),
    save=save,
    unit_kinds=UNION_KINDS,
    counter="笔",
)  # fmt: skip
