"""企业微信 application messages: ``gettoken``, then ``message/send``.

The server drops a message that repeats another's receiver and content within the interval we ask for;
every message carries a link of its own, so only a repetition does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from gonghui.kernel.notices.gateways.base import Message, Receipt, Refused, Unavailable
from gonghui.kernel.notices.gateways.tokens import Token
from gonghui.kernel.notices.gateways.web import ask, packed

SAME_FOR = 4 * 3600  # seconds; the longest the interface takes
FOR_GOOD = {40003, 40031, 60111, 81013}  # no such person, or not one this application may write to
NOT_TAKEN = "企业微信没有发出（errcode {}）"
WRONG_CODE = {40029, 42003}  # not one, used or over
OVER = "企业微信的授权已过期或已用过，请重新绑定"
NOT_TOLD = "企业微信没有说是谁（errcode {}），请过一会儿再试"
STRANGER = "您不在本企业的企业微信通讯录里，请找管理通讯录的人"
NOBODY = "企业微信里没有这个人，或应用的可见范围不包括他"


class WeCom:
    """``url`` (https://qyapi.weixin.qq.com), ``corp_id``, ``secret`` of the application, ``agent_id``.
    ``authorize`` (https://login.work.weixin.qq.com/wwlogin/sso/login): people bind by scanning."""

    once = True

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.url = str(words["url"]).rstrip("/")
        self.corp_id, self.secret = str(words["corp_id"]), str(words["secret"])
        self.agent_id = int(words["agent_id"])
        self.authorize = str(words.get("authorize", ""))
        self.token = Token("企业微信", self._fetch)

    def _fetch(self) -> dict[str, Any]:
        return ask(f"{self.url}/cgi-bin/gettoken", corpid=self.corp_id, corpsecret=self.secret)

    @property
    def introduces(self) -> bool:
        return bool(self.authorize)

    def page(self, back: str, state: str) -> str:
        """企业微信 Web sign-in: a code to scan on a desk, nothing to do inside 企业微信."""
        asked = {
            "login_type": "CorpApp", "appid": self.corp_id, "agentid": self.agent_id, "redirect_uri": back, "state": state,
        }  # fmt: skip
        return f"{self.authorize}?{urlencode(asked)}"

    def who(self, code: str) -> str:
        url = f"{self.url}/cgi-bin/auth/getuserinfo"
        answer = self.token.use(lambda token: ask(url, access_token=token, code=code))
        if answer.get("errcode", 0) in WRONG_CODE:
            raise Refused(OVER)
        if answer.get("errcode", 0):
            raise Unavailable(NOT_TOLD.format(answer["errcode"]))
        if not answer.get("userid"):
            raise Refused(STRANGER)
        return str(answer["userid"])

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
