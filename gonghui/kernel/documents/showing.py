"""A document as it reads, for a page: the same text, title lines and places as on paper."""

from __future__ import annotations

from typing import Any

from gonghui.kernel.documents.paper import (
    Line,
    Paper,
    Table,
    chinese_date,
    heading_and_rest,
    level_of,
    words_of,
)
from gonghui.kernel.documents.titles import shaped


def shown(paper: Paper) -> dict[str, Any]:
    return {
        "mark": paper.mark,
        "corner": paper.corner,
        "letter": paper.layout == "letter",
        "number": paper.number,
        "signer": paper.signer if paper.what.upward else "",
        "title": shaped(paper.title, paper.office),
        "addressee": paper.addressee,
        "body": [_part(one) for one in paper.body],
        "attachments": paper.attachments,
        "office": paper.office if paper.dated else "",
        "date": chinese_date(paper.signed_on) if paper.signed_on and paper.dated else "",
        "note": paper.note,
        "copies": paper.copies,
        "printed_by": paper.printed_by,
    }


def _part(given: str | Line | Table) -> dict[str, Any]:
    if isinstance(given, Table):
        wide = len(given.widths)
        rows = [
            [{"text": words_of(cell).removeprefix("*"), "span": wide - len(row) + 1 if at == len(row) - 1 else 1} for at, cell in enumerate(row)]
            for row in given.rows
        ]  # fmt: skip
        return {"rows": rows[1:] if given.head else rows, "head": rows[0] if given.head else None}
    one = given.text if isinstance(given, Line) else given
    heading, rest = heading_and_rest(one)
    return {"level": level_of(one), "heading": heading, "rest": rest}
