"""A photo keeps what it shows and loses where it was taken."""

from __future__ import annotations

import zlib
from struct import pack

import pytest
from PIL import Image

from gonghui.kernel.files.images import cleaned
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed

GPS, ORIENTATION = 0x8825, 0x0112


def photo(path, size=(400, 300), turned=False):
    exif = Image.Exif()
    exif[0x010F] = "厂商"
    exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "N", (33.0, 46.0, 12.0)
    if turned:
        exif[ORIENTATION] = 6
    Image.new("RGB", size, (200, 30, 30)).save(path, "JPEG", exif=exif)
    return path


def test_the_place_is_gone_and_the_picture_is_there(tmp_path):
    source = photo(tmp_path / "a.jpg")
    assert Image.open(source).getexif().get_ifd(GPS)
    with cleaned(source) as path, Image.open(path) as found:
        assert dict(found.getexif()) == {}
        assert (found.format, found.size) == ("JPEG", (400, 300))
        assert all(abs(a - b) < 8 for a, b in zip(found.getpixel((9, 9)), (200, 30, 30), strict=True))


def test_a_turned_photo_stands_upright(tmp_path):
    with cleaned(photo(tmp_path / "a.jpg", turned=True)) as path, Image.open(path) as found:
        assert found.size == (300, 400)


def test_a_large_one_is_made_smaller(tmp_path):
    with cleaned(photo(tmp_path / "a.jpg", (4000, 3000))) as path, Image.open(path) as found:
        assert found.size == (1600, 1200)


def chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


@pytest.mark.parametrize("side", [13_000, 50_000])
def test_a_bomb_is_refused_in_words(tmp_path, side):
    header = chunk(b"IHDR", pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(1000)))
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b""))
    with pytest.raises(Refused, match="像素"), cleaned(tmp_path / "b.png"):
        pass


@pytest.mark.parametrize(
    "body", [b"", b"<svg/>", b"%PDF-1.7", b"\xff\xd8\xff\xe0" + bytes(300), b"GIF89a" + bytes(9)]
)
def test_what_is_no_image_is_refused_in_words(tmp_path, body):
    (tmp_path / "x.jpg").write_bytes(body)
    with pytest.raises((Refused, ChildFailed)), cleaned(tmp_path / "x.jpg"):
        pass
