"""会员名册: what the ledger shows, asks, and accepts from a roster."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db.models import Exists, OuterRef, QuerySet

from gonghui.kernel.identifiers import documents
from gonghui.kernel.register.definition import Between, Column, Filter, by_field, by_unit, register
from gonghui.kernel.register.kinds import (
    DATE,
    MOBILE,
    NAME,
    RESIDENT_ID,
    TEXT,
    YEAR,
    YES,
    choice,
    document,
    several,
)
from gonghui.kernel.secrets.masking import mask_all, mask_document, mask_phone, mask_place
from gonghui.registers.members import rules
from gonghui.registers.members.actions import MemberTaker, save
from gonghui.registers.members.models import Membership, Person
from gonghui.registers.members.selectors import files, people, search
from gonghui.registers.unions.rules import MEMBER_KINDS

UNION_KINDS = tuple(sorted(MEMBER_KINDS))


def mask_birth(day: str) -> str:
    """The year is known to whoever sees the list."""
    return day[:4] + "-**-**" if day else ""


def _standing(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    open_ = Exists(Membership.objects.filter(person=OuterRef("pk"), until=None))
    return rows.filter(~open_ if value == "ended" else open_)


TELLING = pl.format("{}:{}", pl.col("id_type").replace("", "1"), "id_number").str.contains(documents.TELLING)
UNTOLD = (pl.col("id_number") != "") & ~TELLING  # nothing to read a date of birth and a sex off
BETWEEN = (
    Between("birth_date", "这种证件上看不出出生日期，请填写", UNTOLD & (pl.col("birth_date") == "")),
    Between("sex", "这种证件上看不出性别，请填写", UNTOLD & (pl.col("sex") == "")),
)
DOCUMENTS = {code: document(code) for code, _ in rules.ID_TYPES if code != "1"}

COLUMNS = (
    Column(
        "name", "姓名", NAME, longest=60, also=("会员姓名", "职工姓名", "员工姓名", "名字"), listed=True, required=True, sort="name"
    ),
    Column(
        "id_type", "证件类型",
        choice(rules.ID_TYPES, 身份证="1", 二代身份证="1", 军人证="3", 士官证="3", 回乡证="4", 港澳通行证="4", 港澳居民通行证="4",
               台胞证="5", 台湾通行证="5", 台湾居民通行证="5", 外国人永久居留证="6", 外国人居留证="6", 居住证="7", 其他="9"),
        choices=rules.ID_TYPES, also=("证件类别", "证件种类", "证件名称", "有效证件类别"), hint="不填就是居民身份证",
    ),
    Column(
        "id_number", "证件号码", RESIDENT_ID, listed=True, required=True, distinct=True, mask=mask_document, varies=("id_type", DOCUMENTS),
        also=("身份证号", "身份证号码", "公民身份号码", "身份证", "证件号", "居民身份证号码", "有效证件号码"),
    ),
    Column("sex", "性别", choice(rules.SEXES[1:3]), choices=rules.SEXES, listed=True, hint="身份证号码里有，不用填"),
    Column("birth_date", "出生日期", DATE, mask=mask_birth, also=("出生年月", "生日", "出生年月日"), hint="身份证号码里有，不用填"),
    Column("birth_year", "出生年份", asked=False),
    Column("mobile", "手机", MOBILE, listed=True, mask=mask_phone, also=("手机号", "手机号码", "移动电话", "联系电话", "联系方式", "电话")),
    Column(
        "unit.name", "所属工会", listed=True, also=("工会名称", "所在工会", "基层工会"), units=UNION_KINDS,
        section="会籍", hint="不填就是上面选的那个单位", required=False,
    ),
    Column("workplace", "工作单位", TEXT, longest=120, also=("单位", "单位名称", "所在单位", "用人单位", "就业单位"), section="会籍", listed=True),
    Column("since", "入会日期", DATE, also=("入会时间", "加入工会时间", "入会年月"), section="会籍", listed=True),
    Column("number", "会员号", TEXT, longest=30, also=("会员证号", "会员编号"), section="会籍"),
    Column(
        "employment", "就业状况", choice(rules.EMPLOYMENT, 在职="1", 在编="1", 下岗="2", 待岗="2", 退养="7", 内退="7"),
        choices=rules.EMPLOYMENT, also=("用工状况", "在岗情况"), section="会籍",
    ),
    Column("job", "工种", TEXT, longest=60, also=("岗位", "职务", "工作岗位"), section="会籍"),
    Column("is_migrant", "是否农民工", YES, also=("农民工", "是否为农民工"), section="身份"),
    Column("groups", "重点群体", several(rules.GROUPS, 外卖员="rider", 外卖骑手="rider", 骑手="rider", 快递小哥="courier", 网约车="ride"),
           choices=rules.GROUPS, also=("群体类别", "会员标签", "八大群体"), section="身份", wide=True),
    Column(
        "ethnicity", "民族", choice(rules.ETHNICITIES, **{name.removesuffix("族"): code for code, name in rules.ETHNICITIES}),
        choices=rules.ETHNICITIES, section="身份",
    ),
    Column(
        "education", "学历",
        choice(rules.EDUCATION, 博士="10", 硕士="10", 硕士研究生="10", 本科="20", 大学="20", 大专="30", 专科="30", 中专="40", 技校="50", 高中="60", 初中="70", 小学="80"),
        choices=rules.EDUCATION, also=("文化程度", "最高学历"), section="身份",
    ),
    Column("political_status", "政治面貌", choice(rules.POLITICAL, 党员="01", 预备党员="02", 团员="03", 共青团="03"), choices=rules.POLITICAL, section="身份"),
    Column("skill_level", "技能等级", choice(rules.SKILLS, 高级="3", 中级="4", 初级="5"), choices=rules.SKILLS, also=("技术等级", "职业资格"), section="身份"),
    Column("hukou", "户籍类型", choice(rules.HUKOU, 农村="1", 农业="1", 城镇="2", 城市="2", 非农="2"), choices=rules.HUKOU, also=("户口性质", "户籍性质"), section="身份"),
    Column("title", "职称", TEXT, longest=40, also=("专业技术职称", "专业技术资格", "专业技术职务"), section="身份"),
    Column("worked_since", "参加工作年份", YEAR, also=("参加工作时间", "参加工作日期", "参加工作年月"), section="身份"),
    Column("native_place", "籍贯", TEXT, longest=60, section="身份"),
    Column("hukou_place", "户籍所在地", TEXT, longest=120, mask=mask_place, also=("户籍地址", "户口所在地", "户籍地"), section="住址与家庭"),
    Column("home_address", "家庭住址", TEXT, longest=120, mask=mask_place, also=("现住址", "住址", "居住地址", "家庭地址", "联系地址"), section="住址与家庭"),
    Column("marital", "婚姻状况", choice(rules.MARITAL, 初婚="20", 再婚="20", 复婚="20", 离异="40"), choices=rules.MARITAL, mask=mask_all,
           also=("婚姻", "婚否"), section="住址与家庭"),
    Column("note", "备注", TEXT, longest=200, mask=mask_all, also=("说明", "备注说明"), section="住址与家庭", wide=True),
)  # fmt: skip

MEMBERS = register(
    key="members",
    label="会员名册",
    label_one="会员",
    model=Person,
    columns=COLUMNS,
    rows=people,
    bare=files,
    search=search,
    between=BETWEEN,
    search_hint="姓名、拼音、证件或手机后四位",
    filters=(
        by_unit("town", "乡镇街道", "town"),
        by_unit("union", "工会", *UNION_KINDS),
        Filter("standing", "会籍", _standing, (("open", "在会"), ("ended", "已转出或退会"))),
        by_field("is_migrant", "农民工", (("True", "是"), ("False", "不是"))),
        by_field("groups", "重点群体", tuple(rules.GROUPS), lookup="groups__contains"),
        by_field("sex", "性别", tuple(rules.SEXES[1:3])),
    ),
    order=("path", "pk"),
    save=save,
    taker=MemberTaker(COLUMNS),
    unit_kinds=UNION_KINDS,
    received="已收下，等核对会籍后列入名册",
    counter="人",
    page="member",
)
