"""Uploads that mean harm, or are simply broken: made by lot from a seed, thousands of them, each small."""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from PIL import Image

from gonghui.kernel.documents.blankform import blank
from gonghui.kernel.files.tests import making
from gonghui.kernel.files.tests.making import ROSTER

Parts = dict[str, bytes]
MB = 1 << 20
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


@dataclass(frozen=True)
class Bases:
    """One honest file of each kind, and the parts of the packages."""

    xlsx: Parts
    docx: Parts
    plain: dict[str, bytes]


def bases(folder: Path) -> Bases:
    word, picture = io.BytesIO(), io.BytesIO()
    Document().save(word)
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (33.0, 46.0, 0.0)}
    Image.effect_noise((96, 64), 60).convert("RGB").save(picture, "JPEG", exif=exif)
    plain = {
        "xls": making.xls(folder / "a.xls", ROSTER * 5).read_bytes(), "csv": making.csv(folder / "a.csv", ROSTER * 5).read_bytes(),
        "html": making.html(folder / "a.html", ROSTER * 5).read_bytes(), "jpg": picture.getvalue(), "png": png(8, 8),
    }  # fmt: skip
    book = making.xlsx(folder / "a.xlsx", ROSTER * 5)
    plain["xlsx"] = book.read_bytes()
    return Bases(parts_of(plain["xlsx"]), parts_of(blank()), plain)


