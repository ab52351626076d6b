"""Settings: parameters, the working calendar, regular work, the journal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.calendar.actions import load_notice
from gonghui.kernel.calendar.loading import parse_notice
from gonghui.kernel.calendar.models import CalendarDay, CalendarYear
from gonghui.kernel.http import Request
from gonghui.kernel.jobs.catalogue import KINDS, RHYTHMS
from gonghui.kernel.jobs.regular import Turn, last_turns
from gonghui.kernel.journal.models import Seal
from gonghui.kernel.journal.selectors import entries, said
from gonghui.kernel.parameters.actions import override
from gonghui.kernel.parameters.models import STATUS
from gonghui.kernel.parameters.rules import Value
from gonghui.kernel.parameters.selectors import all_parameters
from gonghui.kernel.units.models import Unit
from gonghui.registers.regions.models import Region
from gonghui.site.desk.tables import cells, form_page, table, tried


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
        if tried(form, lambda: override(actor=request.actor, key=key, unit=unit, **given)):
            messages.success(request, f"{one.label or key}：已记下本单位的值")
            return redirect("parameters")
    now = {
        "value": value.text,
        "unit": value.unit_of_measure,
        "source": value.source,
        "since": value.since,
        "place": _places([value]).get(value.jurisdiction, value.jurisdiction),
    }
    return form_page(
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


@door("settings.read")
@require_GET
def regular(request: Request) -> HttpResponse:
    """Work that begins by itself: when, and what became of it the last time."""
    turns = last_turns()

    def line(kind: str) -> dict[str, Any]:
        turn = turns.get(kind)
        if turn is None:
            return cells(KINDS[kind][0], str(RHYTHMS[kind]), "", _state("mute", "还没有办过"), "")
        tone = {"done": "ok", "failed": "err"}.get(turn.state, "info")
        at = f"{timezone.localtime(turn.started_at):%Y-%m-%d %H:%M}" if turn.started_at else ""
        return cells(
            KINDS[kind][0],
            str(RHYTHMS[kind]),
            at,
            _state(tone if turn.started_at else "mute", turn.said),
            turn.error or _spent(turn),
        )

    labels = ["办什么", "什么时候", "上次开始", "结果", "说明"]
    context = table(request, "定时任务", labels, list(RHYTHMS), line)
    context["subtitle"] = "到时间自己办，不用人点；停机错过的，恢复后补办一次。"
    return render(request, "site/settings/list.html", context)


def _state(tone: str, text: str) -> dict[str, str]:
    return {"text": text, "kind": "tag", "tone": tone}


def _spent(turn: Turn) -> str:
    if turn.started_at is None or turn.finished_at is None:
        return ""
    return f"用了 {max(1, round((turn.finished_at - turn.started_at).total_seconds())):,} 秒"
