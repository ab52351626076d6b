"""The desk's pages: beginning a change of one membership, of many, and a request for somebody from elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.process.definition import Process
from gonghui.kernel.process.desk import item_of
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.kernel.secrets.masking import mask_document
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.members.models import Membership, Person
from gonghui.registers.members.selectors import files
from gonghui.work.belonging import actions, forms, selectors
from gonghui.work.belonging.models import Transfer, TransferRequest
from gonghui.work.belonging.process import (
    DEATH,
    EXPULSION,
    IDLE,
    REQUEST,
    RETAIN,
    TRANSFER,
    WITHDRAWAL,
)

OFFERED = (TRANSFER, RETAIN, WITHDRAWAL, EXPULSION, DEATH)
BY_KEY = {one.key: one for one in OFFERED}
TOLD = {
    "transfer": "原工会同意、转入的工会也同意，当天转过去；哪一方不同意，会籍都不变。",
    "retain": "退休、下岗、失业、单位关闭的会员，会籍留在这里，不交会费。",
    "withdrawal": "会员自己提出退会。下一步由委员会宣布并收回会员证，那天起会籍终止。",
    "expulsion": "只有犯罪受到刑事处罚的才除名：小组讨论、委员会决定，再报上级备案；备案那天会籍终止。",
    "death": "下一步登记去世的日期，会籍从那天终止。",
}
PAGE = 100
BROKEN = "没办成：和别人刚办的冲突，或超出了您的管辖。您填的还在这页，请核对后再试"
ANSWER = "收到了，已报县总工会核对会籍。核对好以后会列入名册，在“办事台账”里看得到。"


def _several(actor: Actor) -> bool:
    return open_units(actor, *forms.KINDS)[:2].count() > 1


@door("belonging.open")
@require_http_methods(["GET", "POST"])
def begin_one(request: Request, pk: UUID, key: str) -> HttpResponse:
    """转会、保留会籍、退会、除名、去世 of one member."""
    if key not in BY_KEY:
        raise Http404
    person = get_object_or_404(files(request.actor), pk=pk)
    membership = selectors.membership_of(request.actor, person)
    if membership is None:
        messages.error(request, f"{person.name}现在没有会籍，不能办{BY_KEY[key].label}")
        return redirect("member", pk)
    columns = forms.of_transfer(_several(request.actor)) if key == "transfer" else ()
    form = ColumnsForm(columns, request.actor, None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (made := _begun(request, key, membership, form)):
        return redirect("matter", made)
    context = {
        "title": BY_KEY[key].label, "row_title": f"{person.name}的{BY_KEY[key].label}", "form": form, "told": TOLD[key],
        "back_url": reverse("member", args=[pk]), "save_label": f"发起{BY_KEY[key].label}",
    }  # fmt: skip
    return render(request, "belonging/begin.html", context, status=422 if form.errors else 200)


def _begun(request: Request, key: str, membership: Membership, form: ColumnsForm) -> UUID | None:
    actor, now = request.actor, clock.now()
    try:
        with transaction.atomic():
            if key == "transfer":
                given: dict[str, Any] = {
                    name: value or "" for name, value in form.values().items() if name != "to_unit"
                }
                made = actions.begin_transfer(
                    actor=actor, membership=membership, to_unit=form.values().get("to_unit"), now=now, **given
                )
            else:
                made = actions.begin(key, actor=actor, membership=membership, now=now)
    except MoveRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    except DatabaseError:
        form.add_error(None, BROKEN)
        return None
    messages.success(request, f"已发起：{made.title}")
    found: UUID = made.pk
    return found


@door("belonging.batch")
@require_http_methods(["GET", "POST"])
def batch(request: Request) -> HttpResponse:
    """整批转会: the members of a closed workplace, all to one union."""
    return _many(request, "transfer")


@door("belonging.open")
@require_http_methods(["GET", "POST"])
def idle(request: Request) -> HttpResponse:
    """久不参加的会员: named here, looked into one by one."""
    return _many(request, "idle")


def _many(request: Request, key: str) -> HttpResponse:
    """Members of one union, ticked."""
    units = open_units(request.actor, *forms.KINDS)
    unit = _picked(units, request.POST.get("unit") or request.GET.get("unit") or "")
    columns = (forms.TO,) if key == "transfer" else ()
    form = ColumnsForm(columns, request.actor, None, request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and unit is not None
        and form.is_valid()
        and _ticked(request, key, unit, form)
    ):
        return redirect(f"{request.path}?unit={unit.pk}")
    rows = selectors.of_unit(request.actor, unit.pk if unit else 0)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "整批转会" if key == "transfer" else "久不参加的会员", "units": units[:2_000], "unit": unit, "page": page,
        "form": form, "key": key, "back_url": reverse("register", args=["members"]),
        "prev_url": f"?unit={unit and unit.pk}&page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?unit={unit and unit.pk}&page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "belonging/many.html", context, status=422 if form.errors else 200)


def _picked(units: Any, text: str) -> Unit | None:
    found: Unit | None
    found = (
        units.filter(pk=int(text)).first() if text.isascii() and text.isdigit() and len(text) < 18 else None
    )
    if found is None and units[:2].count() == 1:
        found = units.first()
    return found


def _ticked(request: Request, key: str, unit: Unit, form: ColumnsForm) -> bool:
    wanted = [pk for text in request.POST.getlist("ids")[: actions.MOST] if (pk := _uuid(text))]
    chosen = list(selectors.of_unit(request.actor, unit.pk).filter(pk__in=wanted)) if wanted else []
    if not chosen:
        form.add_error(None, "没有选会员，或选的人已经不在这个工会")
        return False
    actor, now = request.actor, clock.now()
    refused: list[str] = []
    try:
        with transaction.atomic():
            if key == "idle":
                count = actions.name_idle(actor=actor, memberships=chosen, now=now)
            else:
                to_unit = form.values()["to_unit"]
                count, refused = actions.begin_many(actor=actor, memberships=chosen, to_unit=to_unit, now=now)
    except (MoveRefused, DatabaseError) as refusal:
        form.add_error(None, str(refusal) if isinstance(refusal, MoveRefused) else BROKEN)
        return False
    if count:
        messages.success(request, f"发起了 {count} 人，一人一件，在待办里办")
    for why in refused[:5]:
        messages.error(request, why)
    return True


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@door("belonging.open")
@require_http_methods(["GET", "POST"])
def request_in(request: Request) -> HttpResponse:
    """转入申请: somebody works here now and belongs, perhaps, elsewhere. Everybody is answered alike."""
    units = open_units(request.actor, *forms.KINDS)
    columns = forms.of_request(_several(request.actor))
    form = ColumnsForm(columns, request.actor, None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.values()
        unit = given.pop("to_unit", None) or units.first()
        try:
            with transaction.atomic():
                if unit is None:
                    raise MoveRefused("您这里没有直接收会员的工会")
                actions.ask_for(actor=request.actor, unit=unit, now=clock.now(), **given)
            messages.success(request, ANSWER)
            return redirect("belonging-request")
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        except DatabaseError:
            form.add_error(None, BROKEN)
    context = {
        "title": "转入申请", "row_title": "新来的职工，会籍可能在别的工会", "form": form, "save_label": "报上级核对",
        "told": "会籍在不在别处，由县总工会核对；在别处的，由县总工会问原工会。", "back_url": reverse("register", args=["members"]),
    }  # fmt: skip
    return render(request, "belonging/begin.html", context, status=422 if form.errors else 200)


@door("members.settle")
@require_POST
def ask(request: Request, pk: UUID) -> HttpResponse:
    """The county asks the union where somebody belongs to let them go."""
    item = item_of(request, pk)
    try:
        with transaction.atomic():
            made = actions.ask_the_other(item.pk, actor=request.actor, now=clock.now())
        messages.success(request, f"已发起：{made.title}")
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    except DatabaseError:
        messages.error(request, "没办成：和别人刚办的冲突，请刷新后再试")
    return redirect("matter", pk)


def _facts(process: Process) -> None:
    """The page of a matter shows whom it is about and what has been said."""

    @shown_with(process)
    def shown(record: Any, actor: Actor) -> dict[str, Any]:
        fields = [
            f for f in record._meta.concrete_fields if f.name not in {"item", "unit", "path", "id_index"}
        ]
        found = [(f.verbose_name, _said(record, f.name)) for f in fields if f.name in SAID]
        return {"facts": [(label, text) for label, text in found if text]}


SAID = {
    "name", "to_name", "to_words", "workplace", "reason", "since", "asked_on", "announced_on", "facts", "discussed_on",
    "decided_on", "idle_since", "educated_on", "died_on", "moved_on",
}  # fmt: skip


def _said(record: Any, name: str) -> str:
    shown = getattr(record, f"get_{name}_display", None)
    value = shown() if shown else getattr(record, name)
    return str(value) if value else ""


for _one in (TRANSFER, RETAIN, WITHDRAWAL, EXPULSION, IDLE, DEATH):
    _facts(_one)


@shown_with(REQUEST)
def of_request(record: TransferRequest, actor: Actor) -> dict[str, Any]:
    """The number masked; who settles is offered to ask the other union, and sees whether it was asked."""
    settles = actor.may("members.settle") and record.item.held_by(actor)
    asked: Transfer | None = selectors.asked(actor, record) if settles else None
    facts = [
        ("姓名", record.name),
        ("证件号码", mask_document(record.id_number.reveal())),
        ("工作单位", record.workplace),
        ("工种", record.job),
    ]
    return {
        "facts": [(label, text) for label, text in facts if text],
        "ask_url": reverse("belonging-ask", args=[record.pk]) if settles else "",
        "asked": asked and {"url": reverse("matter", args=[asked.pk]), "state": asked.item.stage_label},
    }


def acts_for(actor: Actor, person: Person, *, is_member: bool) -> list[dict[str, str]]:
    """The buttons on a member's page: what is under way leads to its matter, the rest begins one."""
    if not is_member or not actor.may("belonging.open"):
        return []
    begun = selectors.all_running(bytes(person.id_index))
    return [
        {"label": f"看{one.label}进展", "url": reverse("matter", args=[begun[one.key]])}
        if one.key in begun
        else {
            "label": one.label.removesuffix("登记"),
            "url": reverse("belonging-begin", args=[person.pk, one.key]),
        }
        for one in OFFERED
    ]
