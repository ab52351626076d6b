"""请示 go to the office directly above and are answered; 报告 are told; the pages of duties."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.notices.models import Notice
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.work.duties.actions import draft
from gonghui.work.duties.models import Duty, UpwardRequest
from gonghui.work.duties.tests.scene import Place, at, place
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database
ASK = "拟于三月二十日召开会员代表大会。妥否，请批示。"
TELL = "一季度建会三家。特此报告。"


@pytest.fixture
def here(db: None, monkeypatch: pytest.MonkeyPatch) -> Place:
    set_today(monkeypatch, clock, "2026-03-04")
    return place()


def drafted(here: Place, kind: str, text: str) -> WorkItem:
    set_reach(here.chair)
    return draft(
        actor=here.chair, unit=here.county.mill, now=at("2026-03-02"), kind=kind, field="party", title="关于开会的请示",
        body=text, contact="张一", mobile="13900000001",
    )  # fmt: skip


def sent(here: Place, kind: str, text: str) -> WorkItem:
    item = drafted(here, kind, text)
    here.prove(item, "paper", here.chair, "2026-03-03")
    return here.go(item, "send", here.chair, "2026-03-03", body=text)


def test_asked_of_the_office_directly_above_and_answered(here: Place) -> None:
    item = sent(here, "request", ASK)
    assert (item.holder_unit_id, item.role, item.due_on) == (
        here.county.east.pk,
        "town_clerk",
        date(2026, 3, 18),
    )
    with pytest.raises(MoveRefused, match="您可以看，不能办"):
        here.go(item, "reply", here.chair, "2026-03-05", reply="同意。")
    with pytest.raises(MoveRefused, match="由它签发，不用登记纸质批复"):
        here.go(
            item, "entered", here.clerk, "2026-03-05", reply_number="x", reply_on=date(2026, 3, 5), reply="同意。"
        )  # fmt: skip
    assert (
        here.go(item, "reply", here.clerk, "2026-03-05", reply="同意按期召开。\n请做好准备。").outcome
        == "cleared"
    )
    record = UpwardRequest.objects.get(pk=item.pk)
    paper = OfficialDocument.objects.get(item=item)
    assert (
        (record.reply_number, record.reply_on)
        == (paper.number, date(2026, 3, 5))
        == ("东工复〔2026〕1号", paper.signed_on)
    )
    assert (paper.title, paper.office, paper.addressee, paper.kind) == (
        "关于开会的批复", "东镇总工会", "纺织厂工会", "reply",
    )  # fmt: skip
    assert list(paper.paper.body) == [
        "你会《关于开会的请示》收悉。经研究，现批复如下：", "同意按期召开。", "请做好准备。", "此复。",
    ]  # fmt: skip
    assert paper.docx_id is not None
    assert paper.pdf_id is not None


def test_a_refusal_is_signed_as_well(here: Place) -> None:
    item = sent(here, "request", ASK)
    assert here.go(item, "decline", here.clerk, "2026-03-05", reply="不同意。").outcome == "refused"
    assert OfficialDocument.objects.get(item=item).number == "东工复〔2026〕1号"


def test_an_office_that_is_not_here_answers_on_paper(here: Place) -> None:
    set_reach(here.official)
    item = draft(
        actor=here.official, unit=here.county.county, now=at("2026-03-02"), kind="request", field="party",
        title="关于开会的请示", body=ASK, contact="郑敏", mobile="13900000001",
    )  # fmt: skip
    here.prove(item, "paper", here.official, "2026-03-03")
    item = here.go(item, "send", here.official, "2026-03-03", body=ASK)
    other = officer(here.county.county, "county_clerk", "county2", "何平")
    given = {"reply_number": "盐工复〔2026〕7号", "reply_on": date(2026, 3, 5), "reply": "同意。"}
    with pytest.raises(MoveRefused, match="这一步由上级办"):
        here.go(item, "reply", other, "2026-03-05", reply="同意。")
    with pytest.raises(MoveRefused, match="请附上级的批复原件"):
        here.go(item, "entered", other, "2026-03-05", **given)
    here.prove(item, "outside", other, "2026-03-05")
    with pytest.raises(MoveRefused, match="要由另一个人来办"):
        here.go(item, "entered", here.official, "2026-03-05", **given)
    with pytest.raises(MoveRefused, match="不能倒签"):
        here.go(item, "entered", other, "2026-03-05", **given | {"reply_on": date(2026, 3, 1)})
    assert here.go(item, "entered", other, "2026-03-05", **given).outcome == "cleared"
    assert UpwardRequest.objects.get(pk=item.pk).reply_number == "盐工复〔2026〕7号"
    assert OfficialDocument.objects.count() == 0


def test_told_and_not_answered(here: Place) -> None:
    item = sent(here, "report", TELL)
    assert (item.stage_key, item.outcome) == ("filed", "cleared")
    set_reach(ROOT)
    told = Notice.objects.get(key="upward.reported")
    assert (told.account_id, told.text) == (here.clerk.account_id, "纺织厂工会报来报告：关于开会的请示")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [("request", TELL, "请示要写明请上级批什么"), ("report", ASK, "报告里不能夹带请示")],
)
def test_the_two_are_not_mixed(here: Place, kind: str, text: str, words: str) -> None:
    with pytest.raises(MoveRefused, match=words):
        sent(here, kind, text)


def test_nothing_goes_up_without_its_paper(here: Place) -> None:
    item = drafted(here, "request", ASK)
    with pytest.raises(MoveRefused, match="还缺请示原件"):
        here.go(item, "send", here.chair, "2026-03-03", body=ASK)


def test_a_neighbour_sees_nothing(here: Place) -> None:
    sent(here, "request", ASK)
    set_reach(here.neighbour)
    assert (WorkItem.objects.count(), UpwardRequest.objects.count()) == (0, 0)


def test_from_the_page(client, here: Place) -> None:
    url = reverse("upward-new", args=["request"])
    sign_in(client, here.chair)
    body = {"field": "party", "title": "关于开会的请示", "body": ASK, "contact": "张一", "mobile": "1390000"}
    wrong = client.post(url, body)
    assert (wrong.status_code, "关于开会的请示" in wrong.content.decode()) == (422, True)
    right = client.post(url, body | {"mobile": "13900000001"})
    page = client.get(right.url).content.decode()
    assert ("党建带工建" in page, "13900000001" in page, "139****0001" in page) == (True, False, True)
    assert client.get("/upward/nonsense/new/").status_code == 404


def test_the_pages_of_the_list(client, here: Place) -> None:
    sign_in(client, here.official)
    assert "还没有权责清单" in client.get("/duties/").content.decode()
    client.post("/duties/list/")
    here.night("2026-03-04")
    page = client.get("/duties/").content.decode()
    for words in ("编制年度经费预算", "系统已核", "要办", "每季度，第 3 个月 20 号以前", "经费审查委员"):
        assert words in page
    assert "没有启用" in client.get(f"/duties/?unit={here.county.mill.pk}").content.decode()
    set_reach(ROOT)
    duty = Duty.objects.get(key="base.assembly")
    url = reverse("duty", args=[duty.pk])
    body = {"level": "base", "title": "开会员大会", "status": "K", "role": "union_chair", "cycle": "year", "due_month": "12",
            "due_day": "32", "evidence": "记录", "is_on": "on"}  # fmt: skip
    assert client.post(url, body).status_code == 422
    assert client.post(url, body | {"due_day": "31"}).status_code == 302
    set_reach(ROOT)
    duty.refresh_from_db()
    assert (duty.title, duty.is_on, duty.due_day) == ("开会员大会", True, 31)
    same = client.post("/duties/new/", body | {"due_day": "31"})
    assert (same.status_code, "这一级已经有这项职责" in same.content.decode()) == (422, True)


def test_who_keeps_no_list_changes_none(client, here: Place) -> None:
    here.adopted()
    set_reach(ROOT)
    pk = Duty.objects.first().pk
    sign_in(client, here.clerk)
    assert [client.get(url).status_code for url in ("/duties/list/", "/duties/new/", f"/duties/{pk}/")] == [
        403
    ] * 3
    assert client.get(f"/duties/?unit={here.county.mine.pk}").status_code == 404
    assert client.get("/duties/?unit=x").status_code == 404


def test_the_page_asks_no_more_for_more_duties(client, here: Place) -> None:
    here.adopted()
    here.night("2026-03-04")
    sign_in(client, here.official)
    client.get("/duties/")
    with CaptureQueriesContext(connection) as found:
        client.get("/duties/")
    assert len(found) <= 60
