"""Mail by SMTP. The Message-ID is made of the message's key, so that a repetition can be known as one."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from gonghui.kernel.notices.gateways.base import Message, Receipt, Refused, Unavailable
from gonghui.kernel.notices.gateways.web import PATIENCE

SUBJECT = "{}：请登录查看"
WRONG_KEY = "邮件服务器不认账号或密码，请核对配置"
UNREACHABLE = "连不上邮件服务器（{}），请检查地址、端口和加密方式"
TURNED_DOWN = "邮件服务器不收这封信（{}）"


class Mail:
    """``host``, ``port``, ``from``; ``user``, ``password``; ``security``: "tls" (whole), "starttls" or ""."""

    once = False  # a receiving server may drop a Message-ID it has seen, but need not

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words

    def send(self, message: Message) -> Receipt:
        letter = EmailMessage(
            SUBJECT.format(settings.PLATFORM),
            message.text,
            str(self.words["from"]),
            [message.to],
            headers={"Message-ID": f"<{message.key}@{str(self.words['from']).rpartition('@')[2]}>"},
        )
        try:
            self.backend().send_messages([letter])
        except smtplib.SMTPAuthenticationError:
            raise Unavailable(WRONG_KEY) from None
        except smtplib.SMTPRecipientsRefused as error:
            raise _turned_down(next(iter(error.recipients.values()))[0]) from None
        except smtplib.SMTPResponseException as error:
            raise _turned_down(error.smtp_code) from None
        except (OSError, ValueError) as error:  # every other failure of SMTP is an OSError
            raise Unavailable(UNREACHABLE.format(type(error).__name__)) from None
        return Receipt(message.key)

    def backend(self) -> EmailBackend:
        security = self.words.get("security", "")
        return EmailBackend(
            host=str(self.words["host"]),
            port=int(self.words["port"]),
            username=str(self.words.get("user", "")),
            password=str(self.words.get("password", "")),
            use_ssl=security == "tls",
            use_tls=security == "starttls",
            timeout=int(PATIENCE),
        )


def _turned_down(code: int) -> Refused | Unavailable:
    """5xx is for good (RFC 5321, 4.2.1), the rest for now."""
    words = TURNED_DOWN.format(code)
    return Refused(words) if code >= 500 else Unavailable(words)
