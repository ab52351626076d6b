"""Two members of two unions, and what is offered to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel import clock
from gonghui.kernel.letters.box import put_in, take_in
from gonghui.kernel.letters.models import Letter
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach, set_subject
from gonghui.registers.services.actions import save
from gonghui.registers.services.models import Service
from gonghui.work.orders.hall import CANCEL, JUDGE, ORDER
from tests.support import ROOT

SINCE, UNTIL = date(2026, 11, 1), date(2026, 12, 31)


def offer(unit: Any, title: str = "免费体检", **more: Any) -> Service:
    set_reach(ROOT)
    values = {
        "need": "health",
        "told": "空腹，带身份证",
        "open_to": "members",
        "since": SINCE,
        "until": UNTIL,
    }
    made, _ = save(actor=ROOT, today=clock.today(), row=None, unit=unit, title=title, **values | more)
    return made


def put(person: Any, kind: str, **content: Any) -> str:
    """Put in and taken in; the fault that was said, "" when all went well."""
    set_reach(NOBODY)
    set_subject(person.pk)
    made = put_in(subject=person.pk, kind=kind, content=content, now=clock.now())
    set_subject(None)
    set_reach(ROOT)
    take_in(made.pk, actor=ROOT, now=clock.now())
    return Letter.objects.get(pk=made.pk).fault


def order(person: Any, service: Service, wish: str = "", words: str = "") -> str:
    return put(person, ORDER, service=str(service.pk), wish=wish, words=words)


def cancel(person: Any, item: Any) -> str:
    return put(person, CANCEL, item=str(item))


def judge(person: Any, item: Any, stars: int = 5, words: str = "") -> str:
    return put(person, JUDGE, item=str(item), stars=str(stars), words=words)
