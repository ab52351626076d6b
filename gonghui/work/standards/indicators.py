"""What the standards answer for (domain.md §10.2): how many of those assessed pass, and how many stars they have."""

from __future__ import annotations

from django.db.models import F, Q
from django.db.models.functions import Least
from django.urls import reverse

from gonghui.kernel.indicators.definition import Measure, Source, indicator
from gonghui.kernel.indicators.derived import TREE, Marks, derived
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.unions.indicators import BASES
from gonghui.work.standards.actions import below_schemes, rejudge
from gonghui.work.standards.models import Adopted, Standing, Title
from gonghui.work.standards.rules.library import library
from gonghui.work.standards.rules.titles import HOME, LEVELS, SMALL_HOME, title_words

RULE = "六有标准：达标数除以评定数"
STAR_RULE = "星级评定办法；分母是全部基层工会还是评上星的，写明"


def told(row: Standing) -> str:
    state = f"{row.stars} 星" if row.stars else "达标" if row.passed else "没有达标"
    return f"{row.since} 起{state}"


def page(row: Standing) -> str:
    return f"{reverse('standing', args=[row.unit_id])}#{row.family}"


def _source(family: str, label: str) -> Source:
    return Source(
        f"standards.{family}", Standing, label, "since", Least(F("until"), F("unit__closed_on")), Q(family=family),
        watches=("standards_standing.unit_id", "units_unit.id"), told=told, url=page, permission="standards.read",
    )  # fmt: skip


def titled(row: Title) -> str:
    return f"{row}，{row.by}"


def rule_told(row: Adopted) -> str:
    label = library()[row.rule].label if row.rule in library() else row.rule
    return f"{label}，{row.since} {row.by}通过"


OF_UNIONS = tuple(
    f"{table}.unit_id"
    for table in (
        "posts_cadre", "unions_union", "dues_receipt", "meetings_meeting", "members_membership", "standards_assessment",
        "standards_holding", "standards_award", "standards_adopted", "standards_poll", "standards_title",
    )
)  # fmt: skip
SCHEMES = "standards_scheme.unit_id"


@derived(*OF_UNIONS, "employers_employer.covered_by_id", TREE, SCHEMES)
def judged_again(actor: Actor, marks: Marks) -> None:
    """达标情况 follows the registers: who reads next has judged anew whoever something changed for."""
    units = {unit for watched, found in marks.items() if watched != SCHEMES for unit in found}
    rejudge(sorted(units | set(below_schemes(actor, marks.get(SCHEMES, ())))), actor=actor)


SIX, STARS = _source("six", "六有评定"), _source("stars", "星级评定")
PASSED = Measure("standards.six_passed", SIX, Q(passed=True))
SHORT = Measure("standards.six_short", SIX, Q(passed=False))
ASSESSED = Measure("standards.six_assessed", SIX)
RATED = Measure("standards.rated", STARS, Q(stars__gte=1))

indicator(
    "standards.six_passed", "六有达标工会数", "家", PASSED, "当日六有各项都有的基层工会", RULE,
    words=("六有达标工会", "家基层工会达标"),
)  # fmt: skip
indicator(
    "standards.six_short", "六有没有达标工会数", "家", SHORT, "列入评定、当日六有还缺项的基层工会", RULE, words=("没有达标",)
)  # fmt: skip
indicator(
    "standards.six_assessed", "六有评定工会数", "家", ASSESSED, "当日列入六有评定的基层工会", RULE,
    words=("参加六有评定",), parts=("standards.six_passed", "standards.six_short"),
)  # fmt: skip
indicator(
    "standards.six_rate", "六有达标率", "%", PASSED, "六有达标的，占列入评定的；没有列入评定的不算", RULE,
    denominator=ASSESSED, words=("六有达标率", "达标率"),
)  # fmt: skip
indicator(
    "standards.rated",
    "有星工会数",
    "家",
    RATED,
    "当日有星、没有到期也没有取消的基层工会",
    STAR_RULE,
    words=("星级工会",),
)

for _stars, _label in ((2, "二"), (3, "三")):
    _part = Measure(f"standards.stars{_stars}", STARS, Q(stars__gte=_stars))
    indicator(
        f"standards.stars{_stars}_of_all", f"{_label}星以上占比（全部基层工会）", "%", _part,
        f"当日有{_label}星以上的，占全部基层工会", STAR_RULE, denominator=BASES,
        words=(f"{_label}星以上占比", f"{_label}星级以上占比", f"{_label}星以上"),
    )  # fmt: skip
    indicator(
        f"standards.stars{_stars}_of_rated", f"{_label}星以上占比（有星工会）", "%", _part,
        f"当日有{_label}星以上的，占当日有星的", STAR_RULE, denominator=RATED,
        words=(f"有星工会中{_label}星以上",),
    )  # fmt: skip

TITLES = Source(
    "standards.titles", Title, "模范职工之家、小家称号", "since", Least(F("until"), F("unit__closed_on")),
    watches=("standards_title.unit_id", "units_unit.id"), told=titled,
    url=lambda row: reverse("union-titles", args=[row.unit_id]), permission="standards.read",
)  # fmt: skip
TITLE_RULE = "模范职工之家评选表彰；有几级称号的工会，各级都算，每级只算一次"
for _kind in (HOME, SMALL_HOME):
    for _level, _ in LEVELS:
        _words = title_words(_kind, _level)
        indicator(
            f"standards.{_kind}_{_level}", f"{_words}数", "个",
            Measure(f"standards.{_kind}_{_level}", TITLES, Q(kind=_kind, level=_level), once=True),
            f"当日持有{_words}称号、没有撤销的工会", TITLE_RULE, words=(_words,),
        )  # fmt: skip
indicator(
    "standards.home_high", "全国和省模范职工之家数", "个",
    Measure("standards.home_high", TITLES, Q(kind=HOME, level__in=["province", "nation"]), once=True),
    "当日持有全国或者省级模范职工之家称号的工会；两级都有的算一个", TITLE_RULE, words=("全国和省模范职工之家", "省级以上模范职工之家"),
)  # fmt: skip
COUNTY_RULES = Source(
    "standards.county_rules", Adopted, "县级工会通过的制度", "since", Least(F("until"), F("unit__closed_on")),
    Q(unit__union__level="county"), watches=("standards_adopted.unit_id", "unions_union.unit_id", "units_unit.id"), told=rule_told,
    permission="standards.read",
)  # fmt: skip
indicator(
    "standards.county_rules", "县级工会通过的规范性制度", "项", Measure("standards.county_rules", COUNTY_RULES),
    "县级工会自己开会通过、当日没有废止的制度；各基层工会自己的不算", "制度库", words=("规范性制度",),
)  # fmt: skip
