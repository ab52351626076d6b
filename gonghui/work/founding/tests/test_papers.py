"""The documents of a founding: what they say, who gets them, and that the reply is signed with one press."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from docx import Document

from gonghui.kernel import clock
from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.documents.wording import wordings
from gonghui.kernel.files.store import opened
from gonghui.kernel.reach.session import set_reach
from gonghui.work.founding.selectors import facts_of, paper_of, papers, tables_of
from gonghui.work.founding.tests.scene import Place, place
from tests.support import database, set_today, sign_in

pytestmark = database
REPLY = [
    "你单位《关于成立湖畔餐饮有限公司工会委员会的请示》（2026年3月4日）收悉。经研究，现批复如下：",
    "一、同意成立湖畔餐饮有限公司工会第一届委员会、经费审查委员会和女职工委员会。",
    "二、同意选举结果：委员会由张一、王二、李三等3人组成，张一任主席，王二任副主席；孙五任经费审查委员会主任；周六任女职工委员会主任。本届任期五年，自2026年3月13日至2031年3月13日。",
    "三、请于60日内申请办理工会法人资格登记，并刻制印章，开设工会经费专户，完成会员实名制录入，按规定拨缴工会经费。",
    "此复。",
]  # fmt: skip


@pytest.fixture
def here(db: None) -> Place:
    return place()


def read(file) -> bytes:
    with opened(file) as path:
        return path.read_bytes()


def test_the_reply_is_signed_with_the_move(here: Place):
    item = here.to("unveil")
    set_reach(here.official)
    reply = OfficialDocument.objects.get(item=item)
    record = here.record(item)
    assert (record.approval_number, record.approval_on) == ("云工复〔2026〕1号", date(2026, 3, 16))
    assert (reply.number, reply.office, reply.addressee, reply.signer, reply.state) == (
        "云工复〔2026〕1号", "云溪县总工会", "湖畔餐饮有限公司工会筹备组", "郑敏", "issued",
    )  # fmt: skip
    assert reply.title == "关于同意成立湖畔餐饮有限公司工会委员会的批复"
    assert list(reply.paper.body) == REPLY
    lines = [line.text for line in Document(BytesIO(read(reply.docx))).paragraphs]
    assert [line for line in lines if line in REPLY] == REPLY
    with pdfplumber.open(BytesIO(read(reply.pdf))) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    assert [line[:20] in text for line in REPLY] == [True] * 5
    assert "云溪县总工会文件" in text


def test_the_next_founding_has_the_next_number(here: Place):
    from gonghui.registers.employers.actions import enter
    from tests.support import ROOT

    here.to("unveil")
    set_reach(ROOT)
    other = enter(actor=ROOT, unit=here.county.east, name="山前餐饮有限公司", workers=31)
    second = Place(here.county, here.clerk, here.clerk, here.official, here.neighbour, other)
    item = second.begun("2026-03-02", by=here.clerk)
    set_reach(ROOT)
    assert second.record(item).approval_number == ""


def test_county_sees_every_word_before_and_town_and_adviser_get_both_files(here: Place, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-09-16")
    item = here.to("approve")
    county = sign_in(client, here.official)
    for page in (f"/work/{item.pk}/", f"/work/{item.pk}/do/approve/"):
        text = county.get(page).content.decode()
        assert [line in text for line in REPLY] == [True] * 5
    answer = county.post(f"/work/{item.pk}/do/approve/", {"text": "", "seen": item.moves_made})
    assert answer.status_code == 302
    set_reach(here.official)
    reply = OfficialDocument.objects.get(item=item)
    for actor in (here.official, here.clerk, here.adviser):
        seen = sign_in(client, actor)
        page = seen.get(f"/work/{item.pk}/").content.decode()
        assert reply.number in page
        got = {which: seen.get(f"/documents/{reply.pk}/{which}/") for which in ("docx", "pdf")}
        assert [one.status_code for one in got.values()] == [200, 200]
        assert b"".join(got["pdf"].streaming_content)[:5] == b"%PDF-"
        assert seen.get(f"/documents/{reply.pk}/").status_code == 200
    stranger = sign_in(client, here.neighbour)
    assert [stranger.get(f"/documents/{reply.pk}/{which}").status_code for which in ("", "pdf/")] == [
        404,
        404,
    ]


def test_anybody_can_check_it_and_learns_nothing_more(here: Place, client):
    item = here.to("unveil")
    set_reach(here.official)
    reply = OfficialDocument.objects.get(item=item)
    code = reply.verification
    page = client.get(f"/verify/{code[:4]}-{code[4:8].lower()}-{code[8:]}/").content.decode()
    assert [
        word in page for word in (reply.number, reply.title, reply.office, "2026年3月16日", reply.sha256)
    ] == [True] * 5
    assert ("张一" in page, "郑敏" in page) == (False, False)
    wrong = client.get("/verify/0000-0000-0000/")
    odd = client.get("/verify/x'--/")
    assert (wrong.status_code, odd.status_code) == (404, 404)
    assert "没有查到" in wrong.content.decode()
    assert (
        client.get("/verify/", {"code": f" {code[:4]} {code[4:]}"}).url
        == f"/verify/{code[:4]}-{code[4:8]}-{code[8:]}/"
    )


def test_every_word_of_the_texts_is_known(here: Place):
    """A name in the texts that no fact answers would be found here, not by a clerk."""
    item = here.to("approve")
    set_reach(here.clerk)
    record = here.record(item)
    facts = facts_of(record, date(2026, 3, 13), "云溪县总工会")
    assert {key: wording.places - set(facts) for key, wording in papers().items()} == {
        key: set() for key in papers()
    }
    tables = tables_of(record)
    used = {text[2:-2] for one in papers().values() for text in one.body if text.startswith("<<")}
    assert used - set(tables) == {"form", "roster"}


def test_the_report_of_the_election(here: Place):
    item = here.to("approve")
    set_reach(here.clerk)
    paper = paper_of(here.record(item), "report", date(2026, 3, 13), "云溪县总工会")
    assert paper.title == "关于湖畔餐饮有限公司工会委员会第一届委员会选举结果的报告"
    assert paper.body[0].startswith(
        "2026年3月13日，我们召开会员（代表）大会，选举产生第一届委员会、经费审查委员会和女职工委员会。应到31人，实到29人"
    )
    assert paper.body[2].rows[1] == ("1", "张一", "主席", "28")


def test_what_is_not_known_is_left_to_be_written(here: Place):
    item = here.to("papers")
    set_reach(here.clerk)
    paper = paper_of(here.record(item), "request", date(2026, 3, 3), "云溪县总工会")
    assert paper.title == "关于成立＿＿＿＿＿＿的请示"
    assert paper.note == "联系人：张一，电话：139****0001"
    whole = paper_of(here.record(item), "request", date(2026, 3, 3), "云溪县总工会", whole=True)
    assert whole.note == "联系人：张一，电话：13900000001"


def test_the_texts_are_a_file_that_is_read_whole():
    import gonghui.work.founding as here_

    found = wordings(Path(here_.__path__[0]) / "data" / "papers.toml")
    assert list(found) == ["reply", "request", "organisers", "publicity", "report", "card", "legal", "roster"]


def downloads(client, item, actor, day: str, monkeypatch):
    set_today(monkeypatch, clock, day)
    seen = sign_in(client, actor)
    return lambda name: seen.get(f"/founding/{item.pk}/papers/{name}")


def test_the_founding_set_can_be_downloaded_as_soon_as_it_is_known(here: Place, client, monkeypatch):
    item = here.to("approve")
    get = downloads(client, item, here.clerk, "2026-09-16", monkeypatch)
    names = ["request", "organisers", "publicity", "report", "card", "legal", "roster"]
    for form in ("docx", "pdf"):
        answers = {name: get(f"{name}.{form}") for name in names}
        assert {name: one.status_code for name, one in answers.items()} == dict.fromkeys(names, 200)
        begins = {one.content[:4] for one in answers.values()}
        assert begins == {b"PK\x03\x04" if form == "docx" else b"%PDF"}
    assert [get(name).status_code for name in ("reply.docx", "card.xlsx", "card.exe", "nothing.docx")] == [
        404
    ] * 4
    form = Document(BytesIO(get("legal.docx").content)).tables[0]
    cells = [cell.text for row in form.rows for cell in row.cells]
    assert len([row for row in form.rows]) == 41
    assert ("湖畔餐饮有限公司工会委员会" in cells, "91999001MA00000013" in cells) == (True, False)


def test_the_roster_is_masked_until_somebody_says_why(here: Place, client, monkeypatch):
    from openpyxl import load_workbook

    from gonghui.kernel.journal.models import Entry
    from tests.people import mobile, number

    item = here.to("publicity")
    get = downloads(client, item, here.clerk, "2026-09-16", monkeypatch)

    def rows(content: bytes) -> list[tuple]:
        return [
            tuple(cell.value for cell in row) for row in load_workbook(BytesIO(content)).active.iter_rows()
        ]

    found = rows(get("roster.xlsx").content)
    assert (found[0][0], found[1], len(found)) == (
        "湖畔餐饮有限公司工会委员会会员花名册", ("序号", "姓名", "性别", "身份证号", "手机", "入会日期"), 33,
    )  # fmt: skip
    assert found[2][3:5] == (
        number(0)[:3] + "*" * 11 + number(0)[-4:],
        mobile(0)[:3] + "****" + mobile(0)[-4:],
    )
    page, body = f"/founding/{item.pk}/papers/", {"paper": "roster", "form": "xlsx", "reason": "报县里登记用"}
    refused = client.post(page, body | {"reason": ""})
    assert (refused.status_code, "请写明为什么要全号" in refused.content.decode()) == (422, True)
    whole = rows(client.post(page, body).content)
    assert whole[2][3:5] == (number(0), mobile(0))
    set_reach(here.clerk)
    assert Entry.objects.filter(verb="founding.paper").order_by("pk").last().detail == {
        "paper": "roster", "form": "xlsx", "reason": "报县里登记用",
    }  # fmt: skip
    adviser = downloads(client, item, here.adviser, "2026-09-16", monkeypatch)
    assert [adviser(name).status_code for name in ("roster.xlsx", "roster.docx", "card.docx")] == [
        404,
        404,
        200,
    ]
    assert client.post(page, body).status_code == 200
    stranger = downloads(client, item, here.neighbour, "2026-09-16", monkeypatch)
    assert [stranger(name).status_code for name in ("", "card.docx")] == [404, 404]
