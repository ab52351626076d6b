"""Signing in by 微信: bound once by whoever is signed in, from then on one press inside 微信.

A member has no account: what 微信 says is kept as a keyed hash beside the person and opens this person's pages alone.
"""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import OPEN, SUBJECT, door
from gonghui.kernel.actors.subjects import enter
from gonghui.kernel.http import Request
from gonghui.kernel.notices.gateways import introducer
from gonghui.kernel.notices.introductions import NotIntroduced, begin, introduced
from gonghui.work.own.actions import BOUND, ENTERED, UNBOUND, Taken, bind, note, unbind
from gonghui.work.own.selectors import bound_to

KEPT = "wechat"  # in the session: what this browser waits for
GUEST = "guest"
INSIDE = "MicroMessenger"
NOT_BOUND = "这个微信还没有绑定。请先用验证码登录一次，再在“我的”里点“以后用微信登录”"
OUTSIDE = "请在微信里打开本页，再用微信登录"


def is_open() -> bool:
    return introducer("wechat") is not None


def _whose(request: Request) -> str:
    return f"person:{request.subject}" if request.subject else GUEST


def _lead(request: Request) -> HttpResponse:
    """Off to where 微信 asks; it can only be asked inside 微信."""
    if INSIDE not in request.headers.get("User-Agent", ""):
        messages.error(request, OUTSIDE)
        return redirect("my" if request.subject else "my-sign-in")
    back = f"{settings.SITE_URL}{reverse('my-wechat-back')}"
    try:
        begun = begin(channel="wechat", whose=_whose(request), back=back, now=clock.now())
    except NotIntroduced:
        raise Http404 from None
    request.session[KEPT] = begun.kept
    return redirect(begun.page)


@door(OPEN)
@require_POST
@never_cache
def sign_in(request: Request) -> HttpResponse:
    return redirect("my") if request.subject else _lead(request)


@door(SUBJECT)
@require_POST
def ask(request: Request) -> HttpResponse:
    """From now on by 微信."""
    return _lead(request)


@door(SUBJECT)
@require_POST
def drop(request: Request) -> HttpResponse:
    assert request.subject
    if unbind(request.subject):
        note(request.subject, UNBOUND)
        messages.success(request, "已解除，以后用验证码登录")
    return redirect("my")


@door(OPEN)
@require_GET
@never_cache
def back(request: Request) -> HttpResponse:
    """From 微信, with who it is. What was waited for counts once, whatever comes of it."""
    if not ratelimit.consume(request, action="code_tried"):
        return render(request, "429.html", status=429)
    kept = request.session.pop(KEPT, None)
    given = {name: request.GET.get(name, "")[:200] for name in ("state", "code")}
    try:
        who = introduced(channel="wechat", whose=_whose(request), kept=kept, now=clock.now(), **given)
        return _bound(request, who) if request.subject else _entered(request, who)
    except (NotIntroduced, Taken) as refusal:
        messages.error(request, str(refusal))
    return redirect("my" if request.subject else "my-sign-in")


def _bound(request: Request, who: str) -> HttpResponse:
    assert request.subject
    bind(request.subject, who, clock.now())
    note(request.subject, BOUND)
    messages.success(request, "好了，以后可以用微信登录")
    return redirect("my")


def _entered(request: Request, who: str) -> HttpResponse:
    found = bound_to(who)
    if found is None:
        messages.error(request, NOT_BOUND)
        return redirect("my-sign-in")
    enter(request, found, clock.now())
    note(found, ENTERED)
    return redirect("my")
