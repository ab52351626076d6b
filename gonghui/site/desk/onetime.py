"""Signing in with a code sent to the mobile number: the second way beside the password, never a second factor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import OPEN, door
from gonghui.kernel.http import Request
from gonghui.kernel.identifiers import mobile
from gonghui.kernel.notices.catalogue import SIGN_IN
from gonghui.kernel.notices.codes import TooMany, is_alive, redeem, send_sign_in_code, who_signs_in

ASKED = "sign_in_code"  # in the session: which code this browser waits for, and where it wanted to go
WRONG = "验证码不对，请核对最近一条消息里的 6 位数字"
OVER = "验证码过期了，或者试错的次数太多，请重新取一条"
NO_SECOND_STEP = "这个账号还没有启用第二道登录验证，短信代替不了它。请先用密码登录，启用以后再用短信"
NOT_SET_UP = "短信通道还没有开通，请用密码登录"


class NumberForm(forms.Form):
    mobile = forms.CharField(
        label="手机号", max_length=30, error_messages={"required": "请填写手机号"},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_mobile(self) -> str:
        try:
            return mobile.clean(self.cleaned_data["mobile"])
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from None


class CodeForm(forms.Form):
    """What was sent; blanks and dashes around and between do no harm."""

    code = forms.CharField(
        label="验证码", max_length=40, help_text="6 位数字，可以整段粘贴",
        error_messages={"required": "请填写验证码"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )  # fmt: skip


@door(OPEN)
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """The number. Whether anybody has it cannot be told from the answer."""
    if request.actor.is_known:
        return redirect("home")
    form = NumberForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST":
        if not ratelimit.consume(request, action="code_asked"):
            return render(request, "429.html", status=429)
        if form.is_valid() and _asked(request, form):
            return redirect("code-check")
    context = {"form": form, "title": "用短信验证码登录", "next": _next(request)}
    return render(request, "site/code_ask.html", context, status=422 if form.errors else 200)


def _asked(request: Request, form: NumberForm) -> bool:
    if not settings.GATEWAYS.get("sms"):
        form.add_error(None, NOT_SET_UP)
        return False
    try:
        pk = send_sign_in_code(address=form.cleaned_data["mobile"], now=clock.now())
    except TooMany as refusal:
        form.add_error("mobile", str(refusal))
        return False
    request.session[ASKED] = {"pk": str(pk), "next": _next(request)}
    return True


def _next(request: Request) -> str:
    wanted = str(request.POST.get("next") or request.GET.get("next", ""))
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""


@door(OPEN)
@require_http_methods(["GET", "POST"])
def check(request: Request) -> HttpResponse:
    """The code; with the right one the rest of the sign-in follows, the second step included."""
    asked: dict[str, Any] | None = request.session.get(ASKED)
    if asked is None:
        return redirect("code-ask")
    form = CodeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST":
        if not ratelimit.consume(request, action="code_tried"):
            return render(request, "429.html", status=429)
        if form.is_valid() and (entered := _entered(request, form, asked)) is not None:
            return entered
    context = {"form": form, "title": "填写验证码", "next": asked["next"], "demo": settings.DEMO}
    return render(request, "site/code_check.html", context, status=422 if form.errors else 200)


def _entered(request: Request, form: CodeForm, asked: dict[str, Any]) -> HttpResponse | None:
    pk, now = UUID(asked["pk"]), clock.now()
    found = redeem(pk=pk, kind=SIGN_IN, text=form.cleaned_data["code"], now=now)
    account = who_signs_in(found) if found else None
    if account is None:
        form.add_error("code", WRONG if is_alive(pk, now) else OVER)
        return None
    if settings.MFA_REQUIRED and not is_mfa_enabled(account):
        form.add_error(None, NO_SECOND_STEP)
        return None
    del request.session[ASKED]
    record_authentication(request, account, method="code")
    response: HttpResponse = perform_login(request, Login(user=account, redirect_url=asked["next"] or None))
    return response
