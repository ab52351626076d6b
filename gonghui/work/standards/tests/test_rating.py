"""星级评定 from self-check to award; what takes a star away; the same facts under the same version give the same star."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from gonghui.kernel import clock
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.unions.models import Union
from gonghui.work.standards import selectors
from gonghui.work.standards.actions import SHIPPED, assess, check, give, keep_scheme
from gonghui.work.standards.actions.losing import lose
from gonghui.work.standards.actions.rating import begin_rating, give_award
from gonghui.work.standards.models import Award, Rating, Scheme, Standing
from gonghui.work.standards.selectors.trying import tried
from gonghui.work.standards.tests.test_standing import scene, shown
from tests.support import DAY, ROOT, County, database, officer, set_today, sign_in

pytestmark = database
ITEMS = "组织｜term｜没有超届｜60｜record｜term｜1｜是\n阵地｜place｜有场所｜40｜file｜asked｜1｜\n否决｜breach｜没有违规｜0｜file｜unless｜1｜是"
STARS: dict[str, Any] = {"family": "stars", "kind": "points", "label": "星级评定", "months": 24, "thresholds": "3=100，1=60", "basis": "会议"}  # fmt: skip


def at(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T10:00"))


class Place:
    def __init__(self) -> None:
        self.made: County = scene()
        seed_calendar(actor=ROOT)
        seed_parameters(actor=ROOT, path=SHIPPED.with_name("parameters.csv"))
        self.scheme = keep_scheme(
            actor=ROOT, unit=self.made.county, since=DAY, version="1", items=ITEMS, **STARS
        )
        self.chair = officer(self.made.mill, "union_chair", "chair1", "张一")
        self.town = officer(self.made.east, "town_clerk", "town1", "吴芳")
        self.clerk = officer(self.made.county, "county_clerk", "county1", "郑敏")
        self.other = officer(self.made.county, "county_clerk", "county2", "钱平")

    @property
    def union(self) -> Union:
        set_reach(ROOT)
        return Union.objects.select_related("unit").get(unit=self.made.mill)

    def begun(self, family: str = "stars") -> WorkItem:
        union = self.union
        set_reach(self.chair)
        return begin_rating(union, actor=self.chair, family=family, now=at("2026-11-02"))

    def go(
        self, item: WorkItem, move: str, actor: Actor, day: str, text: str = "", **answers: Any
    ) -> WorkItem:
        set_reach(actor)
        return advance(item.pk, move, actor=actor, now=at(day), text=text, **answers)

    def to_publicity(self, family: str = "stars") -> WorkItem:
        item = self.begun(family)
        self.go(item, "submit", self.chair, "2026-11-02", words="都办到了")
        self.go(item, "checked", self.town, "2026-11-03", opinion="看过了")
        return self.go(item, "reviewed", self.clerk, "2026-11-04", shown_on=date(2026, 11, 4))

    def stars(self, day: date) -> int:
        set_reach(ROOT)
        return selectors.stood(ROOT, "stars", day).get(unit=self.made.mill).stars


@pytest.fixture
def here(db: None) -> Place:
    return Place()


def test_from_self_check_to_award(here: Place) -> None:
    shown(here.made.mill, "place", date(2027, 5, 1)).save()
    item = here.to_publicity()
    with pytest.raises(MoveRefused, match="公示要满 5 个工作日：2026-11-04 开始，2026-11-11 满"):
        here.go(item, "award", here.clerk, "2026-11-11")
    here.go(item, "award", here.clerk, "2026-11-12")
    set_reach(ROOT)
    award = Award.objects.get()
    assert (award.stars, award.points, award.since, award.until) == (
        3,
        100,
        date(2026, 11, 12),
        date(2028, 11, 12),
    )
    assert [here.stars(day) for day in (date(2026, 11, 11), date(2026, 11, 12), date(2028, 11, 11))] == [
        0,
        3,
        3,
    ]
    assert here.stars(date(2028, 11, 12)) == 0  # not for life


def test_who_reported_does_not_review_and_a_veto_stops_it(here: Place) -> None:
    item = here.begun()
    with pytest.raises(MoveRefused, match="正在办"):
        here.begun()
    set_reach(ROOT)
    Union.objects.filter(unit=here.made.mill).update(term_until=date(2026, 10, 31))
    with pytest.raises(MoveRefused, match="一票否决：没有超届"):
        here.go(item, "submit", here.chair, "2026-11-02", words="都办到了")
    set_reach(ROOT)
    Union.objects.filter(unit=here.made.mill).update(term_until=date(2029, 1, 1))
    here.go(item, "submit", here.chair, "2026-11-02", words="都办到了")
    assert Rating.objects.get().points == 60


def test_a_veto_takes_the_star_away_the_same_day_and_so_does_a_loss(here: Place) -> None:
    set_reach(ROOT)
    assess(actor=ROOT, units=[here.made.mill.pk], family="stars", since=DAY)
    award = give_award(
        actor=ROOT, unit_id=here.made.mill.pk, scheme=here.scheme, stars=2, since=DAY, number="1 号"
    )
    assert here.stars(date(2026, 11, 22)) == 2
    set_reach(here.town)
    bad = give(actor=here.town, unit=here.made.mill, item="breach", today=date(2026, 11, 20), since=date(2026, 11, 18), until=date(2027, 11, 18), words="通报", against=True)  # fmt: skip
    set_reach(here.clerk)
    check(actor=here.clerk, holding=bad, today=date(2026, 11, 21), accepted=True)
    assert [here.stars(date(2026, 11, day)) for day in (20, 21)] == [2, 0]
    assert here.stars(date(2027, 11, 18)) == 2
    set_reach(ROOT)
    lose(actor=ROOT, award=award, on=date(2026, 10, 1), why="弄虚作假", now=at("2026-11-22"))
    assert [here.stars(day) for day in (date(2026, 9, 30), date(2026, 10, 1), date(2027, 11, 18))] == [
        2,
        0,
        0,
    ]


def test_refused_appealed_and_looked_at_by_another(here: Place) -> None:
    item = here.begun()
    here.go(item, "submit", here.chair, "2026-11-02", words="都办到了")
    here.go(item, "checked", here.town, "2026-11-03", opinion="看过了")
    here.go(item, "refuse", here.clerk, "2026-11-04", text="材料是假的")
    here.go(item, "appeal", here.chair, "2026-11-05", text="材料是真的")
    with pytest.raises(MoveRefused, match="另一个人"):
        here.go(item, "granted", here.clerk, "2026-11-06", text="再看看")
    assert here.go(item, "granted", here.other, "2026-11-06", text="确实有").stage_key == "review"


def test_the_rules_of_2025_on_the_facts_of_2025_give_the_star_of_2025(here: Place) -> None:
    mill = here.made.mill
    set_reach(ROOT)
    old = keep_scheme(
        actor=ROOT, unit=here.made.county, since=date(2025, 1, 1), version="2025", items=ITEMS, **STARS
    )
    held = shown(mill, "place", date(2026, 3, 1))
    held.since = held.checked_on = date(2025, 2, 1)
    held.save()
    day = date(2025, 12, 31)
    award = give_award(actor=ROOT, unit_id=mill.pk, scheme=old, stars=3, since=day, number="2025-1")
    then = selectors.replay(old, mill.pk, day, actor=ROOT)
    assert (then.stars, then.points) == (award.stars, 100)
    held = shown(mill, "place")  # found a year later, said to be so since before
    held.since, held.checked_on = date(2024, 1, 1), date(2026, 11, 1)
    held.save()
    assert selectors.replay(old, mill.pk, day, actor=ROOT) == then
    assert selectors.replay(old, mill.pk, date(2026, 6, 1), actor=ROOT).stars == 1
    assert selectors.counting(list(Scheme.objects.all()), mill.path, "stars", day) == old


def test_trying_another_version_says_who_rises_and_who_falls(
    client: Any, monkeypatch: Any, here: Place
) -> None:
    set_today(monkeypatch, clock, "2026-11-22")
    made = here.made
    shown(made.mill, "place").save()
    set_reach(ROOT)
    stricter = keep_scheme(
        actor=ROOT, unit=made.county, since=date(2027, 1, 1), version="2027", **STARS | {"thresholds": "3=100，2=80"},
        items=ITEMS.replace("60｜", "40｜").replace("有场所｜40", "有场所｜60"),
    )  # fmt: skip
    found = {one.unit_id: (one.now, one.then, one.way) for one in tried(ROOT, stricter, date(2026, 11, 22))}
    assert found == {made.mill.pk: (3, 3, "same"), made.mine.pk: (1, 0, "fall")}
    before = Standing.objects.count()
    sign_in(client, here.clerk)
    page = client.get(f"/standards/what-if/?scheme={stricter.pk}").content.decode()
    assert "2 家工会，按今天的台账和凭证：改用这个版本，0 家星会升，1 家会降，1 家不变" in page
    assert "矿业工会" in page
    assert "纺织厂工会" not in page
    assert "60 → 40" in page
    assert client.get("/standards/what-if/?scheme=six_a").status_code == 200
    assert client.get("/standards/what-if/?scheme=x").status_code == 404
    set_reach(ROOT)
    assert Standing.objects.count() == before


def test_pages_begin_show_and_take_away(client: Any, monkeypatch: Any, here: Place) -> None:
    set_today(monkeypatch, clock, "2026-11-22")
    sign_in(client, here.chair)
    mill = here.made.mill.pk
    refused = client.post(f"/standards/unions/{mill}/rate/", {"family": "six"}, follow=True)
    assert "不用另外评定" in refused.content.decode()
    begun = client.post(f"/standards/unions/{mill}/rate/", {"family": "stars"}, follow=True).content.decode()
    assert "星级评定（1）" in begun
    assert "没有超届、没有违规" in begun
    set_reach(ROOT)
    award = give_award(actor=ROOT, unit_id=mill, scheme=here.scheme, stars=1, since=DAY, number="1 号")
    assert client.post(f"/standards/awards/{award.pk}/lose/", {"why": "违纪"}).status_code == 403
    sign_in(client, here.clerk)
    assert "2026-09-01 评定 1 星" in client.get(f"/standards/unions/{mill}/").content.decode()
    client.post(f"/standards/awards/{award.pk}/lose/", {"why": "违纪"})
    page = client.get(f"/standards/unions/{mill}/?on=2026-11-22").content.decode()
    assert "2026-11-22 取消：违纪" in page
    assert "那天，按当时的版本" in client.get(f"/standards/unions/{mill}/?on=2026-10-01").content.decode()
