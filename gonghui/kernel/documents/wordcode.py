"""The code to check a document with, in its Word file: at the place it has in the PDF, below the text block of the
last page, on the side away from the page number.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, Twips

from gonghui.kernel.documents import geometry
from gonghui.kernel.documents.blankform import HEI, face

WORDS_PT = 7.5
BETWEEN = 2.0  # millimetres from the code to the words beside it
LINE_PT = WORDS_PT * 1.35
TOP = geometry.TOP + geometry.BLOCK[1] + geometry.CODE_BELOW
RIGHT = geometry.LEFT + geometry.BLOCK[0]


def put_code(document: Any, address: str, *, odd: bool) -> None:
    """``odd``: of the last page, where the page number stands on the right and the code on the left."""
    words = _wide(address)
    left = geometry.LEFT if odd else RIGHT - words - BETWEEN - geometry.CODE_SIDE
    last = _last_line(document)
    _put_words(last, address, left + geometry.CODE_SIDE + BETWEEN, words)
    _put_picture(last, address, left)


def _wide(address: str) -> float:
    """Millimetres the address takes: in 黑体 figures and Latin letters are half as wide as high."""
    return len(address) * WORDS_PT * 0.5 * geometry.POINT + 0.3


def _last_line(document: Any) -> Any:
    """What the code hangs on: the last paragraph, or one as good as invisible after a table."""
    body = [one for one in document.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
    if body and body[-1].tag == qn("w:p"):
        return document.paragraphs[-1]
    made = document.add_paragraph("", style="公文正文")
    made.paragraph_format.line_spacing = Pt(1)
    return made


def _put_words(last: Any, address: str, left: float, wide: float) -> None:
    """Two lines in a frame, half way up the code."""
    for text in ("核验真伪", address):
        line = last.insert_paragraph_before("", style="公文正文")
        face(line.add_run(text).font, HEI, WORDS_PT)
        line.paragraph_format.alignment = 0
        line.paragraph_format.line_spacing = Pt(LINE_PT)
        top = Mm(TOP) + (Mm(geometry.CODE_SIDE) - 2 * Pt(LINE_PT)) // 2
        frame = (
            f'<w:framePr {nsdecls("w")} w:w="{Mm(wide).twips}" w:h="{Pt(2 * LINE_PT).twips}" w:hRule="atLeast" w:hSpace="0" '
            f'w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{Mm(left).twips}" w:y="{Twips(0) + top // 635}"/>'
        )
        line._p.get_or_add_pPr().insert(1, parse_xml(frame))


def _put_picture(last: Any, address: str, left: float) -> None:
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", border=0, scale=10)
    run = last.add_run()
    inline = run.add_picture(BytesIO(out.getvalue()), width=Mm(geometry.CODE_SIDE))._inline
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp", "a")} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{Mm(left)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{Mm(TOP)}</wp:posOffset></wp:positionV></wp:anchor>'
    )
    size, properties, frame, graphic = (
        inline.extent,
        inline.docPr,
        inline.find(qn("wp:cNvGraphicFramePr")),
        inline.graphic,
    )
    properties.set("descr", f"核验真伪：{address}")
    wrap = parse_xml(f"<wp:wrapNone {nsdecls('wp')}/>")
    for part in (size, wrap, properties, frame, graphic):
        anchor.append(part)
    inline.getparent().replace(inline, anchor)
