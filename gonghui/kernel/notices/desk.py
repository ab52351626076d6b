"""The bell: what one has been told, and the way to each matter."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.http import Request
from gonghui.kernel.notices.actions import mark_all_read, mark_read
from gonghui.kernel.notices.selectors import notices, unread

PER_PAGE = 30


@door(SIGNED_IN)
@require_GET
def show(request: Request) -> HttpResponse:
    now = clock.now()
    page = Paginator(notices(request.actor, now), PER_PAGE).get_page(request.GET.get("page"))
    left = unread(request.actor, now).count()
    context = {
        "title": f"通知 · {left} 条没看" if left else "通知",
        "notices": page.object_list,
        "left": left,
        "total": page.paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "prev_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "notices/list.html", context)


@door(SIGNED_IN)
@require_POST
def read_all(request: Request) -> HttpResponse:
    mark_all_read(actor=request.actor, now=clock.now())
    return redirect("notices")


@door(SIGNED_IN)
@require_POST
def open_one(request: Request, pk: UUID) -> HttpResponse:
    """To the matter itself; it then counts as read."""
    if not (url := mark_read(actor=request.actor, pk=pk, now=clock.now())):
        raise Http404
    return redirect(url)


@door(SIGNED_IN)
@require_GET
def short(request: Request, short: str) -> HttpResponse:
    """Where the link of a message outside leads; it says nothing about which notice it was."""
    return redirect("notices")
