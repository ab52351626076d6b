"""The pages of a hand-over: the list, its signatures, and what was promised to whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.actors.selectors import assignments
from gonghui.kernel.http import Request
from gonghui.kernel.process import leaving
from gonghui.kernel.process.models import Handover, WorkItem
from gonghui.kernel.process.selectors import parties
from gonghui.kernel.process.showing import due_words
from gonghui.kernel.process.steps import MoveRefused

SAID = {"required": "请选一个人", "invalid_choice": "请从列出的人里选"}


class ToWhom(forms.Form):
    """Who takes over, and what to tell them."""

    def __init__(self, data: Any = None, *, people: dict[int, str]) -> None:
        super().__init__(data, label_suffix="")
        self.fields["successor"] = forms.TypedChoiceField(
            label="交给谁",
            coerce=int,
            choices=list(people.items()),
            widget=forms.RadioSelect,
            error_messages=SAID,
        )
        self.fields["notes"] = forms.CharField(
            label="要交代的", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 6}),
            help_text="答应过谁什么、找谁、钥匙和资料在哪；不要写密码",
        )  # fmt: skip


@door(SIGNED_IN)
@require_GET
def index(request: Request) -> HttpResponse:
    """Hand-overs one has a part in, and the posts that could be handed over."""
    actor = request.actor
    if not actor.post_id:
        return redirect("choose_post")
    rows: list[dict[str, Any]] = [
        {
            "url": reverse("handover", args=[one.pk]),
            "title": f"{one.leaver_name} → {one.successor_name}",
            "detail": f"{_role(one.role)} · {len(one.matters)} 件",
            "state": _state(one),
            "mine": bool(leaving.part_of(actor, one)),
        }
        for one in leaving.handovers(actor)[:100]
    ]
    waiting = sum(row["mine"] for row in rows)
    context = {
        "title": f"工作交接：有 {waiting} 份等您签" if waiting else "工作交接",
        "rows": rows,
        "new_url": reverse("handover-new", args=[actor.post_id]),
    }
    return render(request, "process/handovers.html", context)


def _role(key: str) -> str:
    return ROLES[key].label if key in ROLES else key


def _state(one: Handover) -> str:
    if one.done_at:
        return f"{timezone.localtime(one.done_at):%Y-%m-%d} 交接完"
    missing = [
        label
        for at, label in (
            (one.leaver_signed_at, "移交人"),
            (one.successor_signed_at, "接手人"),
            (one.superior_signed_at, "监交人"),
        )
        if not at
    ]
    return f"等{'、'.join(missing)}签字"


def _post(request: Request, pk: int) -> Assignment:
    """One's own post, or one in reach for who oversees hand-overs."""
    seen = assignments(request.actor) if request.actor.may(leaving.OVERSEE) else _own(request)
    found: Assignment = get_object_or_404(seen, pk=pk)
    return found


def _own(request: Request) -> Any:
    return Assignment.objects.visible_to(request.actor).filter(account_id=request.actor.account_id)


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    """The list of what is in hand in one post, and to whom it goes."""
    if not request.actor.post_id:
        return redirect("choose_post")
    post, today = _post(request, pk), clock.today()
    people = leaving.people_in(post.unit_id, post.role, today)
    others = {account: name for account, name in people.items() if account != post.account_id}
    form = ToWhom(request.POST if request.method == "POST" else None, people=others)
    if request.method == "POST" and form.is_valid():
        try:
            made = leaving.begin_handover(
                actor=request.actor, unit=post.unit, role=post.role, leaver=post.account_id,
                successor=form.cleaned_data["successor"], notes=form.cleaned_data["notes"], now=clock.now(),
            )  # fmt: skip
            return redirect("handover", made.pk)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
    matters = leaving.in_hand(post.unit_id, post.role, post.account_id, today)
    context = {
        "title": f"工作交接：{post.account.name}手里有 {matters.count()} 件",
        "subtitle": f"{post.unit.name} · {post.role_label}",
        "form": form,
        "nobody": not others,
        "rows": [_row(item) for item in matters[:200]],
        "back_url": reverse("handovers"),
        "save_label": "列出清单",
    }
    return render(request, "process/handover_new.html", context, status=422 if form.errors else 200)


def _row(item: WorkItem) -> dict[str, Any]:
    promised = [
        f"{one.get_kind_display()} {one.unit_name}：{one.task}"
        for one in parties(item)
        if not one.answered_on
    ]
    return {
        "title": item.title,
        "url": reverse("matter", args=[item.pk]),
        "detail": f"{item.process_label} · {item.stage_label} · {item.number}",
        "due": due_words(item, clock.today()),
        "promised": promised,
    }


def _made(request: Request, pk: int) -> Handover:
    if not request.actor.post_id:
        raise Http404
    return get_object_or_404(leaving.handovers(request.actor), pk=pk)


@door(SIGNED_IN)
@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    made = _made(request, pk)
    part = leaving.part_of(request.actor, made)
    context = {
        "title": f"{made.leaver_name}交接给{made.successor_name}：{len(made.matters)} 件",
        "made": made,
        "state": _state(made),
        "role": _role(made.role),
        "rows": [_row(item) for item in leaving.matters_of(made)],
        "part": leaving.SIGNERS.get(part, ""),
        "signatures": [
            ("移交人", made.leaver_name, made.leaver_signed_at),
            ("接手人", made.successor_name, made.successor_signed_at),
            ("监交人", made.superior_name, made.superior_signed_at),
        ],
    }
    return render(request, "process/handover.html", context)


@door(SIGNED_IN)
@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    made = _made(request, pk)
    try:
        made = leaving.sign_handover(actor=request.actor, made=made, now=clock.now())
        messages.success(request, "交接完成，清单上的事都转过去了" if made.done_at else "已签字")
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("handover", pk)
