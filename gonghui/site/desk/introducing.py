"""Binding 企业微信 or 微信 without typing: there the person agrees, and comes back named."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.http import Request
from gonghui.kernel.notices.addresses import NAMES
from gonghui.kernel.notices.introductions import NotIntroduced, account_of, begin, finish

KEPT = "introduction"  # in the session: what this browser waits for
HOW = {
    "wecom": "点下面的按钮，用手机上的企业微信扫码，点同意。",
    "wechat": "请在微信里打开本页，再点下面的按钮，点同意。",
}


@door(SIGNED_IN)
@require_GET
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def ask(request: Request, channel: str) -> HttpResponse:
    back = f"{settings.SITE_URL}{reverse('notice-address-agreed', args=[channel])}"
    try:
        begun = begin(channel=channel, whose=account_of(request.actor), back=back, now=clock.now())
    except NotIntroduced:
        raise Http404 from None
    request.session[KEPT] = begun.kept
    context = {
        "title": f"绑定{NAMES[channel]}",
        "name": NAMES[channel],
        "how": HOW[channel],
        "page": begun.page,
    }
    return render(request, "site/address_agree.html", context)


@door(SIGNED_IN)
@require_GET
@never_cache
def come_back(request: Request, channel: str) -> HttpResponse:
    """From the channel's server. What was waited for counts once, whatever comes of it."""
    if not ratelimit.consume(request, action="code_tried"):
        return render(request, "429.html", status=429)
    kept = request.session.pop(KEPT, None)
    given = {name: request.GET.get(name, "")[:200] for name in ("state", "code")}
    try:
        finish(actor=request.actor, channel=channel, kept=kept, now=clock.now(), **given)
        messages.success(request, f"{NAMES[channel]}已绑定")
    except NotIntroduced as refusal:
        messages.error(request, str(refusal))
    return redirect("notice-settings")
