"""What there is to do today, first: matters by their deadline, then what else waits for a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.http import Request
from gonghui.kernel.process.desk import quick_of
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.selectors import held, inbox, late_below, light, put_off, to_sign, waiting_for
from gonghui.kernel.process.showing import due_words
from gonghui.kernel.reach.actor import Actor

SHOWN = 50
MARKS = {"red": ("催", "err"), "yellow": ("急", "warn"), "": ("办", "info"), "paused": ("停", "mute")}


def counts(actor: Actor, today: date) -> dict[str, int]:
    """How many matters there are, late, due today and put off: one query."""
    off = Q(later_until__gt=today) | ~Q(paused_on=None)
    found: dict[str, int] = held(actor).aggregate(
        total=Count("pk", filter=~off),
        late=Count("pk", filter=~off & Q(due_on__lt=today)),
        today=Count("pk", filter=~off & Q(due_on=today)),
        put_off=Count("pk", filter=off),
    )
    return found


def matters(actor: Actor, today: date) -> list[dict[str, Any]]:
    """The rows of the list: whose signature is asked for, then what is held, nearest deadline first."""
    signs = [
        {
            "mark": "签", "tone": "plum", "title": party.item.title, "detail": f"请您会办：{party.task}",
            "due": f"{party.due_on:%m-%d}" if party.due_on else "", "late": False, "verb": "签意见",
            "url": reverse("matter-own", args=[party.item_id, "sign"]), "sort": party.due_on or date.max,
        }
        for party in to_sign(actor)[:SHOWN]
    ]  # fmt: skip
    rows = inbox(actor, today)[:SHOWN]
    return [*signs, *(row_of(item, today) for item in rows)]


def row_of(item: WorkItem, today: date) -> dict[str, Any]:
    mark, tone = MARKS[light(item, today)]
    quick = quick_of(item)
    claimed = f" · {item.holder_name}认领" if item.holder_name else ""
    return {
        "pk": item.pk,
        "mark": mark,
        "tone": tone,
        "title": item.title,
        "detail": f"{item.process_label} · {item.stage_label} · {item.unit_name}{claimed}",
        "due": due_words(item, today),
        "late": bool(item.due_on and item.due_on < today),
        "url": reverse("matter", args=[item.pk]),
        "verb": quick.label if quick else item.stage.verb,
        "quick_url": reverse("matter-do", args=[item.pk, quick.key]) + "?back=home" if quick else "",
        "later_url": reverse("matter-own", args=[item.pk, "later"]) if may_wait(item, today) else "",
    }


def may_wait(item: WorkItem, today: date) -> bool:
    """Whether there is a day left to which it could be put off."""
    return item.paused_on is None and (item.due_on is None or item.due_on > today)


@door(SIGNED_IN)
@require_GET
def put_aside(request: Request) -> HttpResponse:
    """稍后办和暂停的事."""
    if not request.actor.post_id:
        return redirect("choose_post")
    today = clock.today()
    rows = [row_of(item, today) for item in put_off(request.actor, today)[:200]]
    for row, item in zip(rows, put_off(request.actor, today)[:200], strict=False):
        row["due"] = "暂停中" if item.paused_on else f"{item.later_until:%m-%d} 再办"
        row["quick_url"] = ""
    context = {
        "title": f"稍后办和暂停的 {len(rows)} 件" if rows else "没有推后或暂停的事",
        "todos": rows,
        "back_url": reverse("home"),
    }
    return render(request, "site/put_aside.html", context)


def beside(actor: Actor, today: date) -> dict[str, Any]:
    """The lists beside the to-dos: what others have, and what is late below."""
    return {
        "waiting": [_line(item, today) for item in waiting_for(actor)[:8]],
        "late_below": [_line(item, today) for item in late_below(actor, today)[:8]],
        "late_below_count": late_below(actor, today).count(),
        "late_below_url": reverse("register", args=["work"]) + "?state=late",
    }


def _line(item: WorkItem, today: date) -> dict[str, str]:
    return {
        "title": item.title,
        "url": reverse("matter", args=[item.pk]),
        "holder": item.holder_label,
        "detail": due_words(item, today),
    }
