"""Asking a server in JSON: with a time limit, without following it elsewhere, every failure in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from gonghui.kernel.notices.gateways.base import Refused, Unavailable

PATIENCE = 10.0  # seconds for one answer
LARGEST = 65_536  # bytes of an answer that are read
LATER = {408, 425, 429}
UNREACHABLE = "连不上通道的服务器（{}），请检查地址和网络"
BUSY = "通道的服务器说现在不行（{}），过一会儿再试"
REFUSED = "通道的服务器不收（{}），请核对配置和签名密钥"
UNCLEAR = "通道的服务器答复看不懂，请核对地址是不是这个通道的"


class _Stay(HTTPRedirectHandler):
    """What is signed for one server is not handed to another."""

    def redirect_request(self, *words: Any) -> None:
        return None


OPENER = build_opener(ProxyHandler({}), _Stay())


def ask(
    url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, **query: str
) -> dict[str, Any]:
    """The answer's JSON object. With a body it is a POST."""
    address = f"{url}?{urlencode(query)}" if query else url
    request = Request(address, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})
    try:
        with OPENER.open(request, timeout=PATIENCE) as response:
            answer = response.read(LARGEST)
    except HTTPError as error:
        error.close()
        kind, words = (Unavailable, BUSY) if error.code >= 500 or error.code in LATER else (Refused, REFUSED)
        raise kind(words.format(error.code)) from None
    except (OSError, HTTPException) as error:
        raise Unavailable(UNREACHABLE.format(type(error).__name__)) from None
    return read(answer)


def read(answer: bytes) -> dict[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError:
        raise Unavailable(UNCLEAR) from None
    if not isinstance(found, dict):
        raise Unavailable(UNCLEAR)
    return found


def packed(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
