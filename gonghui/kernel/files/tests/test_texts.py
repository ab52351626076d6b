"""Text files: what people write comes back line by line; what should not be opened is refused with a sentence."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document

from gonghui.kernel.files.kinds import Kind
from gonghui.kernel.files.precheck import PAGE, Limits, Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.files.tests.making import ole, rewritten, xlsx
from gonghui.kernel.files.texts import REFUSALS, read_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(path: Path, *lines: str, rows: tuple[tuple[str, ...], ...] = ()) -> Path:
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    if rows:
        table = made.add_table(rows=len(rows), cols=len(rows[0]))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    made.save(str(path))
    return path


def with_body(path: Path, body: str, head: str = "") -> Path:
    xml = f'<?xml version="1.0"?>{head}<w:document {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>'
    return rewritten(
        word(path, "x"), lambda name, data: xml.encode() if name == "word/document.xml" else data
    )


def test_paragraphs_and_rows_come_in_order(tmp_path):
    path = word(tmp_path / "a.docx", "第一段", "", "第二段", rows=(("名称", "数"), ("甲", "1,286 家")))
    assert read_text(path) == ["第一段", "", "第二段", "名称\t数", "甲\t1,286 家"]


def test_revisions_taken_away_and_doubles_for_old_programs_are_left_out(tmp_path):
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del><w:ins><w:r><w:t>丙</w:t><w:br/><w:t>丁</w:t></w:r></w:ins></w:p>"
        "<w:moveFrom><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:moveFrom>"
        "<w:p><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read_text(with_body(tmp_path / "a.docx", body)) == ["甲丙", "丁", "框"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_what_the_office_program_writes(tmp_path):
    source = word(tmp_path / "a.docx", "射阳", rows=(("甲", "乙"),))
    done = subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"), str(source)],
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert read_text(tmp_path / "out" / "a.docx") == ["射阳", "甲\t乙"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_any_coding(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes("一行\r\n“二”行，12 家\r\n\r\n".encode(encoding))
    assert read_text(path) == ["一行", "“二”行，12 家"]


def test_entities_are_not_unfolded(tmp_path):
    head = f'<!DOCTYPE x [<!ENTITY own SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    (tmp_path / "secret").write_text("密", encoding="utf-8")
    body = "<w:p><w:r><w:t>前&own;后</w:t></w:r></w:p>"
    assert read_text(with_body(tmp_path / "a.docx", body, head)) == ["前"]


def _laughs(path: Path) -> Path:
    more = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY l0 "哈哈">{more}]>'
    return with_body(path, "<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", head)


def _bomb(path: Path) -> Path:
    return rewritten(word(path, "x"), lambda name, data: data, {"word/media/a.bmp": bytes(30 << 20)})


def _macro(path: Path) -> Path:
    return rewritten(word(path, "x"), lambda name, data: data, {"word/vbaProject.bin": b"x"})


def _named_outside(path: Path) -> Path:
    return rewritten(word(path, "x"), lambda name, data: data, {"../x": b"x"})


def _slides(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("ppt/presentation.xml", "<x/>")
    return path


def _bytes(data: bytes):
    def make(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return make


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_bomb, "压缩得异常厉害"),
        (_macro, "带有宏"),
        (_named_outside, "内部的名称不正常"),
        (_slides, "另存为“Word 文档（.docx）”"),
        (lambda path: ole(path, "WordDocument"), "旧版 Word"),
        (lambda path: ole(path, "EncryptedPackage"), "设了打开密码"),
        (lambda path: xlsx(path, [["x"]]), "这是表格"),
        (lambda path: with_body(path, "<w:p>"), "不完整或已损坏"),
        (_laughs, "不完整或已损坏"),
        (_bytes(b""), "是空的"),
        (_bytes(b"%PDF-1.7"), "PDF"),
        (_bytes(bytes(range(256)) * 40), "认不出"),
        (_bytes(b"PK\x03\x04" + bytes(99)), "不完整或已损坏"),
    ],
)
def test_what_is_refused(tmp_path, make, said):
    with pytest.raises(Refused) as refused:
        read_text(make(tmp_path / "a.docx"))
    assert said in refused.value.sentence


def test_too_large_is_said(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("字" * 800_000, encoding="utf-8")
    with pytest.raises(Refused, match="文件有 3 MB，超过 2 MB"):
        read_text(path, limits=Limits(file_mb=2, unpacked_mb=20, cells=1))


def test_too_little_memory_ends_the_child_and_not_the_program(tmp_path):
    path = word(tmp_path / "a.docx", *["字" * 1000] * 3000)
    with pytest.raises(ChildFailed):
        read_text(path, limits=Limits(file_mb=20, unpacked_mb=200, cells=1, memory_mb=20))


def test_every_kind_has_its_sentence():
    assert set(Kind) - set(REFUSALS) == {Kind.CSV}
    assert PAGE.file_mb == 20
