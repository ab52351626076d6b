"""From telling to the message on the phone: undo, quiet hours, digest, another way, failures, and no names."""

from __future__ import annotations

import contextlib
import random
import re
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction

from gonghui.kernel.notices.actions import mark_all_read, prefer, withdraw
from gonghui.kernel.notices.addresses import unbind
from gonghui.kernel.notices.gateways.base import Receipt
from gonghui.kernel.notices.models import Delivery, Notice
from gonghui.kernel.notices.routing import route
from gonghui.kernel.notices.selectors import entitled, holders, unread
from gonghui.kernel.notices.selectors import notices as told_to
from gonghui.kernel.notices.sending import claim, note
from gonghui.kernel.notices.tests.telling import (
    KEY,
    MORNING,
    URGENT,
    ZONE,
    after,
    declare,
    deliveries,
    notices,
    reached,
    sent,
    told,
)
from gonghui.kernel.reach.session import acting, set_reach
from tests.support import ROOT, database, officer

pytestmark = database


@pytest.fixture
def clerk(county):
    declare()
    return officer(county.county, "county_clerk", "clerk", "李华")


@pytest.fixture
def town(county):
    return officer(county.east, "town_clerk", "town", "张伟")


@pytest.fixture
def chair(county):
    """Comes by once in a while: the role says so."""
    return officer(county.mill, "union_chair", "chair", "周涛")


def test_it_waits_out_the_undo_then_gathers_then_leaves_without_a_name(clerk, town, stand_in):
    number = reached(town)
    told(clerk, town)
    with acting(town):
        assert list(told_to(town, after(9.9))) == []
    assert sent(after(9.9)) == 0
    assert deliveries() == []
    with acting(town):
        assert [one.text for one in told_to(town, after(10))] == ["李华请您办理名册"]
    assert sent(after(10)) == 0
    assert sent(after(14)) == 0
    assert sent(after(15)) == 1
    (one,) = stand_in.box.of("sms")
    assert one.to == number
    assert '"count": "1"' in one.text
    assert not any(word in one.text for word in ("李华", "张伟", "名册"))
    assert sent(after(60)) == 0


def test_what_follows_soon_goes_into_the_same_message(clerk, town, stand_in):
    reached(town)
    for minute in (0, 1, 3):
        told(clerk, town, after(minute))
    for minute in (10, 11, 12, 13, 14):
        assert sent(after(minute)) == 0
    assert sent(after(15)) == 1
    assert '"count": "3"' in stand_in.box.of("sms")[0].text


def test_what_was_taken_back_in_time_was_never_told(clerk, town, stand_in):
    reached(town)
    told(clerk, town, url="/a/")
    told(clerk, town, url="/b/")
    with acting(clerk):
        assert withdraw(actor=clerk, url="/a/", now=after(9)) == 1
        assert withdraw(actor=clerk, url="/b/", now=after(10)) == 0
    with acting(town):
        assert withdraw(actor=town, url="/b/", now=after(5)) == 0
        assert [one.url for one in told_to(town, after(11))] == ["/b/"]
    sent(after(11))
    assert sent(after(16)) == 1
    assert '"count": "1"' in stand_in.box.of("sms")[0].text


def test_what_was_read_in_the_platform_is_not_sent_outside(clerk, town, stand_in):
    reached(town)
    told(clerk, town)
    sent(after(10))
    with acting(town):
        assert mark_all_read(actor=town, now=after(12)) == 1
    assert sent(after(20)) == 0
    assert [one.state for one in deliveries()] == ["void"]


def test_nothing_leaves_at_night_whenever_the_sender_comes_round(clerk, town, stand_in):
    reached(town)
    evening = datetime(2026, 11, 20, 20, 44, tzinfo=ZONE)
    told(clerk, town, evening)
    sent(after(11, evening))  # due at 21:00 with what it gathers
    for hours in (0.3, 1, 5, 11):
        assert sent(after(now=evening, hours=hours)) == 0
    assert sent(datetime(2026, 11, 21, 7, 59, tzinfo=ZONE)) == 0
    assert sent(datetime(2026, 11, 21, 8, 0, tzinfo=ZONE)) == 1


def test_a_sender_that_was_away_does_not_make_up_for_it_at_night(clerk, town, stand_in):
    reached(town)
    told(clerk, town)
    sent(after(10))
    assert sent(datetime(2026, 11, 20, 23, 0, tzinfo=ZONE)) == 0
    assert sent(datetime(2026, 11, 21, 8, 0, tzinfo=ZONE)) == 1


def test_part_timers_are_told_once_a_day(clerk, chair, stand_in):
    reached(chair)
    for hour in (0, 2, 5):
        told(clerk, chair, after(now=MORNING, hours=hour))
        sent(after(now=MORNING, hours=hour + 1))
    assert stand_in.box.messages == {}
    monday = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)
    assert (sent(monday - timedelta(minutes=1)), sent(monday)) == (0, 1)
    assert '"count": "3"' in stand_in.box.of("sms")[0].text
    told(clerk, chair, after(1, monday))
    assert sent(after(60, monday)) == 0
    assert sent(monday + timedelta(days=1)) == 1
    assert '"count": "1"' in stand_in.box.of("sms")[1].text


