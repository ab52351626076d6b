"""A town clerk brings a roster in: what is wrong is named, what is right goes in, neighbours see nothing."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.register.models import Intake
from gonghui.registers.members import selectors
from gonghui.registers.members.models import Membership, MembershipEvent, Person
from tests import rosters
from tests.support import ROOT, database, officer, sign_in

pytestmark = database


def bring(client, unit, path: Path, mapping: dict[int, str] | None = None) -> str:
    """Walk the pages: upload, columns as proposed, check. Returns the address of the check page."""
    given = SimpleUploadedFile(path.name, path.read_bytes())
    page = client.post("/r/members/import/", {"unit": unit.pk, "file": given})
    assert page.status_code == 302, page.content.decode()[-3000:]
    columns = client.get(page.url).content.decode()
    picked = {}
    for found in re.finditer(r'<select id="(col\d+)".*?</select>', columns, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', found[0])
        picked[found[1]] = chosen[1] if chosen else ""
    picked |= {f"col{at}": name for at, name in (mapping or {}).items()}
    checked = client.post(page.url, picked | {"sheet": "0"})
    assert checked.status_code == 302, checked.content.decode()[-3000:]
    return checked.url


@pytest.fixture
def clerk(client, county):
    return sign_in(client, officer(county.east, "town_clerk"))


def test_twenty_faults_are_named_and_the_rest_goes_in(clerk, county, tmp_path):
    planted = rosters.write(tmp_path / "名册.xlsx", planted=rosters.faults())

    check = bring(clerk, county.mill, tmp_path / "名册.xlsx")
    set_reach(ROOT)
    report = Intake.objects.get().report
    assert (report["total"], report["new"], report["wrong"]) == (300, 280, 20)
    assert sorted({error["row"] for error in report["errors"]}) == sorted(planted)
    assert Person.objects.count() == 0

    done = clerk.post(check)
    page = clerk.get(done.url).content.decode()
    assert "新增 280 行" in page
    assert "<title>导入完成：新增 280 行，更新 0 行 · 工会工作网</title>" in page
    set_reach(ROOT)
    assert (Person.objects.count(), Membership.objects.count(), MembershipEvent.objects.count()) == (
        280,
        280,
        280,
    )
    assert Intake.objects.get().report | {"errors": [], "groups": []} == report | {"errors": [], "groups": []}


def test_the_marked_copy_opens_elsewhere_and_mended_it_comes_back(clerk, county, tmp_path):
    planted = rosters.write(tmp_path / "名册.xlsx", planted=rosters.faults())
    check = bring(clerk, county.mill, tmp_path / "名册.xlsx")
    clerk.post(check)
    set_reach(ROOT)
    marked = clerk.get(f"/files/{Intake.objects.get().marked_id}/").getvalue()
    (tmp_path / "要改的行.xlsx").write_bytes(marked)

    book = openpyxl.load_workbook(tmp_path / "要改的行.xlsx")
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    heading = next(row for row in rows if "原行号" in row)
    at = heading.index("原行号")
    assert [int(row[at]) for row in rows if row[at] and row[at] != "原行号"] == sorted(planted)
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)

    for row in book.active.iter_rows(min_row=2):
        if (original := row[at].value) and str(original).isdigit():
            for cell, text in zip(row, rosters.line(int(original) - 4), strict=False):
                cell.value = text
    book.save(tmp_path / "改好了.xlsx")
    done = clerk.post(bring(clerk, county.mill, tmp_path / "改好了.xlsx"))
    assert "新增 20 行" in clerk.get(done.url).content.decode()


def test_repeating_an_import_changes_nothing(clerk, county, tmp_path):
    rosters.write(tmp_path / "a.xlsx", count=40)
    clerk.post(bring(clerk, county.mill, tmp_path / "a.xlsx"))
    set_reach(ROOT)
    before = list(Person.objects.order_by("pk").values_list("pk", "name"))
    written = Entry.objects.filter(verb="register.take").count()

    check = bring(clerk, county.mill, tmp_path / "a.xlsx")
    set_reach(ROOT)
    assert {key: Intake.objects.order_by("-at")[0].report[key] for key in ("new", "changed", "same", "wrong")} == {
        "new": 0, "changed": 0, "same": 40, "wrong": 0,
    }  # fmt: skip
    clerk.post(check)
    set_reach(ROOT)
    assert list(Person.objects.order_by("pk").values_list("pk", "name")) == before
    assert Membership.objects.count() == MembershipEvent.objects.count() == 40
    assert Entry.objects.filter(verb="register.take").count() == written + 1


def test_what_changed_is_brought_up_to_date(clerk, county, tmp_path):
    rosters.write(tmp_path / "a.xlsx", count=30)
    clerk.post(bring(clerk, county.mill, tmp_path / "a.xlsx"))
    changed = [rosters.Fault(4, 3, "19912345678"), rosters.Fault(9, 1, "诸葛亮")]
    rosters.write(tmp_path / "b.xlsx", count=30, planted=changed)

    clerk.post(bring(clerk, county.mill, tmp_path / "b.xlsx"))
    set_reach(ROOT)
    report = Intake.objects.order_by("-at")[0].report
    assert (report["new"], report["changed"], report["same"]) == (0, 2, 28)
    page = clerk.get("/r/members/?q=诸葛").content.decode()
    assert "诸葛亮" in page
    assert "诸葛亮" in clerk.get("/r/members/?q=zgl").content.decode()
    assert "诸葛亮" not in clerk.get("/r/members/?q=5678").content.decode()
    assert rosters.name(4) in clerk.get("/r/members/?q=5678").content.decode()


def test_the_county_sees_them_and_the_neighbour_never_does(client, clerk, county, tmp_path):
    rosters.write(tmp_path / "a.xlsx", count=12)
    clerk.post(bring(clerk, county.mill, tmp_path / "a.xlsx"))
    sign_in(client, officer(county.county, "county_clerk"))
    assert "12 人" in client.get("/r/members/").content.decode()
    sign_in(client, officer(county.west, "town_clerk"))
    assert "会员名册 · 0 人" in client.get("/r/members/").content.decode()
    assert rosters.name(3) not in client.get(f"/search/?q={rosters.name(3)}").content.decode().replace(
        f"“{rosters.name(3)}”", ""
    ).replace(f'value="{rosters.name(3)}"', "")


def test_somebody_who_belongs_elsewhere_is_told_in_the_words_of_everybody_new(client, county, tmp_path):
    rosters.write(tmp_path / "a.xlsx", count=6)
    west = sign_in(client, officer(county.west, "town_clerk"))
    west.post(bring(west, county.mine, tmp_path / "a.xlsx"))

    east = sign_in(client, officer(county.east, "town_clerk"))
    rosters.write(tmp_path / "b.xlsx", count=9)
    check = bring(east, county.mill, tmp_path / "b.xlsx")
    set_reach(ROOT)
    report = Intake.objects.order_by("-at")[0].report
    assert (report["new"], report["wrong"], report["groups"]) == (9, 0, [])
    done = east.post(check)
    assert "新增 9 行" in east.get(done.url).content.decode()
    assert "会员名册 · 3 人" in east.get("/r/members/").content.decode()
    again = bring(east, county.mill, tmp_path / "b.xlsx")
    set_reach(ROOT)
    assert Intake.objects.order_by("-at")[0].report["same"] == 9
    assert again

    above = sign_in(client, officer(county.county, "county_clerk"))
    page = above.get("/roster/").content.decode()
    assert "名册核对 · 6 条" in page
    entry = re.search(r'name="entry" value="([^"]+)"', page)[1]
    above.post("/roster/", {"entry": entry, "move": "1"})
    assert "名册核对 · 5 条" in above.get("/roster/").content.decode()
    set_reach(ROOT)
    assert Membership.objects.filter(until=None).count() == Person.objects.count() == 9
    assert sorted(MembershipEvent.objects.filter(change__in="24").values_list("change", "unit_id")) == [
        ("2", county.mill.pk), ("4", county.mine.pk),
    ]  # fmt: skip


def test_who_asks_after_too_many_numbers_is_told_so_and_may_come_back(clerk, county, tmp_path, monkeypatch):
    """Five numbers are looked up at the check and five more at the import."""
    rosters.write(tmp_path / "a.xlsx", count=5)
    monkeypatch.setattr(selectors, "HOURLY_LOOKUPS", 5)
    check = bring(clerk, county.mill, tmp_path / "a.xlsx")
    refused = clerk.post(check, follow=True).content.decode()
    assert "一小时内核对的证件号超过了 5 个" in refused
    with pytest.raises(AssertionError, match="422 == 302"):
        bring(clerk, county.mill, tmp_path / "a.xlsx")
    monkeypatch.setattr(selectors, "HOURLY_LOOKUPS", 10)
    assert clerk.post(check).url.endswith("/done/")
    set_reach(ROOT)
    assert Person.objects.count() == 5
