"""The pages of lines and grids: who leads and helps, what belongs there, and what belongs to none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.actions import enter
from gonghui.registers.employers.models import Employer
from gonghui.registers.unions.models import Lead, Union
from gonghui.site.desk.overlines import TREES, free, rows
from tests.support import ROOT, County, database, officer, plant_county, set_today, sign_in

pytestmark = database
TODAY = date(2026, 11, 21)


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch) -> County:
    set_today(monkeypatch, clock, "2026-11-21")
    set_reach(ROOT)
    found = plant_county()
    for unit in (found.county, found.east, found.mill):
        Union.objects.create(
            unit=unit, name=unit.name, kind=unit.kind, level="base" if unit == found.mill else "town"
        )
    enter(
        actor=ROOT,
        unit=found.east,
        name="甲建筑公司",
        line=found.line,
        grid=found.grid,
        covered_by=found.mill,
    )
    enter(actor=ROOT, unit=found.east, name="乙建筑公司", line=found.line)
    enter(actor=ROOT, unit=found.west, name="丙公司")
    return found


def test_each_line_with_its_figures_and_the_employers_in_none(county: County) -> None:
    clerk = officer(county.county, "county_clerk")
    officer(county.line, "adviser", "adviser1", "钱建")
    set_reach(clerk)
    (line,) = rows(clerk, TREES["industry"], TODAY)
    (grid,) = rows(clerk, TREES["grid"], TODAY)
    assert (line.unit.name, line.helpers, line.employers, line.uncovered, line.unions, line.matters) == (
        "建筑条线", ["钱建"], 2, 1, 1, 0,
    )  # fmt: skip
    assert (grid.helpers, grid.employers, grid.uncovered) == ([], 1, 0)
    assert [one.name for one in free(clerk, TREES["industry"])] == ["丙公司"]
    assert [one.name for one in free(clerk, TREES["grid"])] == ["乙建筑公司", "丙公司"]


def test_an_employer_is_put_into_a_line(client: Any, county: County) -> None:
    sign_in(client, officer(county.county, "county_clerk"))
    url = reverse("lines-free", args=["industry"])
    pk = str(Employer.objects.get(name="丙公司").pk)
    assert "请选用人单位" in client.post(url, {"ids": ["x"], "target": "y"}, follow=True).content.decode()
    page = client.post(url, {"ids": [pk], "target": str(county.line.pk)}, follow=True).content.decode()
    assert ("已把 1 家划进建筑条线" in page, "都划好了" in page) == (True, True)
    set_reach(ROOT)
    assert Employer.objects.get(pk=pk).line_id == county.line.pk


def test_the_department_and_a_union_are_written_down(client: Any, county: County) -> None:
    sign_in(client, officer(county.county, "county_clerk"))
    url = reverse("line", args=["industry", county.line.pk])
    page = client.post(url, {"department": "县住建局"}, follow=True).content.decode()
    assert "县住建局" in page
    assert "没有找到“没有的”" in client.post(url, {"union": "没有的"}, follow=True).content.decode()
    client.post(url, {"union": "纺织厂工会"})
    set_reach(ROOT)
    assert Lead.objects.get().department == "县住建局"
    assert Unit.objects.get(pk=county.mill.pk).line_path == f"{county.line.line_path}{county.mill.pk}."
    page = client.get(url).content.decode()
    assert ("纺织厂工会" in page, f"unit={county.line.pk}&amp;role=adviser" in page) == (True, True)
    form = client.get(f"{reverse('post-new')}?unit={county.line.pk}&role=adviser").content.decode()
    assert 'value="adviser" selected' in form
    listed = client.get(reverse("lines", args=["industry"])).content.decode()
    assert ("建筑条线" in listed, "县住建局" in listed, "还没有" in listed) == (True, True, True)


@pytest.mark.parametrize(
    ("role", "at", "status"), [("town_clerk", "east", 403), ("county_leader", "county", 200)]
)
def test_who_reads_and_who_does_not(client: Any, county: County, role: str, at: str, status: int) -> None:
    sign_in(client, officer(getattr(county, at), role))
    urls = (
        reverse("lines", args=["industry"]),
        reverse("line", args=["industry", county.line.pk]),
        reverse("lines-free", args=["grid"]),
    )
    assert [client.get(url).status_code for url in urls] == [status] * 3
    if status == 200:
        page = client.post(urls[1], {"department": "县住建局"}, follow=True).content.decode()
        assert "不能改这里" in page
    set_reach(ROOT)
    assert Lead.objects.count() == 0


def test_an_adviser_sees_their_own_line(client: Any, county: County) -> None:
    sign_in(client, officer(county.line, "adviser"))
    assert client.get(reverse("lines", args=["industry"])).status_code == 200
    assert client.get(reverse("line", args=["industry", county.line.pk])).status_code == 200
    assert client.get(reverse("lines", args=["grid"])).status_code == 404
    assert client.get("/lines/nonsense/").status_code == 404


def test_a_closed_or_strange_unit_is_no_line(client: Any, county: County) -> None:
    sign_in(client, officer(county.county, "county_clerk"))
    assert client.get(reverse("line", args=["industry", county.mill.pk])).status_code == 404
    assert client.get(reverse("line", args=["grid", county.line.pk])).status_code == 404
