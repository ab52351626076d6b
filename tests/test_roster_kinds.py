"""The roster journey with every kind of file people send, and with files that cannot be read."""

from __future__ import annotations

import pytest
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile

from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.register.models import ColumnMemory, Intake
from gonghui.registers.members.models import Membership, Person
from tests import rosters
from tests.support import ROOT, database, officer, sign_in
from tests.test_roster_journey import bring

pytestmark = database
COUNT = 8


def table() -> list[list[str]]:
    return [rosters.HEADINGS, *(rosters.line(n) for n in range(COUNT))]


def as_csv(path, encoding):
    path.write_bytes("\r\n".join(",".join(row) for row in table()).encode(encoding))


def as_xls(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for at, row in enumerate(table()):
        for column, text in enumerate(row):
            sheet.write(at, column, text)
    book.save(str(path))


def as_html(path):
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in table())
    path.write_text(f"<html><meta charset=utf-8><table>{lines}</table></html>", encoding="utf-8")


MAKERS = {
    "utf8.csv": lambda path: as_csv(path, "utf-8-sig"),
    "gb.csv": lambda path: as_csv(path, "gb18030"),
    "old.xls": as_xls,
    "page.xls": as_html,
    "new.xlsx": lambda path: rosters.write(path, count=COUNT),
}


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_every_kind_of_roster_goes_in(client, county, tmp_path, name):
    MAKERS[name](tmp_path / name)
    sign_in(client, officer(county.east, "town_clerk"))

    done = client.post(bring(client, county.mill, tmp_path / name))

    assert f"新增 {COUNT} 行" in client.get(done.url).content.decode()
    set_reach(ROOT)
    expected = sorted(rosters.name(n) for n in range(COUNT))
    assert sorted(Person.objects.values_list("name", flat=True)) == expected
    assert Membership.objects.order_by("since")[0].since.isoformat() == min(
        f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(COUNT)
    )


UNREADABLE = {
    "空文件.xlsx": (b"", "空"),
    "报告.pdf": (b"%PDF-1.7 nothing", "表格"),
    "照片.xlsx": (b"\xff\xd8\xff\xe0" + bytes(200), "表格"),
    "坏的.xlsx": (b"PK\x03\x04" + bytes(100), ""),
}


@pytest.mark.parametrize("name", sorted(UNREADABLE))
def test_what_cannot_be_read_is_said_in_words_and_nothing_is_kept(client, county, name):
    body, said = UNREADABLE[name]
    sign_in(client, officer(county.east, "town_clerk"))
    answer = client.post(
        "/r/members/import/", {"unit": county.mill.pk, "file": SimpleUploadedFile(name, body)}
    )
    text = answer.content.decode()
    assert (answer.status_code, "有 1 处要改" in text, said in text) == (422, True, True)


def test_the_columns_are_asked_once_for_a_unit_and_its_headings(client, county, tmp_path):
    rosters.write(tmp_path / "a.xlsx", count=3)
    sign_in(client, officer(county.east, "town_clerk"))
    bring(client, county.mill, tmp_path / "a.xlsx", mapping={6: "", 3: ""})
    set_reach(ROOT)
    assert ColumnMemory.objects.count() == 1

    given = SimpleUploadedFile("b.xlsx", (tmp_path / "a.xlsx").read_bytes())
    page = client.post("/r/members/import/", {"unit": county.mill.pk, "file": given})
    columns = client.get(page.url).content.decode()
    assert "上次这样对过" in columns
    set_reach(ROOT)
    assert Intake.objects.count() == 2


def test_a_missing_column_is_asked_for_and_what_was_picked_is_kept(client, county, tmp_path):
    rosters.write(tmp_path / "a.xlsx", count=3)
    sign_in(client, officer(county.east, "town_clerk"))
    given = SimpleUploadedFile("a.xlsx", (tmp_path / "a.xlsx").read_bytes())
    page = client.post("/r/members/import/", {"unit": county.mill.pk, "file": given})
    answer = client.post(
        page.url, {"sheet": "0", "col1": "name", "col2": "", "col3": "mobile", "col4": "mobile"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "还没有选哪一列是“证件号码”" in text
    assert "有两列都选了“手机”" in text


def test_a_text_too_long_to_keep_is_named_before_the_import(client, county, tmp_path):
    rosters.write(tmp_path / "a.xlsx", count=3, planted=[rosters.Fault(1, 5, "厂" * 121)])
    sign_in(client, officer(county.east, "town_clerk"))
    done = client.post(bring(client, county.mill, tmp_path / "a.xlsx", mapping={5: "workplace"}))
    assert "新增 2 行" in client.get(done.url).content.decode()
    set_reach(ROOT)
    assert Intake.objects.get().report["errors"][0]["reason"] == "工作单位最多 120 个字，您填了 121 个"
