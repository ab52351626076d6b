"""投诉建议 on the phone: as a guest with a receipt, as a member; heard by the place's union, and by no employer."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction

from gonghui.kernel import clock
from gonghui.kernel.letters.box import hand_in, put_in
from gonghui.kernel.letters.models import Letter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach, set_subject
from gonghui.work.appeals import selectors
from gonghui.work.appeals.hall import SAY
from gonghui.work.appeals.models import Appeal
from gonghui.work.own.tests.scene import settled, signed_in, text
from gonghui.work.own.tests.test_asking import taken_in
from tests.people import mobile
from tests.support import ROOT, database, officer

pytestmark = database
STORY = "老板三个月没有发工资，一共一万二"
ADDRESS = "/s/feedback/"


@pytest.fixture(autouse=True)
def two(county, today):
    cache.clear()
    today("2026-11-23")  # a Monday
    return settled(county)


def say(client, **more: str):
    set_reach(NOBODY)
    return client.post(ADDRESS, {"kind": "wage", "story": STORY} | more)


def matter() -> WorkItem:
    set_reach(ROOT)
    return WorkItem.objects.get(process_key="appeal")


def test_a_guest_says_it_and_reads_the_answer_by_the_receipt(client, county):
    clerk = officer(county.east, "town_clerk", "east")
    done = say(client, place=str(county.east.pk), mobile=f"+86 {mobile(5)}")
    assert (done.status_code, len(done.url)) == (302, len(ADDRESS) + 21)
    assert "正在分到工会" in text(client, done.url)
    taken_in()
    item = matter()
    assert (item.unit_id, item.role, item.due_on) == (county.east.pk, "town_clerk", date(2026, 11, 26))
    assert (item.appeal.mobile.reveal(), item.appeal.story.reveal()) == (mobile(5), STORY)
    assert "2026-11-26 前有答复" in text(client, done.url)
    set_reach(clerk)
    advance(item.pk, "answer", actor=clerk, now=clock.now(), answer="约谈了单位，周五发")
    page = text(client, done.url)
    assert [one in page for one in ("已答复", "答复：约谈了单位，周五发", STORY)] == [True, True, False]
    set_reach(NOBODY)
    receipt = done.url.strip("/").rsplit("/", 1)[-1]
    assert client.get("/s/find/", {"code": receipt.lower()}).url == done.url
    assert client.get(f"{ADDRESS}{receipt[::-1]}/").status_code == 404


def test_a_member_says_it_to_the_towns_union_and_finds_it_among_their_own(client, two, county):
    signed_in(client, two[0])
    assert 'name="place"' not in text(client, ADDRESS)
    assert say(client).url == "/s/my/said/"
    assert "正在分到工会" in text(client, "/s/my/said/")
    taken_in()
    item = matter()
    assert item.unit_id == county.east.pk
    assert item.number in text(client, "/s/my/said/")
    assert item.number not in text(signed_in(client, two[1]), "/s/my/said/")
    set_reach(NOBODY)
    set_subject(two[1].pk)
    assert selectors.own_appeals() == []


@pytest.mark.parametrize(("kind", "at"), [("union", "county"), ("advice", "east"), ("wage", "east")])
def test_what_is_about_a_union_goes_to_the_one_above_it(client, county, kind, at):
    say(client, place=str(county.east.pk), kind=kind)
    taken_in()
    assert matter().unit_id == getattr(county, at).pk


def test_an_employers_officer_learns_nothing(client, two, county):
    chair = officer(county.mill, "union_chair", "mill")
    signed_in(client, two[0])
    say(client)
    taken_in()
    set_reach(chair)
    assert (WorkItem.objects.count(), Appeal.objects.count(), Letter.objects.count()) == (0, 0, 0)


def test_what_is_missing_is_said_and_the_rest_is_kept(client, county):
    answer = say(client, story="急", place="", mobile="123", workplace="东湖工地")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [one in page for one in ("请写清楚是什么事", "请选一个", "手机号要 11 位数字", "东湖工地")] == [
        True
    ] * 4
    assert say(client, place=str(county.mill.pk)).status_code == 422
    assert Letter.objects.count() == 0


def test_without_work_few_are_taken_and_what_was_written_is_kept(client, county):
    codes = [say(client, place=str(county.east.pk)).status_code for _ in range(20)]
    assert codes == [302] * 20
    refused = say(client, place=str(county.east.pk), workplace="东湖工地")
    assert (refused.status_code, "东湖工地" in refused.content.decode()) == (429, True)


def test_a_guest_puts_in_nothing_in_anybodys_name(two):
    set_reach(NOBODY)
    with pytest.raises(DatabaseError), transaction.atomic():
        put_in(subject=two[0].pk, kind=SAY, content={}, now=clock.now())
    receipt = hand_in(kind="own.ask", content={"kind": "copy", "reason": "要"}, now=clock.now())
    taken_in()
    one = Letter.objects.get()
    assert (len(receipt), one.fault, one.content) == (20, "要先登录", None)
