"""摸排对象台账, and the lists of others with a mapping of their own for each kind."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet

from gonghui.kernel.database.finding import found_by
from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.register.definition import Column, Filter, by_field, by_unit, register
from gonghui.kernel.register.kinds import CREDIT_CODE, DATE, INTEGER, MOBILE, NAME, RESIDENT_ID, TEXT, choice
from gonghui.kernel.secrets.masking import mask_document, mask_phone
from gonghui.registers.members.rules import GROUPS
from gonghui.work.survey import rules, selectors
from gonghui.work.survey.actions import take_courier, take_listed
from gonghui.work.survey.models import Listed, Subject, Worker

AREAS = ("federation", "town", "zone")
GROUP = "摸排"


def _tone(value: Any) -> str:
    return {"met": "ok", "closed": "mute", "moved": "mute"}.get(str(value), "warn")


def _differs(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.exclude(contested=[]) if value == "yes" else rows.filter(contested=[])


def _on_register(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(employer=None) if value == "no" else rows.exclude(employer=None)


SUBJECTS = register(
    key="subjects",
    label="摸排对象",
    label_one="摸排对象",
    model=Subject,
    group=GROUP,
    columns=(
        Column("name", "名称", listed=True, asked=False, sort="name"),
        Column("kind", "种类", choices=tuple(rules.KINDS), listed=True, asked=False),
        Column("unit.name", "所在地", at="place_name", asked=False, listed=True),
        Column("grid.name", "网格", at="grid_name", asked=False, listed=True),
        Column("line.name", "条线", at="line_name", asked=False),
        Column("workers", "人数", INTEGER, asked=False, listed=True, sort="workers"),
        Column("state", "现在怎样", choices=tuple(rules.STATES), tone=_tone, asked=False, listed=True),
        Column("seen_on", "最近走访", DATE, asked=False, listed=True, sort="seen_on"),
        Column("credit_code", "统一社会信用代码", asked=False),
        Column("since", "列入日期", DATE, asked=False),
    ),
    rows=selectors.whole,
    bare=selectors.subjects,
    search=selectors.search,
    search_hint="名称、拼音首字母或信用代码",
    filters=(
        by_unit("town", "乡镇街道", "town"),
        by_unit("grid", "网格", "grid", "area", tree="grid"),
        by_unit("line", "条线", "line", tree="industry"),
        by_field("kind", "种类", tuple(rules.KINDS)),
        by_field("state", "现在怎样", tuple(rules.STATES[1:])),
        Filter("differs", "两次不一样", _differs, (("yes", "有不一样的"), ("no", "没有"))),
        Filter("registered", "台账", _on_register, (("yes", "台账上有"), ("no", "台账上没有"))),
    ),
    order=("path", "name", "pk"),
    counter="家",
    page="survey-subject",
)  # fmt: skip

WHERE = (
    Column("town.name", "所在地", at="place_name", also=("乡镇", "乡镇街道", "所在乡镇", "所属辖区", "镇街"), units=AREAS, listed=True),
    Column("grid.name", "网格", at="grid_name", also=("网格（片区）", "片区", "所属网格"), units=("grid", "area"), listed=True),
)  # fmt: skip
HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {  # what each kind of list calls its columns
    "market": {
        "name": ("企业名称", "市场主体名称", "经营主体名称", "字号名称", "主体名称"), "credit_code": ("统一代码", "注册号", "统一社会信用代码/注册号"),
        "address": ("住所", "经营场所", "住所（经营场所）", "注册地址"), "contact": ("法定代表人", "经营者", "负责人", "投资人"),
        "workers": ("从业人数", "从业人员数"), "registered_on": ("成立日期", "注册日期", "核准日期"),
    },
    "tax": {
        "name": ("纳税人名称", "缴费单位名称", "参保单位名称", "单位名称"), "credit_code": ("纳税人识别号", "社会信用代码", "税号"),
        "address": ("生产经营地址", "注册地址", "单位地址"), "contact": ("法定代表人姓名", "法人", "办税人"),
        "workers": ("参保人数", "缴费人数", "申报人数", "职工人数"), "registered_on": ("税务登记日期", "参保日期", "登记日期"),
    },
    "park": {
        "name": ("入驻企业", "企业名称", "入驻单位", "商户名称"), "credit_code": ("信用代码", "营业执照号"),
        "address": ("楼栋房号", "门牌号", "位置", "楼层房号"), "contact": ("负责人", "联系人", "法人"),
        "workers": ("员工数", "用工人数", "在岗人数"), "registered_on": ("入驻日期", "入驻时间", "签约日期"),
    },
}  # fmt: skip


def _columns(source: str) -> tuple[Column, ...]:
    also = HEADINGS[source]
    return (
        Column("name", "名称", TEXT, also=also["name"], longest=120, listed=True, required=True, sort="name"),
        *WHERE,
        Column("workers", "人数", INTEGER, also=also["workers"], listed=True, sort="workers"),
        Column("credit_code", "统一社会信用代码", CREDIT_CODE, also=also["credit_code"], listed=True),
        Column("address", "地址", TEXT, also=also["address"], wide=True),
        Column("contact", "负责人", TEXT, also=also["contact"], longest=60),
        Column("registered_on", "成立或入驻日期", DATE, also=also["registered_on"]),
        Column("listed_on", "列入日期", DATE, asked=False, listed=True),
    )


def _by_name(rows: QuerySet[Any], q: str) -> QuerySet[Any]:
    return rows.filter(subject_id__in=found_by("survey_find", query_tokens(q), q.strip().upper()))


for _source, _label in rules.LISTS[:3]:
    register(
        key=f"list_{_source}",
        label=_label,
        label_one="名单条目",
        model=Listed,
        group=GROUP,
        columns=_columns(_source),
        rows=partial(selectors.listed_whole, source=_source),
        bare=partial(selectors.listed, source=_source),
        search=_by_name,
        search_hint="名称、拼音首字母或信用代码",
        filters=(by_unit("town", "乡镇街道", "town", column="subject__path"),),
        order=("subject__path", "name", "pk"),
        save=take_listed(_source),
        unit_kinds=AREAS,
        hint="名单上的每一家都会列为摸排对象；台账上已经有的，认到台账上那一家。",
    )

COURIERS = register(
    key="list_couriers",
    label="平台骑手名单",
    label_one="名单条目",
    model=Worker,
    group=GROUP,
    columns=(
        Column("name", "姓名", NAME, also=("骑手姓名", "快递员姓名", "配送员"), longest=60, listed=True, required=True, sort="name"),
        Column("platform", "平台", TEXT, also=("平台名称", "公司", "所属平台", "品牌"), longest=60, listed=True),
        Column("station", "站点", TEXT, at="subject.name", also=("站点名称", "配送站", "网点", "所属站点"), longest=60, listed=True),
        *WHERE,
        Column("group", "哪一类", choice(GROUPS), choices=tuple(GROUPS), also=("岗位", "工种", "类别"), listed=True),
        Column("mobile", "手机", MOBILE, also=("手机号", "联系电话", "手机号码"), mask=mask_phone),
        Column("id_number", "身份证号", RESIDENT_ID, also=("身份证号码", "证件号码"), mask=mask_document),
        Column("seen_on", "列入日期", DATE, asked=False),
    ),
    rows=selectors.couriers_whole,
    bare=selectors.couriers,
    search=_by_name,
    search_hint="站点名称",
    filters=(by_unit("town", "乡镇街道", "town", column="subject__path"),),
    order=("subject__path", "name", "pk"),
    save=take_courier,
    unit_kinds=AREAS,
    counter="人",
    hint="每个站点列为一个摸排对象（职工群体）；人名只给管这里的人看，手机和证件号码加密保存。",
)  # fmt: skip
