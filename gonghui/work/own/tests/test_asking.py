"""What members ask about their data: put in by the person alone, answered by the union, shown to the person alone."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from gonghui.kernel import clock
from gonghui.kernel.journal.actions import record
from gonghui.kernel.letters.box import own_letters, put_in, take_in
from gonghui.kernel.letters.models import Letter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach, set_subject
from gonghui.registers.members.models import Person
from gonghui.work.own import selectors
from gonghui.work.own.hall import ASK, CONSENT, UNDO
from gonghui.work.own.models import Correction
from gonghui.work.own.tests.scene import HERS, MINE, ask, signed_in, text
from tests.people import TODAY, mobile, number
from tests.support import ROOT, database, officer, sign_in

pytestmark = database
NEW = mobile(699)


def asked(client, kind: str = "correct", **body: str):
    set_reach(NOBODY)
    return client.post(f"/s/my/requests/new/{kind}/", body)


def taken_in() -> None:
    set_reach(ROOT)
    for one in Letter.objects.filter(taken_at=None):
        take_in(one.pk, actor=ROOT, now=clock.now())


@pytest.fixture
def chair(two, county):
    return officer(county.mill, "union_chair", "mill")


@pytest.fixture
def matter(client, two, chair):
    """A correction of the mobile number, at the union's."""
    signed_in(client, two[0])
    assert asked(client, field="mobile", wanted=f"+86 {NEW}", reason="换号了").url == "/s/my/requests/"
    assert "收到了 1 件" in text(client, "/s/my/requests/")
    taken_in()
    return WorkItem.objects.get(process_key="correction")


def test_a_correction_becomes_a_matter_and_the_register_is_put_right(client, two, matter, chair):
    assert (matter.unit_id, matter.role, matter.due_on) == (two[0].unit_id, "union_chair", date(2026, 12, 14))
    page = text(client, "/s/my/requests/")
    assert [one in page for one in ("更正、补充：手机号", "2026-11-23 交到纺织厂工会", "2026-12-14 前有答复", matter.number)] == [True] * 4  # fmt: skip
    set_reach(chair)
    advance(matter.pk, "carry_out", actor=chair, now=clock.now(), answer="已核实，改好了")
    set_reach(ROOT)
    assert Person.objects.get(pk=two[0].pk).mobile.reveal() == NEW
    page = text(client, "/s/my/requests/")
    assert [one in page for one in ("已照办", "答复：已核实，改好了", "2026-12-14 前有答复")] == [
        True,
        True,
        False,
    ]


def test_a_refusal_says_why(client, matter, chair):
    set_reach(chair)
    with pytest.raises(MoveRefused):
        advance(matter.pk, "refuse", actor=chair, now=clock.now(), text="")
    advance(matter.pk, "refuse", actor=chair, now=clock.now(), text="号码不是本人的")
    page = text(client, "/s/my/requests/")
    assert [one in page for one in ("没有照办", "答复：号码不是本人的")] == [True, True]


