"""六有 and stars: of 966 base unions 965 are assessed, 898 come up to the six (93.06 %), 67 have their liaison; 86 % have
two stars or more (domain.md, appendix A, 001). The smaller county has the same shares.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta

from demo.foundings import actor_of, at
from demo.places import COUNTY
from gonghui.kernel.calendar.rules import months_later
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.site.findings import SHORT
from gonghui.work.gaps.actions import found
from gonghui.work.gaps.rules import FINDERS
from gonghui.work.standards.actions import adopt
from gonghui.work.standards.models import Adopted, Assessment, Award, Holding, Scheme, Title
from gonghui.work.standards.rules.library import library
from gonghui.work.standards.selectors import base_unions

SEED = 898
ASSESSED, PASSED = 965, 898
STARS = (  # 831 of the county's 966 have two or more: "86 %"
    (5, 97, 96),
    (4, 88, 255),
    (3, 79, 240),
    (2, 68, 240),
    (1, 62, 60),
)  # stars, points, unions
TITLES = (  # of 965; who has a higher one has the lower ones too
    ("county", "射阳县总工会", "射工发", 226),
    ("city", "盐城市总工会", "盐工发", 47),
    ("province", "江苏省总工会", "苏工发", 18),
    ("nation", "中华全国总工会", "总工发", 3),
)  # level, who gave it, its documents' letters, unions
RULES_PASSED = "县总工会委员会全体会议"
SHOWN = {
    "place": "职工之家租赁合同，原件在工会",
    "rulebook": "规章制度汇编，已上墙",
    "funds": "上年经费收支表",
    "base": "文体活动室照片",
    "feature": "特色做法材料",
}
IN_POST = timedelta(days=90)


def hold_to_standards(root: Actor, today: date) -> None:
    """Adopt the county's two check-lists, give in and check what shows it, award the stars; list who falls short."""
    rng = random.Random(SEED)
    clerk = actor_of(root, "county", today)
    set_reach(root)
    county = Unit.objects.get(code=COUNTY)
    begun = date(today.year - 2, 1, 1)
    six, stars = (adopt(actor=root, unit=county, key=key, since=begun) for key in ("six_b", "stars"))
    unions = list(base_unions(root).order_by("founded_on", "pk"))
    assessed = unions[: min(ASSESSED, len(unions) - 1)]  # the newest is not yet
    Assessment.objects.bulk_create(
        Assessment(unit_id=one.pk, family=scheme.family, since=max(begun, one.founded_on or begun))
        for one in assessed for scheme in (six, stars)
    )  # fmt: skip
    _give_in(rng, assessed, clerk, today)
    _award(rng, assessed, stars, today)
    _name_homes(rng, assessed, today)
    _pass_rules(county, today)
    for finding in FINDERS[SHORT].find(root, today):
        found(FINDERS[SHORT], finding, actor=root, now=at(today - timedelta(days=9)))


def _give_in(rng: random.Random, unions: list[Union], clerk: Actor, today: date) -> None:
    """Who has no chair falls short of itself; of the others so many lack something that the published share comes out."""
    led = set(Cadre.objects.filter(post="chair", until=None).values_list("unit_id", flat=True))
    led |= set(Cadre.objects.filter(post="chair", until__gte=today).values_list("unit_id", flat=True))
    wanting = [one for one in unions if one.pk in led]
    rng.shuffle(wanting)
    passed = {one.pk for one in wanting[: round(len(unions) * PASSED / ASSESSED)]}
    rows = [row for one in unions for row in _shown(rng, one, one.pk in passed, clerk, today)]
    Holding.objects.bulk_create(rows, batch_size=2_000)


def _shown(rng: random.Random, union: Union, passed: bool, clerk: Actor, today: date) -> Iterable[Holding]:
    lacking = "" if passed else rng.choice(list(SHOWN))
    for item, words in SHOWN.items():
        since = _day(rng, union, today)
        until = None
        if item == "place":
            ends = (
                today - timedelta(days=rng.randint(3, 40))
                if lacking == item
                else today + timedelta(days=rng.randint(5, 900))
            )
            until = max(ends, since + timedelta(days=1))
            yield _checked(union, item, words, since, until, clerk)
        elif item != lacking:
            yield _checked(union, item, words, since, until, clerk)


def _day(rng: random.Random, union: Union, today: date) -> date:
    """Some day since the county began, when the union was there."""
    first = max(date(today.year - 2, 3, 1), union.founded_on or date.min)
    last = max(first, today - timedelta(days=60))
    return min(today - timedelta(days=41), first + timedelta(days=rng.randint(0, (last - first).days)))


def _checked(union: Union, item: str, words: str, since: date, until: date | None, clerk: Actor) -> Holding:
    return Holding(
        unit_id=union.pk, path=union.path, item=item, words=words, since=since, until=until, given_by=0, given_name="工会经办人",
        given_on=since, checked_by=clerk.account_id, checked_name=clerk.name, checked_on=since, accepted=True,
    )  # fmt: skip


def _award(rng: random.Random, unions: list[Union], scheme: Scheme, today: date) -> None:
    """To unions whose term runs: an overdue election is a veto."""
    in_term = [one for one in unions if one.term_until and one.term_until >= today]
    rng.shuffle(in_term)
    left = iter(in_term)
    made = [
        _given(rng, one, scheme, stars, points, today)
        for stars, points, count in STARS
        for one, _ in zip(left, range(round(count * len(unions) / ASSESSED)), strict=False)
    ]
    Award.objects.bulk_create(made, batch_size=2_000)


def _given(rng: random.Random, union: Union, scheme: Scheme, stars: int, points: int, today: date) -> Award:
    since = max(today - timedelta(days=rng.randint(30, 600)), union.founded_on or date.min)
    return Award(
        unit_id=union.pk, path=union.path, scheme=scheme, family=scheme.family, stars=stars, points=points, since=since,
        until=months_later(since, scheme.months), number=f"射工发〔{since.year}〕{rng.randint(1, 60)}号",
    )  # fmt: skip


def _name_homes(rng: random.Random, unions: list[Union], today: date) -> None:
    """模范职工之家 of four levels; every union was one of the next lower level two years before."""
    old = [one for one in unions if one.founded_on and one.founded_on < date(today.year - 10, 1, 1)]
    named = rng.sample(old, round(TITLES[0][3] * len(unions) / ASSESSED))
    Title.objects.bulk_create(
        _title(one, level, by, letters, today.year - 9 + 2 * step)
        for step, (level, by, letters, count) in enumerate(TITLES)
        for one in named[: round(count * len(unions) / ASSESSED)]
    )


def _title(union: Union, level: str, by: str, letters: str, year: int) -> Title:
    number = f"{letters}〔{year}〕{union.pk % 60 + 1}号"
    return Title(
        unit_id=union.pk, path=union.path, kind="home", level=level, year=year, since=date(year, 4, 28), by=by, number=number
    )  # fmt: skip


def _pass_rules(county: Unit, today: date) -> None:
    """The county's own 26 rules, which the unions below follow."""
    since = date(today.year - 1, 6, 18)
    Adopted.objects.bulk_create(
        Adopted(unit=county, path=county.path, rule=rule, since=since, by=RULES_PASSED) for rule in library()
    )
