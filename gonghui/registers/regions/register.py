"""行政区划: read only, the same for everybody."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column, by_field, register
from gonghui.registers.regions.models import Region

LEVELS = (("1", "省级"), ("2", "市级"), ("3", "县级"), ("4", "乡镇级"))


def regions(actor: Actor) -> QuerySet[Region]:
    return Region.objects.select_related("parent")


def search(rows: QuerySet[Any], q: str) -> QuerySet[Any]:
    return rows.filter(code__startswith=q) if q.isdigit() else rows.filter(name__contains=q)


REGIONS = register(
    key="regions",
    label="行政区划",
    label_one="区划",
    model=Region,
    columns=(
        Column("name", "名称", listed=True),
        Column("code", "代码", listed=True, sort="code"),
        Column("level", "层级", choices=LEVELS, listed=True),
        Column("parent.name", "上级", listed=True),
    ),
    rows=regions,
    search=search,
    search_hint="名称或代码",
    filters=(by_field("level", "层级", LEVELS),),
    order=("code",),
    counter="个",
    group="基础资料",
)
