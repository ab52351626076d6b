"""The pages of the register of numbers: a year of an office, and why a number stands for nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.documents.asking import GapForm
from gonghui.kernel.documents.models import NumberSequence
from gonghui.kernel.documents.numberbook import Given, codes, explain, given, unexplained
from gonghui.kernel.documents.numbers import Number
from gonghui.kernel.documents.register import YEARS
from gonghui.kernel.http import Request
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.units.models import Unit

PER_PAGE = 50
MOST_OFFICES = 300  # offered to choose from
MOST_NAMED = 10  # faults said one by one
HEADINGS = [{"label": label} for label in ("文号", "公文", "状态", "说明", "谁办的", "日期")]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _office(request: Request, asked: str | None) -> Unit:
    """The office asked for, in reach; without a word the asker's own."""
    rows = Unit.objects.visible_to(request.actor)
    found: Unit | None = rows.filter(pk=_whole(asked) if asked else request.actor.unit_id).first()
    if found is None:
        raise Http404
    return found


def _offices(request: Request, year: int, now: Unit) -> list[tuple[int, str]]:
    rows = NumberSequence.objects.visible_to(request.actor).filter(year=year, last__gt=0)
    ids = {*rows.values_list("unit_id", flat=True)[:MOST_OFFICES], now.pk}
    return list(
        Unit.objects.visible_to(request.actor).filter(pk__in=ids).order_by("path").values_list("pk", "name")
    )


@door("documents.read")
@require_GET
def show(request: Request) -> HttpResponse:
    """发文字号台账."""
    today = clock.today()
    year = _whole(request.GET.get("year")) or today.year
    unit = _office(request, request.GET.get("unit"))
    found = codes(request.actor, unit, year)
    code = request.GET.get("code", "")
    code = code if code in found else next(iter(found), "")
    page = Paginator(range(1, found.get(code, 0) + 1), PER_PAGE).get_page(request.GET.get("page"))
    rows = given(request.actor, unit, code, year, page.object_list) if code else []
    faults = unexplained(request.actor, unit, year)
    query = {"unit": unit.pk, "year": year, "code": code}
    context = {
        "title": "发文字号台账", "subtitle": f"{unit.name} · {year} 年", "headings": HEADINGS, "code": code,
        "rows": [_row(request, unit, one) for one in rows], "table_label": f"{code}〔{year}〕各号",
        "codes": [_choice(query | {"code": one}, f"{one}　{last} 号", one == code) for one, last in found.items()],
        "years": range(today.year, today.year - YEARS, -1), "year": year, "unit": unit,
        "offices": _offices(request, year, unit), "faults": _said(faults), "counter": "号",
        "total": page.paginator.count, "first": page.start_index(), "last": page.end_index(),
        "prev_url": _url(query | {"page": page.previous_page_number()}) if page.has_previous() else "",
        "next_url": _url(query | {"page": page.next_page_number()}) if page.has_next() else "",
    }  # fmt: skip
    return render(request, "documents/numbers.html", context)


def _url(query: dict[str, Any]) -> str:
    return f"{reverse('document-numbers')}?{urlencode(query)}"


def _choice(query: dict[str, Any], label: str, current: bool) -> dict[str, Any]:
    return {"url": _url(query), "label": label, "current": current}


def _said(faults: list[Number]) -> str:
    more = f"等 {len(faults)} 个号" if len(faults) > MOST_NAMED else ""
    return "、".join(str(one) for one in faults[:MOST_NAMED]) + more


def _row(request: Request, unit: Unit, one: Given) -> dict[str, Any]:
    number = one.number
    query: dict[str, Any] = {
        "unit": unit.pk, "code": number.code, "year": number.year, "serial": number.serial,
    }  # fmt: skip
    may = one.is_fault and request.actor.may("documents.sign")
    return {
        "number": str(number), "document": one.document, "state": one.state, "fault": one.is_fault, "why": one.why,
        "by": one.by or (one.document.signer if one.document else ""),
        "on": one.on or (one.document.signed_on if one.document else None),
        "explain_url": f"{reverse('document-number-explain')}?{urlencode(query)}" if may else "",
    }  # fmt: skip


@door("documents.sign")
@require_http_methods(["GET", "POST"])
def explain_one(request: Request) -> HttpResponse:
    """空号说明: by who signs for the office, once."""
    unit = _office(request, request.GET.get("unit"))
    number = Number(
        request.GET.get("code", "")[:12], _whole(request.GET.get("year")), _whole(request.GET.get("serial"))
    )
    back = _url({"unit": unit.pk, "year": number.year, "code": number.code})
    if number not in unexplained(request.actor, unit, number.year):
        messages.error(request, "这个号有公文、已经说明过，或还没有给过，不用说明")
        return redirect(back)
    form = GapForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            explain(
                actor=request.actor, unit=unit, number=number, reason=form.cleaned_data["reason"], on=clock.today()
            )  # fmt: skip
            messages.success(request, f"{number} 已说明")
            return redirect(back)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "title": f"说明空号 {number}", "form": form, "save_label": "存下说明", "row_title": unit.name, "back_url": back,
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)
