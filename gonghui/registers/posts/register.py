"""工会干部台账."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gonghui.kernel import clock
from gonghui.kernel.register.definition import Column, Filter, by_field, by_unit, register
from gonghui.kernel.register.kinds import DATE, INTEGER, MOBILE, NAME, TEXT, choice
from gonghui.kernel.secrets.masking import mask_phone
from gonghui.registers.posts import rules
from gonghui.registers.posts.actions import save
from gonghui.registers.posts.models import Cadre
from gonghui.registers.posts.selectors import cadres, in_post, search

UNION_KINDS = (
    *("federation", "town", "town_federation", "town_committee", "zone", "village", "area_federation"),
    *("industry_federation", "single", "joint", "flexible", "branch", "group"),
)


def _serving(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    now = in_post(rows, clock.today())
    return now if value == "now" else rows.exclude(pk__in=now.values("pk"))


CADRES = register(
    key="cadres",
    label="工会干部",
    label_one="工会干部",
    model=Cadre,
    columns=(
        Column("name", "姓名", NAME, also=("干部姓名",), listed=True, required=True, sort="name"),
        Column("post", "职务", choice(rules.POSTS, 工会主席="chair", 副主席="vice_chair", 干事="clerk", 联络员="liaison"), choices=rules.POSTS, also=("工会职务", "岗位"), listed=True, required=True),
        Column("form", "专兼挂", choice(rules.FORMS), choices=rules.FORMS, also=("专兼职", "类别", "任职形式"), listed=True, required=True),
        Column("unit.name", "所在工会", also=("工会", "工会名称", "所属工会"), units=UNION_KINDS, listed=True, hint="不填就是上面选的那个单位"),
        Column("since", "任职起", DATE, also=("任职时间", "任职日期", "到任日期"), listed=True, sort="since"),
        Column("until", "任职止", DATE, also=("离任日期",)),
        Column("document_number", "任职文号", TEXT, also=("文号", "任命文号")),
        Column("rank", "职级", TEXT, section="个人情况"),
        Column("sex", "性别", choice((("1", "男"), ("2", "女"))), choices=(("1", "男"), ("2", "女")), section="个人情况"),
        Column("birth_year", "出生年份", INTEGER, section="个人情况"),
        Column("education", "学历", choice(rules.EDUCATION, 本科="20", 大专="30", 专科="30", 硕士="10"), choices=rules.EDUCATION, also=("文化程度",), section="个人情况"),
        Column("mobile", "手机", MOBILE, also=("手机号", "手机号码", "联系电话", "电话"), mask=mask_phone, section="个人情况", listed=True),
        Column("training_hours", "本年培训学时", INTEGER, also=("培训学时",), section="个人情况"),
    ),
    rows=cadres,
    search=search,
    search_hint="姓名或拼音",
    filters=(
        by_unit("town", "乡镇街道", "town"),
        by_field("post", "职务", tuple(rules.POSTS)),
        by_field("form", "专兼挂", tuple(rules.FORMS)),
        Filter("serving", "在任", _serving, (("now", "在任"), ("past", "已离任"))),
    ),
    order=("path", "post", "pk"),
    save=save,
    unit_kinds=UNION_KINDS,
    counter="人",
)  # fmt: skip
