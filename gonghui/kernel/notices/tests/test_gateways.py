"""Every adapter against a server that speaks its protocol: taken, repeated, refused, busy, silent."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gonghui.kernel.notices.gateways import configured, gateway
from gonghui.kernel.notices.gateways.base import InApp, Message, Refused, Unavailable

AT = datetime(2026, 11, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TO = {"sms": "19900000001", "mail": "a@example.invalid", "wecom": "zhang", "wechat": "openid-1"}


def message(channel: str, key: str = "k1", text: str = "平台：您有 3 件新通知") -> Message:
    return Message(key, TO[channel], "notices", {"count": "3"}, text, AT)


def test_four_ways_out_are_known_and_none_is_set_up_by_itself(settings, stand_in):
    assert configured() == ["wecom", "wechat", "sms", "mail"]
    settings.GATEWAYS = {}
    assert (configured(), gateway("sms")) == ([], None)


@pytest.mark.parametrize("channel", TO)
def test_a_message_arrives_with_what_was_to_be_said(stand_in, channel):
    receipt = gateway(channel).send(message(channel))
    assert receipt.id
    (one,) = stand_in.box.of(channel)
    assert one.to == TO[channel]
    assert "3" in one.text


@pytest.mark.parametrize("channel", ["sms", "wecom", "mail"])
def test_a_repetition_is_known_as_one(stand_in, channel):
    first, second = (gateway(channel).send(message(channel)) for _ in range(2))
    assert first.id == second.id
    assert len(stand_in.box.of(channel)) == 1
    assert [n for n in stand_in.box.offers.values()] == [2]
    assert second.duplicate is (channel == "sms")


@pytest.mark.parametrize(
    ("channel", "fault", "outcome"),
    [
        ("sms", "busy", Unavailable), ("sms", "limit", Unavailable), ("sms", "refuse", Refused),
        ("sms", "hang", Unavailable), ("sms", "drop", Unavailable),
        ("wecom", "busy", Unavailable), ("wecom", "limit", Unavailable), ("wecom", "nobody", Refused),
        ("wecom", "hang", Unavailable), ("wechat", "nobody", Refused), ("wechat", "limit", Unavailable),
        ("mail", "busy", Unavailable), ("mail", "refuse", Refused), ("mail", "drop", Unavailable),
    ],
)  # fmt: skip
def test_a_failure_is_said_and_the_next_try_arrives(stand_in, channel, fault, outcome):
    stand_in.box.faults[channel].append(fault)
    with pytest.raises(outcome) as refusal:
        gateway(channel).send(message(channel))
    assert TO[channel] not in str(refusal.value)
    assert any("\u4e00" <= mark <= "\u9fff" for mark in str(refusal.value))
    gateway(channel).send(message(channel))
    assert len(stand_in.box.of(channel)) == 1


@pytest.mark.parametrize("channel", ["wecom", "wechat"])
def test_a_token_that_is_over_is_fetched_anew(stand_in, channel):
    gateway(channel).send(message(channel))
    stand_in.tokens.clear()
    gateway(channel).send(message(channel, "k2", "平台：您有 4 件新通知"))
    assert len(stand_in.box.of(channel)) == 2
    assert len(stand_in.tokens) == 1


@pytest.mark.parametrize("channel", ["sms", "wecom", "wechat"])
def test_a_wrong_secret_sends_nothing(settings, stand_in, channel):
    settings.GATEWAYS[channel]["secret"] = "another"
    with pytest.raises((Refused, Unavailable)):
        gateway(channel).send(message(channel))
    assert stand_in.box.of(channel) == []


@pytest.mark.parametrize("channel", ["sms", "wecom", "wechat"])
def test_a_server_that_is_not_there(settings, stand_in, channel):
    settings.GATEWAYS[channel]["url"] = "http://127.0.0.1:1/sms"
    with pytest.raises(Unavailable, match="连不上"):
        gateway(channel).send(message(channel))


def test_a_mail_server_that_is_not_there(settings, stand_in):
    settings.GATEWAYS["mail"]["port"] = 1
    with pytest.raises(Unavailable, match="连不上"):
        gateway("mail").send(message("mail"))


def test_a_provider_knows_templates_by_its_own_numbers(settings, stand_in):
    settings.GATEWAYS["sms"]["templates"] = {"notices": "SMS_001"}
    gateway("sms").send(message("sms"))
    assert stand_in.box.of("sms")[0].text == 'SMS_001 {"count": "3"}'


def test_inside_the_platform_what_is_written_has_arrived():
    assert InApp().send(message("sms")).id == "k1"
