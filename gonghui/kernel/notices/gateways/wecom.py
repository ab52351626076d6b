"""企业微信 application messages: ``gettoken``, then ``message/send``.

The server drops a message that repeats another's receiver and content within the interval we ask for;
every message carries a link of its own, so only a repetition does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gonghui.kernel.notices.gateways.base import Message, Receipt, Refused, Unavailable
from gonghui.kernel.notices.gateways.tokens import Token
from gonghui.kernel.notices.gateways.web import ask, packed

SAME_FOR = 4 * 3600  # seconds; the longest the interface takes
FOR_GOOD = {40003, 40031, 60111, 81013}  # no such person, or not one this application may write to
NOT_TAKEN = "企业微信没有发出（errcode {}）"
NOBODY = "企业微信里没有这个人，或应用的可见范围不包括他"


class WeCom:
    """``url`` (https://qyapi.weixin.qq.com), ``corp_id``, ``secret`` of the application, ``agent_id``."""

    once = True

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.url = str(words["url"]).rstrip("/")
        self.corp_id, self.secret = str(words["corp_id"]), str(words["secret"])
        self.agent_id = int(words["agent_id"])
        self.token = Token("企业微信", self._fetch)

    def _fetch(self) -> dict[str, Any]:
        return ask(f"{self.url}/cgi-bin/gettoken", corpid=self.corp_id, corpsecret=self.secret)

    def send(self, message: Message) -> Receipt:
        body = packed(
            {
                "touser": message.to,
                "msgtype": "text",
                "agentid": self.agent_id,
                "text": {"content": message.text},
                "safe": 0,
                "enable_duplicate_check": 1,
                "duplicate_check_interval": SAME_FOR,
            }
        )
        url = f"{self.url}/cgi-bin/message/send"
        answer = self.token.use(lambda token: ask(url, body, access_token=token))
        code = answer.get("errcode", 0)
        if code in FOR_GOOD or answer.get("invaliduser"):
            raise Refused(NOBODY)
        if code:
            raise Unavailable(NOT_TAKEN.format(code))
        return Receipt(str(answer.get("msgid", ""))[:80])
