"""用人单位台账."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gonghui.kernel.register.definition import Column, Filter, by_field, by_unit, register
from gonghui.kernel.register.kinds import CREDIT_CODE, INTEGER, TEXT, choice
from gonghui.registers.employers import rules
from gonghui.registers.employers.actions import save
from gonghui.registers.employers.models import Employer
from gonghui.registers.employers.selectors import employers, files, search

AREAS = ("federation", "town", "zone")
COVERING = ("single", "joint", "industry_federation", "flexible", "village", "zone")


def _covered(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(covered_by=None) if value == "no" else rows.exclude(covered_by=None)


EMPLOYERS = register(
    key="employers",
    label="用人单位",
    label_one="用人单位",
    model=Employer,
    columns=(
        Column("name", "单位名称", TEXT, also=("名称", "企业名称", "公司名称", "用人单位", "单位全称"), listed=True, required=True, sort="name"),
        Column("unit.name", "所在地", at="place_name", also=("乡镇", "乡镇街道", "所在乡镇", "所属乡镇"), units=AREAS, listed=True, required=False, hint="属于哪个乡镇（街道）"),
        Column("grid.name", "网格", also=("网格（片区）", "片区", "所属网格"), units=("grid", "area"), listed=True),
        Column("line.name", "条线", also=("行业条线", "所属条线", "主管条线"), units=("line",)),
        Column("covered_by.name", "所属工会", also=("工会", "工会名称"), units=COVERING, listed=True),
        Column("workers", "职工人数", INTEGER, also=("职工数", "员工数", "从业人数"), listed=True, sort="workers"),
        Column("migrant_workers", "农民工人数", INTEGER, also=("农民工数", "农民工")),
        Column("credit_code", "统一社会信用代码", CREDIT_CODE, also=("信用代码", "社会信用代码", "税号"), section="登记"),
        Column("nature", "单位性质", choice(rules.NATURES, 国企="110", 民企="170", 私营="170", 民营企业="170", 事业="400", 民办非企业="700", 个体工商户="600"), choices=rules.NATURES, also=("企业性质", "经济类型", "单位类型"), section="登记", listed=True),
        Column("industry", "所属行业", choice(rules.INDUSTRIES, 建筑="E", 餐饮="H", 物流="G", 教育培训="P"), choices=rules.INDUSTRIES, also=("行业",), section="登记"),
        Column("size", "规模", choice(rules.SIZES), choices=rules.SIZES, also=("企业规模",), section="登记"),
        Column("social_class", "社会组织类别", choice(rules.SOCIAL_CLASSES), choices=rules.SOCIAL_CLASSES, section="登记"),
        Column("address", "地址", TEXT, also=("单位地址", "经营地址", "注册地址"), section="登记", wide=True),
    ),
    rows=employers,
    bare=files,
    search=search,
    search_hint="名称、拼音首字母或信用代码",
    filters=(
        by_unit("town", "乡镇街道", "town"),
        by_unit("grid", "网格", "grid", "area", tree="grid"),
        by_unit("line", "条线", "line", tree="industry"),
        Filter("covered", "建会", _covered, (("yes", "已纳入工会"), ("no", "还没有工会"))),
        by_field("nature", "单位性质", tuple(rules.NATURES)),
        by_field("social_class", "社会组织", tuple(rules.SOCIAL_CLASSES)),
    ),
    order=("path", "name", "pk"),
    save=save,
    unit_kinds=AREAS,
    counter="家",
    page="employer",
)  # fmt: skip
