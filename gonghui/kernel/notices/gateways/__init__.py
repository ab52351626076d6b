"""The ways out, as the operator has set them up; a channel that is not set up has none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings

from gonghui.kernel.notices.gateways.base import Gateway, Introducer
from gonghui.kernel.notices.gateways.mail import Mail
from gonghui.kernel.notices.gateways.sms import Sms
from gonghui.kernel.notices.gateways.wechat import WeChat
from gonghui.kernel.notices.gateways.wecom import WeCom

KINDS: dict[str, Callable[[Mapping[str, Any]], Gateway]] = {
    "wecom": WeCom, "wechat": WeChat, "sms": Sms, "mail": Mail,
}  # fmt: skip


def gateway(channel: str) -> Gateway | None:
    """The way out for ``channel``; None while the operator has not set it up."""
    words = settings.GATEWAYS.get(channel)
    return _made(channel, json.dumps(words, sort_keys=True)) if words else None


def introducer(channel: str) -> Introducer | None:
    """The way out for ``channel`` if its server can say who somebody is there."""
    found = gateway(channel)
    return found if isinstance(found, Introducer) and found.introduces else None


def configured() -> list[str]:
    """The channels that are set up, in the order in which they are tried."""
    return [channel for channel in KINDS if settings.GATEWAYS.get(channel)]


@cache
def _made(channel: str, words: str) -> Gateway:
    return KINDS[channel](json.loads(words))
