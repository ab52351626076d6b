"""What the register of members answers for (domain.md §2.3, §2.4, §10.2). Both rates of membership are named apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Least
from django.urls import reverse

from gonghui.kernel.indicators.definition import AfterMonths, Measure, NextYear, Source, indicator
from gonghui.registers.employers.indicators import MIGRANTS as MIGRANT_WORKERS
from gonghui.registers.employers.indicators import WORKERS, WORKERS_IN_UNION
from gonghui.registers.employers.rules import SOCIAL_CLASSES
from gonghui.registers.members.models import Membership, MembershipEvent
from gonghui.registers.members.rules import GROUPS

WATCHES = ("members_membership.unit_id", "members_person.unit_id")
REGISTRY = "全国工会基层组织建设实名制管理"
YEARBOOK = "工会统计年鉴指标"
NEF = ["truck", "ride", "courier", "rider"]  # 新就业形态劳动者


def page(row: Any) -> str:
    return reverse("member", args=[row.person_id])


def named(row: Any) -> str:
    """The surname alone: who may see more opens the file."""
    return f"{row.person.name[:1]}{'*' * max(1, len(row.person.name) - 1)}"


def _source(key: str, label: str, since: Any, until: Any, where: Q | None = None) -> Source:
    return Source(
        key,
        Membership,
        label,
        since,
        until,
        where or Q(),
        watches=WATCHES,
        related=("person",),
        told=named,
        url=page,
        permission="members.read",
    )


MEMBERS = _source("members", "会员", "since", "until")
THIS_YEAR = _source("members.new", "本年入会的会员", "since", Least(NextYear(F("since")), F("until")))
LATELY = _source(
    "members.lately", "近三年入会的会员", "since", Least(AfterMonths(F("since"), 36), F("until"))
)
LEFT = Source(
    "members.left", MembershipEvent, "本年离开的会员", "on", NextYear(F("on")), Q(change__in=["4", "5", "6"]),
    watches=("members_membershipevent.unit_id",), related=("membership__person",),
    told=lambda row: f"{named(row.membership)} {row.get_change_display()}", url=lambda row: page(row.membership), permission="members.read",
)  # fmt: skip
JOINED = _source("members.joined", "入会的会员", "since", None)
GONE = replace(LEFT, key="members.gone", label="离开的会员", until=None)
MIGRANT = Q(person__is_migrant=True)

ALL = Measure("members.all", MEMBERS)
WOMEN = Measure("members.women", MEMBERS, Q(person__sex="2"))
OURS = Measure("members.migrants", MEMBERS, MIGRANT)

indicator(
    "members.count", "会员人数", "人", ALL, "当日会籍有效的会员，保留会籍的也算；一个人只算一次", YEARBOOK,
    words=("工会会员总数", "会员总数", "会员人数", "工会会员", "会员"), parts=("members.men", "members.women", "members.unsaid"),
)  # fmt: skip
indicator("members.women", "女会员人数", "人", WOMEN, "证件上性别是女的会员", YEARBOOK, words=("女会员",))
indicator(
    "members.men",
    "男会员人数",
    "人",
    Measure("members.men", MEMBERS, Q(person__sex="1")),
    "证件上性别是男的会员",
    YEARBOOK,
    words=("男会员",),
)
indicator(
    "members.unsaid",
    "性别未说明的会员",
    "人",
    Measure("members.unsaid", MEMBERS, ~Q(person__sex__in=["1", "2"])),
    "没有登记性别的会员",
    YEARBOOK,
)
indicator(
    "members.women_rate",
    "女会员占比",
    "%",
    WOMEN,
    "女会员，占会员",
    YEARBOOK,
    denominator=ALL,
    words=("女会员占比",),
)
indicator(
    "members.rate_union", "入会率（已建会单位）", "%", ALL, "会员，占已建会单位的职工；和“全部职工”口径的入会率不是同一个数", REGISTRY,
    denominator=WORKERS_IN_UNION, words=("入会率", "已建会单位入会率"),
)  # fmt: skip
indicator(
    "members.rate_all", "入会率（全部职工）", "%", ALL, "会员，占登记在册全部用人单位的职工，没建会的也在分母里", REGISTRY,
    denominator=WORKERS, words=("全部职工入会率",),
)  # fmt: skip
indicator(
    "members.migrants",
    "农民工会员人数",
    "人",
    OURS,
    "登记为农民工的会员",
    REGISTRY,
    words=("农民工会员", "农民工入会"),
)
indicator(
    "members.migrant_rate",
    "农民工入会率",
    "%",
    OURS,
    "农民工会员，占登记在册用人单位的农民工",
    REGISTRY,
    denominator=MIGRANT_WORKERS,
    words=("农民工入会率",),
)
indicator(
    "members.nef", "新就业形态会员人数", "人", Measure("members.nef", MEMBERS, Q(person__groups__overlap=NEF)),
    "货车司机、网约车司机、快递员、网约送餐员会员；一个人属于几类的只算一次", REGISTRY, words=("新就业形态劳动者", "新就业形态会员"),
)  # fmt: skip
for _code, _label in GROUPS:
    indicator(
        f"members.group_{_code}", f"会员：{_label}", "人", Measure(f"members.group_{_code}", MEMBERS, Q(person__groups__contains=[_code])),
        f"登记为{_label}的会员", REGISTRY, words=(f"{_label}会员",),
    )  # fmt: skip
for _code, _label in SOCIAL_CLASSES:
    indicator(
        f"members.social_{_code}", f"会员：{_label}职工", "人", Measure(f"members.social_{_code}", MEMBERS, Q(employer__social_class=_code)),
        f"工作单位登记为{_label}的会员", REGISTRY, words=(f"{_label}工会会员",),
    )  # fmt: skip
indicator(
    "members.retained",
    "保留会籍人数",
    "人",
    Measure("members.retained", MEMBERS, Q(is_retained=True)),
    "保留会籍的会员，不交会费、没有选举权",
    REGISTRY,
    words=("保留会籍",),
)
indicator(
    "members.verified", "实名录入率", "%", Measure("members.verified", MEMBERS, Q(person__id_type="1")), "按居民身份证登记的会员，占会员", REGISTRY,
    denominator=ALL, words=("实名录入率", "实名率"),
)  # fmt: skip
indicator(
    "members.new",
    "本年入会人数",
    "人",
    Measure("members.new", THIS_YEAR),
    "入会日期在当年、会籍还有效的会员",
    REGISTRY,
    words=("今年新入会", "本年新发展会员"),
)
indicator(
    "members.new_nef",
    "本年新就业形态入会人数",
    "人",
    Measure("members.new_nef", THIS_YEAR, Q(person__groups__overlap=NEF)),
    "当年入会的新就业形态劳动者",
    REGISTRY,
    words=("新就业形态新入会",),
)
indicator(
    "members.lately",
    "近三年入会人数",
    "人",
    Measure("members.lately", LATELY),
    "入会日期在当日以前 36 个月以内的会员",
    REGISTRY,
    words=("新发展工会会员", "新发展会员"),
)
indicator(
    "members.lately_migrants", "近三年入会的农民工", "人", Measure("members.lately_migrants", LATELY, MIGRANT), "近三年入会的会员中的农民工", REGISTRY,
    words=("新发展农民工会员", "其中农民工会员"),
)  # fmt: skip
indicator(
    "members.left",
    "本年离开人数",
    "人",
    Measure("members.left", LEFT),
    "当年转出、退会、除名的人次",
    REGISTRY,
    words=("退会转出",),
)
for _key, _label, _of, _where, _meaning in (
    ("joined", "入会人次（累计）", JOINED, Q(), "入会日期到当日为止的会籍，后来离开的也算"),
    ("joined_nef", "新就业形态入会人次（累计）", JOINED, Q(person__groups__overlap=NEF), "入会的会员中的新就业形态劳动者，后来离开的也算"),
    ("gone", "离开人次（累计）", GONE, Q(), "到当日为止转出、退会、除名的人次"),
):  # fmt: skip
    _measure = Measure(f"members.flow_{_key}", _of, _where)
    indicator(f"members.flow_{_key}", _label, "人次", _measure, _meaning, REGISTRY, flow=True)
