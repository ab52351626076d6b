"""A document as a Word file, filled into the office's own template; and what such a template may contain.

A template is somebody's upload: it is read in a sandbox that knows names, loops over our lists and conditions, and
nothing else; no call, no attribute, no arithmetic.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.exceptions import PythonDocxError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, Twips
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from gonghui.kernel.documents.blankform import FANG, HEI, KAI, blank, border, face
from gonghui.kernel.documents.paper import (
    FILE,
    LETTER,
    Line,
    Paper,
    Table,
    chinese_date,
    heading_and_rest,
    level_of,
)
from gonghui.kernel.documents.titles import shaped
from gonghui.kernel.documents.typeset import KEPT_TOGETHER, ending
from gonghui.kernel.documents.wordcode import put_code
from gonghui.kernel.documents.wordparts import (
    BREAK,
    HEAVY,
    MARK,
    REST,
    TABLE,
    WIDTH,
    clean,
    put_line,
    put_table,
)
from gonghui.kernel.files.kinds import UNREADABLE

NAMES = [
    "mark",
    "letter",
    "number",
    "signer",
    "corner1",
    "corner2",
    "corner3",
    "title",
    "spaced",
    "addressee",
    "body",
    "attachments",
    "signature",
    "date",
    "note",
    "imprint",
]
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
BROKEN = (
    *UNREADABLE,
    AttributeError,
    IndexError,
    TypeError,
    SyntaxError,
    PythonDocxError,
)  # SyntaxError: of its XML
LARGEST, UNPACKED = 5 * 1024 * 1024, 50 * 1024 * 1024


class TemplateRefused(Exception):
    """Why a template is not taken; the text is shown to who handed it in."""


class Sandbox(SandboxedEnvironment):
    """Reads a template whose every construct is on the list; refuses the rest before anything runs."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in _all(tree):
            if not isinstance(node, ALLOWED):
                raise TemplateRefused(_sentence(node))
            if isinstance(node, nodes.Name) and node.name not in {*NAMES, "line"}:
                raise TemplateRefused(f"模板里的“{node.name[:30]}”填不了，可以填的是：{'、'.join(NAMES)}")
            if isinstance(node, nodes.For) and _deep(node):
                raise TemplateRefused("模板里一个循环套着另一个循环，请拆开")
        return tree


def _all(tree: nodes.Node) -> list[nodes.Node]:
    return [tree, *tree.find_all(nodes.Node)]


def _deep(node: nodes.For) -> bool:
    return any(isinstance(one, nodes.For) for one in node.find_all(nodes.For))


def _sentence(node: nodes.Node) -> str:
    return (
        "模板的花括号里只能写要填的内容的名字、对它们的循环和判断，这个模板第 "
        f"{node.lineno} 行写了别的，为了安全不接收。请从平台下载原来的模板，在它上面改"
    )


def check_template(content: bytes) -> None:
    """``TemplateRefused`` with a sentence unless ``content`` is a Word file that can be filled in."""
    if len(content) > LARGEST:
        raise TemplateRefused("模板超过 5 MB，请去掉里面的大图片")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_package(package)
    except UNREADABLE as error:
        raise TemplateRefused("这不是 Word 文件（.docx），请从平台下载原来的模板，在它上面改") from error
    filled(SAMPLE, content)