def parts_of(package: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def packed(parts: Parts, extra: list[tuple[str, bytes]] | None = None) -> bytes:
    out = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
    ):
        warnings.simplefilter("ignore")  # two parts of one name are what is wanted
        for name, data in [*parts.items(), *(extra or [])]:
            package.writestr(
                zipfile.ZipInfo(name) if name else zipfile.ZipInfo("x"), data, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def png(width: int, height: int, data: bytes | None = None) -> bytes:
    """``data`` None: honest rows of black; the header may promise more than there is."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"".join(b"\0" + bytes(3 * width) for _ in range(height))) if data is None else data
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def mutated(data: bytes, lot: random.Random) -> bytes:
    """Cut short, or some bytes changed, taken out or repeated."""
    if lot.random() < 0.2:
        return data[: lot.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(lot.choice([1, 2, 5, 20])):
        at, size = lot.randrange(max(1, len(changed))), lot.choice([1, 2, 4, 8, 64])
        piece = bytes(changed[at : at + size])
        changed[at : at + size] = lot.choice(
            [lot.randbytes(size), b"", piece * 3, b"9" * size, b"\xff" * size, bytes(size)]
        )
    return bytes(changed)


def _sheet(parts: Parts, cells: str) -> Parts:
    name = "xl/worksheets/sheet1.xml"
    return parts | {
        name: re.sub(
            rb"<sheetData>.*</sheetData>",
            lambda _: f"<sheetData>{cells}</sheetData>".encode(),
            parts[name],
            flags=re.S,
        )
    }


# -- packages ----------------------------------------------------------------------------------------------------


def inside(base: Bases, lot: random.Random) -> bytes:
    """The zip is whole, the XML in it is not."""
    return packed(
        {
            name: mutated(data, lot) if lot.random() < 0.3 and data else data
            for name, data in base.xlsx.items()
        }
    )


def bomb(base: Bases, lot: random.Random) -> bytes:
    """Little when packed: unpacked a hundred times as much, in one part, in many, or a package in a package."""
    size = lot.randrange(8, 14) * MB
    way = lot.randrange(3)
    if way == 0:
        return packed(base.xlsx, [("xl/media/a.bin", bytes(size))])
    if way == 1:
        return packed(base.xlsx, [(f"xl/{n}.bin", b"") for n in range(lot.randrange(1_900, 2_500))])
    return packed(base.xlsx, [("xl/media/b.zip", packed({"c.bin": bytes(size)}))])


def far(base: Bases, lot: random.Random) -> bytes:
    """One cell at the far end, written so that it is seen or not; a declared dimension that is not so."""
    cell = lot.choice(
        ["XFD1048576", "XFD9", "A1048576", "ZZZZZZ1", "A99999999999999999999", "A0", "A-1", "", "ＡＢ１"]
    )
    quote = lot.choice("'\"")
    return packed(
        _sheet(
            base.xlsx,
            f"<row r={quote}{lot.randrange(1, 9)}{quote}><c  r = {quote}{cell}{quote}><v>1</v></c></row>",
        )
    )


def repeated(base: Bases, lot: random.Random) -> bytes:
    """Rows and cells twice, backwards, of every type there is, pointing at shared strings that are not there."""
    kinds = ["s", "str", "b", "e", "d", "n", "inlineStr", "x", ""]
    cells = "".join(
        f'<c r="{making_letters(lot)}{lot.randrange(0, 40)}" t="{lot.choice(kinds)}" s="{lot.choice([0, 1, 99, -1])}"><v>{_value(lot)}</v></c>'
        for _ in range(lot.randrange(1, 30))
    )
    return packed(_sheet(base.xlsx, f'<row r="{lot.randrange(0, 9)}">{cells}</row>' * lot.randrange(1, 4)))


def making_letters(lot: random.Random) -> str:
    return lot.choice(["A", "B", "Z", "AA", "a"])


def _value(lot: random.Random) -> str:
    return lot.choice(
        [
            "1",
            "-1",
            "99999999999999999999",
            "1e308",
            "1e999",
            "NaN",
            "",
            "=1+1",
            "&#x202e;",
            "2958466",
            "-700000",
            "0.1",
        ]
    )


def strings(base: Bases, lot: random.Random) -> bytes:
    """Shared strings: a million promised, one very long, markup in them, none at all."""
    name, way = "xl/sharedStrings.xml", lot.randrange(4)
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    if way == 0:
        promised = lot.choice([1, 9, 9, 9, 9, 4_294_967_295])
        body = b'<sst %s count="%d" uniqueCount="%d"><si><t>a</t></si></sst>' % (space, promised, promised)
    elif way == 1:
        body = b"<sst %s><si><t>%s</t></si></sst>" % (space, "长".encode() * lot.randrange(1, 400_000))
    elif way == 2:
        body = b"<sst %s>%s</sst>" % (
            space,
            b"<si><r><t>x</t></r><rPh><t>y</t></rPh></si>" * lot.randrange(1, 3_000),
        )
    else:
        return packed({key: data for key, data in base.xlsx.items() if key != name})
    return packed(base.xlsx | {name: XML + body})


def entities(base: Bases, lot: random.Random) -> bytes:
    """XXE: entities that name a file, an address, one another."""
    target = lot.choice(
        ["file:///etc/passwd", "http://127.0.0.1:9/x", "file:///dev/zero", "php://x", "../../secret"]
    )
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, lot.randrange(2, 12)))
    doctype = lot.choice([
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]>', f'<!DOCTYPE x SYSTEM "{target}">', f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{target}"> %p;]>',
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY e "&l1;">]>', '<!DOCTYPE x [<!ENTITY e "x">]>',
    ])  # fmt: skip
    name = lot.choice([one for one in base.xlsx if one.endswith((".xml", ".rels"))])
    changed = base.xlsx[name].replace(b"?>", b"?>" + doctype.encode(), 1).replace("张三".encode(), b"&e;")
    return packed(base.xlsx | {name: changed})


def named(base: Bases, lot: random.Random) -> bytes:
    """Names of parts that lead out, stand twice, or are none."""
    name = lot.choice([
        "../../../etc/cron.d/x", "/etc/passwd", "C:\\windows\\x.xml", "xl\\..\\..\\x", "xl/workbook.xml", "XL/WORKBOOK.XML", "xl//workbook.xml",
        "x" * lot.randrange(200, 60_000), "xl/\u202excod.xml", "CON", "xl/worksheets/../../../x", "xl/worksheets/sheet2.xml", ".",
    ])  # fmt: skip
    return packed(base.xlsx, [(name, lot.choice([b"", b"x", XML]))])


def macros(base: Bases, lot: random.Random) -> bytes:
    name = lot.choice([
        "xl/vbaProject.bin", "XL/VBAPROJECT.BIN", "xl\\vbaproject.bin", "xl/activeX/activeX1.xml", "xl/embeddings/oleObject1.bin",
        "xl/externalLinks/externalLink1.xml", "xl/macrosheets/sheet1.xml", "customUI/customUI.xml", "word/document.xml", "xl/workbook.bin",
    ])  # fmt: skip
    return packed(base.xlsx, [(name, lot.randbytes(60))])


def lying(base: Bases, lot: random.Random) -> bytes:
    """The directory says other than what is there: sizes, methods, marks, offsets."""
    data = bytearray(base.plain["xlsx"])
    at = data.find(b"PK\x01\x02", lot.randrange(len(data) // 2))
    at = at if at > 0 else data.find(b"PK\x01\x02")
    field = at + lot.choice([8, 10, 16, 20, 24, 28, 30, 42])
    data[field : field + 4] = lot.choice(
        [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x01\0\0\0", b"\xff\xff\xff\x7f", lot.randbytes(4)]
    )
    return bytes(data)


# -- everything else ---------------------------------------------------------------------------------------------


def polyglot(base: Bases, lot: random.Random) -> bytes:
    """Two kinds at once: one's beginning before another's end."""
    first, second = lot.sample(sorted(base.plain), 2)
    head = lot.choice(
        [
            base.plain[first],
            b"%PDF-1.7\n",
            b"GIF89a",
            b"#!/bin/sh\n",
            b"MZ",
            b"<?php ?>",
            b"{\\rtf1",
            b"Rar!\x1a\x07",
        ]
    )
    return head[: lot.choice([4, 16, 512, len(head)])] + base.plain[second]


def table_text(base: Bases, lot: random.Random) -> bytes:
    """Lists as text: quotes that never close, a line without end, formulas, no characters, every encoding."""
    way = lot.randrange(7)
    if way == 0:
        return b'"' * lot.randrange(1, 9_999) + base.plain["csv"]
    if way == 1:
        return b"," * lot.randrange(1, 4_000) + b"\n1\n"
    if way == 2:
        return ("=cmd|' /C calc'!A0,@SUM(1),+1,-1\r\n" * lot.randrange(1, 50)).encode()
    if way == 3:
        return lot.choice([b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b""]) + lot.randbytes(
            lot.randrange(1, 3_000)
        )
    if way == 4:
        return "姓名,号\n".encode() + bytes(lot.randrange(1, 3_000)) + "张三,1\n".encode()
    if way == 5:
        return ("x" * lot.randrange(1, 300_000) + ",姓名\n").encode(lot.choice(["utf-16", "utf-8", "utf-32"]))
    return "姓名\n\ud800\udfff\n".encode("utf-8", "surrogatepass") * lot.randrange(1, 40)


def page_text(base: Bases, lot: random.Random) -> bytes:
    """Tables as web pages: deep, wide, spanning, scripted, with entities."""
    way, many = lot.randrange(5), lot.randrange(1, 1_500)
    if way == 0:
        return b"<table>" + b"<tr><td><table>" * many
    if way == 1:
        span = lot.choice([0, -1, 65_536, 10**9, 10**30])
        return f'<html><table><tr><td colspan="{span}" rowspan="{span}">a<td>b</table>'.encode()
    if way == 2:
        return (
            b"<html><script>while(1);</script><table><tr><td onload=x><img src=http://127.0.0.1:9/>a</table>"
        )
    if way == 3:
        return b'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><table><tr><td>&e;</table>'
    return b"<html><table>" + b"<tr>" * many + b"<td>" * many


def picture(base: Bases, lot: random.Random) -> bytes:
    """Pictures that promise more pixels than there is memory for, stop in the middle, or are something else."""
    way = lot.randrange(5)
    if way == 0:
        return png(
            lot.choice([1, 20_000, 60_000, 2**31 - 1]),
            lot.choice([1, 20_000, 60_000, 2**31 - 1]),
            zlib.compress(bytes(99)),
        )
    if way == 1:
        return png(lot.randrange(1, 64), lot.randrange(1, 64), zlib.compress(bytes(lot.randrange(1, MB))))
    if way == 2:
        return lot.choice(
            [b"BM", b"GIF89a", b"RIFF\xff\xff\xff\xffWEBP", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1"]
        ) + lot.randbytes(lot.randrange(0, 900))
    if way == 3:
        return lot.choice(
            [
                b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
                b"%!PS\nquit",
                b"push graphic-context\n",
                base.plain["xlsx"],
            ]
        )
    return mutated(base.plain[lot.choice(["jpg", "png"])], lot)


def template(base: Bases, lot: random.Random) -> bytes:
    """An office's Word template: broken, with code in its braces, with entities, links outside, macros, too large."""
    name, way = "word/document.xml", lot.randrange(8)
    if way == 0:
        return mutated(packed(base.docx), lot)
    if way == 1:
        return packed(
            {
                key: mutated(data, lot) if lot.random() < 0.3 and data else data
                for key, data in base.docx.items()
            }
        )
    if way == 2:
        code = lot.choice(
            [
                "''.__class__",
                "title.__init__.__globals__",
                "cycler",
                "7*7",
                "range(10**9)",
                "lipsum()",
                "title|attr('x')",
                "body[0]",
                "loop.index",
                "self",
            ]
        )
        return packed(
            base.docx | {name: base.docx[name].replace(b"{{ number }}", f"{{{{ {code} }}}}".encode(), 1)}
        )
    if way == 3:
        loop = lot.choice(
            [
                "{% for line in body %}" * 2,
                "{% include 'x' %}",
                "{% set x = 1 %}",
                "{% raw %}",
                "{%",
                "{{",
                "}}",
                "{% for x in mark %}{% endfor %}",
            ]
        )
        return packed(base.docx | {name: base.docx[name].replace(b"{{ number }}", loop.encode(), 1)})
    if way == 4:
        doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{lot.choice(["file:///etc/passwd", "http://127.0.0.1:9/"])}">]>'.encode()
        return packed(
            base.docx
            | {name: base.docx[name].replace(b"?>", b"?>" + doctype, 1).replace(b"{{ number }}", b"&e;", 1)}
        )
    if way == 5:
        return packed(
            base.docx,
            [
                (
                    lot.choice(
                        [
                            "word/vbaProject.bin",
                            "word/embeddings/a.bin",
                            "word/activeX/a.xml",
                            "../x",
                            "word/document.xml",
                        ]
                    ),
                    b"x",
                )
            ],
        )
    if way == 6:
        link = b'<Relationship Id="rId99" Type="http://x/attachedTemplate" Target="http://127.0.0.1:9/" TargetMode="External"/></Relationships>'
        rels = "word/_rels/document.xml.rels"
        return packed(base.docx | {rels: base.docx[rels].replace(b"</Relationships>", link)})
    return lot.choice(
        [
            packed(base.docx, [("word/media/a.bin", bytes(51 * MB))]),
            base.plain["xlsx"],
            b"",
            lot.randbytes(300),
        ]
    )


def renamed(base: Bases, lot: random.Random) -> bytes:
    return base.plain[lot.choice(sorted(base.plain))]


def broken(base: Bases, lot: random.Random) -> bytes:
    return mutated(base.plain[lot.choice(["xlsx", "xls", "csv", "html"])], lot)


def cut(base: Bases, lot: random.Random) -> bytes:
    data = base.plain[lot.choice(["xlsx", "xls"])]
    return data[: lot.randrange(len(data))]


Maker = Callable[[Bases, random.Random], bytes]
TABLES: dict[Maker, int] = {  # of a hundred
    broken: 26, inside: 14, cut: 8, bomb: 1, far: 1, repeated: 6, strings: 3, entities: 8, named: 5, macros: 4, lying: 6, polyglot: 6, table_text: 5,
    page_text: 3, renamed: 1,
}  # fmt: skip


def tables(base: Bases, many: int, seed: int) -> Iterator[tuple[str, bytes]]:
    lot = random.Random(seed)
    makers, weights = list(TABLES), list(TABLES.values())
    for maker in lot.choices(makers, weights, k=many):
        yield maker.__name__, maker(base, lot)


def pictures(base: Bases, many: int, seed: int) -> Iterator[tuple[str, bytes]]:
    lot = random.Random(seed)
    return (("picture", picture(base, lot)) for _ in range(many))


def templates(base: Bases, many: int, seed: int) -> Iterator[tuple[str, bytes]]:
    lot = random.Random(seed)
    return (("template", template(base, lot)) for _ in range(many))
