"""Short messages by a plain JSON gateway, as regional platforms and relay services offer it.

``POST url`` with ``{"idempotency_key", "to", "template", "params"}`` and three headers: ``X-Key-Id``,
``X-Timestamp`` (seconds) and ``X-Signature``, hexadecimal HMAC-SHA256 of "timestamp, line feed, body".
Answer 200 ``{"id": …, "duplicate": false}``; 4xx: never; 429 and 5xx: later.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from gonghui.kernel.notices.gateways.base import Message, Receipt
from gonghui.kernel.notices.gateways.web import ask, packed


class Sms:
    """``url``, ``key_id``, ``secret``; ``templates``: our template → the number the provider gave it."""

    once = True

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.url, self.key_id, self.secret = str(words["url"]), str(words["key_id"]), str(words["secret"])
        self.templates: dict[str, str] = words.get("templates", {})

    def send(self, message: Message) -> Receipt:
        body = packed(
            {
                "idempotency_key": message.key,
                "to": message.to,
                "template": self.templates.get(message.template, message.template),
                "params": dict(message.params),
            }
        )
        at = str(int(message.at.timestamp()))
        headers = {
            "X-Key-Id": self.key_id,
            "X-Timestamp": at,
            "X-Signature": signature(self.secret, at, body),
        }
        answer = ask(self.url, body, headers)
        return Receipt(str(answer.get("id", ""))[:80], bool(answer.get("duplicate")))


def signature(secret: str, at: str, body: bytes) -> str:
    return hmac.new(secret.encode(), at.encode() + b"\n" + body, hashlib.sha256).hexdigest()
