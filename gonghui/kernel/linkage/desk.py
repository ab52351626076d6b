"""疑似重复: one pair after the other, side by side; same, which stays, or not the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.http import Request
from gonghui.kernel.jobs.actions import start
from gonghui.kernel.linkage.actions import LinkageRefused, look_again, not_same
from gonghui.kernel.linkage.declaration import LINKED, Linked
from gonghui.kernel.linkage.merging import merge, undo
from gonghui.kernel.linkage.models import MERGED, NOT_SAME, Pair
from gonghui.kernel.linkage.selectors import pairs, sides

DECIDED = 10  # of each kind, shown below to be taken back
LONGEST = 200
DONE = {
    "left": "已合并，留下的是左边的", "right": "已合并，留下的是右边的", "not_same": "已记下：不是同一个，以后不再提",
    "undo": "合并已撤回，两边都和原来一样", "again": "已放回待核对",
}  # fmt: skip


def _kind(request: Request, kind: str) -> Linked:
    one = LINKED.get(kind)
    if one is None:
        raise Http404
    if not request.actor.post_id or not request.actor.may(one.decides):
        raise PermissionDenied
    return one


@door(SIGNED_IN)
@require_GET
def show(request: Request, kind: str) -> HttpResponse:
    """The pair asked for, else the likeliest; ``after`` passes one over."""
    one = _kind(request, kind)
    waiting = pairs(request.actor, one)
    total = waiting.count()
    at = request.GET.get("at", "")
    place = int(at) % max(total, 1) if at.isascii() and at.isdigit() and len(at) < 8 else 0
    pair = waiting[place : place + 1].first() if total else None
    both = sides(request.actor, one, pair) if pair else None
    context = {
        "title": f"疑似重复 · {total} 对" if total else "疑似重复", "kind": one, "pair": pair if both else None, "total": total,
        "number": place + 1, "next_url": f"?at={place + 1}" if total > 1 else "",
        "sides": _shown(one, both) if both else [], "decided": _decided(request, one),
    }  # fmt: skip
    return render(request, "linkage/pair.html", context)


def _shown(one: Linked, both: tuple[Any, Any]) -> list[dict[str, Any]]:
    """Both columns, and where they differ."""
    facts = [one.shown(row) for row in both]
    differ = [left[1] != right[1] for left, right in zip(*facts, strict=True)]
    return [
        {
            "side": side, "said": said, "url": reverse(one.page, args=[row.pk]) if one.page else "",
            "facts": [(label, text, apart) for (label, text), apart in zip(told, differ, strict=True)],
        }
        for side, said, row, told in zip(("left", "right"), ("左边", "右边"), both, facts, strict=True)
    ]  # fmt: skip


def _decided(request: Request, one: Linked) -> list[dict[str, Any]]:
    """What was decided last, and how it is taken back. Merged rows cannot be named: one of them is gone."""
    found = []
    for state, deed, verb in ((MERGED, "undo", "撤回合并"), (NOT_SAME, "again", "重新核对")):
        for pair in pairs(request.actor, one, state).order_by("-decided_at")[:DECIDED]:
            found.append({"pair": pair, "deed": deed, "verb": verb})
    return sorted(found, key=lambda row: row["pair"].decided_at, reverse=True)


@door(SIGNED_IN)
@require_POST
def decide(request: Request, kind: str, pk: UUID) -> HttpResponse:
    one = _kind(request, kind)
    pair = get_object_or_404(Pair.objects.visible_to(request.actor), pk=pk, kind=one.key)
    deed = request.POST.get("do", "")
    try:
        with transaction.atomic():
            _do(request, pair, deed)
        messages.success(request, DONE[deed])
    except LinkageRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("linkage", kind)


def _do(request: Request, pair: Pair, deed: str) -> None:
    actor, now = request.actor, clock.now()
    if deed in ("left", "right"):
        merge(actor=actor, pair=pair, kept=pair.left_id if deed == "left" else pair.right_id, now=now)
    elif deed == "not_same":
        not_same(actor=actor, pair=pair, now=now, reason=request.POST.get("reason", "")[:LONGEST])
    elif deed == "undo":
        undo(actor=actor, pair=pair, now=now)
    elif deed == "again":
        look_again(actor=actor, pair=pair)
    else:
        raise LinkageRefused("请选一种办法")


@door(SIGNED_IN)
@require_POST
def find(request: Request, kind: str) -> HttpResponse:
    """Look through everything in reach, in the background."""
    one = _kind(request, kind)
    made = start(actor=request.actor, kind="linkage.find", label=f"查找疑似重复：{one.label}", linked=one.key)
    return redirect("job", made.pk)
