"""公文: what the offices in reach have sent and received, as a ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gonghui.kernel import clock
from gonghui.kernel.documents.models import IN, OUT, STATES, OfficialDocument
from gonghui.kernel.documents.paper import NUMBERED
from gonghui.kernel.documents.selectors import documents
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column, Filter, by_field, by_unit, register
from gonghui.kernel.register.kinds import DATE

DIRECTIONS = ((OUT, "发文"), (IN, "收文"))
YEARS = 6  # offered in the list


def search(rows: QuerySet[OfficialDocument], q: str) -> QuerySet[OfficialDocument]:
    return rows.filter(Q(number__contains=q) | Q(title__contains=q) | Q(office__contains=q))


def by_year(rows: QuerySet[OfficialDocument], value: str) -> QuerySet[OfficialDocument]:
    return (
        rows.filter(year=int(value))
        if value.isascii() and value.isdigit() and len(value) == 4
        else rows.none()
    )


def years(actor: Actor) -> list[tuple[str, str]]:
    today: date = clock.today()
    return [(str(today.year - back), f"{today.year - back} 年") for back in range(YEARS)]


def tone(value: Any) -> str:
    return {"issued": "ok", "archived": "ok", "void": "err", "signed": "warn"}.get(str(value), "info")


DOCUMENTS = register(
    key="documents",
    label="公文",
    label_one="公文",
    model=OfficialDocument,
    group="办事",
    title="title",
    columns=(
        Column("title", "标题", listed=True, asked=False),
        Column("number", "文号", listed=True, asked=False, sort="serial"),
        Column("direction", "收发", choices=DIRECTIONS, listed=True, asked=False),
        Column("kind", "文种", choices=tuple(NUMBERED), listed=True, asked=False),
        Column("office", "发文机关", listed=True, asked=False),
        Column("addressee", "主送机关", asked=False),
        Column("signed_on", "成文日期", DATE, listed=True, asked=False, sort="signed_on"),
        Column("received_on", "收文日期", DATE, asked=False),
        Column("signer", "签发人", asked=False),
        Column("state", "状态", choices=tuple(STATES), tone=tone, listed=True, asked=False),
        Column("void_reason", "作废原因", asked=False),
        Column("kept_at", "原件存放处", asked=False),
    ),
    rows=documents,
    search=search,
    search_hint="文号、标题或发文机关里的字",
    filters=(
        by_field("direction", "收发", DIRECTIONS),
        by_field("kind", "文种", tuple(NUMBERED)),
        Filter("year", "年份", by_year, years),
        by_field("state", "状态", tuple(STATES)),
        by_unit("town", "乡镇街道", "town"),
    ),
    order=("-signed_on", "-pk"),
    counter="份",
    page="document",
    ways=(
        ("document-numbers", "发文字号台账", "documents.read"),
        ("document-receive", "收文登记", "documents.receive"),
        ("document-draft", "拟一份公文", "documents.draft"),
    ),
)  # fmt: skip
