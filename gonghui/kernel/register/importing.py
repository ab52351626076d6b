"""The four pages of an import: file, columns, check, result."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.files.precheck import Refused, letters
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.http import Request
from gonghui.kernel.register import intake
from gonghui.kernel.register.definition import REGISTERS, Register
from gonghui.kernel.register.desk import entered
from gonghui.kernel.register.exporting import XLSX
from gonghui.kernel.register.forms import UploadForm
from gonghui.kernel.register.jobs import begin
from gonghui.kernel.register.models import Intake
from gonghui.kernel.register.reading.headings import plain

AT_ONCE = 500  # rows that are checked and taken in while the person waits
LIMITS_TEXT = "一次最多 20 MB。有密码的文件请先去掉密码。"


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def upload(request: Request, key: str) -> HttpResponse:
    register = entered(request, key, "import")
    form = UploadForm(register, request.actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (made := _uploaded(request, register, form)):
        return redirect("intake-columns", made.pk)
    context = {
        "register": register,
        "form": form,
        "title": f"从表格导入{register.label}",
        "template_url": reverse("register-template", args=[key]),
        "list_url": reverse("register", args=[key]),
        "limits_text": LIMITS_TEXT,
        "recent": [_recent(one) for one in intake.own_intakes(request.actor).filter(register=key)[:8]],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "register/import_upload.html", context, status=status)


def _uploaded(request: Request, register: Register, form: UploadForm) -> Intake | None:
    given: TemporaryUploadedFile = form.cleaned_data["file"]
    try:
        made = intake.upload(
            actor=request.actor,
            register=register,
            unit=form.cleaned_data["unit"],
            source=Path(given.temporary_file_path()),
            name=given.name or "",
            media_type=given.content_type or "",
        )
        intake.table_of(made)
    except (Refused, ChildFailed) as error:
        form.add_error("file", error.sentence)
        return None
    return made


def _recent(one: Intake) -> dict[str, str]:
    at = timezone.localtime(one.at).strftime("%m-%d %H:%M")
    return {"name": one.file.name, "at": at, "state": one.get_state_display(), "url": url_of(one)}


def url_of(one: Intake) -> str:
    """Where an intake stands now: the page that goes on with it."""
    if one.job and not one.job.is_over:
        return reverse("job", args=[one.job.pk])
    page = {"checked": "intake-check", "taken": "intake-done"}.get(one.state, "intake-columns")
    return reverse(page, args=[one.pk])


def found(request: Request, pk: UUID) -> Intake:
    one: Intake = get_object_or_404(intake.own_intakes(request.actor), pk=pk)
    entered(request, one.register, "import")
    return one


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def columns(request: Request, pk: UUID) -> HttpResponse:
    one = found(request, pk)
    if request.method == "POST":
        return _settled(request, one)
    asked = request.GET.get("sheet", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 4:
        one.sheet, one.mapping = int(asked), {}
    return _columns_page(request, one, [], {})


def _columns_page(request: Request, one: Intake, errors: list[str], picked: dict[int, str]) -> HttpResponse:
    """``picked``: what was just chosen and cannot be used; shown again as it was."""
    workbook = intake.workbook_of(one.file)
    one.sheet = min(one.sheet, len(workbook.sheets) - 1)
    table = intake.table_of(one)
    heads = {plain_name for plain_name in intake.remembered(one, table.guess)}
    raw = table.sheet.frame.slice(table.guess.first_row - table.sheet.first_row, 2)
    context = {
        "register": table.register,
        "upload": {"name": one.file.name},
        "title": "每一列是什么？",
        "sheet": {"index": one.sheet, "name": table.sheet.name, "rows": table.raw().height},
        "sheets": [
            {
                "index": at,
                "name": s.name,
                "rows": s.frame.height,
                "hidden": s.hidden,
                "chosen": at == one.sheet,
            }
            for at, s in enumerate(workbook.sheets)
            if s.frame.height
        ],
        "columns": [
            _column(table, column, raw, heads)
            | ({"field": picked[column.index]} if column.index in picked else {})
            for column in table.guess.columns
        ],
        "choices": [(c.name, c.label, c.required) for c in table.register.asked],
        "warnings": _warnings(table),
        "first_row": table.guess.first_row,
        "cancel_url": reverse("register-import", args=[one.register]),
        "form": said(errors),
    }
    return render(request, "register/import_columns.html", context, status=422 if errors else 200)


def said(errors: list[str]) -> forms.Form:
    """Sentences in the shape the error summary shows."""
    form = forms.Form({})
    for error in errors:
        form.add_error(None, error)
    return form


def _column(table: intake.Table, column: Any, raw: Any, heads: set[str]) -> dict[str, Any]:
    name = f"c{column.index}"
    field = table.register.index.get(column.key or "")
    samples = [text or "" for text in raw[name]] if name in raw.columns else []
    if field and field.mask:
        samples = [field.mask(text) if text else "" for text in samples]
    return {
        "index": column.index,
        "letter": letters(column.index + 1),
        "heading": column.heading,
        "samples": samples,
        "field": column.key or "",
        "confidence": column.confidence,
        "remembered": column.confidence == 1.0 and plain(column.heading) in heads,
    }


def _warnings(table: intake.Table) -> list[str]:
    said = [f"没有找到“{want.label}”这一列，请在下面选出来" for want in table.guess.missing]
    if not table.raw().height:
        said.append("这张工作表里没有找到数据行，请换一张工作表，或换个文件")
    if table.sheet.hidden_rows:
        said.append(f"有 {table.sheet.hidden_rows} 行是隐藏的，也会一起读进来")
    if totals := [left for left in table.guess.left if left.row]:
        rows = "、".join(str(left.row) for left in totals[:5])
        said.append(f"第 {rows} 行像是合计或说明，没有当作数据")
    return said


def _settled(request: Request, one: Intake) -> HttpResponse:
    asked = request.POST.get("sheet", "")
    workbook = intake.workbook_of(one.file)
    if asked.isascii() and asked.isdigit() and len(asked) < 4 and int(asked) < len(workbook.sheets):
        one.sheet, one.mapping = int(asked), {}
    table = intake.table_of(one)
    names = {c.name for c in table.register.asked}
    picked = {c.index: request.POST.get(f"col{c.index}", "") for c in table.guess.columns}
    chosen = {index: name for index, name in picked.items() if name in names}
    if errors := _mapping_errors(table, chosen):
        return _columns_page(request, one, errors, picked)
    mapping = intake.settled(table.guess, chosen)
    intake.settle_columns(actor=request.actor, intake=one, sheet=one.sheet, mapping=mapping)
    if intake.table_of(one).raw().height > AT_ONCE:
        return redirect("job", begin(actor=request.actor, found=one, kind="register.check").pk)
    try:
        intake.check(actor=request.actor, intake=one, today=clock.today())
    except ValidationError as refusal:
        return _columns_page(request, one, refusal.messages, picked)
    return redirect("intake-check", one.pk)


def _mapping_errors(table: intake.Table, chosen: dict[int, str]) -> list[str]:
    given = list(chosen.values())
    labels = {c.name: c.label for c in table.register.asked}
    twice = {name for name in given if given.count(name) > 1}
    missing = [c.label for c in table.register.asked if c.required and c.name not in given]
    return [
        *(f"有两列都选了“{labels[name]}”，请只留一列" for name in sorted(twice)),
        *(f"还没有选哪一列是“{label}”" for label in missing),
    ]


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def check(request: Request, pk: UUID) -> HttpResponse:
    one = found(request, pk)
    if request.method == "POST" and one.state == "checked":
        return _taken(request, one)
    if one.state != "checked":
        return redirect(url_of(one))
    return render(request, "register/import_check.html", _report(one))


def _taken(request: Request, one: Intake) -> HttpResponse:
    if one.report["total"] > AT_ONCE:
        return redirect("job", begin(actor=request.actor, found=one, kind="register.take").pk)
    try:
        counts, _ = intake.take_chunk(
            actor=request.actor, intake=one, today=clock.today(), start=0, size=AT_ONCE
        )
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
        return redirect("intake-check", one.pk)
    intake.finish(actor=request.actor, intake=one, counts=counts)
    return redirect("intake-done", one.pk)


@door(SIGNED_IN)
@require_GET
def done(request: Request, pk: UUID) -> HttpResponse:
    one = found(request, pk)
    if one.state != "taken":
        return redirect(url_of(one))
    return render(request, "register/import_done.html", _report(one))


@door(SIGNED_IN)
@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponse:
    one = found(request, pk)
    if one.state in {"uploaded", "checked"}:
        intake.cancel(actor=request.actor, intake=one)
    return redirect("register-import", one.register)


def _title(one: Intake) -> str:
    new, changed, wrong, total = (one.report.get(key, 0) for key in ("new", "changed", "wrong", "total"))
    if one.state == "taken":
        return f"导入完成：新增 {new:,} 行，更新 {changed:,} 行"
    return f"{total:,} 行里有 {wrong:,} 行要改" if wrong else f"{total:,} 行都可以导入"


def _report(one: Intake) -> dict[str, Any]:
    return {
        "title": _title(one),
        "register": REGISTERS[one.register],
        "upload": {"name": one.file.name},
        "report": one.report,
        "groups": one.report.get("groups", []),
        "errors": one.report.get("errors", [])[:200],
        "marked_url": reverse("file", args=[one.marked_id]) if one.marked_id else "",
        "go_url": reverse("intake-check", args=[one.pk]),
        "cancel_url": reverse("intake-cancel", args=[one.pk]),
        "list_url": reverse("register", args=[one.register]),
    }


@door(SIGNED_IN)
@require_GET
def template(request: Request, key: str) -> HttpResponse:
    """An empty workbook with the headings we know best and one invented line."""
    register = entered(request, key, "import")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "template.xlsx"
        with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False}) as book:
            text = book.add_format({"num_format": "@"})
            sheet = book.add_worksheet(register.label[:31])
            for at, column in enumerate(register.asked):
                sheet.set_column(at, at, 20, text)
                sheet.write_string(
                    0, at, f"{column.label}（必填）" if column.required else column.label, text
                )
        body = out.read_bytes()
    response = HttpResponse(body, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename={key}.xlsx"
    return response
