"""A document as it reads, for a page: the same text, title lines and places as on paper."""

from __future__ import annotations

from typing import Any

from gonghui.kernel.documents.paper import Paper, Table, chinese_date, heading_and_rest, level_of
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


def _part(one: str | Table) -> dict[str, Any]:
    if isinstance(one, Table):
        wide = len(one.widths)
        rows = [
            [{"text": cell.removeprefix("*"), "span": wide - len(row) + 1 if at == len(row) - 1 else 1} for at, cell in enumerate(row)]
            for row in one.rows
        ]  # fmt: skip
        return {"rows": rows[1:] if one.head else rows, "head": rows[0] if one.head else None}
    heading, rest = heading_and_rest(one)
    return {"level": level_of(one), "heading": heading, "rest": rest}
