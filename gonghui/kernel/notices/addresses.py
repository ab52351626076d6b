"""Where people are reached: a mobile number, a mail address, a 企业微信 name. Encrypted, found by keyed hash."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from gonghui.kernel.identifiers import mobile
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.catalogue import notice
from gonghui.kernel.notices.models import CHANNELS, Address
from gonghui.kernel.notices.selectors import Receiver
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.fields import index_of
from gonghui.kernel.secrets.masking import mask_phone

BIND = verb("notices.bind", "绑定联系方式", "channel")
UNBIND = verb("notices.unbind", "去掉联系方式", "channel")
CHANGED = notice(
    "address.changed", "联系方式", "您的{what}{done}。不是您本人办的，请马上改密码，并告诉管理员", urgent=True, undo=timedelta(0)
)  # fmt: skip
NAMES = {"sms": "手机号", "mail": "邮箱", "wecom": "企业微信账号", "wechat": "微信"}
TYPED = ("sms", "mail", "wecom")  # a 微信 reader's number is told by 微信 (introductions.py), nobody types it
WECOM_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
TAKEN = "这个{}已绑在另一个账号上。那个账号是您的，请先用它登录，在“通知设置”里去掉；不是您的，请找管理员"


def clean(channel: str, text: str) -> str:
    """The address as it is kept; ``ValueError`` with a sentence for the user."""
    if channel == "sms":
        return mobile.clean(text)
    if channel == "mail":
        return _mail(text.strip())
    if not WECOM_NAME.fullmatch(text.strip()):
        raise ValueError("企业微信账号是通讯录里的“账号”，由字母和数字组成，请向管理通讯录的人要")
    return text.strip()


def _mail(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError("邮箱要写成 name@example.com 这样，请核对") from None
    if not text.isascii() or len(text) > 200:
        raise ValueError("邮箱只能用字母、数字和常用符号，请核对")
    return text.lower()


def index_at(channel: str, address: str) -> bytes:
    return index_of(address, f"address:{channel}")


def account_of(channel: str, address: str) -> int | None:
    """Whose address this is; asked before anybody is signed in, so by a function that tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notices_account_of(%s, %s)", [channel, index_at(channel, address)])
        found: int | None = cursor.fetchone()[0]
        return found


@transaction.atomic
def bind(*, actor: Actor, account_id: int, channel: str, address: str, now: datetime) -> Address:
    """Reach the account there from now on, instead of where it was. The caller has proved the address."""
    owner = account_of(channel, address)
    if owner not in {None, account_id}:
        raise ValidationError(TAKEN.format(NAMES[channel]))
    there = Address.objects.filter(account_id=account_id, channel=channel).first()
    row = there or Address(account_id=account_id, channel=channel)
    row.value, row.index, row.verified_at = address, index_at(channel, address), now
    row.save()
    record(actor, BIND, row, unit_id=actor.unit_id or None, channel=CHANNELS[channel])
    _say(actor, account_id, channel, "已更换" if there else "已绑定", now)
    return row


@transaction.atomic
def unbind(*, actor: Actor, channel: str, now: datetime) -> bool:
    """Forget one's address; what waits to go there goes another way or not at all."""
    row = Address.objects.visible_to(actor).filter(channel=channel).first()
    if row is None:
        return False
    record(actor, UNBIND, row, unit_id=actor.unit_id or None, channel=CHANNELS[channel])
    row.delete()
    _say(actor, actor.account_id, channel, "已去掉", now)
    return True


def _say(actor: Actor, account_id: int, channel: str, done: str, now: datetime) -> None:
    if actor.account_id == account_id:  # not when the program sets up accounts
        told = {"what": NAMES[channel], "done": done}
        to = [Receiver(account_id)]
        tell(actor=actor, key=CHANGED, to=to, unit_id=None, url="/notices/settings/", now=now, **told)


def masked(row: Address) -> str:
    """``138****1234``, ``n**@example.com``: enough for its owner to know it."""
    value = row.value.reveal()
    if row.channel == "sms":
        return mask_phone(value)
    if row.channel == "wechat":
        return "已绑定"  # a number that means nothing to anybody
    name, at, rest = value.partition("@")
    return f"{name[:1]}{'*' * (len(name) - 1)}{at}{rest}"
