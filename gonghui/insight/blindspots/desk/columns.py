"""每一列是什么: a person says which column of a list is which, where the headings do not; it is asked once."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gonghui.insight.blindspots.actions import PURPOSE, begin_again, lists_of, settle_columns
from gonghui.insight.blindspots.forms import COLUMNS, NOTHING, is_unsure, names_somebody, settled, tables
from gonghui.kernel.actors.doors import door
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.files.sheets import Workbook
from gonghui.kernel.http import Request
from gonghui.kernel.register.importing import said
from gonghui.kernel.register.intake import recalled, workbook_of
from gonghui.kernel.register.reading.headings import Column, TableGuess

SAMPLES, LONGEST = 2, 40
NUMBERS = re.compile(r"(?<!\d)(\d{3})\d{4,}([\dXx]{4})(?!\d)")
LABELS = {one.key: one.label for one in COLUMNS}


@door("blindspots.read")
@require_http_methods(["GET", "POST"])
def columns(request: Request, pk: UUID) -> HttpResponse:
    """Every table of the list that holds something; what was said before, or is sure, is chosen already."""
    file = get_object_or_404(lists_of(request.actor), pk=pk)
    try:
        book = workbook_of(file)
    except (Refused, ChildFailed) as error:
        return _page(request, file, [], [error.sentence])
    found = tables(book, lambda signature: recalled(request.actor.unit_id, PURPOSE, signature))
    if request.method != "POST":
        return _page(request, file, _shown(book, found, {}), [])
    picked = _picked(request, found)
    settled_now = [settled(book, one, picked[at]) for at, one in enumerate(found)]
    if errors := _errors(found, settled_now, picked):
        return _page(request, file, _shown(book, found, picked), errors)
    settle_columns(actor=request.actor, said={one.signature: picked[at] for at, one in enumerate(found)})
    return redirect("job", begin_again(actor=request.actor, file=file).pk)


def _picked(request: Request, found: list[TableGuess]) -> dict[int, dict[str, str]]:
    """Table → heading → what was chosen for it; what nobody offered is no choice."""
    return {
        at: {
            column.heading: chosen if (chosen := request.POST.get(_name(at, column), "")) in LABELS else ""
            for column in one.columns
        }
        for at, one in enumerate(found)
    }


def _errors(found: list[TableGuess], now: list[TableGuess], picked: dict[int, dict[str, str]]) -> list[str]:
    errors = []
    for at, one in enumerate(found):
        given = [key for key in picked[at].values() if key]
        twice = sorted({LABELS[key] for key in given if given.count(key) > 1})
        errors += [f"“{one.sheet}”有两列都选了“{label}”，请只留一列" for label in twice]
    if not errors and not any(names_somebody(one) for one in now):
        errors.append(NOTHING)
    return errors


def _name(at: int, column: Column) -> str:
    return f"t{at}c{column.index}"


def _shown(
    book: Workbook, found: list[TableGuess], picked: dict[int, dict[str, str]]
) -> list[dict[str, Any]]:
    return [
        {"name": one.sheet, "unsure": is_unsure(one), "columns": [_column(book, at, one, column, picked) for column in one.columns]}
        for at, one in enumerate(found)
    ]  # fmt: skip


def _column(
    book: Workbook, at: int, table: TableGuess, column: Column, picked: dict[int, dict[str, str]]
) -> dict[str, Any]:
    sheet = book.sheet(table.sheet)
    rows = sheet.frame.slice(table.first_row - sheet.first_row, SAMPLES)
    name = f"c{column.index}"
    samples = [text or "" for text in rows[name]] if name in rows.columns else []
    return {
        "name": _name(at, column), "heading": column.heading, "samples": [_short(text) for text in samples],
        "field": picked[at][column.heading] if at in picked else column.key or "",
        "tone": "mute" if not column.key else "ok" if column.confidence == 1 else "warn",
        "how": "没认出来" if not column.key else "标题相同或上次这样对过" if column.confidence == 1 else "请看一眼",
    }  # fmt: skip


def _short(text: str) -> str:
    """An example; long numbers are nobody's business on this page."""
    return NUMBERS.sub(r"\1****\2", text)[:LONGEST]


def _page(request: Request, file: Any, shown: list[dict[str, Any]], errors: list[str]) -> HttpResponse:
    context = {
        "title": "每一列是什么？", "name": file.name, "tables": shown, "choices": list(LABELS.items()), "form": said(errors),
        "back_url": reverse("blindspots"),
    }  # fmt: skip
    return render(request, "blindspots/columns.html", context, status=422 if errors else 200)
