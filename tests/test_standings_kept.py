"""How unions stand is kept, and follows the registers: after any change whoever reads sees what a fresh judgement gives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from gonghui.kernel.indicators.derived import DERIVED
from gonghui.kernel.indicators.folding import folded
from gonghui.kernel.indicators.selectors import figures
from gonghui.registers.employers.models import Employer
from gonghui.registers.meetings.models import Meeting
from gonghui.registers.members.models import Membership
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.work.standards import selectors
from gonghui.work.standards.actions import adopt, keep_scheme, stop_scheme
from gonghui.work.standards.models import Adopted, Assessment, Award, Holding, Poll, Scheme, Title
from tests.support import ROOT, database
from tests.test_figures import START, Life

pytestmark = database
SINCE = date(2025, 1, 1)
FAMILIES = ("six", "norms", "stars", "station", "bright")
OF_ONE_FACT = {"six": "chair", "station": "met", "bright": "share"}
THRESHOLDS = "1=20，2=40，3=50，4=60，5=80"
EVERY_FACT = "\n".join(
    f"一｜{key}｜{key}｜{most}｜record｜{key}｜{least}｜{veto}"
    for key, most, least, veto in (
        ("chair", 20, 1, ""), ("term", 20, 1, "是"), ("committee", 10, 1, ""), ("certificate", 10, 1, ""), ("money", 10, 1, ""),
        ("met", 10, 1, ""), ("active", 5, 1, ""), ("share", 5, "0.1", ""), ("rated", 5, "0.5", ""), ("rules", 3, 1, ""), ("title", 2, 1, ""),
    )
)  # fmt: skip
DEEDS = ("join", "leave", "unit", "move", "employer", "cover", "shut", "cadre", "meeting", "receipt", "term", "gone",
         "rule", "poll", "shown", "award", "lost", "title", "assess", "version", "stop", "headcount")  # fmt: skip


class Judged(Life):
    """The same life, with standards in it."""

    def __init__(self, county: Any, seed: int) -> None:
        super().__init__(county, seed)
        for family in FAMILIES:
            fact = OF_ONE_FACT.get(family)
            lines = [line for line in EVERY_FACT.splitlines() if fact is None or f"｜{fact}｜" in line]
            keep_scheme(
                actor=ROOT, unit=county.county, since=SINCE, family=family, kind="all" if fact else "points", label=family, version="1",
                months=24, items="\n".join(lines), basis="会", thresholds="" if fact else THRESHOLDS,
            )  # fmt: skip
        self._assess()
        Union.objects.update(term_since=SINCE, term_until=START + timedelta(days=400), workers=9)
        for _ in range(4):
            self.number += 1
            self._join()
        since = START - timedelta(days=90)
        for unit in self.units:
            Cadre.objects.create(unit=unit, name="李干", post="chair", form="part", since=SINCE)
            Meeting.objects.create(unit=unit, title="会", kind="congress", held_on=since)
            stars = Scheme.objects.get(family="stars")
            Award.objects.create(
                unit=unit,
                scheme=stars,
                family="stars",
                stars=2,
                since=since,
                until=START + timedelta(days=90),
            )

    def deed(self) -> str:
        self.number += 1
        deed = self.lot.choice(DEEDS)
        getattr(self, f"_{deed}")()
        return deed

    def _assess(self) -> None:
        """Every union there is by now, whether it stands or is still preparing."""
        Assessment.objects.bulk_create(
            (Assessment(unit=one, family=family, since=SINCE) for one in self.units for family in FAMILIES),
            ignore_conflicts=True,
        )  # fmt: skip

    def _gone(self) -> None:
        if (one := self._of(self.lot.choice([Cadre, Meeting]).objects.all())) is not None:
            one.delete()

    def _rule(self) -> None:
        Adopted.objects.get_or_create(unit=self._one(), rule="audit", until=None, defaults={"since": self.any_day(), "by": "会"})  # fmt: skip

    def _poll(self) -> None:
        Poll.objects.create(
            unit=self._one(), label="评", opened_on=START, closed_on=self.any_day(), issued=3, satisfied=2
        )

    def _shown(self) -> None:
        since = self.any_day()
        Holding.objects.create(
            unit=self._one(), item="term", words="甲", since=since, given_by=1, given_name="甲", given_on=since, checked_by=2,
            checked_on=since, accepted=self.lot.choice([None, True]),
        )  # fmt: skip

    def _award(self) -> None:
        since, scheme = self.any_day(), Scheme.objects.filter(family="stars").first()
        Award.objects.get_or_create(
            unit=self._one(), family="stars", since=since, defaults={"scheme": scheme, "stars": 2, "until": since + timedelta(days=500)}
        )  # fmt: skip

    def _lost(self) -> None:
        if (one := self._of(Award.objects.all())) is not None:
            Award.objects.filter(pk=one.pk).update(lost_on=one.since + timedelta(days=9), lost_why="违纪")

    def _title(self) -> None:
        Title.objects.get_or_create(
            unit=self._one(), kind="home", level="county", until=None,
            defaults={"year": 2026, "since": self.any_day(), "by": "县", "number": "1"},
        )  # fmt: skip

    def _version(self) -> None:
        adopt(actor=ROOT, unit=self.lot.choice([self.county.east, self.county.west]), key="six_a", since=START + timedelta(days=self.number))  # fmt: skip

    def _stop(self) -> None:
        if (one := self._of(Scheme.objects.filter(until=None, family="six"))) is not None:
            stop_scheme(actor=ROOT, scheme=one, until=one.since + timedelta(days=self.lot.randint(1, 600)))

    def _headcount(self) -> None:
        Union.objects.filter(pk=self._one().pk).update(workers=self.lot.randint(0, 9))


def read(day: date) -> set[tuple[Any, ...]]:
    """As a reader sees it: how each union stands on a day."""
    return {
        row
        for family in FAMILIES
        for row in selectors.stood(ROOT, family, day).values_list("unit_id", "family", "scheme_id", "passed", "stars")
    }  # fmt: skip


def fresh(day: date) -> set[tuple[Any, ...]]:
    units = list(Assessment.objects.values_list("unit_id", flat=True).distinct())
    rows = selectors.judged(ROOT, list(selectors.schemes(ROOT)), units).values()
    return {
        (one.unit, one.family, one.scheme.pk, one.passed, one.stars)
        for one in rows if one.since <= day and (one.until is None or day < one.until)
    }  # fmt: skip


@pytest.mark.parametrize("seed", [11, 12])
def test_what_a_reader_sees_is_what_a_fresh_judgement_gives(county, seed):
    life, done, states = Judged(county, seed), [], set()
    for _ in range(40):
        done.append(life.deed())
        for day in (START, life.any_day()):
            seen = read(day)
            assert seen == fresh(day), f"after {done}"
            states |= {(family, passed) for _, family, _, passed, _ in seen}
    assert states == {(family, passed) for family in FAMILIES for passed in (True, False)}


def test_a_figure_and_the_rows_behind_it_are_of_that_moment(county):
    life = Judged(county, 13)
    assert figures(ROOT, county.county, START)["standards.six_passed"].numerator == 2
    Cadre.objects.update(until=START - timedelta(days=1))
    assert figures(ROOT, county.county, START)["standards.six_passed"].numerator == 0
    folded(START, otherwise=START)
    Cadre.objects.update(until=None)
    assert figures(ROOT, county.county, START)["standards.six_passed"].numerator == 2
    assert selectors.history(ROOT, county.mill.pk, "six")[0].passed
    assert life.units == [county.mill, county.mine]


def test_every_fact_a_standard_is_judged_by_is_watched():
    read_from: Iterable[Any] = (
        Cadre,
        Union,
        Meeting,
        Membership,
        Adopted,
        Holding,
        Poll,
        Award,
        Assessment,
        Title,
        Scheme,
    )
    assert {f"{one._meta.db_table}.unit_id" for one in read_from} <= DERIVED.keys()
    assert {"dues_receipt.unit_id", f"{Employer._meta.db_table}.covered_by_id", "tree"} <= DERIVED.keys()
    assert "standards_standing.unit_id" not in DERIVED