def test_the_other_member_sees_none_of_it(two, matter, client):
    other = signed_in(type(client)(), two[1])
    page = text(other, "/s/my/requests/")
    assert [one in page for one in (matter.number, "纺织厂", "手机号")] == [False] * 3
    assert other.post("/s/my/requests/", {"item": str(matter.pk)}).status_code == 404
    set_reach(NOBODY)
    set_subject(two[1].pk)
    assert (selectors.requests(), own_letters(ASK, UNDO, CONSENT)) == ([], [])
    set_subject(two[0].pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        put_in(subject=two[1].pk, kind=ASK, content={}, now=clock.now())
    assert (Letter.objects.count(), Correction.objects.count()) == (0, 0)


def test_somebody_elses_matter_is_not_taken_back_by_a_letter_either(two, matter):
    set_reach(NOBODY)
    set_subject(two[1].pk)
    put_in(subject=two[1].pk, kind=UNDO, content={"item": str(matter.pk)}, now=clock.now())
    taken_in()
    matter.refresh_from_db()
    assert matter.closed_on is None
    set_reach(NOBODY)
    set_subject(two[1].pk)
    assert [one.fault for one in own_letters(UNDO)] == ["没有找到这份申请"]


def test_ones_own_is_taken_back(client, matter):
    assert client.post("/s/my/requests/", {"item": str(matter.pk)}).url == "/s/my/requests/"
    taken_in()
    matter.refresh_from_db()
    assert matter.outcome == "withdrawn"
    assert "已撤回" in text(client, "/s/my/requests/")
    assert client.post("/s/my/requests/", {"item": str(matter.pk)}).status_code == 404


@pytest.mark.parametrize("item", ["", "1", "🙂", str(UUID(int=7))])
def test_a_guessed_matter_is_no_matter(client, two, item):
    signed_in(client, two[0])
    assert client.post("/s/my/requests/", {"item": item}).status_code == 404


def test_what_was_put_in_lies_sealed_and_is_gone_once_taken_in(client, two, chair):
    signed_in(client, two[0])
    asked(client, "delete", reason="不用的住址请删掉")
    set_reach(chair)
    assert Letter.objects.count() == 0
    set_reach(ROOT)
    one = Letter.objects.get()
    assert "住址".encode() not in bytes(one.content.cipher)
    taken_in()
    one.refresh_from_db()
    assert (one.content, one.fault) == (None, "")
    assert take_in(one.pk, actor=ROOT, now=clock.now()) is None
    assert Correction.objects.count() == 1


BAD = [
    ("correct", {}),
    ("correct", {"field": "mobile", "wanted": "12", "reason": "换号"}),
    ("correct", {"field": "name", "wanted": " ", "reason": "错字"}),
    ("correct", {"field": "id_number", "wanted": "1", "reason": "错"}),
    ("correct", {"field": "name", "wanted": "长" * 61, "reason": "错字"}),
    ("delete", {"reason": ""}),
    ("copy", {"reason": "长" * 501}),
]


@pytest.mark.parametrize(("kind", "body"), BAD)
def test_what_cannot_be_right_is_said_and_kept(client, two, kind, body):
    signed_in(client, two[0])
    page = asked(client, kind, **body)
    assert (page.status_code, "处要改" in page.content.decode()) == (422, True)
    set_reach(ROOT)
    assert Letter.objects.count() == 0


def test_no_such_request(client, two):
    signed_in(client, two[0])
    assert client.get("/s/my/requests/new/everything/").status_code == 404


def test_ten_at_a_time(client, two):
    signed_in(client, two[0])
    said = [asked(client, "explain", reason=f"第 {n} 次").status_code for n in range(11)]
    assert said == [302] * 10 + [422]


def test_who_closed_the_way_in_gets_no_code_any_more(client, two, chair, stand_in):
    signed_in(client, two[0])
    asked(client, "close", reason="不用了")
    taken_in()
    item = WorkItem.objects.get(process_key="correction")
    set_reach(NOBODY)
    assert selectors.whose(mobile(MINE), number(MINE)[-4:]) == two[0].pk
    set_reach(chair)
    advance(item.pk, "carry_out", actor=chair, now=clock.now(), answer="已注销")
    set_reach(NOBODY)
    assert selectors.whose(mobile(MINE), number(MINE)[-4:]) is None
    assert ask(type(client)()).url == "/s/sign-in/code/"


def test_who_looked_is_told_by_office_day_and_reason_and_never_by_name(client, two, county):
    clerk = officer(county.east, "town_clerk", "east", name="钱干事")
    officer(county.county, "auditor", "east", name="钱干事")  # another post of the same person
    for at, reason in ((two[0], "核对参保材料"), (two[1], "别人的事")):
        set_reach(clerk)
        record(clerk, "register.reveal", at, unit_id=at.unit_id, field="id_number", reason=reason)
    record(
        clerk,
        "register.export",
        "files.storedfile:1",
        unit_id=county.east.pk,
        register="members",
        rows=3,
        reason="上报",
    )
    record(
        clerk,
        "register.export",
        "files.storedfile:2",
        unit_id=county.east.pk,
        register="cadres",
        rows=3,
        reason="干部",
    )
    record(
        clerk,
        "register.export",
        "files.storedfile:3",
        unit_id=county.west.pk,
        register="members",
        rows=3,
        reason="西镇",
    )
    set_reach(NOBODY)
    set_subject(two[0].pk)
    shared = {"day": TODAY, "office": "东镇总工会", "role": "乡镇工会干事"}  # the day is the database's own
    assert [one | {"day": TODAY} for one in selectors.looks()] == [
        shared | {"what": "导出会员名册（可能有您）", "reason": "上报"},
        shared | {"what": "查看证件号码全号", "reason": "核对参保材料"},
    ]
    signed_in(client, two[0])
    page = text(client, "/s/my/looks/")
    assert [one in page for one in ("核对参保材料", "东镇总工会 · 乡镇工会干事", "钱干事", "别人的事", "干部")] == [True, True, False, False, False]  # fmt: skip


def test_the_copy_holds_everything_of_mine_as_text(client, two, matter):
    set_reach(NOBODY)
    answer = client.post("/s/my/export/")
    assert answer.headers["Cache-Control"] == "no-store"
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["我的信息", "会籍", "我的申请", "谁看过"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    said = {cell.value for cell in cells}
    assert {"李小会", number(MINE), mobile(MINE), "纺织厂工会", matter.number} <= said
    assert not {"王大矿", number(HERS), mobile(HERS)} & said


def test_the_unions_page_shows_what_is_asked_and_hides_the_number(client, matter, chair):
    page = text(sign_in(type(client)(), chair), f"/work/{matter.pk}/")
    assert [one in page for one in ("李小会", "换号了", "照办", "不能办", NEW)] == [
        True,
        True,
        True,
        True,
        False,
    ]
