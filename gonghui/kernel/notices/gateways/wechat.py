"""微信 subscribe messages of a mini-program: ``stable_token``, then ``message/subscribe/send``.

``fields`` maps the template's words to ours, for instance {"thing1": "text", "number2": "count"}.
The interface knows no repetition: one that was taken just before the sender died is sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gonghui.kernel.notices.gateways.base import Message, Receipt, Refused, Unavailable
from gonghui.kernel.notices.gateways.tokens import Token
from gonghui.kernel.notices.gateways.web import ask, packed

LONGEST_THING = 20  # characters a "thing" may have
FOR_GOOD = {40003, 43101, 43107}  # no such reader, or one who has not said yes
NOT_TAKEN = "微信没有发出（errcode {}）"
NO_LEAVE = "这个人没有同意接收微信提醒，或已退订"


class WeChat:
    """``url`` (https://api.weixin.qq.com), ``app_id``, ``secret``, ``template_id``, ``fields``; ``page``."""

    once = False

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.url = str(words["url"]).rstrip("/")
        self.words = words
        self.token = Token("微信", self._fetch)

    def _fetch(self) -> dict[str, Any]:
        asked = {
            "grant_type": "client_credential", "appid": self.words["app_id"], "secret": self.words["secret"],
            "force_refresh": False,
        }  # fmt: skip
        return ask(f"{self.url}/cgi-bin/stable_token", packed(asked))

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
        url = f"{self.url}/cgi-bin/message/subscribe/send"
        answer = self.token.use(lambda token: ask(url, body, access_token=token))
        code = answer.get("errcode", 0)
        if code in FOR_GOOD:
            raise Refused(NO_LEAVE)
        if code:
            raise Unavailable(NOT_TAKEN.format(code))
        return Receipt(str(answer.get("msgid", ""))[:80])


def _room(field: str) -> int:
    return LONGEST_THING if field.startswith("thing") else 32
