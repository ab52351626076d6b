"""The public page on which anybody can check a document they hold."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from gonghui.kernel.actors.doors import OPEN, door
from gonghui.kernel.documents.issuing import spaced
from gonghui.kernel.documents.selectors import plain_code, verified
from gonghui.kernel.http import Request


@door(OPEN)
@require_GET
def ask(request: Request) -> HttpResponse:
    """The code, typed in by who has only the paper."""
    if typed := request.GET.get("code", "").strip()[:40]:
        code = plain_code(typed)
        return redirect("verify", spaced(code) if code else "-")
    return render(request, "documents/verify.html", {"title": "核验公文", "asked": False})


@door(OPEN)
@require_GET
def verify(request: Request, code: str) -> HttpResponse:
    """What the register says of the document with this code. A wrong code and a wrong shape are answered alike."""
    if not ratelimit.consume(request, action="verify"):
        return render(request, "429.html", status=429)
    found = verified(code)
    context = {"title": "核验公文", "asked": True, "found": found, "code": code[:40] if found else ""}
    return render(request, "documents/verify.html", context, status=200 if found else 404)
