"""Settings: the outlines the map of figures is drawn from, as the office has brought them in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.outlines.actions import TakenIn, take_away, take_in
from gonghui.kernel.outlines.reading import Unreadable, read
from gonghui.kernel.outlines.selectors import outlines
from gonghui.kernel.units.selectors import answered_for
from gonghui.site.desk.tables import cells, table

MOST_BYTES = 5_000_000
NAMED = 6  # names of shapes nobody has that are told, of however many
MORE = "文件有 {} MB，最大 5 MB。请在地图软件里先简化再导出。"


class OutlinesForm(forms.Form):
    file = forms.FileField(
        label="轮廓文件（.geojson）", max_length=200, allow_empty_file=True,
        help_text="一个乡镇、片区或网格一块，属性里有 name（名称）或 code（编码）；经纬度坐标；最大 5 MB",
        error_messages={"required": "请先选一个文件"},
    )  # fmt: skip
    origin = forms.CharField(
        label="出处", max_length=100, help_text="谁画的、依据哪份文件；公开的底图写审图号",
        error_messages={"required": "请填写出处"},
    )  # fmt: skip


@door("units.arrange")
@require_http_methods(["GET", "POST"])
def outlines_page(request: Request) -> HttpResponse:
    form = OutlinesForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method == "POST" and form.is_valid() and (taken := _taken(request, form)):
        _told(request, taken)
        return redirect("outlines")
    rows = outlines(request.actor).select_related("unit").order_by("path")
    context = table(request, "地图轮廓", ["单位", "出处", "何时放入"], rows, _line, form=form)
    context |= {
        "subtitle": "统计里的地图按这里的轮廓画，图上注明“示意图”。再上传一次，就换成新的。",
        "empty_heading": "还没有轮廓", "empty_text": "上传以后，统计里就能看地图；没有也不影响别的。", "gone_url": reverse("outlines-remove"),
    }  # fmt: skip
    return render(request, "site/settings/outlines.html", context, status=422 if form.errors else 200)


@door("units.arrange")
@require_POST
def remove(request: Request) -> HttpResponse:
    number = request.POST.get("unit", "")
    whole = number.isascii() and number.isdigit() and len(number) < 19
    unit = get_object_or_404(answered_for(request.actor), pk=int(number) if whole else 0)
    take_away(actor=request.actor, unit=unit)
    messages.success(request, f"已去掉{unit.name}的轮廓")
    return redirect("outlines")


def _line(outline: Any) -> dict[str, Any]:
    day = {"text": f"{outline.taken_on:%Y-%m-%d}", "kind": "date", "tone": ""}
    return cells(outline.unit.name, outline.origin, day) | {"pk": outline.pk, "name": outline.unit.name}


def _taken(request: Request, form: OutlinesForm) -> TakenIn | None:
    given = form.cleaned_data
    if given["file"].size > MOST_BYTES:
        form.add_error("file", MORE.format(-(-given["file"].size // 1_000_000)))
        return None
    try:
        features = read(Path(given["file"].temporary_file_path()).read_bytes())
    except Unreadable as refusal:
        form.add_error("file", str(refusal))
        return None
    return take_in(actor=request.actor, features=features, origin=given["origin"], today=clock.today())


def _told(request: Request, taken: TakenIn) -> None:
    if taken.units:
        messages.success(request, f"放入 {len(taken.units)} 个轮廓")
    if taken.nobody:
        names = "、".join(taken.nobody[:NAMED]) + (" 等" if len(taken.nobody) > NAMED else "")
        messages.warning(
            request,
            f"{len(taken.nobody)} 块没有对上单位，没放：{names}。把文件里的名称改成和组织树一样，再上传。",
        )
