"""A star that was taken away: appealed in time and judged by another, it counts again from the day it was lost, or stays lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gonghui.kernel import clock
from gonghui.kernel.indicators.derived import caught_up
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.work.standards import selectors
from gonghui.work.standards.actions import assess, rejudge
from gonghui.work.standards.actions.losing import lose
from gonghui.work.standards.actions.rating import give_award
from gonghui.work.standards.actions.titles import give_title
from gonghui.work.standards.models import Award, Loss, Standing, Title
from gonghui.work.standards.tests.test_rating import Place, at
from tests.support import DAY, ROOT, database, set_today, sign_in

pytestmark = database
LOST = date(2026, 11, 4)
DAYS = (date(2026, 11, 3), LOST, date(2026, 11, 30), date(2028, 8, 31))


@pytest.fixture
def here(db: None) -> Place:
    made = Place()
    set_reach(ROOT)
    mill = made.made.mill.pk
    assess(actor=ROOT, units=[mill], family="stars", since=DAY)
    give_award(actor=ROOT, unit_id=mill, scheme=made.scheme, stars=2, since=DAY, number="1 号")
    return made


def lost(here: Place) -> WorkItem:
    set_reach(here.clerk)
    return lose(
        actor=here.clerk, award=Award.objects.get(), on=LOST, why="查实不够条件", now=at("2026-11-04")
    )


def stars(here: Place) -> list[int]:
    return [here.stars(day) for day in DAYS]


def kept() -> list[Any]:
    caught_up()
    return sorted(Standing.objects.values_list("family", "since", "until", "passed", "stars"))


def test_an_appeal_that_succeeds_gives_the_star_back_from_the_day_it_was_lost(here: Place) -> None:
    set_reach(ROOT)
    before = kept()
    then = selectors.replay(here.scheme, here.made.mill.pk, LOST, actor=ROOT)
    item = lost(here)
    assert (item.stage_key, item.role, item.due_on) == ("told", "union_chair", date(2026, 11, 18))
    assert stars(here) == [2, 0, 0, 0]
    here.go(item, "appeal", here.chair, "2026-11-18", text="条件是够的")
    with pytest.raises(MoveRefused, match="另一个人"):
        here.go(item, "granted", here.clerk, "2026-11-19", text="再看看")
    here.go(item, "granted", here.other, "2026-11-19", text="确实够")
    assert stars(here) == [2, 2, 2, 2]
    set_reach(ROOT)
    loss = Loss.objects.get()
    assert (loss.lost_on, loss.restored_on, loss.item.outcome) == (LOST, date(2026, 11, 19), "cleared")
    assert kept() == before
    assert selectors.replay(here.scheme, here.made.mill.pk, LOST, actor=ROOT) == then
    assert rejudge([here.made.mill.pk], actor=ROOT) == 0
    again = lost(here)
    assert again.pk != item.pk
    assert stars(here) == [2, 0, 0, 0]


def test_what_is_upheld_or_accepted_stays_lost_and_after_the_limit_nobody_appeals(here: Place) -> None:
    item = lost(here)
    with pytest.raises(MoveRefused, match="2026-11-18 以前提出，已经过期"):
        here.go(item, "appeal", here.chair, "2026-11-19", text="条件是够的")
    here.go(item, "appeal", here.chair, "2026-11-10", text="条件是够的")
    done = here.go(item, "uphold", here.other, "2026-11-19", text="不够")
    assert (done.outcome, stars(here)) == ("refused", [2, 0, 0, 0])
    set_reach(ROOT)
    assert Loss.objects.get().restored_on is None


def test_the_title_that_came_with_an_award_goes_and_comes_back_with_it(here: Place) -> None:
    union = here.union
    set_reach(ROOT)
    home = Award.objects.create(
        unit=here.made.mill,
        scheme=here.scheme,
        family="home",
        since=DAY,
        until=date(2029, 9, 1),
        number="PX-1",
    )
    values: dict[str, Any] = {"year": 2026, "since": DAY, "today": DAY, "by": "县总工会", "number": "PX-1"}
    give_title(actor=ROOT, union=union, kind="home", level="county", **values)
    set_reach(here.clerk)
    item = lose(actor=here.clerk, award=home, on=LOST, why="查实不够条件", now=at("2026-11-04"))
    assert Title.objects.get().until == LOST
    here.go(item, "appeal", here.chair, "2026-11-10", text="条件是够的")
    here.go(item, "granted", here.other, "2026-11-19", text="够的")
    set_reach(ROOT)
    assert Title.objects.get().until is None


def test_the_page_says_how_it_stands(client: Any, monkeypatch: Any, here: Place) -> None:
    set_today(monkeypatch, clock, "2026-11-04")
    set_reach(ROOT)
    award = Award.objects.get()
    url = f"/standards/unions/{here.made.mill.pk}/"
    sign_in(client, here.clerk)
    told = client.post(
        f"/standards/awards/{award.pk}/lose/", {"why": "查实不够条件"}, follow=True
    ).content.decode()
    assert "工会可以在 2026-11-18 以前申诉" in told
    assert "可以申诉</a>" in client.get(url).content.decode()
    set_reach(ROOT)
    item = WorkItem.objects.get(process_key="loss")
    sign_in(client, here.chair)
    page = client.get(f"/work/{item.pk}/").content.decode()
    assert "查实不够条件" in page
    here.go(item, "appeal", here.chair, "2026-11-10", text="条件是够的")
    here.go(item, "granted", here.other, "2026-11-19", text="够的")
    sign_in(client, here.clerk)
    assert "2026-11-19 申诉成立</a>，已从那天起恢复" in client.get(url).content.decode()