def test_an_urgent_one_breaks_the_digest_but_not_the_night(clerk, chair, stand_in):
    reached(chair)
    told(clerk, chair)
    told(clerk, chair, key=URGENT)
    assert sent(after(10)) == 1
    assert stand_in.box.of("sms")[0].text.startswith(URGENT)
    night = datetime(2026, 11, 20, 22, 0, tzinfo=ZONE)
    told(clerk, chair, night, key=URGENT)
    assert sent(after(30, night)) == 0
    assert sent(datetime(2026, 11, 21, 8, 0, tzinfo=ZONE)) == 1


@pytest.mark.parametrize("fault", ["busy", "drop"])
def test_a_digest_that_was_handed_over_once_takes_nothing_in(clerk, chair, stand_in, fault):
    """It may have arrived: what is told since then waits for the next day's."""
    reached(chair)
    told(clerk, chair)
    sent(after(10))
    monday = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)
    stand_in.box.faults["sms"].append(fault)
    assert sent(monday) == 0
    told(clerk, chair, after(-20, monday))
    assert sent(after(1, monday)) == 1
    assert sent(after(300, monday)) == 0
    assert sent(monday + timedelta(days=1)) == 1
    assert ['"count": "1"' in one.text for one in stand_in.box.of("sms")] == [True, True]


def test_two_digests_that_fall_on_one_day_leave_on_two(clerk, chair, stand_in):
    """The sender was away from Monday's failure to Tuesday, when another one is due."""
    reached(chair)
    told(clerk, chair)
    sent(after(10))
    monday = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)
    stand_in.box.faults["sms"].append("busy")
    assert sent(monday) == 0
    told(clerk, chair, after(-20, monday))
    route(after(1, monday))
    tuesday = monday + timedelta(days=1)
    assert (sent(tuesday), sent(after(60, tuesday))) == (1, 0)
    assert sent(tuesday + timedelta(days=1)) == 1


def test_one_s_own_wishes_go_before_the_rules(clerk, town, stand_in):
    reached(town)
    with acting(town):
        prefer(actor=town, muted=[], digest=True, quiet=(time(8), time(12)))
    told(clerk, town)
    sent(after(10))
    (one,) = deliveries()
    assert (one.digest_on, one.due_at.astimezone(ZONE).hour) == (date(2026, 11, 23), 12)
    with acting(town):
        prefer(actor=town, muted=["sms"], digest=True, quiet=None)
    assert sent(datetime(2026, 11, 23, 13, tzinfo=ZONE)) == 0
    assert [one.state for one in deliveries()] == ["void"]


def test_hours_are_a_parameter(clerk, town, stand_in, county):
    from gonghui.kernel.parameters.actions import override
    from gonghui.kernel.parameters.models import Parameter

    set_reach(ROOT)
    Parameter.objects.create(key="notices.hours", label="可以发消息的时间", unit_of_measure="时")
    given = {"value": "14..18", "since": date(2026, 1, 1), "source": "县总通知", "status": "K"}
    override(actor=ROOT, key="notices.hours", unit=county.county, **given)
    reached(town)
    told(clerk, town)
    sent(after(10))
    assert sent(after(180)) == 0
    assert sent(after(240)) == 1


def test_without_a_way_out_the_platform_alone_tells(clerk, town, stand_in, settings):
    told(clerk, town)
    assert sent(after(10)) == 0
    reached(town)
    settings.GATEWAYS = {}
    told(clerk, town, after(20))
    assert sent(after(30)) == 0
    assert deliveries() == []
    with acting(town):
        assert unread(town, after(30)).count() == 2


def test_another_way_is_taken_when_the_first_refuses(clerk, town, stand_in):
    reached(town)
    reached(town, channel="wecom", address="zhang")
    told(clerk, town, key=URGENT)
    stand_in.box.faults["wecom"].append("nobody")
    assert sent(after(10)) == 1
    assert [one.channel for one in stand_in.box.messages.values()] == ["sms"]


def test_six_failures_end_in_the_office_s_list(clerk, town, stand_in):
    reached(town)
    told(clerk, town, key=URGENT)
    stand_in.box.faults["sms"].extend(["busy"] * 6)
    now = after(10)
    for _ in range(6):
        assert sent(now) == 0
        now = after(60, now)
    (one,) = deliveries()
    assert (one.state, one.failures) == ("given-up", 6)
    assert "503" in one.error
    assert sent(now) == 0


def test_a_channel_that_fails_does_not_hold_up_the_others(clerk, town, chair, stand_in):
    reached(town)
    reached(chair, channel="mail", address="zhou@example.invalid")
    for one in (town, chair):
        told(clerk, one, key=URGENT)
    stand_in.box.faults["sms"].append("busy")
    assert sent(after(10)) == 1
    assert len(stand_in.box.of("mail")) == 1


