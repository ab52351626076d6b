"""The Word file: the same document, in the same geometry, and a template nobody can make dangerous."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
import segno
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from gonghui.kernel.documents import showing, typeset
from gonghui.kernel.documents.blankform import blank
from gonghui.kernel.documents.paper import Line, Link, Paper, Table
from gonghui.kernel.documents.tests.specimens import (
    CORNER,
    FULL,
    LETTER,
    REPLY,
    REQUEST,
    ROSTER,
    SECRET,
    SECRET_LETTER,
    of_length,
)
from gonghui.kernel.documents.wordfile import TemplateRefused, check_template, word

office = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")


def opened(content: bytes):
    return Document(BytesIO(content))


def text_of(content: bytes) -> list[str]:
    return [line.text for line in opened(content).paragraphs]


def test_the_page_is_that_of_the_standard():
    section = opened(word(REPLY)).sections[0]._sectPr
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    assert (size.get(qn("w:w")), size.get(qn("w:h"))) == ("11906", "16838")
    assert {side: margins.get(qn(f"w:{side}")) for side in ("top", "bottom", "left", "right", "header")} == {
        "top": "2098", "bottom": "1984", "left": "1588", "right": "1474", "header": "850",
    }  # fmt: skip


def test_the_type_faces_are_named_with_what_may_stand_in():
    with zipfile.ZipFile(BytesIO(word(REPLY))) as package:
        table = package.read("word/fontTable.xml").decode()
        styles = package.read("word/styles.xml").decode()
    assert re.findall(r'w:name="(方正小标宋_GBK|仿宋_GB2312|楷体_GB2312|黑体)"><w:altName w:val="([^",]+)', table) == [
        ("方正小标宋_GBK", "STZhongsong"), ("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体"), ("黑体", "SimHei"),
    ]  # fmt: skip
    assert {"方正小标宋_GBK", "仿宋_GB2312"} <= set(re.findall(r'w:eastAsia="([^"]+)"', styles))


def test_it_says_what_the_paper_says():
    found = text_of(word(REQUEST))
    assert found[3:6] == ["云溪县某某局文件", "", ""]
    assert "云某复〔2026〕1号\t签发人：郑敏" in found
    assert "湖畔餐饮有限公司筹备组：" in found
    assert [line.strip() for line in found if "名单" in line or line.strip() == "2.名册"] == [
        "附件：1.筹备组名单",
        "2.名册",
    ]
    assert "　　（联系人：吴芳，电话：0000-0000000）" in found
    assert not [line for line in found if re.search("[{}\ue000-\ue00f]", line)]


def test_headings_have_their_face():
    line = next(line for line in opened(word(REPLY)).paragraphs if line.text.startswith("（一）"))
    assert line.runs[0].font.name == "楷体_GB2312"


def test_a_form_spans_its_cells():
    from gonghui.kernel.documents.paper import Table

    form = Paper(
        "form",
        "登记表",
        "某局",
        (Table((("名称", "*某局"), ("甲", "乙", "丙", "丁")), (1, 1, 1, 1), head=False),),
        dated=False,
    )
    table = opened(word(form)).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["名称", "某局", "某局", "某局"]


@pytest.mark.parametrize("odd", ["<b>&", "{{ title }}", "{% for x in y %}", "\ue000\ue002", "]]>"])
def test_what_somebody_wrote_is_text_and_nothing_else(odd: str):
    found = text_of(word(REPLY.with_(body=(f"甲{odd}乙",), addressee=odd, office=odd)))
    plain = odd.translate(dict.fromkeys(range(0xE000, 0xE004)))
    assert f"甲{plain}乙" in found


def template_with(words: str) -> bytes:
    made = opened(blank())
    made.add_paragraph(words)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "写了别的，为了安全不接收"),
        ("{{ title.__init__.__globals__ }}", "写了别的，为了安全不接收"),
        ("{{ cycler }}", "“cycler”填不了"),
        ("{{ password }}", "“password”填不了，可以填的是：mark、letter"),
        ("{% for i in range(10**9) %}x{% endfor %}", "为了安全不接收|填不了"),
        ("{% for line in body %}{% for line in body %}{% endfor %}{% endfor %}", "一个循环套着另一个循环"),
        ("{{ 'x' * 10**9 }}", "为了安全不接收"),
        ("{{ body|join }}", "为了安全不接收"),
        ("{% include '/etc/passwd' %}", "为了安全不接收"),
        ("{{ title", "没有写完整"),
    ],
)  # fmt: skip
def test_a_template_that_wants_more_is_refused(words: str, why: str):
    with pytest.raises(TemplateRefused, match=why):
        check_template(template_with(words))


def test_also_in_a_header():
    made = opened(blank())
    made.sections[0].header.paragraphs[0].text = "{{ ''.__class__ }}"
    out = BytesIO()
    made.save(out)
    with pytest.raises(TemplateRefused, match="为了安全不接收"):
        check_template(out.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused_in_words(content: bytes):
    with pytest.raises(TemplateRefused, match="这不是 Word 文件"):
        check_template(content)


def test_a_link_to_the_outside_is_refused():
    made = opened(blank())
    made.part.relate_to(
        "http://192.0.2.1/x.dotm",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    out = BytesIO()
    made.save(out)
    with pytest.raises(TemplateRefused, match="指向外面的链接"):
        check_template(out.getvalue())


def test_an_offices_own_template_keeps_its_words():
    assert "本单位电话 0000" in text_of(word(REPLY, template_with("本单位电话 0000 {{ number }}")))[-1]


def test_the_template_we_give_is_taken_back():
    check_template(blank())


@office
@pytest.mark.slow
def test_opened_in_libreoffice_it_has_as_many_pages_as_the_pdf(tmp_path: Path):
    papers = {"one": of_length(1), "two": of_length(5), "five": of_length(40), "reply": REPLY, "request": REQUEST, "letter": LETTER, "full": FULL, "roster": ROSTER, "secret": SECRET, "secret_letter": SECRET_LETTER}  # fmt: skip
    for name, paper in papers.items():
        (tmp_path / f"{name}.docx").write_bytes(word(paper))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path),
         *(str(tmp_path / f"{name}.docx") for name in papers)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    theirs = {name: len(pdfplumber.open(tmp_path / f"{name}.pdf").pages) for name in papers}
    ours = {name: len(pdfplumber.open(BytesIO(typeset.pdf(paper))).pages) for name, paper in papers.items()}
    assert theirs == ours
    assert (ours["one"], ours["two"], ours["five"]) == (1, 2, 5)
    for name in ("reply", "letter"):
        there = codes_in(tmp_path / f"{name}.pdf")
        assert there == [
            (theirs[name], *(pytest.approx(place, abs=1) for place in place_of_code(papers[name])))
        ]


def codes_in(path: Path) -> list[tuple[int, float, float, float]]:
    """Every picture of a file: its page, its left and upper edge and its side, whole millimetres."""
    found = enumerate(pdfplumber.open(path).pages, 1)
    return [
        (number, *(round(float(one[edge]) * 25.4 / 72) for edge in ("x0", "top", "width")))
        for number, page in found
        for one in page.images
    ]


def place_of_code(paper: Paper) -> tuple[int, int, int]:
    """Where the PDF has it: left of its words, which begin two millimetres after it."""
    page = pdfplumber.open(BytesIO(typeset.pdf(paper))).pages[-1]
    words = "".join(char["text"] for char in page.chars).index("核验真伪")
    return round(page.chars[words]["x0"] * 25.4 / 72 - 2 - 16), 267, 16


def test_the_code_leads_to_the_page_that_checks_it():
    picture = next(one for one in opened(word(REPLY)).part.package.image_parts)
    modules = segno.make(REPLY.verify, error="m", micro=False).matrix
    side = len(modules)
    seen = Image.open(BytesIO(picture.blob)).convert("1")
    assert seen.size == (side * 10, side * 10)
    assert [[not seen.getpixel((x * 10 + 5, y * 10 + 5)) for x in range(side)] for y in range(side)] == [
        [bool(one) for one in row] for row in modules
    ]
    assert text_of(word(REPLY))[-3:-1] == ["核验真伪", REPLY.verify]


def test_without_a_code_there_is_no_picture():
    assert not list(opened(word(of_length(1))).part.package.image_parts)


def test_the_corner_of_the_word_file():
    for paper in (SECRET, SECRET_LETTER):
        lines = [
            line for line in opened(word(paper)).paragraphs if line.text.partition("\t")[0] in CORNER.values()
        ]
        assert [line.text.partition("\t")[0] for line in lines] == list(CORNER.values())
        assert [line.runs[0].font.name for line in lines[1:]] == ["黑体", "黑体"]


def test_words_that_open_an_address_are_a_link_in_the_file_and_words_elsewhere():
    linked = Link("898 家", "http://localhost/figures/x/?unit=1&as_of=2026-09-30")
    table = Table((("项", "数"), ("单位", linked)), (1.0, 1.0))
    paper = Paper("report", "关于情况的报告", "某某单位", (Line(("共有 ", linked, "。")), table))
    made = opened(word(paper))
    found = [(one.text, one.address) for line in made.paragraphs for one in line.hyperlinks]
    inside = [
        (one.text, one.address)
        for line in made.tables[0].rows[1].cells[1].paragraphs
        for one in line.hyperlinks
    ]
    assert found == inside == [("898 家", linked.address)]
    assert "共有 898 家。" in text_of(word(paper))
    assert Paper.of(json.loads(json.dumps(paper.kept()))) == paper
    assert [one.get("rest") for one in showing.shown(paper)["body"]][0] == "共有 898 家。"
    assert typeset.pdf(paper).startswith(b"%PDF")
