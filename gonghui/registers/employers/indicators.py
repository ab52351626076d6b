"""What the register of employers answers for (domain.md §10.2): who employs people, who is covered, how many work there."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from gonghui.kernel.indicators.definition import Measure, Source, indicator
from gonghui.registers.employers.models import Employer
from gonghui.registers.employers.rules import NATURES, SOCIAL_CLASSES

COUNTED = "基层工会组建统计通用口径"
WATCHES = tuple(f"employers_employer.{one}" for one in ("unit_id", "grid_id", "line_id", "covered_by_id"))
OWN = {"grid": "grid", "industry": "line"}
BIG = Q(workers__gte=25)
HAVING = Q(covered_by__isnull=False)


def page(row: Any) -> str:
    return reverse("employer", args=[row.pk])


def _source(key: str, label: str, since: Any, where: Q, unit: str = "unit", **options: Any) -> Source:
    return Source(
        key,
        Employer,
        label,
        since,
        "closed_on",
        where,
        unit=unit,
        watches=WATCHES,
        told=str,
        url=page,
        permission="employers.read",
        **options,
    )


PLACED = _source("employers", "用人单位", None, Q(), own=OWN)
COVERED = _source("employers.covered", "已建会的用人单位", "covered_since", HAVING, own=OWN)
UNDER = _source("employers.under", "工会覆盖的用人单位", "covered_since", HAVING, unit="covered_by")

ALL = Measure("employers.all", PLACED)
ALL_BIG = Measure("employers.big", PLACED, BIG)
IN_UNION = Measure("employers.covered", COVERED)
BY_OWN = Measure("employers.by_own", UNDER, Q(covered_by__kind="single"))
BY_UNION = Measure("employers.under", UNDER)
BY_JOINT = Measure("employers.by_joint", UNDER, Q(covered_by__kind__in=["joint", "flexible"]))
BY_INDUSTRY = Measure("employers.by_industry", UNDER, Q(covered_by__kind="industry_federation"))
WORKERS = Measure("employers.workers", PLACED, amount="workers")
WORKERS_IN_UNION = Measure("employers.workers_covered", UNDER, amount="workers")
MIGRANTS = Measure("employers.migrants", PLACED, amount="migrant_workers")
NOW = "；人数按现在登记的算"

indicator(
    "employers.all",
    "用人单位数",
    "家",
    ALL,
    "登记在册、当日没有注销的用人单位",
    COUNTED,
    words=("用人单位", "登记单位"),
)
indicator(
    "employers.covered",
    "建会单位数",
    "家",
    IN_UNION,
    "有自己的工会，或纳入联合、行业工会的用人单位",
    COUNTED,
    words=("覆盖单位", "已建会单位"),
)
indicator(
    "employers.by_own",
    "独立建会覆盖单位数",
    "家",
    BY_OWN,
    "由独立基层工会覆盖的用人单位，按所属工会算",
    COUNTED,
    words=("独立建会覆盖", "覆盖机关、企事业单位"),
)
indicator(
    "employers.under",
    "工会覆盖单位数",
    "家",
    BY_UNION,
    "由工会覆盖的用人单位，按所属工会算；单位和工会不在一个地方的，算在工会那里",
    COUNTED,
)
indicator(
    "employers.by_joint",
    "联合工会涵盖单位数",
    "家",
    BY_JOINT,
    "由联合基层工会、灵活就业人员联合工会覆盖的用人单位，按所属工会算",
    "工会统计年鉴指标",
    words=("联合工会涵盖单位", "联合工会覆盖"),
)
indicator(
    "employers.by_industry",
    "行业工会覆盖单位数",
    "家",
    BY_INDUSTRY,
    "由行业工会覆盖的用人单位，按所属工会算",
    COUNTED,
    words=("行业工会覆盖", "覆盖中小企业"),
)
indicator(
    "employers.rate",
    "组建率（全部登记单位）",
    "%",
    IN_UNION,
    "建会单位，占登记在册的全部用人单位",
    COUNTED,
    denominator=ALL,
    words=("组建率", "建会率", "覆盖率"),
)
indicator(
    "employers.rate_big", "组建率（25 人以上单位）", "%", Measure("employers.covered_big", COVERED, BIG), "职工 25 人以上的建会单位，占职工 25 人以上的登记单位" + NOW,
    COUNTED, denominator=ALL_BIG, words=("25人以上企业建会率", "25人以上单位组建率"),
)  # fmt: skip
indicator(
    "employers.workers",
    "职工人数（全部单位）",
    "人",
    WORKERS,
    "登记在册的用人单位的职工，不管建没建会" + NOW,
    COUNTED,
    words=("职工总数", "全部职工"),
)
indicator(
    "employers.workers_covered",
    "职工人数（建会单位）",
    "人",
    WORKERS_IN_UNION,
    "已建会单位的职工，按所属工会算" + NOW,
    COUNTED,
    words=("建会单位职工", "已建会单位职工"),
)
indicator(
    "employers.migrants",
    "农民工人数",
    "人",
    MIGRANTS,
    "登记在册的用人单位的农民工" + NOW,
    COUNTED,
    words=("农民工总数",),
)
for _code, _label in NATURES:
    indicator(
        f"employers.nature_{_code}", f"建会单位：{_label}", "家", Measure(f"employers.nature_{_code}", COVERED, Q(nature=_code)),
        f"单位性质是{_label}的建会单位", "工会统计年鉴指标（按经济类型）",
    )  # fmt: skip
for _code, _label in SOCIAL_CLASSES:
    _all = Measure(f"employers.{_code}_all", PLACED, Q(social_class=_code))
    _own = Measure(f"employers.{_code}_covered", COVERED, Q(social_class=_code))
    indicator(
        f"employers.{_code}_all",
        f"社会组织：{_label}",
        "个",
        _all,
        f"登记在册的{_label}",
        COUNTED,
        words=(_label,),
    )
    indicator(
        f"employers.{_code}_rate",
        f"组建率：{_label}",
        "%",
        _own,
        f"建会的{_label}，占登记在册的{_label}",
        COUNTED,
        denominator=_all,
    )
SOCIAL = Measure("employers.social", PLACED, ~Q(social_class=""))
indicator(
    "employers.social", "社会组织数", "个", SOCIAL, "登记了社会组织类别的用人单位", COUNTED, words=("社会组织",),
    parts=tuple(f"employers.{code}_all" for code, _ in SOCIAL_CLASSES),
)  # fmt: skip
indicator(
    "employers.social_rate", "组建率：社会组织", "%", Measure("employers.social_covered", COVERED, ~Q(social_class="")), "建会的社会组织，占登记在册的社会组织", COUNTED,
    denominator=SOCIAL, words=("社会组织建会率", "社会组织组建率"),
)  # fmt: skip
