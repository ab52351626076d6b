"""核数 on the desk: a draft pasted or picked, held against the figures of one's own unit; nothing of it stays anywhere."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gonghui.insight.checker.tests.labelled import article
from gonghui.kernel import clock
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.tests.test_texts import with_body, word
from gonghui.kernel.files.texts import REFUSALS, Kind
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import set_reach
from tests.people import member
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database
URL = "/checker/"
DAY = "2026-11-21"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def clerk(client, county, monkeypatch):
    """Of the county: two members in the east (one of them since October), one in the west."""
    set_today(monkeypatch, clock, DAY)
    set_reach(ROOT)
    member(county.mill, 1, since=date(2024, 5, 1))
    member(county.mill, 2, since=date(2026, 10, 8))
    member(county.mine, 3, since=date(2024, 5, 1))
    return sign_in(client, officer(county.county, "county_clerk"))


def post(browser, **given):
    return browser.post(URL, {"text": "", "day": DAY} | given)


def against(page) -> list[tuple[str, str]]:
    return [(one["says"], one["against"]) for one in page.context["flags"]]


def test_a_pasted_draft_is_held_against_the_unit_s_own_figures(clerk):
    page = post(clerk, text="全县工会会员4人，独立建会953家。\n新来的同志说，全县工会会员3人。")
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert ("文中说“工会会员4人”", "2026-11-21 的数据里，会员人数是 3") in against(page)
    assert page.context["counts"]["agreeing"] == 1
    text = page.content.decode()
    assert 'href="#flag1">4人<span class="sr">（要核对，第 1、' in text
    assert "3人<sup" in text or "3人<span" in text
    assert "新来的同志说" in text.partition("<textarea")[2]


def test_another_day_has_other_figures(clerk):
    page = post(clerk, text="全县工会会员2人。", day="2026-09-30")
    assert (against(page), page.context["counts"]["agreeing"]) == ([], 1)


def test_each_office_has_its_own(client, county, clerk):
    sign_in(client, officer(county.west, "town_clerk"))
    assert against(post(client, text="工会会员3人。")) == [
        ("文中说“工会会员3人”", "2026-11-21 的数据里，会员人数是 1")
    ]


def test_a_word_file_is_read_and_can_be_put_right_on_the_page(clerk, tmp_path):
    path = word(tmp_path / "a.docx", *article("changchun"))
    page = post(clerk, file=SimpleUploadedFile("稿子.docx", path.read_bytes(), WORD))
    assert [one["reason"] for one in page.context["flags"]] == ["years"]
    assert "稿子写的是 2018-09-21，比的是 2026-11-21 的数据" in page.content.decode()
    assert page.context["sums"] == [
        {"whole": "2123个", "parts": ["457个", "1221个", "218个", "227个"], "line": 4}
    ]
    assert "\n".join(article("changchun")) in page.context["form"]["text"].value()


def test_nothing_of_a_draft_is_kept(clerk, caplog, tmp_path):
    set_reach(ROOT)
    before = Entry.objects.count(), StoredFile.objects.count()
    with caplog.at_level("DEBUG"):
        post(clerk, text="密稿子全县工会会员4人。")
        post(clerk, file=SimpleUploadedFile("密稿子.txt", "密稿子全县工会会员4人。".encode()))
        post(clerk, file=SimpleUploadedFile("密稿子.pdf", b"%PDF-1.7"), text="密稿子4人")
    set_reach(ROOT)
    assert (Entry.objects.count(), StoredFile.objects.count()) == before
    assert "密稿子" not in caplog.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "请粘贴稿子，或者选一个文件"),
        ({"text": " \n "}, "请粘贴稿子，或者选一个文件"),
        ({"text": "会员3人。", "day": "2026-11-22"}, "日期不能晚于今天（2026-11-21）"),
        ({"text": "会员3人。", "day": "昨天"}, "请按“2026-01-31”的样子填写日期"),
        ({"text": "会员3人。" * 10_001}, "一次最多核对 50,000 字"),
        ({"text": "会员3人。", "file": ("a.xlsx", b"%PDF-1.7")}, REFUSALS[Kind.PDF]),
        ({"text": "会员3人。", "file": ("a.txt", b"")}, REFUSALS[Kind.EMPTY]),
        ({"text": "会员3人。", "file": ("a.txt", b"\r\n \r\n")}, REFUSALS[Kind.EMPTY]),
    ],
)
def test_what_was_typed_is_kept_when_something_is_wrong(clerk, given, said):
    if "file" in given:
        given = given | {"file": SimpleUploadedFile(*given["file"])}
    page = post(clerk, **given)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert page.context["form"]["text"].value() == given.get("text", "")


def test_an_empty_or_broken_word_file_is_told(clerk, tmp_path):
    for body, said in (("<w:p/>", "没有文字"), ("<w:p>", "不完整或已损坏")):
        path = with_body(tmp_path / "a.docx", body)
        page = post(clerk, file=SimpleUploadedFile("稿子.docx", path.read_bytes(), WORD))
        assert (page.status_code, said in page.content.decode()) == (422, True)


def test_markup_in_a_draft_stays_text(clerk):
    text = post(clerk, text="<script>alert(1)</script>会员3人。").content.decode()
    assert "<script>alert" not in text


def test_offices_find_it_in_the_menu_and_others_do_not_enter(client, county, clerk):
    assert f'href="{URL}"' in clerk.get(URL).content.decode()
    sign_in(client, officer(county.mill, "union_chair"))
    assert (client.get(URL).status_code, client.post(URL, {"text": "会员3人。"}).status_code) == (403, 403)
    assert reverse("checker") == URL
    assert f'href="{URL}"' not in client.get("/").content.decode()
