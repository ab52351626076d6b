"""A photo is kept once, without where it was taken."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import opened
from gonghui.kernel.sync.photos import PhotoRefused, keep_photo
from gonghui.kernel.sync.receiving import PhotoMissing
from gonghui.kernel.sync.tests.conftest import NOW
from tests.support import database

pytestmark = database


def jpeg(path):
    """A picture that says where and with what it was taken."""
    picture, exif = Image.new("RGB", (400, 300), "navy"), Image.Exif()
    exif[0x010F] = "某牌手机"
    exif[0x8825] = {1: "N", 2: (33.0, 46.0, 0.0), 3: "E", 4: (120.0, 15.0, 0.0)}
    picture.save(path, "JPEG", exif=exif)
    return path


def test_a_photo_comes_once_and_says_nothing_of_the_place(street, tmp_path):
    source, pk = jpeg(tmp_path / "shop.jpg"), uuid4()
    assert Image.open(source).getexif()
    kept = [
        keep_photo(actor=street.liaison, device=street.device(), photo_id=pk, source=source, now=NOW)
        for _ in range(2)
    ]
    assert kept[0].file_id == kept[1].file_id
    file = StoredFile.objects.visible_to(street.liaison).get()
    with opened(file) as clear:
        picture = Image.open(BytesIO(clear.read_bytes()))
    assert (picture.size, dict(picture.getexif()), "exif" in picture.info) == ((400, 300), {}, False)


def test_a_record_brings_its_photos_and_waits_for_them(street, notebook, tmp_path):
    first, second = uuid4(), uuid4()
    with pytest.raises(PhotoMissing):
        street.send(photos=(first,))
    device = street.device()
    for pk in (first, second):
        keep_photo(actor=street.liaison, device=device, photo_id=pk, source=jpeg(tmp_path / "a.jpg"), now=NOW)
    assert street.send(photos=(second, first)).state == "taken"
    files = [str(file.name) for pk in notebook.seen[-1].files for file in StoredFile.objects.filter(pk=pk)]
    assert files == [f"{second}.jpg", f"{first}.jpg"]


def test_what_is_no_picture_is_refused_in_words(street, tmp_path):
    source = tmp_path / "x.jpg"
    source.write_bytes(b"\xff\xd8\xff but no more than that")
    with pytest.raises(PhotoRefused, match=r"^这张照片没收下：.+不带照片上传$"):
        keep_photo(actor=street.liaison, device=street.device(), photo_id=uuid4(), source=source, now=NOW)
