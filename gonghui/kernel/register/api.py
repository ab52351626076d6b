"""The same registers for programs: JSON with OpenAPI, the same rights, the same masks, the same actions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpRequest, QueryDict
from ninja import Body, Router, Schema, Status
from ninja.errors import HttpError

from gonghui.kernel import clock
from gonghui.kernel.register.definition import REGISTERS, Register
from gonghui.kernel.register.desk import row_of
from gonghui.kernel.register.forms import RowForm
from gonghui.kernel.register.listing import Listing

router = Router(tags=["台账"])
UNSTORABLE = "有不能保存的字符，请删掉再填"


class Problem(Schema):
    """What went wrong, in a sentence; ``fields`` says it per field."""

    detail: str
    fields: dict[str, list[str]] = {}


class Row(Schema):
    id: str
    values: dict[str, str]


class Page(Schema):
    total: int
    page: int
    items: list[Row]


class ColumnOut(Schema):
    name: str
    label: str
    required: bool
    secret: bool
    asked: bool


class RegisterOut(Schema):
    key: str
    label: str
    columns: list[ColumnOut]
    filters: list[str]


PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 413: Problem, 422: Problem}


def permitted(request: HttpRequest, key: str, deed: str) -> Register:
    actor = request.actor  # type: ignore[attr-defined]
    register = REGISTERS.get(key)
    if register is None:
        raise HttpError(404, "没有这本台账")
    if not actor.post_id or not register.may(actor, deed):
        raise HttpError(403, "您的身份不能这样用这本台账")
    return register


@router.get("/registers", response={200: list[RegisterOut], **PROBLEMS}, summary="有哪些台账")
def registers(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    return [_described(one) for one in REGISTERS.values() if actor.post_id and one.may(actor, "read")]


@router.get("/registers/{key}", response={200: Page, **PROBLEMS}, summary="查一本台账")
def listing(
    request: HttpRequest, key: str, q: str = "", page: int = 1, size: int = 25, sort: str = ""
) -> Any:
    """Filters are further parameters, named as in ``filters`` of the register."""
    register = permitted(request, key, "read")
    size = max(1, min(size, 100))
    asked = Listing(register, request.actor, request.GET)  # type: ignore[attr-defined]
    rows = asked.rows()
    first = (asked.page - 1) * size
    return {
        "total": rows.count(),
        "page": asked.page,
        "items": [_row(register, one) for one in asked.shown(rows, first, size)],
    }


@router.get("/registers/{key}/{pk}", response={200: Row, **PROBLEMS}, summary="看一条")
def one(request: HttpRequest, key: str, pk: str) -> Any:
    register = permitted(request, key, "read")
    return _row(register, row_of(register, request, pk))  # type: ignore[arg-type]


@router.post("/registers/{key}", response={201: Row, 202: Problem, **PROBLEMS}, summary="登记一条")
def create(request: HttpRequest, key: str, values: Body[dict[str, str]]) -> Any:
    return _save(request, permitted(request, key, "enter"), None, values, 201)


@router.put("/registers/{key}/{pk}", response={200: Row, 202: Problem, **PROBLEMS}, summary="更正一条")
def change(request: HttpRequest, key: str, pk: str, values: Body[dict[str, str]]) -> Any:
    register = permitted(request, key, "write")
    return _save(request, register, row_of(register, request, pk), values, 200)  # type: ignore[arg-type]


def _save(request: HttpRequest, register: Register, row: Any, values: dict[str, str], status: int) -> Any:
    if register.save is None:
        raise HttpError(403, "这本台账只能看")
    if bad := {
        name: [UNSTORABLE] for name, text in values.items() if name in register.index and is_bad(text)
    }:
        return Status(422, {"detail": "有内容要改，没有存", "fields": bad})
    given = QueryDict(mutable=True)
    for name, value in values.items():
        given.setlist(
            name,
            value.split(",")
            if register.index.get(name) and register.index[name].kind.key == "several"
            else [value],
        )
    actor = request.actor  # type: ignore[attr-defined]
    form = RowForm(register, actor, row, given)
    if form.is_valid():
        try:
            with transaction.atomic():
                made, _ = register.save(actor=actor, today=clock.today(), row=row, **form.values())
            if made is None:
                return Status(202, {"detail": register.received})
            return Status(status, _row(register, register.rows(actor).get(pk=made.pk)))
        except ValidationError as refusal:
            form.refuse(refusal)
        except DatabaseError:
            form.add_error(None, "和已有的记录冲突，或超出了您的管辖")
    fields = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    return Status(422, {"detail": "有内容要改，没有存", "fields": fields})


def is_bad(text: str) -> bool:
    """Whether no column of the database could hold it: NUL, or half of a surrogate pair."""
    return "\x00" in text or any("\ud800" <= mark <= "\udfff" for mark in text)


def _row(register: Register, row: Any) -> dict[str, Any]:
    return {"id": str(row.pk), "values": {column.name: column.text(row) for column in register.columns}}


def _described(register: Register) -> dict[str, Any]:
    return {
        "key": register.key,
        "label": register.label,
        "filters": [one.name for one in register.filters],
        "columns": [
            {
                "name": c.name,
                "label": c.label,
                "required": c.required,
                "secret": c.mask is not None,
                "asked": c.asked,
            }
            for c in register.columns
        ],
    }
