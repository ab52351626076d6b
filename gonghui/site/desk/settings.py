"""Settings: people and posts, parameters, the working calendar, the journal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.actions import assign, end_post, open_account
from gonghui.kernel.actors.doors import door
from gonghui.kernel.actors.models import Account
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.actors.selectors import assignments
from gonghui.kernel.calendar.actions import load_notice
from gonghui.kernel.calendar.loading import parse_notice
from gonghui.kernel.calendar.models import CalendarDay, CalendarYear
from gonghui.kernel.http import Request
from gonghui.kernel.journal.models import Seal
from gonghui.kernel.journal.selectors import entries, said
from gonghui.kernel.parameters.actions import override
from gonghui.kernel.parameters.models import STATUS
from gonghui.kernel.parameters.rules import Value
from gonghui.kernel.parameters.selectors import all_parameters
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.regions.models import Region
from gonghui.site.navigation import SETTINGS


def tabs(request: Request) -> list[dict[str, Any]]:
    return [
        {"url": reverse(name), "label": label, "current": request.path.startswith(reverse(name))}
        for name, label, permission in SETTINGS
        if request.actor.may(permission)
    ]


def table(
    request: Request, title: str, labels: list[str], rows: Any, line: Any, **more: Any
) -> dict[str, Any]:
    """The context of a settings list: headings, one page of rows, and the way to the next."""
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    query = {key: value for key, value in request.GET.items() if key != "page" and value}

    def link(number: int) -> str:
        return "?" + "&".join([*(f"{key}={value}" for key, value in query.items()), f"page={number}"])

    return {
        "title": title,
        "tabs": tabs(request),
        "headings": [{"label": label} for label in labels],
        "rows": [line(row) for row in page.object_list],
        "total": page.paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "prev_url": link(page.previous_page_number()) if page.has_previous() else "",
        "next_url": link(page.next_page_number()) if page.has_next() else "",
        **more,
    }


def cells(*texts: Any, url: str = "") -> dict[str, Any]:
    found = [text if isinstance(text, dict) else {"text": text, "kind": "text", "tone": ""} for text in texts]
    return {"url": url, "cells": found}


class PersonForm(forms.Form):
    """A new account with its first post."""

    name = forms.CharField(label="姓名", max_length=60)
    username = forms.RegexField(
        r"^[A-Za-z0-9_.-]{3,30}$", label="账号名", help_text="3 到 30 个字母或数字", max_length=30,
        error_messages={"invalid": "账号名只能用字母、数字、点、横线，3 到 30 个"},
    )  # fmt: skip
    password = forms.CharField(
        label="初始密码", min_length=10, max_length=128, widget=forms.PasswordInput,
        help_text="至少 10 位；请本人第一次登录后改掉", error_messages={"min_length": "密码至少 10 位"},
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位", empty_label="请选择")
    role = forms.ChoiceField(label="身份")
    since = forms.DateField(
        label="从哪天起", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["unit"].queryset = open_units(actor)  # type: ignore[attr-defined]
        given = [
            (key, role.label) for key, role in ROLES.items() if all(actor.may(p) for p in role.permissions)
        ]
        self.fields["role"].choices = [("", "请选择"), *given]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages |= {
                "required": f"请填写{field.label}",
                "invalid_choice": "请从列出的里面选一个",
            }


class PostForm(PersonForm):
    """A further post for somebody who has an account."""

    name = None  # type: ignore[assignment]
    password = None  # type: ignore[assignment]


@door("settings.people")
@require_GET
def people(request: Request) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:60]
    rows = assignments(request.actor)
    if q:
        rows = rows.filter(account__name__contains=q) | rows.filter(account__username=q)
    today = clock.today()

    def line(post: Any) -> dict[str, Any]:
        over = post.until is not None and post.until < today
        state = {"text": "已免去" if over else "在任", "kind": "tag", "tone": "mute" if over else "ok"}
        return cells(
            post.account.name, post.account.username, post.unit.name, post.role_label, str(post.since), state,
            url=reverse("post", args=[post.pk]),
        )  # fmt: skip

    labels = ["姓名", "账号", "单位", "身份", "任职起", "状态"]
    context = table(request, "人员与身份", labels, rows, line, q=q, searchable=True)
    context["acts"] = [
        {"url": reverse("person-new"), "label": "开通账号", "primary": True},
        {"url": reverse("post-new"), "label": "给已有账号加身份"},
    ]
    return render(request, "site/settings/people.html", context)


@door("settings.people")
@require_http_methods(["GET", "POST"])
def person_new(request: Request) -> HttpResponse:
    form = PersonForm(request.actor, request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, lambda: _open(request.actor, form.cleaned_data))
    ):
        messages.success(request, f"已给{form.cleaned_data['name']}开通账号")
        return redirect("people")
    return _page(request, "site/settings/person_form.html", form, "开通账号", reverse("people"))


def _open(actor: Actor, given: dict[str, Any]) -> None:
    account = open_account(
        actor=actor,
        username=given["username"],
        name=given["name"],
        password=given["password"],
        unit=given["unit"],
    )
    assign(actor=actor, account=account, role=given["role"], unit=given["unit"], since=given["since"])


@door("settings.people")
@require_http_methods(["GET", "POST"])
def post_new(request: Request) -> HttpResponse:
    form = PostForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = Account.objects.filter(username=form.cleaned_data["username"]).first()
        if account is None:
            form.add_error("username", "没有这个账号，请先开通")
        elif _tried(form, lambda: assign(actor=request.actor, account=account, **_post(form.cleaned_data))):
            messages.success(request, f"已给账号 {account.username} 加上身份")
            return redirect("people")
    return _page(request, "site/settings/post_form.html", form, "给已有账号加身份", reverse("people"))


def _post(given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("role", "unit", "since")}


@door("settings.people")
@require_http_methods(["GET", "POST"])
def post(request: Request, pk: int) -> HttpResponse:
    """One post: what it gives, and the way to end it."""
    found = get_object_or_404(assignments(request.actor), pk=pk)
    if request.method == "POST":
        try:
            end_post(actor=request.actor, post=found, on=clock.today())
            messages.success(request, f"已免去{found.account.name}的“{found.role_label}”，立即生效")
        except ValidationError as refusal:
            messages.error(request, "；".join(refusal.messages))
        return redirect("people")
    return render(
        request,
        "site/settings/post.html",
        {"title": f"{found.account.name} · {found.role_label}", "post": found},
    )


def _tried(form: forms.Form, deed: Any) -> bool:
    try:
        with transaction.atomic():
            deed()
    except ValidationError as refusal:
        for name, errors in getattr(refusal, "error_dict", {None: refusal.messages}).items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    return True


def _page(
    request: Request, template: str, form: forms.Form, title: str, back: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back, **more}
    return render(request, template, context, status=422 if form.errors else 200)


@door("settings.read")
@require_GET
def parameters(request: Request) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:60]
    unit = get_object_or_404(Unit, pk=request.actor.unit_id)
    found = all_parameters(unit, clock.today())
    rows = [(one, value) for one, value in found.items() if q in one.key or q in one.label]
    may = request.actor.may("settings.parameters")
    said_of = dict(STATUS)
    tones = {"C": "ok", "K": "info", "U": "warn"}
    places = _places(value for _, value in rows)

    def line(row: Any) -> dict[str, Any]:
        one, value = row
        state = {"text": said_of[value.status], "kind": "tag", "tone": tones[value.status]}
        url = reverse("parameter", args=[one.key]) if may else ""
        return cells(
            one.label or one.key,
            f"{value.text} {value.unit_of_measure}",
            places.get(value.jurisdiction, value.jurisdiction),
            state,
            value.source,
            url=url,
        )

    labels = ["含义", "值", "适用地区", "核实情况", "依据"]
    context = table(request, "参数", labels, rows, line, q=q, searchable=True)
    context["subtitle"] = "规定里的数字。本单位另有规定的，点开写明依据再改；没改的按上级或全国的。"
    return render(request, "site/settings/parameters.html", context)


def _places(values: Iterable[Value]) -> dict[str, str]:
    """What people call the divisions that values hold for: {"CN": "全国", "320924": "射阳县"}."""
    codes = {value.jurisdiction for value in values}
    return {"CN": "全国"} | dict(Region.objects.filter(pk__in=codes).values_list("pk", "name"))


class OverrideForm(forms.Form):
    """A number of one's own, and where it comes from."""

    value = forms.CharField(label="本单位的值", max_length=60, error_messages={"required": "请填写值"})
    since = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写日期"},
    )
    source = forms.CharField(
        label="依据", max_length=200, help_text="文件名和文号", error_messages={"required": "请填写依据"}
    )


