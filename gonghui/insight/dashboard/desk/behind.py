"""The rows a figure counts, and the figures as a workbook."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.insight.dashboard.desk.asking import Asked, asked_of
from gonghui.insight.dashboard.selectors import under
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.indicators.definition import INDICATORS, Indicator, Measure
from gonghui.kernel.indicators.selectors import Figure, figures, flows, rows_behind

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door("figures.read")
@require_GET
def rows(request: Request, key: str) -> HttpResponse:
    """Who may not read such rows is told the number alone."""
    if key not in INDICATORS:
        raise Http404
    actor, one = request.actor, INDICATORS[key]
    asked = asked_of(request, one.flow)
    part = one.denominator if request.GET.get("part") == "denominator" else one.numerator
    if part is None:
        raise Http404
    own = figures(actor, asked.unit, asked.as_of, asked.tree, [key], asked.as_was)[key]
    if asked.since:
        own = flows(actor, asked.unit, asked.since, asked.as_of, [key], asked.tree)[key]
    may = not part.source.permission or actor.may(part.source.permission)
    found = rows_behind(actor, part, asked.unit, asked.as_of, asked.tree, asked.as_was, asked.since)
    page = Paginator(found if may else found.none(), PAGE).get_page(request.GET.get("page"))
    number = own.denominator if part is one.denominator else own.numerator
    address = asked.address(reverse("figure-rows", args=[key]), part=request.GET.get("part", "numerator"))
    context = {
        "title": f"{part.source.label}：{one.label}", "asked": asked, "one": one, "figure": own, "number": number, "may": may, "page": page,
        "lines": [_line(row, part) for row in page.object_list], "sums": part.amount is not None, "once": part.once,
        "back_url": asked.address(one.url), "line": asked.line(actor, reverse("figure-rows", args=[key])),
        "prev_url": f"{address}&page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"{address}&page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "dashboard/rows.html", context)


def _line(row: Any, part: Measure) -> dict[str, Any]:
    source = part.source
    amount = getattr(row, part.amount) if isinstance(part.amount, str) else None
    return {"text": source.told(row), "url": source.url(row) if source.url else "", "place": row.place_name, "amount": amount,
            "since": row.begins if row.begins.year > 1 else None, "until": row.ends}  # fmt: skip


@door("figures.export")
@require_GET
def export(request: Request) -> HttpResponse:
    """The node and what stands under it, a column each; figures as numbers, with their definition."""
    asked = asked_of(request)
    keys = [key for key in request.GET.get("keys", "").split(",") if key in INDICATORS] or list(INDICATORS)
    own = figures(request.actor, asked.unit, asked.as_of, asked.tree, keys, asked.as_was)
    below = under(request.actor, asked.unit, asked.as_of, asked.tree, keys, asked.as_was)
    columns = [(asked.unit.name, own), *((node.name, found) for node, found in below)]
    response = HttpResponse(_book([INDICATORS[key] for key in keys], columns, asked), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="figures-{asked.as_of}.xlsx"'
    return response


def _book(wanted: list[Indicator], columns: list[tuple[str, dict[str, Figure]]], asked: Asked) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("统计")
        head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "bottom": 1})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, len(columns), 14)
        sheet.set_column(len(columns) + 2, len(columns) + 4, 40)
        titles = [
            "指标",
            "单位",
            *(name for name, _ in columns),
            "分子 ÷ 分母（本单位）",
            "口径",
            "依据",
            "截至",
        ]
        for at, title in enumerate(titles):
            sheet.write_string(0, at, title, head)
        for line, one in enumerate(wanted, 1):
            sheet.write_string(line, 0, one.label)
            sheet.write_string(line, 1, one.unit)
            for at, (_, found) in enumerate(columns, 2):
                if (value := found[one.key].value) is not None:
                    sheet.write_number(line, at, float(value))
            own = columns[0][1][one.key]
            made = "" if own.denominator is None else f"{own.numerator} ÷ {own.denominator}"
            for at, text in enumerate((made, one.meaning, one.source, str(asked.as_of)), len(columns) + 2):
                sheet.write_string(line, at, text)
    return out.getvalue()
