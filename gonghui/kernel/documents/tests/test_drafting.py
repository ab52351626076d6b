"""A document from its first words to the archive, and the pages that take it there."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gonghui.kernel import clock
from gonghui.kernel.documents import keeping
from gonghui.kernel.documents.blankform import blank
from gonghui.kernel.documents.issuing import DocumentRefused, issue
from gonghui.kernel.documents.models import Draft, LetterCode, OfficialDocument
from gonghui.kernel.documents.numberbook import gaps
from gonghui.kernel.documents.tests.specimens import REPLY
from gonghui.kernel.process import holding
from gonghui.kernel.process.definition import PROCESSES
from gonghui.kernel.process.models import Party
from gonghui.kernel.process.moving import advance, open_item, withdraw
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.tests.conftest import at
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT, database, officer, plant_county, set_today, sign_in

pytestmark = database
WORDS = {
    "kind": "notice", "title": "关于召开年中会议的通知", "addressee": "各乡镇总工会", "content": "请于7月1日到会。\n特此通知。",
    "attachments": "议程", "note": "", "copies": "",
}  # fmt: skip
REQUEST = WORDS | {
    "kind": "request", "title": "关于购置设备的请示", "addressee": "云溪县总工会", "content": "拟购置设备。\n妥否，请批示。",
    "note": "联系人：王敏，电话：0000-1234567",
}  # fmt: skip


class Office:
    def __init__(self) -> None:
        set_reach(ROOT)
        self.county = plant_county()
        self.clerk = officer(self.county.county, "county_clerk", "clerk1", "郑敏")
        self.leader = officer(self.county.county, "county_leader", "leader1", "何立")
        self.town = officer(self.county.east, "town_clerk", "town1", "吴芳")
        set_reach(self.clerk)

    def begun(self, actor=None, words=WORDS, day: str = "2026-09-14"):
        actor = actor or self.clerk
        set_reach(actor)
        unit = self.county.county if actor is self.clerk else self.county.east
        return open_item(
            PROCESSES["document"],
            title=words["title"],
            unit=unit,
            actor=actor,
            now=at(day),
            record=dict(words),
        )

    def go(self, item, move: str, actor=None, day: str = "2026-09-15", **answers):
        actor = actor or self.clerk
        set_reach(actor)
        return advance(item.pk, move, actor=actor, now=at(day), **answers)

    def signed(self, words=WORDS):
        item = self.begun(words=words)
        self.go(item, "submit", **words)
        self.go(item, "reviewed", **words)
        return self.go(item, "sign", self.leader)

    def document(self, item) -> OfficialDocument:
        set_reach(ROOT)
        return Draft.objects.get(pk=item.pk).document


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def test_the_whole_way(office: Office):
    item = office.signed()
    document = office.document(item)
    assert (document.number, document.state, document.signer, document.signed_on) == (
        "云工发〔2026〕1号",
        "signed",
        "何立",
        date(2026, 9, 15),
    )
    for move in ("registered", "sealed", "printed"):
        item = office.go(item, move)
    assert (office.document(item).state, item.stage_key) == ("issued", "archive")
    with pytest.raises(MoveRefused, match="还缺盖章件扫描"):
        office.go(item, "archive")
    set_reach(office.clerk)
    add_proof(
        item.pk,
        actor=office.clerk,
        now=at("2026-09-16"),
        kind="sealed",
        on=date(2026, 9, 16),
        note="档案室 3 柜",
    )
    item = office.go(item, "archive", day="2026-09-16")
    document = office.document(item)
    assert (document.state, document.kept_at, item.outcome) == ("archived", "档案室 3 柜", "cleared")


def test_no_number_before_it_is_signed(office: Office):
    item = office.begun()
    office.go(item, "submit", **WORDS)
    office.go(item, "reviewed", **WORDS)
    set_reach(ROOT)
    assert (OfficialDocument.objects.count(), office.document(item)) == (0, None)


def test_the_leader_signs_not_the_clerk(office: Office):
    item = office.begun()
    office.go(item, "submit", **WORDS)
    office.go(item, "reviewed", **WORDS)
    with pytest.raises(MoveRefused, match="您可以看，不能办"):
        office.go(item, "sign")


def test_all_must_have_countersigned(office: Office):
    item = office.begun()
    office.go(item, "submit", **WORDS)
    office.go(item, "to_cosign", **WORDS)
    set_reach(office.clerk)
    posts = [(office.county.east, "town_clerk")]
    holding.ask_jointly(item.pk, actor=office.clerk, now=at("2026-09-15"), posts=posts, task="请会签")
    with pytest.raises(MoveRefused, match="还有会办方没有签意见"):
        office.go(item, "cosigned")
    set_reach(office.town)
    holding.sign(item.pk, actor=office.town, now=at("2026-09-15"), text="同意")
    assert office.go(item, "cosigned").stage_key == "sign"
    assert Party.objects.get(item=item, kind="cosigner").answer == "同意"


def test_what_is_wrong_stops_it(office: Office):
    item = office.begun(office.town, REQUEST)
    with pytest.raises(MoveRefused, match="一文一事"):
        office.go(item, "submit", office.town, **REQUEST | {"title": "关于购置设备和关于增加人手的请示"})
    assert office.go(item, "submit", office.town, **REQUEST).stage_key == "review"


def test_sent_back_after_signing_it_keeps_its_number(office: Office):
    item = office.signed()
    set_reach(office.clerk)
    holding.send_back(item.pk, actor=office.clerk, now=at("2026-09-15"), reason="日期不对")
    office.go(item, "sign", office.leader)
    set_reach(ROOT)
    assert list(OfficialDocument.objects.values_list("serial", flat=True)) == [1]


def test_withdrawn_it_keeps_its_number_with_the_reason(office: Office):
    item = office.signed()
    set_reach(office.clerk)
    withdraw(item.pk, actor=office.clerk, now=at("2026-09-15"), reason="会议不开了")
    assert office.document(item).state == "void"
    set_reach(ROOT)
    found = gaps(ROOT, office.county.county, "云工发", 2026)
    assert [(str(gap.number), gap.state, gap.why, gap.by) for gap in found] == [
        ("云工发〔2026〕1号", "签发后撤回，没有印发", "会议不开了", "郑敏")
    ]


def test_from_the_form_to_the_signed_document(office: Office, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-09-15")
    clerk = sign_in(client, office.clerk)
    assert clerk.get("/documents/draft/").status_code == 200
    assert clerk.post("/documents/draft/", WORDS | {"title": ""}).status_code == 422
    url = clerk.post("/documents/draft/", WORDS).url
    page = clerk.get(url).content.decode()
    assert [word in page for word in ("云溪县总工会文件", "请于7月1日到会。", "送核稿")] == [True] * 3
    for move in ("submit", "reviewed"):
        assert clerk.post(f"{url}do/{move}/", WORDS).status_code == 302


def test_a_document_that_came_in(office: Office, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-09-15")
    clerk = sign_in(client, office.clerk)
    body = {
        "office": "东镇总工会", "kind": "request", "number": "东工请〔2026〕3号", "title": "关于购置设备的请示", "signed_on": "2026-09-10",
        "received_on": "2026-09-14", "kept_at": "收文夹 1",
    }  # fmt: skip
    for wrong, words in (
        ({"kept_at": ""}, "请上传扫描件，或写明原件存放处"),
        ({"signed_on": "2026-09-15"}, "成文日期晚于收文日期"),
        ({"received_on": "2026-09-30"}, "还没到"),
        ({"title": ""}, "请填写标题"),
    ):
        answer = clerk.post("/documents/receive/", body | wrong)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    made = clerk.post("/documents/receive/", body)
    page = clerk.get(made.url).content.decode()
    assert [word in page for word in ("东工请〔2026〕3号", "收文夹 1", "已收文")] == [True] * 3
    scan = SimpleUploadedFile("来文.pdf", b"%PDF-1.7 x")
    made = clerk.post("/documents/receive/", body | {"kept_at": "", "file": scan})
    assert made.status_code == 302
    assert b"".join(clerk.get(f"{made.url}scan/").streaming_content) == b"%PDF-1.7 x"
    listed = clerk.get("/r/documents/?direction=in").content.decode()
    assert "关于购置设备的请示" in listed
    program = SimpleUploadedFile("x.exe", b"MZ")
    assert clerk.post("/documents/receive/", body | {"file": program}).status_code == 422


def test_the_offices_own_code_words_and_template(office: Office, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-09-15")
    clerk = sign_in(client, office.clerk)
    page = clerk.get("/documents/settings/")
    assert "云工复" in page.content.decode()
    form = {name: field.initial for name, field in page.context["form"].fields.items()}
    assert clerk.post("/documents/settings/", form | {"reply_code": "云〔2026〕"}).status_code == 422
    assert (
        clerk.post(
            "/documents/settings/", form | {"reply_code": "云总工复", "reply_mark": "云溪县总工会"}
        ).status_code
        == 302
    )
    set_reach(office.clerk)
    assert list(LetterCode.objects.values_list("kind", "code", "mark")) == [
        ("reply", "云总工复", "云溪县总工会")
    ]
    taken = clerk.post("/documents/settings/template/", {"file": SimpleUploadedFile("本会.docx", blank())})
    assert taken.status_code == 302
    bad = clerk.post("/documents/settings/template/", {"file": SimpleUploadedFile("x.docx", b"nothing")})
    assert (bad.status_code, "这不是 Word 文件" in bad.content.decode()) == (422, True)
    assert clerk.get("/documents/settings/template/blank.docx").content[:2] == b"PK"
    set_reach(office.clerk)
    made = issue(
        actor=office.clerk, now=at("2026-09-15"), unit=office.county.county, kind="reply", paper=lambda number: REPLY,
    )  # fmt: skip
    assert (made.number, made.paper.mark) == ("云总工复〔2026〕1号", "云溪县总工会")
    void = clerk.post(f"/documents/{made.pk}/void/", {"reason": "重复发文"})
    assert void.status_code == 302
    assert "重复发文" in clerk.get(f"/documents/{made.pk}/").content.decode()
    assert "已经作废" in client.get(f"/verify/{made.verification}/").content.decode()


def test_a_hostile_template_is_refused(office: Office):
    from gonghui.kernel.documents.tests.test_word import template_with

    upload = SimpleUploadedFile("x.docx", template_with("{{ ''.__class__.__mro__ }}"))
    set_reach(office.clerk)
    with pytest.raises(DocumentRefused, match="为了安全不接收"):
        keeping.set_template(
            actor=office.clerk, unit=office.county.county, upload=upload, today=date(2026, 9, 15)
        )


def test_a_longer_list_asks_the_database_no_more(
    office: Office, client, monkeypatch, django_assert_num_queries
):
    set_today(monkeypatch, clock, "2026-09-15")
    clerk = sign_in(client, office.clerk)

    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert clerk.get("/r/documents/").status_code == 200
        return len(queries)

    def add() -> None:
        set_reach(office.clerk)
        issue(
            actor=office.clerk,
            now=at("2026-09-15"),
            unit=office.county.county,
            kind="reply",
            paper=lambda number: REPLY,
        )

    add()
    asked()
    one = asked()
    add()
    add()
    assert asked() == one
