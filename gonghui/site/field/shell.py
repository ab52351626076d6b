"""联系网's one page and what makes it work without network: the page itself, its worker, its name on the desktop.

None of them says anything about anybody: what a liaison sees on the phone comes from the API alone.
"""

from __future__ import annotations

import hashlib
from functools import cache

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.kernel.actors.doors import OPEN, door
from gonghui.kernel.http import Request
from gonghui.kernel.identifiers.qr import qr

PARTS = ("dist/field.js", "dist/field.css", "dist/icon.svg")
WECHAT = "MicroMessenger"  # its built-in browser forgets what it was told to keep


@door(OPEN)
@require_GET
def shell(request: Request) -> HttpResponse:
    """L01–L10, drawn by the script."""
    if WECHAT in request.headers.get("User-Agent", ""):
        address = f"{settings.SITE_URL}{reverse('field')}"
        return render(request, "field/wechat.html", {"address": address, "picture": qr(address)})
    return render(request, "field/shell.html")


@door(OPEN)
@require_GET
def worker(request: Request) -> HttpResponse:
    """What answers at ``/m/`` without network; it has to lie where the pages it answers for lie."""
    context = {"version": version(), "parts": parts()}
    response = render(request, "field/worker.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@door(OPEN)
@require_GET
def manifest(request: Request) -> HttpResponse:
    """What the desktop of a phone calls it."""
    icon = {"src": static("dist/icon.svg"), "type": "image/svg+xml", "sizes": "any"}
    home = reverse("field")
    content = {
        "name": "工会联系网", "short_name": "联系网", "lang": "zh-Hans", "start_url": home, "scope": home, "id": home,
        "display": "standalone", "background_color": "#f6f5f2", "theme_color": "#9e1b1e", "icons": [icon],
    }  # fmt: skip
    return JsonResponse(content, content_type="application/manifest+json")


def parts() -> list[str]:
    return [static(part) for part in PARTS]


@cache
def version() -> str:
    """The same in every process that serves the same program, and another as soon as the page or a part is another.

    The names of the parts carry the hash of what is in them.
    """
    page = render_to_string("field/shell.html")
    return hashlib.sha256("\n".join([page, *parts()]).encode()).hexdigest()[:12]
