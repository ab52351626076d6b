"""The three gateways that speak HTTP: short messages, 企业微信, 微信. ``GET /received`` shows what came."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from gonghui.kernel.notices.gateways.sms import signature
from gonghui.kernel.notices.standin.box import Box, Fault, Received
from gonghui.kernel.notices.standin.ports import SECRET
from gonghui.kernel.notices.standin.post import PostOffice

FRESH = 300  # seconds a signature holds
HANG = 12.0  # seconds of silence; longer than any sender waits
STATUS: dict[Fault, int] = {"busy": 503, "limit": 429, "refuse": 400}
ERRCODE: dict[Fault, int] = {"busy": -1, "limit": 45009, "refuse": 40058, "nobody": 0}

Answer = tuple[int, dict[str, Any]]


class StandIn(ThreadingHTTPServer):
    """``pause``: seconds every message takes, as a real one does."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, box: Box, port: int = 0, pause: float = 0.0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.box, self.pause, self.hang = box, pause, HANG
        self.post: PostOffice | None = None
        self.tokens: set[str] = set()
        self.codes: dict[str, str] = {}  # of people who agreed, each good for one question

    def agreed(self, person: str) -> str:
        """A code that says who ``person`` is."""
        code = secrets.token_urlsafe(12)
        self.codes[code] = person
        return code

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:  # named by the base class
        self.respond(b"")

    def do_POST(self) -> None:
        self.respond(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def respond(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/agree":
            return self.agree(dict(parse_qsl(parts.query)))
        found = ROUTES.get((self.command, parts.path))
        if found is None:
            return self.answer(404, {"error": "no such address"})
        channel, speak = found
        fault = self.server.box.fault(channel) if channel else None
        if fault == "token":
            self.server.tokens.clear()
        if fault == "hang":
            time.sleep(self.server.hang)
            return None
        status, said = speak(self, dict(parse_qsl(parts.query)), json.loads(body or b"{}"), body, fault)
        if fault == "drop":
            self.connection.close()
            return None
        time.sleep(self.server.pause if channel else 0)
        return self.answer(status, said)

    def agree(self, query: dict[str, str]) -> None:
        """The page on which somebody agrees to be named; whoever they say they are is believed."""
        if "as" not in query:
            hidden = "".join(
                f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in query.items()
            )
            said = f'<!doctype html><meta charset="utf-8"><title>替身</title><form>{hidden}<label>您在这里的账号 <input name="as"></label> <button>同意</button></form>'
            return self.answer(200, said)
        back = urlencode({"code": self.server.agreed(query["as"]), "state": query.get("state", "")})
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{back}")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def answer(self, status: int, said: dict[str, Any] | str) -> None:
        """JSON, or a page."""
        body = (said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)).encode()
        self.send_response(status)
        kind = "text/html" if isinstance(said, str) else "application/json"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Silent: what came is in the box."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, ValueError):  # the sender died, or we hung up on it
            self.close_connection = True


Speak = Callable[[Handler, dict[str, str], dict[str, Any], bytes, Fault | None], Answer]


def sms(
    at: Handler, query: dict[str, str], given: dict[str, Any], body: bytes, fault: Fault | None
) -> Answer:
    stamp = at.headers.get("X-Timestamp", "0")
    wanted = signature(SECRET, stamp, body)
    if not hmac.compare_digest(wanted, at.headers.get("X-Signature", "")) or not stamp.isdigit():
        return 401, {"error": "signature"}
    if fault in STATUS:
        return STATUS[fault], {"error": fault}
    text = f"{given['template']} {json.dumps(given['params'], ensure_ascii=False, sort_keys=True)}"
    new = at.server.box.take(Received("sms", given["idempotency_key"], given["to"], text))
    return 200, {"id": f"sms-{given['idempotency_key'][:12]}", "duplicate": not new}


def token(
    at: Handler, query: dict[str, str], given: dict[str, Any], body: bytes, fault: Fault | None
) -> Answer:
    if SECRET not in {query.get("corpsecret"), given.get("secret")}:
        return 200, {"errcode": 40001, "errmsg": "invalid credential"}
    made = secrets.token_urlsafe(16)
    at.server.tokens.add(made)
    return 200, {"errcode": 0, "errmsg": "ok", "access_token": made, "expires_in": 7200}


def known(at: Handler, query: dict[str, str], fault: Fault | None) -> Answer | None:
    """What a 微信 server answers instead, or None when the message is taken."""
    if query.get("access_token") not in at.server.tokens:
        return 200, {"errcode": 42001, "errmsg": "access_token expired"}
    if fault in ERRCODE and fault != "nobody":
        return 200, {"errcode": ERRCODE[fault], "errmsg": fault}
    return None


def wecom(
    at: Handler, query: dict[str, str], given: dict[str, Any], body: bytes, fault: Fault | None
) -> Answer:
    if (refusal := known(at, query, fault)) is not None:
        return refusal
    if fault == "nobody":
        return 200, {"errcode": 81013, "errmsg": "user & party & tag all invalid"}
    text = given["text"]["content"]
    key = hashlib.sha256(
        f"{given['touser']} {text}".encode()
    ).hexdigest()  # it knows a repetition by its content
    at.server.box.take(Received("wecom", key, given["touser"], text))
    return 200, {"errcode": 0, "errmsg": "ok", "msgid": key[:24]}


def wechat(
    at: Handler, query: dict[str, str], given: dict[str, Any], body: bytes, fault: Fault | None
) -> Answer:
    if (refusal := known(at, query, fault)) is not None:
        return refusal
    if fault == "nobody":
        return 200, {"errcode": 43101, "errmsg": "user refuse to accept the msg"}
    text = " ".join(one["value"] for one in given["data"].values())
    at.server.box.take(Received("wechat", secrets.token_hex(8), given["touser"], text))
    return 200, {"errcode": 0, "errmsg": "ok", "msgid": 1}


def wecom_who(
    at: Handler, query: dict[str, str], given: dict[str, Any], body: bytes, fault: Fault | None
) -> Answer:
    if (refusal := known(at, query, fault)) is not None:
        return refusal
    person = at.server.codes.pop(query.get("code", ""), "")
    if not person:
        return 200, {"errcode": 40029, "errmsg": "invalid code"}
    return 200, {"errcode": 0, "errmsg": "ok"} | (
        {"openid": "x"} if fault == "nobody" else {"userid": person}
    )


def wechat_who(
    at: Handler, query: dict[str, str], given: dict[str, Any], body: bytes, fault: Fault | None
) -> Answer:
    if query.get("secret") != SECRET:
        return 200, {"errcode": 40125, "errmsg": "invalid appsecret"}
    if "js_code" in query:  # of a mini-program
        found = at.server.codes.pop(query["js_code"], "")
        return 200, {"openid": found, "session_key": "of-no-use"} if found else {"errcode": 40029}
    person = at.server.codes.pop(query.get("code", ""), "")
    if not person:
        return 200, {"errcode": 40163, "errmsg": "code been used"}
    return 200, {"access_token": "of-no-use", "expires_in": 7200, "openid": person, "scope": "snsapi_base"}


def received(
    at: Handler, query: dict[str, str], given: dict[str, Any], body: bytes, fault: Fault | None
) -> Answer:
    box = at.server.box
    return 200, {"messages": [vars(one) for one in list(box.messages.values())], "offers": dict(box.offers)}


ROUTES: dict[tuple[str, str], tuple[str, Speak]] = {
    ("POST", "/sms"): ("sms", sms),
    ("GET", "/cgi-bin/gettoken"): ("", token),
    ("POST", "/cgi-bin/stable_token"): ("", token),
    ("POST", "/cgi-bin/message/send"): ("wecom", wecom),
    ("POST", "/cgi-bin/message/subscribe/send"): ("wechat", wechat),
    ("POST", "/cgi-bin/message/subscribe/bizsend"): ("wechat", wechat),
    ("GET", "/cgi-bin/auth/getuserinfo"): ("wecom", wecom_who),
    ("GET", "/sns/oauth2/access_token"): ("wechat", wechat_who),
    ("GET", "/sns/jscode2session"): ("wechat", wechat_who),
    ("GET", "/received"): ("", received),
}
