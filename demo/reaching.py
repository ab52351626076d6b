"""The demonstration's accounts can be reached: a number each, and a first notice that says where notices are."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from demo.accounts import ACCOUNTS, mobile_of
from gonghui.kernel.actors.models import Account
from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.addresses import bind
from gonghui.kernel.notices.catalogue import notice
from gonghui.kernel.notices.models import Notice
from gonghui.kernel.notices.selectors import Receiver
from gonghui.kernel.reach.actor import Actor

WELCOME = notice(
    "demo.welcome",
    "演示",
    "这是演示：有事会出现在这里，发到手机的短信只说有几件。手机号可以在“通知设置”里看",
    undo=timedelta(0),
)


def reach_accounts(actor: Actor, today: date) -> None:
    """Told inside the platform only: an empty demonstration sends nothing."""
    now = timezone.make_aware(datetime.combine(today, time(0)))
    people = {
        one.username: one.pk for one in Account.objects.filter(username__in=[a.username for a in ACCOUNTS])
    }
    for username, pk in people.items():
        bind(actor=actor, account_id=pk, channel="sms", address=mobile_of(username), now=now)
    to = [Receiver(pk) for pk in people.values()]
    tell(actor=actor, key=WELCOME, to=to, unit_id=None, url="/notices/settings/", now=now)
    Notice.objects.filter(key=WELCOME).update(routed_at=now)
