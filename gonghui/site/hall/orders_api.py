"""点服务 for programs: the menu for anybody; ordering, cancelling and judging for whoever is signed in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from gonghui.kernel import clock
from gonghui.kernel.letters.box import own_letters, put_in
from gonghui.kernel.register.api import Problem
from gonghui.site.hall.api import PROBLEMS, errors_of, held_to, read, signed_in
from gonghui.site.hall.menu import FULL
from gonghui.work.orders.forms import JudgeForm, OrderForm
from gonghui.work.orders.hall import CANCEL, JUDGE, ORDER
from gonghui.work.orders.selectors import offered, own_orders

router = Router(tags=["服务网"])
RECEIVED = "收到了，过一会儿再看"


class Wish(Schema):
    """An order of one service."""

    service: UUID
    wish: str = ""
    words: str = ""


class Item(Schema):
    item: UUID


class Judgement(Schema):
    item: UUID
    stars: str = ""
    words: str = ""


@router.get(
    "/menu",
    auth=None,
    response={200: list[dict[str, Any]], **PROBLEMS},
    summary="服务菜单",
    url_name="hall-menu",
)
def menu(request: HttpRequest) -> Any:
    return [asdict(one) | {"left": left} for one, left in offered(clock.today())]


@router.get(
    "/orders",
    auth=signed_in,
    response={200: dict[str, Any], **PROBLEMS},
    summary="我点的服务",
    url_name="hall-orders",
)
def orders(request: Any) -> Any:
    """``waiting``: put in and not taken in yet, or with why nothing came of it."""
    return {"orders": own_orders(), "waiting": [asdict(one) for one in own_letters(ORDER, CANCEL, JUDGE)]}


@router.post(
    "/orders",
    auth=signed_in,
    response={202: Problem, **PROBLEMS},
    summary="点一项服务",
    url_name="hall-order",
)
def order(request: Any, payload: Wish) -> Any:
    given = read(request, payload)
    held_to(request, "own_asked")
    form = OrderForm(given)
    found = next((left for one, left in offered(clock.today()) if one.id == given["service"]), -1)
    if found == -1:
        raise HttpError(404, "没有找到这项服务")
    if found == 0:
        raise HttpError(422, FULL)
    if not form.is_valid():
        return errors_of([form])
    content = {"service": str(given["service"])} | form.cleaned_data
    put_in(subject=request.auth, kind=ORDER, content=content, now=clock.now())
    return Status(202, {"detail": RECEIVED})


@router.post(
    "/orders/cancel",
    auth=signed_in,
    response={202: Problem, **PROBLEMS},
    summary="取消",
    url_name="hall-cancel",
)
def cancel(request: Any, payload: Item) -> Any:
    item = read(request, payload)["item"]
    if item not in {one["item"] for one in own_orders() if one["closed_on"] is None}:
        raise HttpError(404, "没有找到这一单，或已经办完")
    put_in(subject=request.auth, kind=CANCEL, content={"item": str(item)}, now=clock.now())
    return Status(202, {"detail": RECEIVED})


@router.post(
    "/orders/judge",
    auth=signed_in,
    response={202: Problem, **PROBLEMS},
    summary="评价",
    url_name="hall-judge",
)
def judge(request: Any, payload: Judgement) -> Any:
    given = read(request, payload)
    if given["item"] not in {one["item"] for one in own_orders() if one["came"] and not one["stars"]}:
        raise HttpError(404, "没有找到这一单，或已经评价过")
    form = JudgeForm(given)
    if not form.is_valid():
        return errors_of([form])
    put_in(
        subject=request.auth,
        kind=JUDGE,
        content={"item": str(given["item"])} | form.cleaned_data,
        now=clock.now(),
    )
    return Status(202, {"detail": RECEIVED})
