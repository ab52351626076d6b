"""The pages for what went wrong: said in words, with a way on."""

from __future__ import annotations

import re
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template

from gonghui.kernel.database.trouble import Trouble, trouble_of

FOR_PROGRAMS = ("/api/", "/m/api/")
SIGNING_IN = ("/accounts/", "/sign-in/", "/s/sign-in/")
UNSAID = re.compile("password|csrf|secret|^code$", re.IGNORECASE)  # fields never shown again
LONGEST = 1_000_000  # characters that are given back
WAIT = "10"  # seconds


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Absent and out of reach look exactly alike."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without a context: whatever broke may be what a context needs."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is not None:
        return out_of_order(request, trouble)
    return HttpResponse(get_template("500.html").render(), status=500)


def out_of_order(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Nothing was written and nothing is lost: what was typed stands on the page and can be handed in again from it."""
    headers = {"Retry-After": WAIT, "Cache-Control": "no-store"}
    if request.path.startswith(FOR_PROGRAMS):
        said = f"{trouble.what}，这次没有存上，之前存好的都在。请稍后再试"
        return JsonResponse({"text": said, "detail": said}, status=503, headers=headers)
    context = {"trouble": trouble, "address": request.get_full_path(), "unsure": _ending(), **_typed(request)}
    return HttpResponse(get_template("503.html").render(context), status=503, headers=headers)


def _ending() -> bool:
    """Whether it gave way just when the transaction ended: then nobody here knows which way."""
    place = sys.exc_info()[2]
    while place is not None:
        if place.tb_frame.f_code.co_name == "_commit":
            return True
        place = place.tb_next
    return False


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was handed in, ready to be handed in again; never anything of a sign-in."""
    if request.method != "POST" or request.path.startswith(SIGNING_IN):
        return {}
    try:
        pairs = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if not UNSAID.search(name)
        ]
        files = bool(request.FILES)
    except Exception:  # what was sent could not be read to its end
        return {"unread": True}
    if sum(len(name) + len(value) for name, value in pairs) > LONGEST:
        return {"unread": True}
    return {"again": True, "typed": pairs, "files": files, "csrf_token": get_token(request)}
