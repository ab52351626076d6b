"""Every declared figure, kept by changes, equals a count of the rows by hand: in every tree, of every node, on any day."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from gonghui.kernel.indicators.definition import indicators, measures, sources
from gonghui.kernel.indicators.folding import folded, recount
from gonghui.kernel.indicators.models import Leaf, Total
from gonghui.kernel.indicators.selectors import figures, figures_of, flows, rows_behind
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import TREES
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.units.actions import close, move, place, plant
from gonghui.kernel.units.models import Unit
from gonghui.registers.dues.models import Receipt
from gonghui.registers.employers.models import Employer
from gonghui.registers.meetings.models import Meeting
from gonghui.registers.members.models import Membership, MembershipEvent, Person
from gonghui.registers.posts.models import Cadre
from gonghui.registers.services.models import Service
from gonghui.registers.services.rules import NEEDS
from gonghui.registers.unions.models import Union
from gonghui.work.orders.models import Order
from tests.people import TODAY, member
from tests.support import DAY, ROOT, database, officer

pytestmark = database
START = date(2027, 3, 1)


class Life:
    """A county in which things happen by lot."""

    def __init__(self, county, seed: int) -> None:
        self.lot, self.county, self.number = random.Random(seed), county, 0
        self.units = [county.mill, county.mine]
        self.day = START
        self.grid = plant(actor=ROOT, name="一网格", kind="grid", parent=county.county, on=DAY)
        place(actor=ROOT, unit=self.grid, tree="grid", parent=None, on=DAY)
        for unit in self.units:
            self._union(unit)

    def any_day(self) -> date:
        return START + timedelta(days=self.lot.randint(-1500, 900))

    def step(self) -> str:
        deed = self.lot.choice(
            [
                "join",
                "join",
                "join",
                "leave",
                "change",
                "unit",
                "move",
                "employer",
                "class",
                "cover",
                "shut",
                "cadre",
                "meeting",
                "receipt",
                "term",
                "matter",
                "order",
            ]
        )
        self.number += 1
        getattr(self, f"_{deed}")()
        return deed

    def _one(self) -> Unit:
        return Unit.objects.get(pk=self.lot.choice(self.units).pk)

    def _union(self, unit: Unit) -> None:
        since = self.any_day()
        Union.objects.create(
            unit=unit, name=unit.name, kind=self.lot.choice(["single", "joint"]), level="base", founded_on=self.lot.choice([None, since]),
            term_since=since, term_until=since + timedelta(days=700), certificate_until=self.lot.choice([None, since]),
            status=self.lot.choice(["established", "preparing"]),
        )  # fmt: skip

    def _join(self) -> None:
        person = member(self._one(), self.number, since=min(self.any_day(), TODAY))
        Membership.objects.filter(person=person).update(employer=self._of(Employer.objects.all()))
        Person.objects.filter(pk=person.pk).update(
            groups=self.lot.choice([[], ["truck"], ["truck", "rider"]]), sex=self.lot.choice("0129")
        )

    def _leave(self) -> None:
        if (one := self._of(Membership.objects.filter(until=None))) is not None:
            Membership.objects.filter(pk=one.pk).update(
                until=one.since + timedelta(days=self.lot.randint(0, 900))
            )
            MembershipEvent.objects.create(membership=one, unit=one.unit, change="4", on=self.any_day())

    def _change(self) -> None:
        if (one := self._of(Person.objects.all())) is not None:
            Person.objects.filter(pk=one.pk).update(is_migrant=not one.is_migrant)

    def _unit(self) -> None:
        unit = plant(
            actor=ROOT,
            name=f"第{self.number}厂",
            kind="single",
            parent=self.lot.choice([self.county.east, self.county.west]),
            on=DAY,
        )
        if self.lot.random() < 0.5:
            place(actor=ROOT, unit=unit, tree="grid", parent=self.grid, on=DAY)
        self._union(unit)
        self.units.append(unit)

    def _move(self) -> None:
        unit = self._one()
        target = self.county.west if unit.path.startswith(self.county.east.path) else self.county.east
        move(actor=ROOT, unit=unit, target=target, on=self.day)
        self.day += timedelta(days=1)

    def _employer(self) -> None:
        Employer.objects.create(
            unit=self.lot.choice([self.county.east, self.county.west]), name=f"第{self.number}公司", workers=self.lot.randint(5, 60),
            migrant_workers=self.lot.randint(0, 5), nature=self.lot.choice(["170", "110"]), social_class=self.lot.choice(["", "service"]),
            grid=self.lot.choice([None, self.grid]),
        )  # fmt: skip

    def _class(self) -> None:
        if (one := self._of(Employer.objects.all())) is not None:
            Employer.objects.filter(pk=one.pk).update(social_class=self.lot.choice(["", "service", "agency"]))

    def _cover(self) -> None:
        if (one := self._of(Employer.objects.all())) is not None:
            Employer.objects.filter(pk=one.pk).update(
                covered_by=self._one(), covered_since=self.lot.choice([None, self.any_day()])
            )

    def _shut(self) -> None:
        if (one := self._of(Employer.objects.all())) is not None:
            Employer.objects.filter(pk=one.pk).update(closed_on=self.any_day())

    def _cadre(self) -> None:
        since = self.any_day()
        Cadre.objects.create(
            unit=self._one(), name="李干", post=self.lot.choice(["chair", "mediator"]), form=self.lot.choice(["full", "part", "hired"]),
            since=since, until=self.lot.choice([None, since + timedelta(days=300)]),
        )  # fmt: skip

    def _meeting(self) -> None:
        Meeting.objects.create(
            unit=self._one(),
            title=f"会{self.number}",
            kind="congress",
            held_on=self.any_day(),
            attended=self.lot.choice([None, 7]),
        )

    def _receipt(self) -> None:
        Receipt.objects.create(
            unit=self._one(), period=f"第{self.number}期", kind="levy", paid_on=self.any_day(), amount="12.34"
        )

    def _term(self) -> None:
        Union.objects.filter(pk=self._one().pk, term_since__lt=START).update(
            term_until=START + timedelta(days=self.lot.randint(1, 400))
        )

    def _item(self, process: str) -> WorkItem:
        unit, day = self._one(), self.any_day()
        return WorkItem.objects.create(
            number=f"SJ-{self.number}", process_key=process, stage_key="done", title=f"第{self.number}件", unit=unit, unit_name=unit.name,
            grid=self.lot.choice([None, self.grid]), holder_unit=unit, opened_by=1, opened_at=timezone.now(), opened_on=day,
            entered_on=day, due_on=self.lot.choice([None, day + timedelta(days=5)]), closed_on=day + timedelta(days=self.lot.randint(0, 9)),
            outcome="cleared",
        )  # fmt: skip

    def _matter(self) -> None:
        self._item("appeal")

    def _order(self) -> None:
        unit = self._one()
        service, _ = Service.objects.get_or_create(
            unit=unit,
            title="理发",
            defaults={"need": NEEDS[0][0], "told": "理发", "since": START, "until": START},
        )
        item, stars = self._item("order"), self.lot.choice([None, 3, 4, 5])
        judged = {"stars": stars, "came": True, "judged_on": self.any_day()} if stars else {}
        Order.objects.create(
            item=item, unit=item.unit, service=service, person_id=service.pk, name="王五", **judged
        )

    def _of(self, rows):
        found = list(rows.order_by("pk"))
        return self.lot.choice(found) if found else None


def by_hand(day: date) -> dict[tuple[int, str], dict[str, int]]:
    """Every row looked at, one by one."""
    places = {unit.pk: unit for unit in Unit.objects.all()}
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for measure in measures().values():
        rows = list(measure.source.rows().filter(measure.where))
        for tree, column in TREES.items():
            own: dict[int, int] = defaultdict(int)
            for row in rows:
                unit = getattr(row, f"{measure.source.column(tree)}_id")
                if unit is not None and row.begins <= day and (row.ends is None or row.ends > day):
                    own[unit] += (
                        1
                        if measure.amount is None
                        else int((getattr(row, measure.amount) or 0) * measure.scale)
                    )
            for unit, number in own.items():
                for node in (getattr(places[unit], column) or "").split("."):
                    if node:
                        found[int(node), tree][measure.key] += min(1, number) if measure.once else number
    return {key: {one: n for one, n in counts.items() if n} for key, counts in found.items()}


def kept() -> dict[tuple[int, str], dict[str, int]]:
    return {(one.unit_id, one.tree): one.counts for one in Total.objects.all() if one.counts}


def nothing(counts):
    return {key: one for key, one in counts.items() if one}


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_kept_by_changes_equals_a_count_of_the_rows(county, seed):
    life, done = Life(county, seed), []
    folded(otherwise=START)
    for number in range(20):
        done.append(life.step())
        if number % 9 == 8:
            folded(life.any_day(), otherwise=START)
        day = folded(otherwise=START)
        assert nothing(kept()) == nothing(by_hand(day)), f"after {done}"
    before = kept()
    recount(folded(otherwise=START))
    assert kept() == before


@pytest.mark.parametrize("seed", [4, 5])
def test_figures_of_another_day_equal_a_count_of_the_rows_of_that_day(county, seed):
    life = Life(county, seed)
    for _ in range(50):
        life.step()
    folded(START, otherwise=START)
    nodes = list(Unit.objects.all())
    for day in sorted(life.any_day() for _ in range(4)):
        counted = by_hand(day)
        for tree in ("leadership", "grid"):
            found = figures_of(ROOT, nodes, day, tree)
            for node in nodes:
                for one in indicators():
                    of = counted.get((node.pk, tree), {})
                    assert found[node.pk][one.key].numerator * one.numerator.scale == of.get(
                        one.numerator.key, 0
                    )
                    if one.denominator is not None:
                        assert found[node.pk][one.key].denominator == of.get(one.denominator.key, 0)


def test_what_happened_between_two_days_equals_a_count_of_the_rows_that_began_then(county):
    """The statistical year runs from October to September; any other stretch is counted alike."""
    life = Life(county, 10)
    for _ in range(60):
        life.step()
    keys = [one.key for one in indicators() if one.flow]
    for since, until in ((date(2025, 10, 1), date(2026, 9, 30)), (date(2026, 1, 1), START), (START, START)):
        found = flows(ROOT, county.county, since, until, keys)
        for key in keys:
            one = found[key]
            for part, number in (
                (one.indicator.numerator, one.numerator),
                (one.indicator.denominator, one.denominator),
            ):
                if part is not None:
                    rows = [
                        row for row in part.source.rows().filter(part.where) if since <= row.begins <= until
                    ]
                    counted = (
                        len(rows)
                        if part.amount is None
                        else sum(getattr(row, part.amount) or 0 for row in rows)
                    )
                    assert number == counted, (key, since)
                    behind = rows_behind(ROOT, part, county.county, until, since=since)
                    assert {row.pk for row in behind} == {row.pk for row in rows}
    assert found["members.flow_joined"].url.endswith(f"&since={START}")
    assert len(keys) >= 10


def test_the_rows_behind_are_as_many_as_the_figure_says(county):
    life = Life(county, 6)
    for _ in range(60):
        life.step()
    found = figures(ROOT, county.county, START)
    for one in indicators():
        for part, number in (
            (one.numerator, found[one.key].numerator),
            (one.denominator, found[one.key].denominator),
        ):
            if part is None:
                continue
            rows = rows_behind(ROOT, part, county.county, START)
            if part.once:
                assert len({getattr(row, f"{part.source.unit}_id") for row in rows}) == number, one.key
            elif part.amount is None:
                assert rows.count() == number, one.key
            else:
                assert sum(getattr(row, part.amount) or 0 for row in rows) == number, one.key
            for row in rows[:3]:
                assert part.source.told(row)
                assert part.source.url is None or part.source.url(row).startswith("/")


def test_a_change_is_in_the_next_figure_and_a_unit_that_moves_takes_its_figures_along(county):
    Life(county, 7)
    member(county.mill, 1, since=date(2025, 1, 1))
    assert figures(ROOT, county.east, START)["members.count"].numerator == 1
    member(county.mill, 2, since=date(2025, 6, 1))
    assert figures(ROOT, county.east, START)["members.count"].numerator == 2
    assert figures(ROOT, county.east, date(2025, 3, 1))["members.count"].numerator == 1

    move(actor=ROOT, unit=county.mill, target=county.west, on=START)

    def of(unit, as_was):
        return figures(ROOT, unit, START - timedelta(days=1), as_was=as_was)["members.count"].numerator

    assert (of(county.east, False), of(county.west, False)) == (0, 2)
    assert (of(county.east, True), of(county.west, True)) == (2, 0)


def test_a_closed_unit_counts_until_the_day(county):
    Life(county, 8)
    Union.objects.filter(pk=county.mine.pk).update(status="established", founded_on=None)
    before = figures(ROOT, county.west, START)["unions.base"].numerator
    close(actor=ROOT, unit=county.mine, on=START)
    assert before == 1
    assert figures(ROOT, county.west, START)["unions.base"].numerator == 0
    assert figures(ROOT, county.west, START - timedelta(days=1))["unions.base"].numerator == 1


def test_a_clerk_reads_the_figures_of_the_town_and_not_of_the_other(county):
    member(county.mill, 1, since=date(2025, 1, 1))
    member(county.mine, 2, since=date(2025, 1, 1))
    clerk = officer(county.east, "town_clerk")
    with acting(clerk):
        assert figures(clerk, county.east, START)["members.count"].numerator == 1
        assert figures(clerk, county.west, START)["members.count"].numerator == 0
        assert figures(clerk, county.county, START)["members.count"].numerator == 0
        assert Leaf.objects.filter(unit=county.mine).count() == 0
        assert Total.objects.filter(unit=county.county).count() == 0
    set_reach(ROOT)
    assert figures(ROOT, county.county, START)["members.count"].numerator == 2


def test_parts_add_up_to_their_whole(county):
    life = Life(county, 9)
    for _ in range(60):
        life.step()
    found, counted = figures(ROOT, county.county, START), by_hand(START)[county.county.pk, "leadership"]
    whole = [one for one in indicators() if one.parts]
    assert len(whole) >= 5
    for one in whole:
        parts = (counted.get(key, 0) for key in one.parts)
        assert sum(parts) == found[one.key].numerator * one.numerator.scale, one.key


def test_every_table_a_figure_depends_on_marks_its_changes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgargs FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'indicators_marked'"
        )
        marked: dict[str, int] = defaultdict(int)
        for table, words in cursor.fetchall():
            for column in bytes(words).split(b"\0")[:-1]:
                marked[f"{table}.{column.decode()}"] += 1
    for source, _ in sources().values():
        own = {f"{source.model._meta.db_table}.{source.column(tree)}_id" for tree in TREES}
        assert own <= set(source.watches), f"{source.key} does not watch its own rows"
        for one in source.watches:
            assert marked[one] == 3, f"{source.key}: {one} is not marked at insert, update and delete"


def test_every_indicator_says_what_it_is():
    keys = [one.key for one in indicators()]
    assert len(keys) >= 60
    for one in indicators():
        assert all((one.meaning, one.source, one.label, one.unit)), one.key
        assert one.is_rate == (one.unit == "%"), one.key
        assert one.denominator is None or one.denominator.scale == 1, one.key
    assert len({one.label for one in indicators()}) == len(keys)