@door("settings.parameters")
@require_http_methods(["GET", "POST"])
def parameter(request: Request, key: str) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=request.actor.unit_id)
    found = {one.key: (one, value) for one, value in all_parameters(unit, clock.today()).items()}
    if key not in found:
        raise Http404
    one, value = found[key]
    form = OverrideForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"status": "K"}
        if _tried(form, lambda: override(actor=request.actor, key=key, unit=unit, **given)):
            messages.success(request, f"{one.label or key}：已记下本单位的值")
            return redirect("parameters")
    now = {
        "value": value.text,
        "unit": value.unit_of_measure,
        "source": value.source,
        "since": value.since,
        "place": _places([value]).get(value.jurisdiction, value.jurisdiction),
    }
    return _page(
        request,
        "site/settings/parameter_form.html",
        form,
        one.label or key,
        reverse("parameters"),
        parameter=now,
    )


class NoticeForm(forms.Form):
    file = forms.FileField(
        label="放假和调休表（.csv）", help_text="四列：date、is_work（0 休 1 班）、name、source",
        error_messages={"required": "请先选一个文件"},
    )  # fmt: skip


@door("settings.read")
@require_http_methods(["GET", "POST"])
def calendar(request: Request) -> HttpResponse:
    may = request.actor.may("settings.calendar")
    form = NoticeForm(request.POST or None, request.FILES or None, label_suffix="") if may else None
    if request.method == "POST" and form is not None and form.is_valid() and _loaded(request, form):
        return redirect("calendar")
    years = set(CalendarYear.objects.values_list("year", flat=True))
    this = clock.today().year
    rows = CalendarDay.objects.select_related("year").order_by("-date")

    def line(day: Any) -> dict[str, Any]:
        word = {
            "text": "上班" if day.is_work else "放假",
            "kind": "tag",
            "tone": "info" if day.is_work else "ok",
        }
        return cells(
            f"{day.date:%Y-%m-%d} 星期{'一二三四五六日'[day.date.weekday()]}", word, day.name, day.year.source
        )

    context = table(request, "工作日历", ["日期", "安排", "说明", "依据"], rows, line, form=form)
    context["warnings"] = [
        f"{year} 年的放假安排还没有载入，落在这一年的期限先按暂定计算，载入后自动重算"
        for year in (this, this + 1)
        if year not in years
    ]
    return render(
        request, "site/settings/calendar.html", context, status=422 if form and form.errors else 200
    )


