"""Whose a phone is, until when, and how what lies on it comes to an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from gonghui.kernel.actors.actions import end_post
from gonghui.kernel.actors.models import Account, Assignment
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.sync.models import Device
from gonghui.kernel.sync.packing import packed
from gonghui.kernel.sync.phones import ANOTHERS, PhoneRefused, ask_wipe, contact, erased, forgotten
from gonghui.kernel.sync.rules import PACKAGE_LASTS
from gonghui.kernel.sync.tests.conftest import NOW, TODAY
from tests.support import ROOT, database, officer

pytestmark = database


def test_every_contact_puts_the_end_off(street):
    street.device()
    device = street.device(NOW + timedelta(days=3))
    assert (device.first_seen_at, device.last_seen_at) == (NOW, NOW + timedelta(days=3))
    assert device.expires_at == NOW + timedelta(days=3) + PACKAGE_LASTS


def test_the_clock_of_a_phone_is_noted(street):
    street.device()
    found = contact(
        actor=street.liaison, device_id=street.phone, kind="", now=NOW, sent_at=NOW + timedelta(seconds=90)
    )
    assert found.clock_ahead == 90


def test_another_post_or_another_person_does_not_use_it(street):
    street.device()
    for other in (
        replace(street.liaison, post_id=street.liaison.post_id + 1),
        officer(street.county.grid, "liaison", "liaison2", "李芳"),
        officer(street.county.county, "county_clerk", "clerk", "丁"),
    ):
        set_reach(other)
        with pytest.raises(PhoneRefused, match="另一个身份") as refusal:
            contact(actor=other, device_id=street.phone, kind="", now=NOW)
        assert (str(refusal.value), refusal.value.wipe) == (ANOTHERS, False)


def test_who_sees_a_phone(street):
    device = street.device()
    county = street.county
    seen = {}
    for unit, role in (
        (county.county, "county_clerk"),
        (county.east, "town_clerk"),
        (county.grid, "liaison"),
    ):
        other = officer(unit, role, f"other-{role}", "戊")
        set_reach(other)
        seen[role] = (Device.objects.visible_to(other).count(), Device.objects.count())
    assert seen == {"county_clerk": (1, 1), "town_clerk": (0, 0), "liaison": (0, 0)}
    assert device.unit_id == county.grid.pk


def test_a_lost_phone_is_wiped_though_nobody_is_signed_in_on_it(street):
    device = street.device()
    set_reach(NOBODY)
    assert (forgotten(street.phone, TODAY), forgotten(uuid4(), TODAY)) == (False, False)
    clerk = officer(street.county.county, "county_clerk", "clerk", "丁")
    set_reach(clerk)
    ask_wipe(actor=clerk, device=Device.objects.visible_to(clerk).get(), now=NOW)
    set_reach(NOBODY)
    assert forgotten(street.phone, TODAY) is True
    erased(street.phone, NOW + timedelta(hours=1))
    set_reach(street.liaison)
    device.refresh_from_db()
    assert (device.wipe_asked_at, device.wiped_at) == (NOW, NOW + timedelta(hours=1))
    with pytest.raises(PhoneRefused) as refusal:
        street.device(NOW + timedelta(days=1))
    assert refusal.value.wipe is True


@pytest.mark.parametrize("how", ["account", "post"])
def test_who_has_left_carries_nothing_away(street, how):
    street.device()
    set_reach(ROOT)
    if how == "account":
        Account.objects.filter(pk=street.liaison.account_id).update(is_active=False)
    else:
        post = Assignment.objects.get(pk=street.liaison.post_id)
        end_post(actor=ROOT, post=post, on=date(2026, 9, 10))
    set_reach(NOBODY)
    assert forgotten(street.phone, TODAY) is True


def test_a_package_is_of_the_post_and_its_version_of_its_content(street):
    version, parts = packed(street.liaison, TODAY)
    assert parts["test"] == {"for": "第一网格", "on": "2026-09-10"}
    assert packed(street.liaison, TODAY)[0] == version
    assert packed(street.liaison, TODAY + timedelta(days=1))[0] != version
