"""The list, its cycles, and what the program's own figures settle without asking."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gonghui.kernel.process.models import Deadline, WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.models import Employer
from gonghui.work.duties.actions import adopt, keep_duty
from gonghui.work.duties.models import Duty
from gonghui.work.duties.selectors import duties_of
from gonghui.work.duties.tests.scene import Place, place
from tests.support import ROOT, database

pytestmark = database


@pytest.fixture
def here(db: None) -> Place:
    made = place()
    made.adopted()
    return made


def test_the_defaults_are_taken_once_and_base_unions_are_off(here: Place) -> None:
    assert Duty.objects.count() == 17
    assert adopt(actor=here.official, unit=here.county.county, today=date(2026, 1, 6)) == 0
    assert set(Duty.objects.filter(level="base").values_list("is_on", flat=True)) == {False}
    assert set(Duty.objects.exclude(level="base").values_list("is_on", flat=True)) == {True}


def test_each_cycle_opens_what_the_figures_do_not_show(here: Place) -> None:
    here.night("2026-01-06")
    east, west = here.matters(here.county.east), here.matters(here.county.west)
    # who is on file, whose terms run, which employers are covered: the figures show it, nobody is asked
    assert sorted(east) == ["2026 年 1 月：劳动关系风险排查", "2026 年：向会员公开经费收支"]
    assert "2026 年第 1 季度：推动 25 人以上的单位建立工会" in west
    assert here.matters(here.county.mill) == {}
    assert len(here.matters(here.county.county)) == 5


def test_what_was_due_before_the_list_began_is_not_asked_for(here: Place) -> None:
    set_reach(ROOT)
    Duty.objects.update(begun_on=date(2026, 4, 1))
    here.night("2026-04-02")
    assert not any("预算" in title for title in here.matters(here.county.county))
    here.night("2027-01-04")
    assert "2027 年：编制年度经费预算并经经审会审查" in here.matters(here.county.county)


def test_switched_on_again_it_begins_from_that_day(here: Place) -> None:
    set_reach(here.official)
    duty = Duty.objects.get(key="base.assembly")
    keep_duty(actor=here.official, today=date(2026, 12, 28), duty=duty, unit=here.county.county, is_on=True)
    assert (duty.begun_on, duty.period_at(date(2026, 12, 28)).key) == (date(2026, 12, 28), "2027")


def test_who_has_it_and_until_when(here: Place) -> None:
    here.night("2026-01-06")
    risk = here.matters(here.county.east)["2026 年 1 月：劳动关系风险排查"]
    audit = here.matters(here.county.county)["2026 年：审查同级工会经费收支"]
    assert (risk.holder_unit_id, risk.role, risk.due_on) == (
        here.county.east.pk,
        "town_clerk",
        date(2026, 1, 26),
    )
    assert (audit.role, audit.due_on) == ("auditor", date(2026, 6, 30))
    assert Deadline.objects.get(item=audit, key="cycle").due_on == date(2026, 6, 30)


def test_a_second_night_opens_nothing_and_the_next_period_does(here: Place) -> None:
    here.night("2026-01-06")
    before = WorkItem.objects.filter(process_key="duty").count()
    here.night("2026-01-07")
    assert WorkItem.objects.filter(process_key="duty").count() == before
    here.night("2026-02-02")
    assert "2026 年 2 月：劳动关系风险排查" in here.matters(here.county.east)


def test_what_the_figures_show_later_ends_by_itself(here: Place) -> None:
    here.night("2026-01-06")
    title = "2026 年第 1 季度：推动 25 人以上的单位建立工会"
    assert title in here.matters(here.county.west)
    Employer.objects.filter(name="西镇大厂").update(covered_by=here.county.mine)
    here.night("2026-01-20")
    closed = here.matters(here.county.west, open_only=False)[title]
    assert (closed.stage_key, closed.outcome, closed.closed_on) == ("known", "cleared", date(2026, 1, 20))
    assert closed.steps.order_by("-seq").first().note == "25 人以上的单位都有工会"


def test_done_with_its_evidence(here: Place) -> None:
    here.night("2026-01-06")
    item = here.matters(here.county.east)["2026 年 1 月：劳动关系风险排查"]
    said = {"done_on": date(2026, 1, 15), "words": "排查 12 家，没有隐患"}
    with pytest.raises(MoveRefused, match="还缺凭证"):
        here.go(item, "done", here.clerk, "2026-01-16", **said)
    here.prove(item, "proof", here.clerk, "2026-01-16")
    for day, words in ((date(2025, 12, 31), "不能倒签"), (date(2026, 1, 17), "还没到")):
        with pytest.raises(MoveRefused, match=words):
            here.go(item, "done", here.clerk, "2026-01-16", **said | {"done_on": day})
    assert here.go(item, "done", here.clerk, "2026-01-16", **said).outcome == "cleared"


def test_evidence_from_before_is_refused(here: Place) -> None:
    here.night("2026-01-06")
    item = here.matters(here.county.east)["2026 年 1 月：劳动关系风险排查"]
    with pytest.raises(MoveRefused, match="不能倒签"):
        here.prove(item, "proof", here.clerk, "2026-01-16", on="2026-01-05")


def test_switched_on_for_base_unions(here: Place) -> None:
    here.switch("base.assembly", True)
    here.night("2026-01-06")
    item = here.matters(here.county.mill)["2026 年：召开会员（代表）大会"]
    assert (item.holder_unit_id, item.role) == (here.county.mill.pk, "union_chair")
    other = here.matters(here.county.mine)["2026 年：召开会员（代表）大会"]
    assert (other.holder_unit_id, other.role) == (here.county.west.pk, "town_clerk")


def test_the_list_holds_below_and_is_kept_above(here: Place) -> None:
    set_reach(here.chair)
    union = duties_of(here.chair, _union(here.chair, here.county.mill.pk))
    assert [one.key for one in union] == ["base.budget", "base.roster", "base.assembly", "base.publish", "base.congress"]  # fmt: skip
    with transaction.atomic():
        assert Duty.objects.filter(level="base").update(is_on=True) == 0
    duty = Duty.objects.get(key="base.roster")
    with pytest.raises(DatabaseError), transaction.atomic():
        keep_duty(actor=here.chair, today=date(2026, 1, 6), duty=duty, unit=here.county.mill, is_on=True)
    set_reach(here.neighbour)
    assert Duty.objects.count() == 17


def _union(actor, pk):
    from gonghui.registers.unions.selectors import unions

    return unions(actor).get(pk=pk)


def test_a_list_of_another_county_is_not_seen(here: Place) -> None:
    from gonghui.kernel.units.actions import plant
    from tests.support import DAY, officer

    set_reach(ROOT)
    far = plant(actor=ROOT, name="外县总工会", kind="federation", parent=None, on=DAY)
    stranger = officer(far, "county_clerk", "far1", "何远")
    set_reach(stranger)
    assert (Duty.objects.count(), WorkItem.objects.count()) == (0, 0)


def test_a_neighbour_sees_no_matter(here: Place) -> None:
    here.night("2026-01-06")
    set_reach(here.neighbour)
    assert set(WorkItem.objects.values_list("unit_id", flat=True)) == {here.county.west.pk}


def test_a_quiet_night_asks_little(here: Place) -> None:
    here.night("2026-01-06")
    with CaptureQueriesContext(connection) as found:
        here.night("2026-01-07")
    assert len(found) <= 160
