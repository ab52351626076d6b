"""What the register of cadres answers for (domain.md §4, §10.2)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Least

from gonghui.kernel.indicators.definition import AfterDays, AfterMonths, Measure, Source, indicator
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.indicators import BASES

YEARBOOK = "工会统计年鉴指标"
WATCHES = ("posts_cadre.unit_id", "unions_union.unit_id", "units_unit.id")


def told(row: Any) -> str:
    return f"{row.name} {row.get_post_display()}"


HELD = Least(AfterDays(F("until")), F("unit__closed_on"))
SERVING = Source(
    "cadres", Cadre, "在任的工会干部", "since", HELD, watches=WATCHES, told=told, permission="cadres.read"
)
OF_BASE = Source(
    "cadres.base",
    Cadre,
    "基层工会在任的干部",
    "since",
    HELD,
    Q(unit__union__level="base"),
    watches=WATCHES,
    told=told,
    permission="cadres.read",
)
LATELY = Source(
    "cadres.lately",
    Cadre,
    "近三年任职的工会干部",
    "since",
    Least(AfterMonths(F("since"), 36), HELD),
    watches=WATCHES,
    told=told,
    permission="cadres.read",
)

STAFF = Q(form__in=["full", "seconded", "hired"])
ALL = Measure("cadres.all", SERVING)
ON_STAFF = Measure("cadres.staff", SERVING, STAFF)
HIRED = Measure("cadres.hired", SERVING, Q(form="hired"))


def _with(key: str, post: str) -> Measure:
    """Base unions in which somebody holds the post; a union counts once, however many do."""
    return Measure(f"cadres.{key}", OF_BASE, Q(post=post), once=True)


indicator("cadres.all", "工会干部人数", "人", ALL, "当日在任的工会干部，专职、兼职、挂职、社会化都算；一人两职算两次", YEARBOOK, words=("工会干部", "专兼职工会干部"), parts=("cadres.full", "cadres.part", "cadres.seconded", "cadres.hired"))  # fmt: skip
indicator(
    "cadres.full",
    "专职工会干部",
    "人",
    Measure("cadres.full", SERVING, Q(form="full")),
    "专职的在任干部",
    YEARBOOK,
    words=("专职工会干部", "专职工会工作人员"),
)
indicator(
    "cadres.part",
    "兼职工会干部",
    "人",
    Measure("cadres.part", SERVING, Q(form="part")),
    "兼职的在任干部",
    YEARBOOK,
    words=("兼职工会干部", "兼职工会工作人员"),
)
indicator(
    "cadres.seconded",
    "挂职工会干部",
    "人",
    Measure("cadres.seconded", SERVING, Q(form="seconded")),
    "挂职的在任干部",
    YEARBOOK,
    words=("挂职工会干部",),
)
indicator(
    "cadres.hired",
    "社会化工会工作者",
    "人",
    HIRED,
    "社会化用工的在任干部",
    YEARBOOK,
    words=("社会化工会工作者", "社会化用工"),
)
indicator(
    "cadres.hired_rate",
    "社会化占比",
    "%",
    HIRED,
    "社会化工会工作者，占在职人员（专职、挂职、社会化，不含兼职）",
    YEARBOOK,
    denominator=ON_STAFF,
    words=("社会化占比",),
)
indicator(
    "cadres.staff",
    "工会在职人员",
    "人",
    ON_STAFF,
    "专职、挂职、社会化的在任干部，不含兼职",
    YEARBOOK,
    words=("工会在职人员", "在职人员"),
)
indicator(
    "cadres.women",
    "女工会干部",
    "人",
    Measure("cadres.women", SERVING, Q(sex="2")),
    "在任的女干部",
    YEARBOOK,
    words=("女工会干部",),
)
indicator(
    "cadres.lately",
    "近三年任职干部",
    "人",
    Measure("cadres.lately", LATELY),
    "任职日期在当日以前 36 个月以内、还在任的干部",
    YEARBOOK,
    words=("选拔、调整和补充的工会干部", "补充的工会干部"),
)
indicator(
    "cadres.chair_rate",
    "有主席的基层工会占比",
    "%",
    _with("chair", "chair"),
    "有在任主席的基层工会，占基层工会",
    "六有：有依法选举的工会主席",
    denominator=BASES,
    words=("有工会主席",),
)
indicator(
    "cadres.audit_rate",
    "建立经审会占比",
    "%",
    _with("audit", "audit_chair"),
    "有在任经审会主任的基层工会，占基层工会",
    YEARBOOK,
    denominator=BASES,
    words=("建立经审会",),
)
indicator(
    "cadres.women_rate",
    "建立女职工委员会占比",
    "%",
    _with("women_committee", "women_chair"),
    "有在任女职工委员会主任的基层工会，占基层工会",
    YEARBOOK,
    denominator=BASES,
    words=("建立女职工委员会",),
)
for _post, _label in (("liaison", "网格联络员"), ("founding_adviser", "建会工作指导员"), ("bargaining_adviser", "集体协商指导员"), ("labour_inspector", "劳动法律监督员"), ("mediator", "劳动争议调解员")):  # fmt: skip
    indicator(
        f"cadres.{_post}",
        _label,
        "人",
        Measure(f"cadres.{_post}", SERVING, Q(post=_post)),
        f"在任的{_label}",
        YEARBOOK,
        words=(_label,),
    )