def _check_package(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = {entry.filename.lower() for entry in entries}
    if "word/document.xml" not in names:
        raise TemplateRefused("这不是 Word 文件（.docx），请从平台下载原来的模板，在它上面改")
    if len(entries) > 500 or sum(entry.file_size for entry in entries) > UNPACKED:
        raise TemplateRefused("这个模板展开后太大，请去掉里面的图片和多余内容")
    if any(
        name.endswith("vbaproject.bin") or "/embeddings/" in name or "/activex/" in name for name in names
    ):
        raise TemplateRefused("模板里有宏或嵌入的对象，为了安全不接收，请去掉")
    for entry in entries:
        if entry.filename.endswith(".rels") and b'TargetMode="External"' in package.read(entry):
            raise TemplateRefused("模板里有指向外面的链接，为了安全不接收，请去掉")


def word(paper: Paper, template: bytes | None = None) -> bytes:
    """The document in its office's template, or in the one we give to start from."""
    return filled(paper, template or blank())


def bound(papers: Sequence[Paper]) -> bytes:
    """Several documents of one layout in a single file, each beginning on a page of its own."""
    whole: Any = Document(BytesIO(word(papers[0])))
    end = whole.element.body.sectPr
    for paper in papers[1:]:
        whole.add_page_break()
        for one in Document(BytesIO(word(paper))).element.body:
            if not one.tag.endswith("}sectPr"):
                end.addprevious(one)
    out = BytesIO()
    whole.save(out)
    return out.getvalue()


def filled(paper: Paper, template: bytes) -> bytes:
    try:
        made = DocxTemplate(BytesIO(template))
        made.render(_context(paper), jinja_env=Sandbox())
    except TemplateError as error:
        raise TemplateRefused(f"模板里的花括号没有写完整，填不了：{_brief(error)}") from error
    except BROKEN as error:
        raise TemplateRefused("这个 Word 文件打不开，请用 Word 或 WPS 另存一份再试") from error
    document = made.docx
    _dress(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _brief(error: TemplateError) -> str:
    return str(error.message or "")[:80]


def _context(paper: Paper) -> dict[str, Any]:
    signs = paper.dated and bool(paper.office)
    return {
        "mark": paper.mark if paper.layout == FILE else "",
        "letter": paper.mark if paper.layout == LETTER else "",
        "number": clean(paper.number),
        "signer": clean(paper.signer) if paper.what.upward else "",
        **_corner(paper),
        "title": [clean(one) for one in shaped(paper.title, paper.office)],
        "spaced": bool(paper.addressee) or paper.layout != "plain",
        "addressee": clean(paper.addressee),
        "body": [_line(paper, at) for at in range(len(paper.body))],
        "attachments": _attachments(paper),
        "signature": clean(paper.office) if signs else "",
        "date": chinese_date(paper.signed_on) if paper.signed_on and signs else "",
        "note": clean(paper.note),
        "imprint": _imprint(paper),
    }


def _corner(paper: Paper) -> dict[str, str]:
    """The lines of the upper left corner, marked where they are dressed afterwards."""
    texts = [f"{HEAVY if heavy else ''}{clean(text)}" for text, heavy in paper.corner]
    return {f"corner{at}": text for at, text in enumerate((texts + [""] * 3)[:3], 1)}


def _line(paper: Paper, at: int) -> str:
    one = paper.body[at]
    if isinstance(one, Table | Line):
        return f"{TABLE}{at}"
    heading, rest = heading_and_rest(clean(one))
    return f"{MARK}{level_of(one)}{heading}{REST}{rest}"


def _attachments(paper: Paper) -> list[str]:
    several = len(paper.attachments) > 1
    return [
        f"{'　　附件：' if at == 1 else '　　　　　'}{f'{at}.' if several else ''}{clean(one)}"
        for at, one in enumerate(paper.attachments, 1)
    ]


def _imprint(paper: Paper) -> list[str]:
    found = [f"抄送：{clean(paper.copies)}。"] if paper.copies else []
    if paper.printed_by:
        day = f"\t{chinese_date(paper.signed_on)}印发" if paper.signed_on else ""
        found.append(f"{clean(paper.printed_by)}{day}")
    return [f"{BREAK}{one}" for one in found]


def _dress(document: Any, paper: Paper) -> None:
    """What a template cannot say: faces of headings, tables, the place of name, date and imprint."""
    if paper.layout == LETTER:
        _letter_foot(document.sections[0])
    imprint = [line for line in document.paragraphs if line.text.startswith(BREAK)]
    lines = list(document.paragraphs)
    texts = [line for line in lines if line.text.startswith(MARK)]
    if (
        paper.dated and texts and len(texts[-1].text) <= KEPT_TOGETHER
    ):  # the name never stands alone on a page
        texts[-1].paragraph_format.keep_together = texts[-1].paragraph_format.keep_with_next = True
    for line in lines:
        _dress_line(document, line, paper)
    _dress_imprint(imprint, letter=paper.layout == LETTER)
    breaks, last = ending(paper) if imprint or paper.verify else (None, 1)
    if imprint:
        _anchor_imprint(document, imprint, breaks or 0)
    if paper.verify:
        put_code(document, paper.verify, odd=last % 2 == 1)


def _dress_line(document: Any, line: Any, paper: Paper) -> None:
    if line.text.startswith(MARK):
        _dress_text(line)
    elif line.text.startswith(HEAVY):
        _dress_corner(line)
    elif line.text.startswith(TABLE):
        part = paper.body[int(line.text[1:])]
        if isinstance(part, Line):
            put_line(line, part)
        elif isinstance(part, Table):
            put_table(document, line, part)
    elif line.style.name == "公文落款":
        _dress_signature(line, paper)


def _letter_foot(section: Any) -> None:
    """信函格式: no number on the first page, a red double line at its foot."""
    section.different_first_page_header_footer = True
    line = section.first_page_footer.paragraphs[0]
    border(line, bottom=("thinThickSmallGap", 24, 1, "D7000F"))


def _dress_text(line: Any) -> None:
    level, words = int(line.text[1]), line.text[2:]
    heading, _, rest = words.partition(REST)
    for run in line.runs[1:]:
        run._r.getparent().remove(run._r)
    line.runs[0].text = heading or rest
    line.paragraph_format.first_line_indent = Pt(31.5)
    if heading:
        face(line.runs[0].font, HEI if level == 1 else KAI, 16)
        if rest:
            face(line.add_run(rest).font, FANG, 16)


def _dress_corner(line: Any) -> None:
    """黑体; in a letter the number follows on the same line, in its own face."""
    words, tab, rest = line.text.removeprefix(HEAVY).partition("\t")
    for run in line.runs[1:]:
        run._r.getparent().remove(run._r)
    line.runs[0].text = words
    face(line.runs[0].font, HEI, 16)
    if tab:
        face(line.add_run(tab + rest).font, FANG, 16)


def _dress_signature(line: Any, paper: Paper) -> None:
    """成文日期 four characters from the right, the name centred above it; kept with what stands before."""
    day = chinese_date(paper.signed_on) if paper.signed_on else ""
    wide = sum(1 if ord(mark) > 255 else 0.5 for mark in day)
    centre = 4 + wide / 2
    if day and line.text == day:
        line.paragraph_format.right_indent = Pt(4 * 15.75)
    else:
        line.paragraph_format.keep_with_next = True
    if line.text and line.text == paper.office:
        line.paragraph_format.right_indent = Pt(max(0.0, centre - len(paper.office) / 2) * 15.75)


def _anchor_imprint(document: Any, imprint: list[Any], breaks: int) -> None:
    """A frame belongs to the paragraph after it: one as good as invisible, on the page where the imprint stands."""
    for _ in range(breaks - 1):
        imprint[0].insert_paragraph_before("", style="公文正文").paragraph_format.page_break_before = True
    anchor = document.add_paragraph("", style="公文正文")
    anchor.paragraph_format.line_spacing = Pt(1)
    anchor.paragraph_format.page_break_before = breaks > 0
    imprint[-1]._p.addnext(anchor._p)


FOOT = 14854  # twips: the lower edge of the text block
ROW, BESIDE = 500, 29  # twips of one line of the imprint, characters that fit on it


def _dress_imprint(lines: list[Any], *, letter: bool) -> None:
    """Each row in a frame of its own, one above the other at the foot of the text block."""
    texts = [line.text.removeprefix(BREAK) for line in lines]
    heights = [ROW * max(1, -(-len(text.partition("\t")[0]) // BESIDE)) for text in texts]
    for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
        for run in line.runs[1:]:
            run._r.getparent().remove(run._r)
        line.runs[0].text = text
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
        line.paragraph_format.tab_stops.add_tab_stop(Twips(WIDTH - 280), 2)
        frame = (
            f'<w:framePr {nsdecls("w")} w:w="{WIDTH}" w:hSpace="0" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
            f'w:x="1588" w:y="{FOOT - sum(heights[at:])}"/>'
        )
        properties = line._p.get_or_add_pPr()
        properties.insert(0 if properties.find(qn("w:pStyle")) is None else 1, parse_xml(frame))
        if not letter:
            outer, inner = ("single", 8, 2, "000000"), ("single", 6, 2, "000000")
            last = {"bottom": outer} if at == len(lines) - 1 else {}
            border(line, top=inner if at else outer, **last)


SAMPLE = Paper(
    "notice", "关于试一试模板的通知", "某某单位", ("一、第一条", "正文。", Table((("列",), ("值",)), (1.0,))), mark="某某单位文件",
    number="某〔2026〕1号", addressee="各单位", attachments=("附表",), note="联系人：某某", copies="某某",
)  # fmt: skip
