"""Settings: accounts, and the posts they act in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.actions import assign, end_post, open_account
from gonghui.kernel.actors.doors import door
from gonghui.kernel.actors.models import Account
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.actors.selectors import accounts, assignments
from gonghui.kernel.http import Request
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.site.desk.tables import cells, form_page, table, tried


class PersonForm(forms.Form):
    """A new account with its first post."""

    name = forms.CharField(label="姓名", max_length=60)
    username = forms.RegexField(
        r"^[A-Za-z0-9_.-]{3,30}$", label="账号名", help_text="3 到 30 个字母或数字；开通后系统在后面加上单位的编号", max_length=30,
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

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, label_suffix="", initial=initial)
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
    username = forms.RegexField(
        r"^[A-Za-z0-9_.-]{3,60}$", label="账号名", help_text="登录时写的那个，后面带点和数字的要写全", max_length=60,
        error_messages={"invalid": "账号名只能用字母、数字、点、横线"},
    )  # fmt: skip


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
    if request.method == "POST" and form.is_valid():
        opened: list[Account] = []
        if tried(form, lambda: opened.append(_open(request.actor, form.cleaned_data))):
            messages.success(request, f"已给{opened[0].name}开通账号，登录时账号名写 {opened[0].username}")
            return redirect("people")
    return form_page(request, "site/settings/person_form.html", form, "开通账号", reverse("people"))


def _open(actor: Actor, given: dict[str, Any]) -> Account:
    account = open_account(
        actor=actor,
        username=given["username"],
        name=given["name"],
        password=given["password"],
        unit=given["unit"],
    )
    assign(actor=actor, account=account, role=given["role"], unit=given["unit"], since=given["since"])
    return account


@door("settings.people")
@require_http_methods(["GET", "POST"])
def post_new(request: Request) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("unit", "role") if name in request.GET}
    form = PostForm(request.actor, request.POST or None, asked)
    if request.method == "POST" and form.is_valid():
        account = accounts(request.actor).filter(username=form.cleaned_data["username"]).first()
        if account is None:
            form.add_error("username", "您管的范围里没有这个账号，请核对（账号名后面带点和数字），或先开通")
        elif tried(form, lambda: assign(actor=request.actor, account=account, **_post(form.cleaned_data))):
            messages.success(request, f"已给账号 {account.username} 加上身份")
            return redirect("people")
    return form_page(request, "site/settings/post_form.html", form, "给已有账号加身份", reverse("people"))


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
