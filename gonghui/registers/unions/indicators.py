"""What the register of unions answers for (domain.md §10.1, §10.2)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse

from gonghui.kernel.indicators.definition import AfterDays, AfterMonths, Measure, NextYear, Source, indicator
from gonghui.registers.unions.models import Union

YEARBOOK = "工会统计年鉴指标"
WATCHES = ("unions_union.unit_id", "units_unit.id")
BUILT = ~Q(status="preparing")
BASE = Q(level="base")  # whatever their kind: stand-alone, joint, of an industry, of a village


def page(row: Any) -> str:
    return reverse("union", args=[row.pk])


def _source(key: str, label: str, since: Any, until: Any, where: Q) -> Source:
    return Source(
        key,
        Union,
        label,
        since,
        until,
        BUILT & where,
        watches=WATCHES,
        told=str,
        url=page,
        permission="unions.read",
    )


STANDING = _source("unions", "工会", "founded_on", "unit__closed_on", Q())
NEW = _source("unions.new", "本年新建的工会", "founded_on", Least(NextYear(F("founded_on")), F("unit__closed_on")), Q(founded_on__isnull=False))  # fmt: skip
LATELY = _source("unions.lately", "近三年新建的工会", "founded_on", Least(AfterMonths(F("founded_on"), 36), F("unit__closed_on")), Q(founded_on__isnull=False))  # fmt: skip
IN_TERM = _source(
    "unions.term", "届期内的工会", Greatest(F("term_since"), F("founded_on")), Least(AfterDays(F("term_until")), F("unit__closed_on")),
    Q(term_until__isnull=False),
)  # fmt: skip
OUT_OF_TERM = _source("unions.overdue", "届满未换届的工会", AfterDays(F("term_until")), "unit__closed_on", Q(term_until__isnull=False))  # fmt: skip
CERTIFIED = _source(
    "unions.certified", "法人证书有效的工会", "founded_on", Least(AfterDays(F("certificate_until")), F("unit__closed_on")),
    Q(certificate_until__isnull=False),
)  # fmt: skip

ALL = Measure("unions.all", STANDING)
BASES = Measure("unions.base", STANDING, BASE)
SINGLE = Measure("unions.single", STANDING, BASE & Q(kind="single"))
JOINT = Measure("unions.joint", STANDING, BASE & ~Q(kind="single"))
INDUSTRY = Measure("unions.industry", STANDING, Q(kind="industry_federation"))

indicator(
    "unions.all",
    "工会组织数",
    "家",
    ALL,
    "已建会、当日没有撤销的各级工会",
    YEARBOOK,
    words=("工会组织", "各级工会"),
)
indicator(
    "unions.base", "基层工会数", "家", BASES, "层级是基层的工会，单独建的和联合建的都算；分会、小组不算", YEARBOOK,
    words=("基层工会组织", "基层工会"), parts=("unions.single", "unions.joint"),
)  # fmt: skip
indicator(
    "unions.single",
    "独立建会数",
    "家",
    SINGLE,
    "一个单位自己建的基层工会",
    YEARBOOK,
    words=("独立建会", "独立基层工会", "单独建会"),
)
indicator(
    "unions.joint",
    "联合建会数",
    "家",
    JOINT,
    "几个单位合建的基层工会：联合、行业、灵活就业、村社区",
    YEARBOOK,
    words=("联合建会", "联合工会"),
)
indicator(
    "unions.industry", "行业工会数", "家", INDUSTRY, "行业性工会（行业工会联合会）", YEARBOOK,
    words=("行业（产业）联合建会", "行业工会", "行业（产业）联合工会"),
)  # fmt: skip
indicator(
    "unions.town", "乡镇（街道）级工会数", "家", Measure("unions.town", STANDING, Q(level="town")), "层级是乡镇级的工会", YEARBOOK,
    words=("乡镇（街道）工会", "乡镇街道工会"),
)  # fmt: skip
indicator(
    "unions.dual", "双重职责的工会数", "家", Measure("unions.dual", STANDING, Q(is_dual=True)), "兼有地方工会和基层工会双重职责的工会", YEARBOOK,
    words=("双重职责",),
)  # fmt: skip
indicator(
    "unions.new",
    "本年新建工会数",
    "家",
    Measure("unions.new", NEW, BASE),
    "建会日期在当年的基层工会",
    YEARBOOK,
    words=("今年新建工会", "本年新建工会"),
)
indicator(
    "unions.single_lately", "近三年新建独立工会数", "家", Measure("unions.single_lately", LATELY, BASE & Q(kind="single")),
    "建会日期在当日以前 36 个月以内、自己建的基层工会", YEARBOOK, words=("新增独立工会",),
)  # fmt: skip
indicator(
    "unions.industry_lately", "近三年新建行业工会数", "家", Measure("unions.industry_lately", LATELY, Q(kind="industry_federation")),
    "建会日期在当日以前 36 个月以内的行业性工会", YEARBOOK, words=("新增行业（产业）联合工会", "新增行业工会"),
)  # fmt: skip
indicator(
    "unions.in_term", "届期有效率", "%", Measure("unions.in_term", IN_TERM, BASE), "当日在任期以内的基层工会，占基层工会", "工会章程；基层工会会员代表大会条例",
    denominator=BASES, words=("届期有效率",),
)  # fmt: skip
indicator(
    "unions.overdue",
    "届满未换届工会数",
    "家",
    Measure("unions.overdue", OUT_OF_TERM, BASE),
    "当日任期已满、没有登记新一届的基层工会",
    "工会章程",
    words=("届满未换届", "超期未换届"),
)
indicator(
    "unions.certified", "法人登记率", "%", Measure("unions.certified", CERTIFIED, BASE), "法人资格证书当日有效的基层工会，占基层工会", "基层工会法人登记管理办法",
    denominator=BASES, words=("法人登记率", "工会法人登记率"),
)  # fmt: skip