def test_an_answer_that_was_lost_is_not_a_second_message(clerk, town, stand_in):
    reached(town)
    told(clerk, town, key=URGENT)
    stand_in.box.faults["sms"].append("drop")
    assert sent(after(10)) == 0
    assert sent(after(11)) == 1
    assert list(stand_in.box.offers.values()) == [2]
    assert len(stand_in.box.messages) == 1


def test_an_address_that_was_taken_away_gets_nothing(clerk, town, stand_in):
    reached(town)
    told(clerk, town)
    sent(after(10))
    with acting(town):
        assert unbind(actor=town, channel="sms", now=after(12))
    assert sent(after(20)) == 0
    assert stand_in.box.messages == {}


def test_a_claim_is_one_sender_s_until_its_lease_is_over(clerk, town, stand_in):
    reached(town)
    told(clerk, town, key=URGENT)
    sent(after(9))
    route(after(10))
    first = claim(after(10))
    assert claim(after(10.5)) is None
    second = claim(after(11))
    assert (second.pk, second.message.key, second.tries) == (first.pk, first.message.key, first.tries + 1)
    assert note(first, Receipt("late"), after(11)) is False
    assert note(second, Receipt("r"), after(11)) is True


def test_telling_goes_with_its_transaction(clerk, town):
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        told(clerk, town)
        raise ZeroDivisionError
    assert notices() == []


def test_a_notice_is_seen_in_its_post_and_by_its_receiver_alone(clerk, town, chair):
    told(clerk, town)
    for somebody, count in ((town, 1), (chair, 0), (clerk, 0)):
        with acting(somebody):
            assert told_to(somebody, after(10)).count() == count
    with acting(chair):
        assert Notice.objects.count() == 0
    with acting(town):
        assert Notice.objects.count() == 1


def test_nobody_reads_the_outbox(clerk, town, stand_in):
    reached(town)
    told(clerk, town, key=URGENT)
    sent(after(10))
    for somebody in (clerk, town):
        with acting(somebody), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM notices_delivery")
            assert cursor.fetchone() == (0,)
            assert Delivery.objects.update(state="waiting") == 0


def test_no_number_lies_in_clear_in_the_outbox_or_beside_it(clerk, town, stand_in):
    number = reached(town)
    told(clerk, town, key=URGENT)
    sent(after(10))
    set_reach(ROOT)
    with connection.cursor() as cursor:
        for table in (
            "notices_delivery",
            "notices_address",
            "notices_onetimecode",
            "notices_notice",
            "journal_entry",
        ):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, '|'), '') FROM {table} t")
            assert number not in (text := cursor.fetchone()[0])
            assert number.encode().hex() not in text


def test_whoever_holds_a_role_is_found_outside_one_s_reach(clerk, town, chair, county):
    with acting(chair):
        assert holders(county.east.pk, ["town_clerk"], date(2026, 11, 21)) == [
            (town.account_id, town.post_id)
        ]
        assert holders(county.east.pk, ["town_clerk"], date(2020, 1, 1)) == []
        assert entitled(county.county.pk, "members.settle", date(2026, 11, 21)) == [
            (clerk.account_id, clerk.post_id)
        ]


@pytest.mark.parametrize("seed", range(4))
def test_over_ten_days_of_chance_the_promises_hold(clerk, town, chair, stand_in, seed):
    """Whatever comes when, whenever the sender looks and whatever fails: quiet stays quiet, a part-timer gets at
    most one digest a day, nothing is told twice and nothing is forgotten."""
    chance, now = random.Random(seed), MORNING
    numbers = {reached(town, 1): town, reached(chair, 2): chair}
    came: list[tuple[datetime, str, str, int]] = []
    while now < MORNING + timedelta(days=10):
        if now < MORNING + timedelta(days=6):
            for _ in range(chance.choice((0, 0, 1, 3))):
                told(clerk, chance.choice((town, chair)), now, key=chance.choice((KEY, KEY, KEY, URGENT)))
        if chance.random() < 0.2:
            stand_in.box.faults["sms"].append(chance.choice(("busy", "drop", "limit")))
        before = set(stand_in.box.messages)
        sent(now)
        for key, one in stand_in.box.messages.items():
            if key not in before:
                count = int(re.search(r'"count": "(\d+)"', one.text)[1])
                came.append((now, one.to, one.text.split(" ")[0], count))
        now += timedelta(minutes=chance.choice((1, 7, 40, 170, 600)))
    assert all(time(8) <= at.time() < time(21) for at, *_ in came)
    digests = [
        (to, at.date()) for at, to, kind, _ in came if to in numbers and numbers[to] is chair and kind == KEY
    ]
    assert len(digests) == len(set(digests)) > 0
    assert {day.weekday() for _, day in digests} <= {0, 1, 2, 3, 4}
    for number, person in numbers.items():
        told_of = sum(count for _, to, _, count in came if to == number)
        assert told_of == sum(one.account_id == person.account_id for one in notices())
    assert {one.state for one in deliveries()} == {"sent"}
