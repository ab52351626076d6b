"""A document as PDF, or its first page as a picture, set by typst in the geometry of the standard."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from gonghui.kernel.documents import geometry
from gonghui.kernel.documents.fonts import chosen
from gonghui.kernel.documents.paper import (
    LETTER,
    Line,
    Paper,
    Table,
    chinese_date,
    heading_and_rest,
    level_of,
    words_of,
)
from gonghui.kernel.documents.titles import shaped

LAYOUT = (Path(__file__).parent / "layout" / "gongwen.typ").read_bytes()
IMPRINT_ROOM = 30.0  # millimetres that must be left for it
KEPT_TOGETHER = 5 * geometry.MARKS  # a last paragraph up to this long stays with the name under it


def pdf(paper: Paper) -> bytes:
    """The whole document. Made of the same words it is byte for byte the same."""
    made = _set(paper).compile(format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def pictures(paper: Paper, dpi: float = 96) -> list[bytes]:
    """Every page as PNG."""
    made = _set(paper).compile(format="png", ppi=dpi)
    return [made] if isinstance(made, bytes) else list(made or ())


def _set(paper: Paper) -> typst.Compiler:
    """The typesetter with everything it needs: where the text ends decides on which page the imprint stands."""
    data = data_of(paper) | {"breaks": breaks_of(paper)}
    return typst.Compiler(LAYOUT, sys_inputs=_given(data))


def breaks_of(paper: Paper) -> int | None:
    """How many pages are turned before the imprint; None without one."""
    return ending(paper)[0] if paper.copies or paper.printed_by else None


def ending(paper: Paper) -> tuple[int | None, int]:
    """As ``breaks_of``, and the number of the last page."""
    found = typst.query(LAYOUT, "<end>", field="value", one=True, sys_inputs=_given(data_of(paper)))
    end = json.loads(found)
    if not (paper.copies or paper.printed_by):
        return None, end["page"]
    turned = breaks_before_imprint(end["page"], end["y"], letter=paper.layout == LETTER)
    return turned, end["page"] + turned


def breaks_before_imprint(page: int, y: float, *, letter: bool) -> int:
    """版记 stands at the foot of the last page, an even one; in a letter wherever it ends. ``y``: millimetres."""
    room = geometry.TOP + geometry.BLOCK[1] - y >= IMPRINT_ROOM
    if letter:
        return 0 if room else 1
    if page % 2:
        return 1
    return 0 if room else 2


def _given(data: dict[str, Any]) -> dict[str, str]:
    return {"paper": json.dumps(data, ensure_ascii=False)}


def data_of(paper: Paper) -> dict[str, Any]:
    """What the layout draws, every decision made but where lines end."""
    return {
        "geometry": _figures(),
        "fonts": chosen(),
        "layout": paper.layout,
        "upward": paper.what.upward,
        "heading": paper.heading,
        "mark": paper.mark,
        "number": paper.number,
        "signer": paper.signer,
        "corner": [{"text": text, "heavy": heavy} for text, heavy in paper.corner],
        "office": paper.office,
        "title_lines": shaped(paper.title, paper.office),
        "after_title": 1 if paper.addressee or paper.layout != "plain" else 0,
        "addressee": paper.addressee,
        "body": [_part(one, last=at == len(paper.body) - 1) for at, one in enumerate(paper.body)],
        "attachments": list(paper.attachments),
        "signature": paper.office if paper.dated else "",
        "date": chinese_date(paper.signed_on) if paper.signed_on and paper.dated else "",
        "note": paper.note,
        "copies": paper.copies,
        "printed_by": paper.printed_by,
        "qr": qr(paper.verify) if paper.verify else "",
        "verify_words": paper.verify,
        "breaks": None,
    }


def _part(given: str | Line | Table, *, last: bool) -> dict[str, Any]:
    if isinstance(given, Table):
        rows = [[words_of(cell) for cell in row] for row in given.rows]
        return {"kind": "table", "rows": rows, "widths": given.widths, "head": given.head}
    one = given.text if isinstance(given, Line) else given
    heading, rest = heading_and_rest(one)
    keeps = last and len(one) <= KEPT_TOGETHER
    return {"kind": "text", "level": level_of(one), "heading": heading, "rest": rest, "keeps": keeps}


def _figures() -> dict[str, Any]:
    names = (
        "PAGE TOP LEFT BLOCK EM LINE_PITCH MARK_PITCH BODY_PT TITLE_PT TABLE_PT HEAD_LINES LETTER_HEAD_LINES MARK_BELOW_TOP RULE_BELOW_NUMBER "
        "FOLIO_BELOW CODE_BELOW CODE_SIDE LETTER_NAME_TOP LETTER_RULE LETTER_FOOT_RULE RED"
    )
    return {name.lower(): getattr(geometry, name) for name in names.split()}


def qr(text: str) -> str:
    """The two-dimensional code as SVG."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, scale=4)
    return out.getvalue().decode()