def _loaded(request: Request, form: forms.Form) -> bool:
    path = Path(form.cleaned_data["file"].temporary_file_path())
    try:
        with transaction.atomic():
            notices = parse_notice(path)
            for notice in notices.values():
                load_notice(actor=request.actor, year=notice.year, days=notice.days, source=notice.source)
    except ValidationError as refusal:
        form.add_error("file", refusal.messages)
        return False
    except ValueError as error:
        form.add_error("file", str(error))
        return False
    messages.success(request, f"已载入 {'、'.join(str(year) for year in notices)} 年")
    return True


@door("journal.read")
@require_GET
def journal(request: Request) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:60]
    rows = entries(request.actor)
    if q:
        rows = rows.filter(actor_name=q) | rows.filter(subject__startswith=q)

    def line(entry: Any) -> dict[str, Any]:
        words = said(entry)
        return cells(
            words["at"], words["actor"], words["text"], {"text": words["subject"], "kind": "mono", "tone": ""}
        )

    context = table(request, "日志", ["时间", "谁", "做了什么", "对象"], rows, line, q=q, searchable=True)
    if seal := Seal.objects.order_by("-pk").first():
        text = f"到第 {seal.last:,} 条为止已封签，链头 {seal.head[:16]}…"
        context["seal"] = {"tone": "info", "heading": "", "text": text}
    return render(request, "site/settings/journal.html", context)
