"""The page on which an office brings in outlines: a good file, files that are none, and what was typed meanwhile."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gonghui.kernel import clock
from gonghui.kernel.outlines.models import Outline
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database


@pytest.fixture
def clerk(client, county, monkeypatch):
    set_today(monkeypatch, clock, "2026-11-21")
    sign_in(client, officer(county.county, "county_clerk"))
    return client


def geojson(*names: str, east: float = 120.0) -> SimpleUploadedFile:
    ring = [[east, 33.0], [east + 0.5, 33.0], [east + 0.5, 33.5]]
    features = [
        {"properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name in names
    ]
    return SimpleUploadedFile("乡镇.geojson", json.dumps({"features": features}).encode())


def sent(client, file, origin="县测绘院"):
    return client.post("/settings/outlines/", {"file": file, "origin": origin}, follow=True)


def test_what_matches_is_taken_and_what_does_not_is_named(clerk, county):
    page = sent(clerk, geojson("东镇", "西镇", "月球")).content.decode()
    assert "放入 2 个轮廓" in page
    assert "1 块没有对上单位，没放：月球。把文件里的名称改成和组织树一样，再上传。" in page
    assert page.count("县测绘院") == 2
    gone = clerk.post("/settings/outlines/remove/", {"unit": county.east.pk}, follow=True).content.decode()
    assert "已去掉东镇总工会的轮廓" in gone
    assert gone.count("县测绘院") == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.geojson", b"PK\x03\x04zip"), "这不是 GeoJSON 文件"),
        (SimpleUploadedFile("a.geojson", b""), "这不是 GeoJSON 文件"),
        (SimpleUploadedFile("a.geojson", b"[" * 900_000), "这不是 GeoJSON 文件"),
        (SimpleUploadedFile("a.geojson", b"x" * 5_000_001), "文件有 6 MB，最大 5 MB"),
        (geojson("东镇", east=12_000.0), "不是我国的经纬度"),
        (None, "请先选一个文件"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_changes_nothing_and_what_was_typed_stays(clerk, file, said):
    answer = clerk.post("/settings/outlines/", {"origin": "县测绘院"} | ({"file": file} if file else {}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="县测绘院"' in page
    set_reach(ROOT)
    assert not Outline.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1"])
def test_what_is_no_unit_cannot_be_removed(clerk, number):
    assert clerk.post("/settings/outlines/remove/", {"unit": number}).status_code == 404


def test_only_who_arranges_units_comes_here(client, county):
    sign_in(client, officer(county.east, "town_clerk"))
    assert client.get("/settings/outlines/").status_code == 403
    assert client.post("/settings/outlines/remove/", {"unit": county.east.pk}).status_code == 403
