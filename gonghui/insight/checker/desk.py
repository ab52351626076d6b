"""核数: a draft is pasted or picked, its numbers are marked and what disagrees is told. Nothing of it is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from gonghui.insight.checker.forms import DraftForm, NoDraft, draft_lines
from gonghui.insight.checker.rules.reading import Reading, TooLong, lines_of, read
from gonghui.insight.checker.rules.telling import pieces, summary, told
from gonghui.insight.checker.selectors import known
from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.http import Request
from gonghui.kernel.units.models import Unit

OTHER_DAY = "稿子写的是 {:%Y-%m-%d}，比的是 {:%Y-%m-%d} 的数据"
CHANGE_DAY = "要和那一天的数据比，请在下面改日期再核对。"
DONE = "核对完了：没有发现对不上的数"
FOUND = "有 {} 处要核对"


@door("checker.read")
@require_http_methods(["GET", "POST"])
def checker(request: Request) -> HttpResponse:
    form = DraftForm(request.POST or None, request.FILES or None, today=clock.today())
    lines = _lines(form) if request.method == "POST" and form.is_valid() else None
    reading = _read(request, form, lines) if lines is not None else None
    shown = _shown(request, form, reading) if reading else {}
    if lines is not None and form.files:
        form = _with_text(request, lines, form)
    context = {"title": "核数", "form": form} | shown
    failed = request.method == "POST" and reading is None
    answer = render(request, "checker/draft.html", context, status=422 if failed else 200)
    answer.headers["Cache-Control"] = "no-store"  # a draft is nobody else's business
    return answer


def _lines(form: DraftForm) -> list[str] | None:
    file: TemporaryUploadedFile | None = form.cleaned_data["file"]
    if not file:
        return lines_of(form.cleaned_data["text"])
    try:
        return draft_lines(Path(file.temporary_file_path()))
    except (Refused, ChildFailed) as error:
        form.add_error("file", error.sentence)
    except NoDraft as error:
        form.add_error("file", str(error))
    return None


def _read(request: Request, form: DraftForm, lines: list[str]) -> Reading | None:
    actor, day = request.actor, form.cleaned_data["day"]
    unit = get_object_or_404(Unit, pk=actor.unit_id)
    figures = known(actor, unit, day, clock.today())
    try:
        return read(lines, day=day, known=figures, unit_name=unit.name)
    except TooLong as error:
        form.add_error("file" if form.cleaned_data["file"] else "text", str(error))
        return None


def _with_text(request: Request, lines: list[str], form: DraftForm) -> DraftForm:
    """What stood in the file, to be put right and read again."""
    made = DraftForm({"text": "\n".join(lines), "day": request.POST["day"]}, None, today=form.today)
    for name, errors in form.errors.items():
        for error in errors:
            made.add_error(name, error)
    return made


def _shown(request: Request, form: DraftForm, reading: Reading) -> dict[str, Any]:
    counts = summary(reading)
    return {
        "title": FOUND.format(counts["flags"]) if counts["flags"] else DONE,
        "counts": counts, "pieces": pieces(reading), "unit_name": request.actor.unit_name,
        "day": form.data["day"], "elsewhen": _elsewhen(reading, form.cleaned_data["day"]), **told(reading),
    }  # fmt: skip


def _elsewhen(reading: Reading, day: date) -> dict[str, str] | None:
    """A draft of another day is compared, but that is said."""
    return {"heading": OTHER_DAY.format(reading.day, day), "text": CHANGE_DAY} if reading.day != day else None
