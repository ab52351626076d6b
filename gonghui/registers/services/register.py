"""服务菜单: what the unions offer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gonghui.kernel import clock
from gonghui.kernel.register.definition import Column, Filter, by_field, by_unit, register
from gonghui.kernel.register.kinds import DATE, INTEGER, LINES, TEXT, choice
from gonghui.registers.services import rules
from gonghui.registers.services.actions import save
from gonghui.registers.services.models import Service
from gonghui.registers.services.selectors import search, services

UNION_KINDS = (
    *("federation", "town", "town_federation", "town_committee", "zone", "village", "area_federation"),
    *("industry_federation", "single", "joint", "flexible"),
)


def _offered(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    today = clock.today()
    now = rows.filter(since__lte=today, until__gte=today)
    known = {
        "now": now,
        "soon": rows.filter(since__gt=today),
        "over": rows.filter(until__lt=today),
    }
    return known.get(value, rows.none())


SERVICES = register(
    key="services",
    label="服务菜单",
    label_one="服务项目",
    model=Service,
    columns=(
        Column("title", "服务", TEXT, also=("服务名称", "服务项目", "项目名称"), listed=True, required=True, longest=60, sort="title", example="免费理发"),
        Column("need", "哪类需要", choice(rules.NEEDS), choices=rules.NEEDS, also=("类别", "服务类别"), listed=True, required=True),
        Column("told", "服务内容", LINES, also=("内容", "服务说明"), required=True, longest=300, wide=True, hint="会员在手机上看到的话：做什么、要带什么"),
        Column("unit.name", "提供的工会", also=("工会", "工会名称"), units=UNION_KINDS, listed=True, hint="不填就是上面选的那个单位"),
        Column("open_to", "面向谁", choice(rules.OPEN_TO, 会员职工="members", 全体职工="all"), choices=rules.OPEN_TO, also=("服务对象",), listed=True, required=True),
        Column("since", "从哪天起", DATE, also=("开始日期", "上架日期"), listed=True, required=True, sort="since"),
        Column("until", "到哪天止", DATE, also=("结束日期", "下架日期"), listed=True, required=True, sort="until", hint="过了这天自动从菜单上拿掉"),
        Column("places", "名额", INTEGER, also=("名额数", "限额"), listed=True, hint="不限的不填；网上预约满了自动停"),
        Column("place", "在哪里", TEXT, also=("地点", "服务地点"), section="怎么享受", longest=120),
        Column("hours", "什么时候", TEXT, also=("时间", "服务时间"), section="怎么享受", longest=60, example="每周三下午 2 点到 5 点"),
        Column("fee", "收费", TEXT, also=("价格",), section="怎么享受", longest=60, hint="不收费的不填"),
        Column("supplier", "谁来服务", TEXT, also=("供给方", "服务单位", "承接单位"), section="怎么享受", longest=60),
        Column("phone", "咨询电话", TEXT, also=("电话", "联系电话"), section="怎么享受", longest=30),
    ),
    rows=services,
    title="title",
    search=search,
    search_hint="服务名称或拼音",
    filters=(
        Filter("offered", "现在", _offered, tuple(rules.STATES)),
        by_field("need", "哪类需要", tuple(rules.NEEDS)),
        by_unit("town", "乡镇街道", "town"),
    ),
    order=("path", "-since", "pk"),
    save=save,
    unit_kinds=UNION_KINDS,
    counter="项",
)  # fmt: skip
