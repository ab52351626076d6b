"""The menu on the phone: seen, ordered, arranged, come to, judged; and everything that is refused."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from gonghui.kernel import clock
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.letters.box import put_in
from gonghui.kernel.notices.models import Delivery
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import acting, set_reach, set_subject
from gonghui.registers.members.models import Person
from gonghui.work import orders
from gonghui.work.orders import actions, selectors
from gonghui.work.orders.hall import ORDER
from gonghui.work.orders.models import Order
from gonghui.work.own.tests.scene import settled, signed_in, text
from gonghui.work.own.tests.test_asking import taken_in
from gonghui.work.own.tests.test_merged import made_one
from tests.ordering import cancel, judge, offer, order
from tests.people import member
from tests.support import ROOT, committed, database, officer, plant_county, sign_in

pytestmark = database
HOURS = {"hours": "下午 2 点，镇卫生院", "supplier": "镇卫生院"}


@pytest.fixture
def two(county, today):
    today("2026-11-23")  # a Monday
    return settled(county)


@pytest.fixture
def clerk(two, county):
    return officer(county.east, "town_clerk", "east")


def of(person) -> Order:
    set_reach(ROOT)
    return Order.objects.get(person_id=person.pk)


def arranged(person, clerk, day: str = "2026-11-25") -> Order:
    found = of(person)
    set_reach(clerk)
    advance(found.pk, "arrange", actor=clerk, now=clock.now(), served_on=date.fromisoformat(day), **HOURS)
    return of(person)


def test_from_the_menu_to_the_judgement(client, two, county, clerk, today):
    service = offer(county.east, places=2, phone="0571-80000001")
    signed_in(client, two[0])
    page = text(client, "/s/menu/")
    assert [one in page for one in ("免费体检", "剩 2 个", "东镇", "您的工会")] == [True] * 4
    address = f"/s/menu/{service.pk}/"
    assert "点这项服务" in text(client, address)
    set_reach(NOBODY)
    assert client.post(address, {"wish": "周三下午", "words": ""}).url == "/s/my/orders/"
    assert "收到了 1 件" in text(client, "/s/my/orders/")
    taken_in()
    item = WorkItem.objects.get(process_key="order")
    assert (item.unit_id, item.role, item.due_on) == (county.east.pk, "town_clerk", date(2026, 11, 26))
    assert "2026-11-26 前约好告诉您" in text(client, "/s/my/orders/")
    assert "剩 1 个" in text(client, "/s/menu/")
    arranged(two[0], clerk)
    assert Delivery.objects.filter(kind="orders.heard.word").count() == 1
    assert "约在 2026-11-25 下午 2 点，镇卫生院，镇卫生院" in text(client, "/s/my/orders/")
    today("2026-11-25")
    set_reach(clerk)
    advance(item.pk, "serve", actor=clerk, now=clock.now())
    signed_in(client, two[0])
    assert "评价一下" in text(client, "/s/my/orders/")
    judged = f"/s/my/orders/{item.pk}/judge/"
    set_reach(NOBODY)
    assert client.post(judged, {"stars": ""}).status_code == 422
    assert client.post(judged, {"stars": "4", "words": "等得久了点"}).url == "/s/my/orders/"
    taken_in()
    assert (of(two[0]).stars, of(two[0]).judged_on) == (4, date(2026, 11, 25))
    assert "您的评价：4 分" in text(client, "/s/my/orders/")
    set_reach(NOBODY)
    assert client.get(judged).status_code == 404
    set_reach(ROOT)
    assert Entry.objects.get(verb="orders.judge").detail == {"stars": 4}


def test_the_last_place_goes_to_one(two, county):
    service = offer(county.county, places=1)
    assert (order(two[0], service), order(two[1], service)) == (
        "",
        "名额刚刚满了。有人取消会空出来，也可以看看菜单上别的",
    )
    assert cancel(two[0], of(two[0]).pk) == ""
    assert order(two[1], service) == ""


def test_what_is_refused_says_why(two, county, today):
    east, members = offer(county.east), offer(county.county, "会员茶话会")
    assert "只面向当地" in order(two[1], east)
    set_reach(ROOT)
    two[1].memberships.update(until=date(2026, 11, 1))
    assert "只面向会员" in order(two[1], members)
    assert order(two[1], offer(county.county, "法律咨询", open_to="all")) == ""
    assert order(two[0], east) == ""
    assert "已经点过" in order(two[0], east)
    for n in range(4):
        assert order(two[0], offer(county.east, f"活动{n}")) == ""
    assert "办完再点" in order(two[0], offer(county.east, "第六项"))
    today("2027-01-04")
    assert "现在不提供了" in order(two[0], members)


def test_nobody_orders_cancels_or_judges_for_another(client, two, county, clerk, today):
    county_clerk = officer(county.county, "county_clerk", "county")
    order(two[0], offer(county.county))
    found = arranged(two[0], county_clerk)
    assert cancel(two[1], found.pk) == "没有找到这一单"
    assert judge(two[1], found.pk) == "没有找到这一单"
    assert judge(two[0], found.pk) == "服务过以后才能评价"
    set_reach(NOBODY)
    set_subject(two[1].pk)
    assert (selectors.own_orders(), Order.objects.count()) == ([], 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        put_in(subject=two[0].pk, kind=ORDER, content={}, now=clock.now())
    signed_in(client, two[1])
    assert client.post("/s/my/orders/", {"item": str(found.pk)}).status_code == 404
    assert client.get(f"/s/my/orders/{found.pk}/judge/").status_code == 404


def test_an_employers_officer_sees_no_order_of_what_others_offer(two, county):
    chair = officer(county.mill, "union_chair", "mill")
    order(two[0], offer(county.county))
    set_reach(chair)
    assert (Order.objects.visible_to(chair).count(), Order.objects.count(), WorkItem.objects.count()) == (
        0,
        0,
        0,
    )
    order(two[0], offer(county.mill, "厂里的理发"))
    set_reach(chair)
    assert [one.service.title for one in Order.objects.visible_to(chair).select_related("service")] == [
        "厂里的理发"
    ]


def test_the_menu_shows_a_unions_own_offers_to_its_own_alone(client, two, county):
    offer(county.mill, "厂里的理发")
    offer(county.east, "镇上的体检")
    assert [one in text(client, "/s/menu/") for one in ("厂里的理发", "镇上的体检")] == [False, True]
    signed_in(client, two[0])
    assert [one in text(client, "/s/menu/") for one in ("厂里的理发", "镇上的体检")] == [True, True]
    signed_in(client, two[1])
    assert [one in text(client, "/s/menu/") for one in ("厂里的理发", "镇上的体检")] == [False, True]


def test_a_guest_looks_and_is_sent_to_sign_in(client, county, two):
    service = offer(county.east)
    offer(county.east, "下个月的", since=date(2026, 12, 1))
    offer(county.east, "上个月的", since=date(2026, 10, 1), until=date(2026, 10, 31))
    page = text(client, "/s/menu/?need=health")
    assert [one in page for one in ("免费体检", "下个月的", "上个月的")] == [True, False, False]
    assert "这个月" in text(client, "/s/")
    set_reach(NOBODY)
    assert client.post(f"/s/menu/{service.pk}/", {}).url == "/s/sign-in/"
    assert client.get("/s/my/orders/").status_code == 302
    for need in ("🙂", "rights", "'--", "health" * 50):
        assert client.get("/s/menu/", {"need": need}).status_code == 200


def test_too_long_is_said_and_kept(client, two, county):
    service = offer(county.east)
    signed_in(client, two[0])
    set_reach(NOBODY)
    answer = client.post(f"/s/menu/{service.pk}/", {"wish": "早" * 61, "words": "带着孩子"})
    assert (answer.status_code, "最多 60 个字" in answer.content.decode(), "带着孩子" in answer.content.decode()) == (422, True, True)  # fmt: skip


def test_nobody_is_served_before_the_day(two, county, clerk):
    order(two[0], offer(county.east))
    found = arranged(two[0], clerk, "2026-11-24")
    set_reach(clerk)
    for move in ("serve", "miss"):
        with pytest.raises(MoveRefused, match="约的是 2026-11-24"):
            advance(found.pk, move, actor=clerk, now=clock.now())
    advance(found.pk, "again", actor=clerk, now=clock.now(), served_on=date(2026, 11, 23), **HOURS)
    advance(found.pk, "miss", actor=clerk, now=clock.now())
    found = of(two[0])
    assert (found.came, judge(two[0], found.pk)) == (False, "服务过以后才能评价")


def test_a_refusal_is_read_by_who_ordered(client, two, county, clerk):
    order(two[0], offer(county.east))
    found = of(two[0])
    set_reach(clerk)
    advance(found.pk, "refuse", actor=clerk, now=clock.now(), text="体检车坏了，下周再来")
    signed_in(client, two[0])
    page = text(client, "/s/my/orders/")
    assert [one in page for one in ("没有安排", "原因：体检车坏了，下周再来")] == [True, True]


def served(person, service, clerk, stars: int | None, today) -> None:
    assert order(person, service) == ""
    set_reach(ROOT)
    found = Order.objects.get(person_id=person.pk, service=service)
    set_reach(clerk)
    advance(found.pk, "arrange", actor=clerk, now=clock.now(), served_on=clock.today(), **HOURS)
    advance(found.pk, "serve", actor=clerk, now=clock.now())
    if stars:
        assert judge(person, found.pk, stars, f"给 {stars} 分") == ""


def test_how_services_are_judged_counts_and_opens_onto_its_rows(client, two, county, clerk, today):
    check, cut = offer(county.east), offer(county.east, "理发")
    people = [member(county.mill, 700 + n, name=f"工友{n}") for n in range(6)]
    for person, stars in zip(people, (5, 5, 4, 3, 5, None), strict=True):
        served(person, check, clerk, stars, today)
    served(people[0], cut, clerk, 1, today)
    set_reach(clerk)
    rows = [
        (one.service.title, one.ordered, one.served, one.judged, one.average)
        for one in selectors.judged(clerk)
    ]
    assert rows == [("免费体检", 6, 6, 5, "4.4"), ("理发", 1, 1, 1, "")]
    page = sign_in(client, clerk).get("/orders/").content.decode()
    assert "4.4" in page
    assert "给 3 分" in client.get(f"/orders/{check.pk}/").content.decode()
    west = officer(county.west, "town_clerk", "west")
    assert "免费体检" not in sign_in(client, west).get("/orders/").content.decode()
    assert client.get(f"/orders/{check.pk}/").status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_rows(two, county, clerk):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            set_reach(clerk)
            selectors.judged(clerk)
            set_reach(NOBODY)
            set_subject(two[0].pk)
            selectors.offered(clock.today())
            selectors.own_orders()
        return len(found)

    order(two[0], offer(county.east, places=3))
    one = asked()
    for n in range(2):
        order(two[0], offer(county.east, f"活动{n}", places=3))
    assert asked() == one


def test_an_order_follows_a_merged_file(two, county, clerk):
    order(two[0], offer(county.east))
    set_reach(ROOT)
    other = member(county.mill, 651, name="李小会")
    other.memberships.update(until=clock.today() - timedelta(1))
    made_one(county, two[0], other)
    set_reach(NOBODY)
    set_subject(other.pk)
    assert [one["title"] for one in selectors.own_orders()] == ["免费体检"]
    assert cancel(other, of(two[0]).pk) == ""


@committed
def test_many_at_once_share_the_last_places_exactly():
    """Six who press at the same moment for two places: two have one, four are told, and nothing else is written."""
    with acting(ROOT):
        county = plant_county()
        seed_parameters(actor=ROOT, path=Path(orders.__path__[0]) / "data" / "parameters.csv")
        service = offer(county.east, places=2)
        people = [member(county.mill, 800 + n, name=f"工友{n}") for n in range(6)]
    start, told = threading.Barrier(6), []

    def work(person: Person) -> None:
        try:
            start.wait()
            with acting(ROOT):
                actions.order(
                    subject=person.pk, service=service.pk, wish="", words="", actor=ROOT, now=clock.now()
                )
            told.append("")
        except MoveRefused as refusal:
            told.append(str(refusal)[:6])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[one]) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with acting(ROOT):
        assert (sorted(told), Order.objects.count()) == (["", ""] + ["名额刚刚满了"] * 4, 2)
