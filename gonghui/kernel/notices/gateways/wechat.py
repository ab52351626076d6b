"""微信 subscribe messages: ``stable_token``, then ``message/subscribe/send`` of a mini-program or, for a 服务号,
``message/subscribe/bizsend``.

``fields`` maps the template's words to ours, for instance {"thing1": "text", "number2": "count"}.
The interface knows no repetition: one that was taken just before the sender died is sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from gonghui.kernel.notices.gateways.base import Message, Receipt, Refused, Unavailable
from gonghui.kernel.notices.gateways.tokens import Token
from gonghui.kernel.notices.gateways.web import ask, packed

LONGEST_THING = 20  # characters a "thing" may have
FOR_GOOD = {40003, 43101, 43107}  # no such reader, or one who has not said yes
NOT_TAKEN = "微信没有发出（errcode {}）"
WRONG_CODE = {40029, 40163, 42003}  # not one, used, over
OVER = "微信的授权已过期或已用过，请重新绑定"
NOT_TOLD = "微信没有说是谁（errcode {}），请过一会儿再试"
NO_LEAVE = "这个人没有同意接收微信提醒，或已退订"


class WeChat:
    """``url`` (https://api.weixin.qq.com), ``app_id``, ``secret``, ``template_id``, ``fields``; ``page``.
    ``authorize`` (https://open.weixin.qq.com/connect/oauth2/authorize): the application is a 服务号, in whose pages
    people bind themselves, and not a mini-program."""

    once = False

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.url = str(words["url"]).rstrip("/")
        self.words = words
        self.authorize = str(words.get("authorize", ""))
        self.token = Token("微信", self._fetch)

    def _fetch(self) -> dict[str, Any]:
        asked = {
            "grant_type": "client_credential", "appid": self.words["app_id"], "secret": self.words["secret"],
            "force_refresh": False,
        }  # fmt: skip
        return ask(f"{self.url}/cgi-bin/stable_token", packed(asked))

    @property
    def introduces(self) -> bool:
        return bool(self.authorize)

    def page(self, back: str, state: str) -> str:
        """网页授权 that asks for the openid alone; to be opened inside 微信."""
        asked = {
            "appid": self.words["app_id"], "redirect_uri": back, "response_type": "code", "scope": "snsapi_base",
            "state": state,
        }  # fmt: skip
        return f"{self.authorize}?{urlencode(asked)}#wechat_redirect"

    def who(self, code: str) -> str:
        """The openid behind a code: of 网页授权 in a 服务号, of ``wx.login`` in a mini-program."""
        appid, secret, grant = str(self.words["app_id"]), str(self.words["secret"]), "authorization_code"
        if self.authorize:
            url = f"{self.url}/sns/oauth2/access_token"
            answer = ask(url, appid=appid, secret=secret, code=code, grant_type=grant)
        else:
            url = f"{self.url}/sns/jscode2session"
            answer = ask(url, appid=appid, secret=secret, js_code=code, grant_type=grant)
        if answer.get("errcode", 0) in WRONG_CODE:
            raise Refused(OVER)
        if answer.get("errcode", 0) or not answer.get("openid"):
            raise Unavailable(NOT_TOLD.format(answer.get("errcode", "无")))
        return str(answer["openid"])

    def send(self, message: Message) -> Receipt:
        ours = {**message.params, "text": message.text}
        fields: dict[str, str] = self.words["fields"]
        data = {name: {"value": ours.get(word, "")[: _room(name)]} for name, word in fields.items()}
        body = packed(
            {
                "touser": message.to,
                "template_id": self.words["template_id"],
                "page": self.words.get("page", ""),
                "data": data,
            }
        )
        way = "bizsend" if self.authorize else "send"
        url = f"{self.url}/cgi-bin/message/subscribe/{way}"
        answer = self.token.use(lambda token: ask(url, body, access_token=token))
        code = answer.get("errcode", 0)
        if code in FOR_GOOD:
            raise Refused(NO_LEAVE)
        if code:
            raise Unavailable(NOT_TAKEN.format(code))
        return Receipt(str(answer.get("msgid", ""))[:80])


def _room(field: str) -> int:
    return LONGEST_THING if field.startswith("thing") else 32
