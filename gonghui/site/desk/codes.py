"""Credit codes that stand twice: two offices that cannot see each other each entered one; settled by who sees both."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.registers.employers import actions as employers
from gonghui.registers.employers.selectors import doubles as double_employers
from gonghui.registers.unions import actions as unions
from gonghui.registers.unions.selectors import doubles as double_unions

MOST = 100  # groups on the page; the next come up as these are settled


@door("codes.settle")
@require_http_methods(["GET", "POST"])
def codes(request: Request) -> HttpResponse:
    if request.method == "POST":
        _settled(request)
        return redirect("codes")
    actor = request.actor
    groups = [
        *_groups(double_employers(actor), "employer", lambda row: row.place_name or ""),
        *_groups(double_unions(actor), "union", lambda row: row.above.name if row.above else ""),
    ]
    context = {
        "title": f"代码核对 · {len(groups):,} 组",
        "subtitle": "同一个统一社会信用代码登记了两次以上。是同一家，留一条；不是同一家，把写错的代码清掉。",
        "groups": groups[:MOST],
        "more": max(0, len(groups) - MOST),
    }
    return render(request, "site/codes.html", context)


def _groups(rows: Any, kind: str, place: Callable[[Any], str]) -> list[dict[str, Any]]:
    return [
        {"code": code, "kind": kind, "rows": [_line(row, kind, place(row)) for row in found]}
        for code, found in groupby(rows, key=lambda row: row.credit_code)
    ]


def _line(row: Any, kind: str, place: str) -> dict[str, Any]:
    return {"pk": str(row.pk), "name": row.name, "place": place, "url": reverse(kind, args=[row.pk])}


def _settled(request: Request) -> None:
    """The row is looked for among the doubles in reach; one that is none (any more) is answered as settled."""
    actor, wanted = request.actor, request.POST.get("row", "")
    rows = {"employer": double_employers(actor), "union": double_unions(actor)}.get(
        request.POST.get("kind", ""), ()
    )
    row: Any = next((one for one in rows if str(one.pk) == wanted), None)
    if row is None:
        messages.error(request, "这个代码已经核对过了")
        return
    try:
        with transaction.atomic():
            messages.success(request, _done(request, row))
    except ValidationError as refusal:
        messages.error(request, f"{row.name}：{'；'.join(refusal.messages)}")


def _done(request: Request, row: Any) -> str:
    if request.POST.get("do") == "keep" and request.POST["kind"] == "employer":
        closed = employers.keep_one(actor=request.actor, employer=row, today=clock.today())
        return f"留下{row.name}，另外 {closed:,} 条作为重复登记注销"
    if request.POST["kind"] == "employer":
        employers.correct(actor=request.actor, employer=row, credit_code=None)
    else:
        unions.correct(actor=request.actor, union=row, credit_code=None)
    return f"已清掉{row.name}的代码，请通知登记的单位核对后重填"
