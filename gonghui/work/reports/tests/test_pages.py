"""A report is picked, looked at, signed and taken away; nobody types a number, and what was signed stays."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from docx import Document

from gonghui.kernel import clock
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.actions import enter
from gonghui.registers.unions.models import Union
from gonghui.work.reports import rules
from gonghui.work.reports.models import Report
from tests.people import member
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database
DATA = Path(rules.__file__).parent / "data" / "parameters.csv"
QUARTER, RUNNING = "quarter-2026Q3", "quarter-2026Q4"


@pytest.fixture
def scene(county, monkeypatch):
    """Thirty members of one union among a hundred workers, the last five of them since July."""
    set_today(monkeypatch, clock, "2026-11-21")
    set_reach(ROOT)
    seed_parameters(actor=ROOT, path=DATA)
    Union.objects.create(unit=county.mill, name=county.mill.name, kind="single", level="base", status="established", founded_on=date(2019, 1, 1))  # fmt: skip
    enter(actor=ROOT, unit=county.east, name="纺织厂", workers=100, covered_by=county.mill)
    for n in range(30):
        member(county.mill, n, since=date(2026, 7, 6) if n >= 25 else date(2025, 3, 1))
    return county


def words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page.content.decode()))


def signed(client, actor, what: str = QUARTER) -> Report:
    answer = sign_in(client, actor).post(reverse("report-sign"), {"what": what})
    assert answer.status_code == 302, answer.content.decode()[:500]
    set_reach(ROOT)
    return Report.objects.order_by("pk").last()


def test_a_quarter_needs_no_number_typed(client, scene):
    actor = officer(scene.county, "county_leader")
    pages = [
        sign_in(client, actor).get(reverse("reports")),
        client.get(reverse("report-preview"), {"what": QUARTER}),
    ]
    for page in pages:
        main = page.content.decode().split("<main", 1)[1].split("</main>")[0]
        assert re.findall(r'<input(?![^>]*type="hidden")|<textarea|contenteditable', main) == []
    said = words(pages[1])
    assert "会员 30 人[" in said
    assert "比上季度末增加 5 人（增长 20.0%）[" in said
    assert signed(client, actor).signer_role == "县总工会领导"


def test_every_number_opens_the_page_behind_it(client, scene):
    page = sign_in(client, officer(scene.county, "county_clerk")).get(
        reverse("report-preview"), {"what": QUARTER}
    )
    html = page.content.decode()
    address = f"/figures/members.count/?unit={scene.county.pk}&amp;as_of=2026-09-30"
    assert f'<a href="{address}">30 人</a>' in html
    assert client.get(address.replace("&amp;", "&")).status_code == 200
    refs = page.context["sources"]
    assert [one["n"] for one in refs] == list(range(1, len(refs) + 1))
    cited = {int(n) for n in re.findall(r'href="#ref-(\d+)"', html)}
    assert cited == {one["n"] for one in refs}
    assert 'name="what"' in html.split("<main", 1)[1], "who may appoint a signer may sign"
    advised = sign_in(client, officer(scene.county, "liaison")).get(
        reverse("report-preview"), {"what": QUARTER}
    )
    assert advised.status_code == 403


def test_what_was_signed_stays_and_the_page_says_what_is_now(client, scene, monkeypatch):
    leader = officer(scene.county, "county_leader")
    report = signed(client, leader)
    before = report.content
    first = words(client.get(reverse("report", args=[report.pk])))
    assert "现在是" not in first.split("数据出处")[0]
    set_reach(ROOT)
    member(scene.mill, 90, since=date(2026, 11, 2))
    member(scene.mill, 91, since=date(2026, 9, 1))
    said = words(sign_in(client, leader).get(reverse("report", args=[report.pk])))
    assert "会员 30 人[7]按现在的台账，2026-09-30 是 31 人；现在是 32 人" in said.replace(" [", "[")
    set_reach(ROOT)
    report.refresh_from_db()
    assert report.content == before
    assert signed(client, leader).edition == 2
    again = Report.objects.get(edition=2)
    assert [one["numerator"] for one in again.content["refs"] if one["key"] == "members.count"][0] == "31"


def test_not_even_the_program_changes_a_signed_report(client, scene):
    report = signed(client, officer(scene.county, "county_leader"))
    for statement in ("UPDATE reports_report SET title = 'x'", "DELETE FROM reports_report"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    report.refresh_from_db()
    assert report.title.startswith("云溪县总工会")


def test_before_its_end_a_period_is_only_looked_at(client, scene):
    leader = officer(scene.county, "county_leader")
    page = sign_in(client, leader).get(reverse("report-preview"), {"what": RUNNING})
    assert "这一期到 2026-12-31 才结束，现在只能预览" in words(page)
    assert "截至 2026 年 11 月 21 日" in words(page)
    told = client.post(reverse("report-sign"), {"what": RUNNING}, follow=True)
    assert "还没有结束，现在只能预览" in words(told)
    set_reach(ROOT)
    assert Report.objects.count() == 0


def test_each_level_has_its_own_annual_form_and_what_nobody_records_is_no_nought(client, scene):
    chair = officer(scene.mill, "union_chair")
    page = sign_in(client, chair).get(reverse("report-preview"), {"what": "base-2026"})
    cells = [
        [words_of(cell) for cell in row]
        for block in page.context["blocks"]
        if "rows" in block
        for row in block["rows"]
    ]
    assert dict(cells)["职工人数"] == "100 人"
    assert dict(cells)["入会率（已建会单位）"] == "30.00%"
    assert dict(cells)["其中女职工"] == dict(cells)["在档困难职工"] == "本系统未登记"
    assert client.get(reverse("report-preview"), {"what": "above-2026"}).status_code == 404
    above = sign_in(client, officer(scene.county, "county_leader")).get(
        reverse("report-preview"), {"what": "above-2026"}
    )
    assert "基层以上工会调查表（2026 年度）" in words(above)


def words_of(cell) -> str:
    return "".join(one["words"] for one in cell)


def test_a_town_reads_its_own_and_what_lies_below_and_signs_its_own_alone(client, scene):
    mine = signed(client, officer(scene.mill, "union_chair"))
    whole = signed(client, officer(scene.county, "county_leader"))
    sign_in(client, officer(scene.east, "town_clerk"))
    assert client.get(reverse("report", args=[mine.pk])).status_code == 200
    for name in ("report", "report-word"):
        assert client.get(reverse(name, args=[whole.pk])).status_code == 404
    assert [one["title"] for one in client.get(reverse("reports")).context["lines"]] == [str(mine)]
    set_reach(ROOT)
    assert signed(client, officer(scene.east, "town_clerk")).unit_id == scene.east.pk
    sign_in(client, officer(scene.west, "town_clerk"))
    assert client.get(reverse("report", args=[mine.pk])).status_code == 404
    refused = sign_in(client, officer(scene.county, "liaison")).post(
        reverse("report-sign"), {"what": QUARTER}
    )
    assert refused.status_code == 403


@pytest.mark.parametrize(
    "what", ["", "quarter-1999Q1", "quarter", "x" * 5000, "base-2026", "quarter-2026Q3'"]
)
def test_what_is_not_offered_is_not_there(client, scene, what):
    leader = officer(scene.county, "county_leader")
    assert sign_in(client, leader).get(reverse("report-preview"), {"what": what}).status_code == 404
    assert client.post(reverse("report-sign"), {"what": what}).status_code == 404


def test_the_word_file_says_the_same_with_links(client, scene, tmp_path, settings):
    settings.SITE_URL = "http://localhost:8000"
    leader = officer(scene.county, "county_leader")
    report = signed(client, leader)
    member(scene.mill, 92, since=date(2026, 9, 1))
    content = sign_in(client, leader).get(reverse("report-word", args=[report.pk])).content
    made = Document(BytesIO(content))
    text = "\n".join(one.text for one in made.paragraphs)
    assert "会员 30 人[7]，比上季度末增加 5 人（增长 20.0%）[8]" in text
    links = {one.text: one.address for line in made.paragraphs for one in line.hyperlinks}
    assert (
        links["30 人"]
        == f"http://localhost:8000/figures/members.count/?unit={scene.county.pk}&as_of=2026-09-30"
    )
    assert len(made.tables[-1].rows) == len(report.content["refs"]) + 1
    assert (
        "草稿"
        in Document(BytesIO(client.get(reverse("report-preview-word"), {"what": RUNNING}).content))
        .paragraphs[2]
        .text
    )
    annual = client.get(reverse("report-preview-word"), {"what": "above-2026"}).content
    _opened_by_the_office({"quarter": content, "annual": annual}, tmp_path)


def _opened_by_the_office(files: dict[str, bytes], folder: Path) -> None:
    if shutil.which("soffice") is None:
        return
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", str(folder), *(str(folder / f"{name}.docx") for name in files)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert "会员 30 人[7]" in (folder / "quarter.txt").read_text("utf-8")
    assert "本系统未登记" in (folder / "annual.txt").read_text("utf-8")
