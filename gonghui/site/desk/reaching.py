"""How a person is told: the addresses they are reached at, and when and by what they want to be told."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.http import Request
from gonghui.kernel.notices import addresses
from gonghui.kernel.notices.actions import prefer
from gonghui.kernel.notices.catalogue import BIND
from gonghui.kernel.notices.codes import TooMany, is_alive, redeem, send_binding_code
from gonghui.kernel.notices.gateways import introducer
from gonghui.kernel.notices.models import CHANNELS, Preference
from gonghui.kernel.notices.selectors import own_addresses, own_preference
from gonghui.kernel.notices.terms import Terms, terms_of
from gonghui.site.desk.onetime import OVER, WRONG, CodeForm

BINDING = "binding_code"  # in the session: which code this browser waits for
HINTS = {
    "sms": "11 位手机号。绑定以后可以用短信验证码登录",
    "mail": "常看的邮箱，例如 name@example.com",
    "wecom": "企业微信通讯录里的“账号”，不是姓名",
}


class PreferForm(forms.Form):
    """The wishes; what is left as the rules have it stays with the rules."""

    channels = forms.MultipleChoiceField(
        label="用哪些方式告诉我", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="都不选，就只在平台里看",
    )  # fmt: skip
    pace = forms.ChoiceField(
        label="多久告诉一次", required=False, widget=forms.RadioSelect, help_text="急事不等汇总"
    )
    quiet_since = forms.TimeField(label="免打扰从几点", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), error_messages={"required": "请填写几点开始", "invalid": "时间要写成 21:00 这样"})  # fmt: skip
    quiet_until = forms.TimeField(label="免打扰到几点", help_text="两个时间一样，就是不设免打扰；登录验证码不受影响", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), error_messages={"required": "请填写几点结束", "invalid": "时间要写成 08:00 这样"})  # fmt: skip

    def __init__(self, data: Any, reached: list[str], wishes: Preference, terms: Terms) -> None:
        usual = "每天汇总一条" if terms.digest else "有事就告诉我"
        by_rule = f"按身份（{usual}）" if wishes.digest is None else "按身份"
        initial = {
            "channels": [channel for channel in reached if channel not in wishes.muted],
            "pace": {None: "", True: "day", False: "once"}[wishes.digest],
            "quiet_since": terms.quiet.since,
            "quiet_until": terms.quiet.until,
        }
        super().__init__(data, initial=initial, label_suffix="")
        self.usual = (terms.quiet.since, terms.quiet.until) if wishes.quiet_since is None else None
        self.fields["channels"].choices = [(one, CHANNELS[one]) for one in reached]  # type: ignore[attr-defined]
        self.fields["pace"].choices = [("", by_rule), ("day", "每天汇总一条"), ("once", "有事就告诉我")]  # type: ignore[attr-defined]
        if not reached:
            del self.fields["channels"]

    @property
    def quiet(self) -> tuple[time, time] | None:
        given = (self.cleaned_data["quiet_since"], self.cleaned_data["quiet_until"])
        return None if given == self.usual else given


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def show(request: Request) -> HttpResponse:
    rows = {row.channel: row for row in own_addresses(request.actor)}
    wishes = own_preference(request.actor)
    terms = terms_of([request.actor.account_id], clock.today())[request.actor.account_id]
    form = PreferForm(
        request.POST if request.method == "POST" else None,
        [one for one in CHANNELS if one in rows],
        wishes,
        terms,
    )
    if request.method == "POST" and form.is_valid():
        _prefer(request, form, list(rows))
        messages.success(request, "通知设置已保存")
        return redirect("notice-settings")
    lines = [_line(channel, rows.get(channel)) for channel in (*addresses.TYPED, "wechat")]
    context = {"form": form, "lines": lines, "title": "通知设置"}
    return render(request, "site/notice_settings.html", context, status=422 if form.errors else 200)


def _prefer(request: Request, form: PreferForm, reached: list[str]) -> None:
    chosen = form.cleaned_data.get("channels", [])
    digest = {"day": True, "once": False}.get(form.cleaned_data["pace"])
    muted = [channel for channel in reached if channel not in chosen]
    prefer(actor=request.actor, muted=muted, digest=digest, quiet=form.quiet)


def _line(channel: str, row: Any) -> dict[str, Any]:
    """One way of being reached: what is bound, or why nothing can be."""
    open_ = bool(settings.GATEWAYS.get(channel))
    said = addresses.masked(row) if row else "还没有绑定" if open_ else "管理员还没有开通这个通道"
    by_asking = introducer(channel) is not None
    if channel == "wechat" and open_ and not row and not by_asking:
        said = "在微信小程序里绑定"
    way = "notice-address-agree" if by_asking else "notice-address"
    return {
        "name": addresses.NAMES[channel], "said": said, "bound": bool(row), "verb": "更换" if row else "绑定",
        "bind_url": reverse(way, args=[channel]) if by_asking or (open_ and channel != "wechat") else "",
        "drop_url": reverse("notice-address-drop", args=[channel]) if row else "",
    }  # fmt: skip


def address_form(channel: str, data: Any) -> forms.Form:
    form = forms.Form(data, label_suffix="")
    field = forms.CharField(label=addresses.NAMES[channel], max_length=200, help_text=HINTS[channel])
    field.error_messages["required"] = f"请填写{addresses.NAMES[channel]}"
    modes = {"sms": ("tel", "tel"), "mail": ("email", "email"), "wecom": ("text", "off")}
    field.widget.attrs["inputmode"], field.widget.attrs["autocomplete"] = modes[channel]
    form.fields["address"] = field
    return form


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def ask(request: Request, channel: str) -> HttpResponse:
    """The address; a code goes there, and only with it the address is bound."""
    if channel not in addresses.TYPED or not settings.GATEWAYS.get(channel):
        raise Http404
    form = address_form(channel, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="code_asked"):
            return render(request, "429.html", status=429)
        if form.is_valid() and _asked(request, channel, form):
            return redirect("notice-address-check", channel)
    title = f"绑定{addresses.NAMES[channel]}"
    context = {"form": form, "title": title, "verb": "发验证码"}
    return render(request, "site/address_form.html", context, status=422 if form.errors else 200)


def _asked(request: Request, channel: str, form: forms.Form) -> bool:
    try:
        where = addresses.clean(channel, form.cleaned_data["address"])
        pk = send_binding_code(actor=request.actor, channel=channel, address=where, now=clock.now())
    except (ValueError, TooMany) as refusal:
        form.add_error("address", str(refusal))
        return False
    request.session[BINDING] = {"pk": str(pk), "channel": channel}
    return True


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def check(request: Request, channel: str) -> HttpResponse:
    asked = request.session.get(BINDING)
    if asked is None or asked["channel"] != channel:
        return redirect("notice-settings")
    form = CodeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST":
        if not ratelimit.consume(request, action="code_tried"):
            return render(request, "429.html", status=429)
        if form.is_valid() and _bound(request, form, UUID(asked["pk"])):
            del request.session[BINDING]
            messages.success(request, f"{addresses.NAMES[channel]}已绑定")
            return redirect("notice-settings")
    context = {"form": form, "title": "填写验证码", "verb": "绑定", "sent_to": addresses.NAMES[channel]}
    return render(request, "site/address_form.html", context, status=422 if form.errors else 200)


def _bound(request: Request, form: CodeForm, pk: UUID) -> bool:
    now, actor = clock.now(), request.actor
    found = redeem(pk=pk, kind=BIND, text=form.cleaned_data["code"], now=now)
    if found is None or found.account_id != actor.account_id:
        form.add_error("code", WRONG if is_alive(pk, now) else OVER)
        return False
    given = {"account_id": actor.account_id, "channel": found.channel, "address": found.address.reveal()}
    try:
        with transaction.atomic():
            addresses.bind(actor=actor, now=now, **given)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


@door(SIGNED_IN)
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def drop(request: Request, channel: str) -> HttpResponse:
    if addresses.unbind(actor=request.actor, channel=channel, now=clock.now()):
        messages.success(request, f"{addresses.NAMES[channel]}已去掉")
    return redirect("notice-settings")
