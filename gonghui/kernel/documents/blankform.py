"""The template an office starts from: a Word file in the geometry of the standard, with words in braces where
the text goes. The office may change it and hand it in again.
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor, Twips

PAGE, MARGINS = (
    (11906, 16838),
    {"top_margin": 2098, "bottom_margin": 1984, "left_margin": 1588, "right_margin": 1474},
)
HEADER, FOOTER = 850, 1417
LINE = 579  # twips: 22 lines fill the text block
NARROWED = -5  # twentieths of a point between characters: 28 fill a line
SONG, FANG, KAI, HEI, PLAIN = "方正小标宋_GBK", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
ELSE = {
    SONG: "STZhongsong,Noto Serif CJK SC",
    FANG: "仿宋,FangSong,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,Noto Serif CJK SC",
    HEI: "SimHei,Noto Sans CJK SC",
    PLAIN: "SimSun,Noto Serif CJK SC",
}  # tried when it is missing
RED = RGBColor(0xD7, 0, 0x0F)
STYLES = {
    "公文标志": (SONG, 48, "center"),
    "公文信头": (SONG, 32, "center"),
    "公文标题": (SONG, 22, "center"),
    "公文正文": (FANG, 16, "both"),
    "公文文号": (FANG, 16, "center"),
    "公文落款": (FANG, 16, "right"),
    "公文版记": (FANG, 14, "left"),
    "公文表格": (FANG, 12, "center"),
}  # fmt: skip


def face(font: Any, name: str, size: float) -> None:
    """``name`` for Chinese and for Latin text alike."""
    font.name, font.size = name, Pt(size)
    fonts = font._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), name)


@cache
def blank() -> bytes:
    """The template itself, as a Word file."""
    made = Document()
    _page(made)
    for name, (fontname, size, align) in STYLES.items():
        _style(made, name, fontname, size, align)
    _fallbacks(made)
    _words(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Twips(PAGE[0]), Twips(PAGE[1])
    for name, value in MARGINS.items():
        setattr(section, name, Twips(value))
    section.header_distance, section.footer_distance = Twips(HEADER), Twips(FOOTER - 280)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = parse_xml(f"<w:docGrid {nsdecls('w')}/>")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE))
    made.settings.odd_and_even_pages_header_footer = True
    _folio(section.footer.paragraphs[0], "right")
    _folio(section.even_page_footer.paragraphs[0], "left")


def _folio(line: Any, side: str) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
    setattr(line.paragraph_format, f"{side}_indent", Pt(14))
    face(line.add_run("— ").font, PLAIN, 14)
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:rPr><w:rFonts w:ascii="{PLAIN}" w:eastAsia="{PLAIN}"/>'
        '<w:sz w:val="28"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
    )
    line._p.append(field)
    face(line.add_run(" —").font, PLAIN, 14)


def _style(made: Any, name: str, fontname: str, size: float, align: str) -> None:
    style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    face(style.font, fontname, size)
    shape = style.paragraph_format
    shape.alignment = {
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }.get(align, WD_ALIGN_PARAGRAPH.LEFT)
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Twips(LINE)
    shape.widow_control = False
    for off in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):  # the lines are exact without a grid
        style.element.get_or_add_pPr().insert_element_before(
            parse_xml(f'<{off} {nsdecls("w")} w:val="0"/>'), "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    if size == 16:
        style.element.get_or_add_rPr().append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{NARROWED}"/>'))
    if name in ("公文标志", "公文信头"):
        style.font.color.rgb = RED
        shape.line_spacing = Pt(size)
    if name in ("公文版记", "公文表格"):
        shape.line_spacing = Pt(size + 8)


def _fallbacks(made: Any) -> None:
    """What a machine without these type faces takes instead."""
    part = next(one for one in made.part.package.iter_parts() if one.partname == "/word/fontTable.xml")
    fonts = "".join(f'<w:font w:name="{name}"><w:altName w:val="{ELSE[name]}"/></w:font>' for name in ELSE)
    part._blob = re.sub(rb"</w:fonts>\s*$", fonts.encode() + b"</w:fonts>", part.blob)


def _words(made: Any) -> None:
    made._body.clear_content()

    def line(text: str = "", style: str = "公文正文") -> Any:
        return made.add_paragraph(text, style=style)

    def blank_line(height: float | None = None) -> None:
        one = line()
        if height:
            one.paragraph_format.line_spacing = Pt(height)

    _red_head(line, blank_line)
    _letter_head(line, blank_line)
    for style, texts in PARTS:
        for text in texts:
            line(text, style)


PARTS = (
    ("公文标题", ("{%p for line in title %}", "{{ line }}", "{%p endfor %}")),
    ("公文正文", ("{%p if spaced %}", "", "{%p endif %}")),
    ("公文正文", ("{%p if addressee %}", "{{ addressee }}：", "{%p endif %}")),
    ("公文正文", ("{%p for line in body %}", "{{ line }}", "{%p endfor %}")),
    (
        "公文正文",
        (
            "{%p if attachments %}",
            "",
            "{%p for line in attachments %}",
            "{{ line }}",
            "{%p endfor %}",
            "{%p endif %}",
        ),
    ),
    ("公文落款", ("{%p if signature %}", "", "", "{{ signature }}", "{{ date }}", "{%p endif %}")),
    ("公文正文", ("{%p if note %}", "　　（{{ note }}）", "{%p endif %}")),
    ("公文版记", ("{%p for line in imprint %}", "{{ line }}", "{%p endfor %}")),
)  # what stands in the template, by the style of its lines


def _red_head(line: Any, blank_line: Any) -> None:
    line("{%p if mark %}")
    for at in (1, 2, 3):  # to 72 mm below the edge, with what the words have above them
        line(f"{{{{ corner{at} }}}}")
    line("{{ mark }}", "公文标志")
    blank_line()
    blank_line()
    number = line("{{ number }}{% if signer %}\t签发人：{{ signer }}{% endif %}", "公文文号")
    number.paragraph_format.tab_stops.add_tab_stop(Twips(8844 - 316), WD_TAB_ALIGNMENT.RIGHT)
    border(number, bottom=("single", 12, 11, "D7000F"))
    blank_line()
    blank_line(LINE / 20 - 3)  # the head is ten lines high, as in the PDF
    line("{%p endif %}")


def _letter_head(line: Any, blank_line: Any) -> None:
    line("{%p if letter %}")
    head = line("{{ letter }}", "公文信头")
    border(head, bottom=("thickThinSmallGap", 24, 11, "D7000F"))
    number = line("{{ corner1 }}\t{{ number }}")
    number.paragraph_format.tab_stops.add_tab_stop(Twips(8844), WD_TAB_ALIGNMENT.RIGHT)
    for at in (2, 3):
        line(f"{{%p if corner{at} %}}")
        line(f"{{{{ corner{at} }}}}")
        line("{%p endif %}")
    blank_line()
    blank_line()
    line("{%p endif %}")


def border(line: Any, **sides: tuple[str, int, int, str]) -> None:
    """Rules beside a paragraph: (kind, eighths of a point, points away, colour) a side."""
    found = "".join(
        f'<w:{side} w:val="{kind}" w:sz="{width}" w:space="{away}" w:color="{colour}"/>'
        for side, (kind, width, away, colour) in sides.items()
    )
    properties = line._p.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    properties.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{found}</w:pBdr>"),
        "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
        "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
        "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
        "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
    )  # fmt: skip
