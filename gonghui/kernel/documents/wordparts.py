"""Parts of a Word file that a template cannot hold: tables, and words that open an address."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor, Twips

from gonghui.kernel.documents.blankform import HEI, face
from gonghui.kernel.documents.paper import Line, Link, Table

MARK = "\ue000"  # stands before what is dressed after filling in
REST, TABLE, BREAK, HEAVY = "\ue001", "\ue002", "\ue003", "\ue004"
OURS = {ord(one): None for one in (MARK, REST, TABLE, BREAK, HEAVY)}
WIDTH = 8844  # twips of the text block
LINK = RGBColor(0x1D, 0x4F, 0x91)


def clean(text: str) -> str:
    """Without the characters by which we find our places."""
    return text.translate(OURS)


def put_table(document: Any, line: Any, part: Table) -> None:
    made = document.add_table(rows=0, cols=len(part.widths))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(part.widths)
    widths = [Twips(int(WIDTH * one / whole)) for one in part.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(part.rows):
        _put_row(made.add_row(), row, widths, head=part.head and number == 0)
    line._p.addnext(made._tbl)
    line._p.getparent().remove(line._p)


def put_line(line: Any, part: Line) -> None:
    """Words one after the other; what opens an address is a field of its own in the file."""
    for run in line.runs:
        run._r.getparent().remove(run._r)
    line.paragraph_format.first_line_indent = Pt(31.5)
    for one in part.parts:
        _put_words(line, one)


def _put_words(line: Any, one: str | Link) -> Any:
    text = clean(one.text if isinstance(one, Link) else one).removeprefix("*")
    run = line.add_run(text)
    if isinstance(one, Link):
        key = line.part.relate_to(one.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}" w:history="1"/>')
        run._r.addprevious(link)
        link.append(run._r)
        run.font.color.rgb, run.font.underline = LINK, True
    return run


def _put_row(made: Any, row: tuple[str | Link, ...], widths: list[Any], *, head: bool) -> None:
    cells = made.cells
    for cell, width in zip(cells, widths, strict=True):
        cell.width = width
    if len(row) < len(cells):
        cells[len(row) - 1].merge(cells[-1])
    for at, text in enumerate(row):
        line = cells[at].paragraphs[0]
        line.style = "公文表格"
        run = _put_words(line, text)
        if head:
            face(run.font, HEI, 12)
        if isinstance(text, str) and text.startswith("*"):
            line.alignment = 0
    if head:
        made._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
