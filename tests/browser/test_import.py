"""A roster of three hundred goes in through the browser; a bigger one goes to the background."""

from __future__ import annotations

import re

import pytest

from demo.drafts import SHOWN
from demo.places import PANWAN
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from tests import rosters
from tests.browser.visit import SIZES, heading
from tests.browser.working import worker
from tests.support import ROOT


@pytest.fixture
def union(address):
    """A union in 盘湾镇."""
    with acting(ROOT):
        return Unit.objects.get(code=f"{PANWAN}-001")


def upload(page, path, unit) -> None:
    page.goto("/r/members/import/")
    page.select_option("#id_unit", str(unit.pk))
    with page.expect_file_chooser() as chooser:
        page.click("#id_file")
    chooser.value.set_files(path)
    assert path.name in page.locator(".picked").inner_text()
    page.click("main button.pri")
    page.wait_for_url("**/columns/")


def counts(page) -> dict[str, int]:
    """The figures of a report: {"新增": 280, …}."""
    words = page.locator(".figure").all_inner_texts()
    return {text.split("\n")[0]: int(re.search(r"([\d,]+) 行", text)[1].replace(",", "")) for text in words}


@pytest.mark.parametrize("size", SIZES)
def test_twenty_faults_are_shown_and_it_can_be_given_up(at, union, tmp_path, size):
    planted = rosters.write(tmp_path / "名册.xlsx", planted=rosters.faults())
    page = at("panwan", size)
    upload(page, tmp_path / "名册.xlsx", union)
    assert page.locator("select option:checked").all_inner_texts().count("不要这一列") == 1
    page.click("main button.pri")
    page.wait_for_url("**/check/")
    assert heading(page) == "300 行里有 20 行要改"
    assert sum(counts(page).values()) == 300
    page.click("summary:text('逐行看')")
    lines = page.locator("details table tbody tr td:nth-child(2)").all_inner_texts()
    assert sorted({int(line) for line in lines}) == sorted(planted)
    with page.expect_download() as download:
        page.click("main .acts a:text('下载错误表')")
    assert download.value.suggested_filename.endswith(".xlsx")
    page.click("button:text('全部取消')")
    page.wait_for_url("**/import/")


def test_what_is_right_goes_in_and_only_those_above_see_it(at, union, tmp_path):
    rosters.write(tmp_path / "名册.xlsx", planted=rosters.faults())
    page = at("panwan")
    before = members(page, union)
    upload(page, tmp_path / "名册.xlsx", union)
    page.click("main button.pri")
    page.click("button:text('先导入')")
    page.wait_for_url("**/done/")
    assert counts(page)["新增"] == 280
    assert heading(page) == "导入完成：新增 280 行，更新 0 行"

    assert members(page, union) == before + 280
    assert members(at("county"), union) == before + 280
    assert SHOWN in page.locator("#f-union option:checked").inner_text()
    neighbour = at("hede")
    neighbour.goto(f"/r/members/?union={union.pk}")
    assert heading(neighbour) == "会员名册 · 0 人"
    neighbour.goto(f"/r/members/?q={rosters.number(8)}")
    assert heading(neighbour) == "会员名册 · 0 人"
    page.goto(f"/r/members/?q={rosters.number(8)}")
    assert heading(page) == "会员名册 · 1 人"


def members(page, union) -> int:
    page.goto(f"/r/members/?union={union.pk}")
    return int(re.search(r"([\d,]+) 人", heading(page))[1].replace(",", ""))


def test_a_big_roster_is_checked_while_the_person_is_elsewhere(at, union, tmp_path):
    rosters.write(tmp_path / "大名册.xlsx", count=1_200)
    page = at("panwan")
    upload(page, tmp_path / "大名册.xlsx", union)
    page.click("main button.pri")
    page.wait_for_url("**/jobs/*/")
    job = page.url
    assert page.locator("#progress h2").inner_text() == "正在排队，马上开始"
    page.goto("/r/unions/")
    page.goto(job)
    with worker():
        page.get_by_role("link", name="看结果").click(timeout=60_000)
        page.wait_for_url("**/check/")
        assert heading(page) == "1,200 行都可以导入"
        page.click("main button.pri")
        page.wait_for_url("**/jobs/*/")
        page.get_by_role("link", name="看结果").click(timeout=60_000)
    page.wait_for_url("**/done/")
    assert counts(page)["有错，没导入"] == 0
    assert sum(counts(page).values()) == 1_200


def test_a_job_can_be_stopped(at, union, tmp_path):
    rosters.write(tmp_path / "停下.xlsx", count=800)
    page = at("panwan")
    upload(page, tmp_path / "停下.xlsx", union)
    page.click("main button.pri")
    page.wait_for_url("**/jobs/*/")
    page.click("button:text('停下')")
    with worker():
        page.locator("#progress .banner").wait_for(timeout=60_000)
    assert page.locator("#progress .banner h2").inner_text() == "已停下"
