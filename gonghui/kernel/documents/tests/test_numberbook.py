"""The register of numbers: all of them in order, every gap with its reason, and a gap without one is a fault."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from gonghui.kernel import clock
from gonghui.kernel.documents import issuing
from gonghui.kernel.documents.issuing import DocumentRefused
from gonghui.kernel.documents.models import OUT, SIGNED, NumberGap, OfficialDocument
from gonghui.kernel.documents.numberbook import codes, explain, given, unexplained
from gonghui.kernel.documents.numbers import Number
from gonghui.kernel.documents.tests.test_numbers import signed
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT, database, officer, plant_county, set_today, sign_in

pytestmark = database
DAY = date(2026, 3, 20)


class Book:
    """Five numbers: two valid, 2 withdrawn before it was sent out, 3 cancelled, 4 with no document at all."""

    def __init__(self) -> None:
        set_reach(ROOT)
        self.county = plant_county()
        self.unit = self.county.county
        self.clerk = officer(self.unit, "county_clerk", "clerk1")
        self.leader = officer(self.unit, "county_leader", "leader1", "何立")
        self.town = officer(self.county.east, "town_clerk", "town1")
        set_reach(self.clerk)
        made = [signed(self.clerk, self.unit, state=SIGNED if at == 1 else "issued") for at in range(3)]
        issuing.void(actor=self.clerk, document=made[1], reason="会议不开了", on=DAY)
        issuing.void(actor=self.clerk, document=made[2], reason="单位名称写错", on=DAY)
        after_a_gap(made[0], 5)


def after_a_gap(like: OfficialDocument, serial: int) -> None:
    """As after a bad repair of the database: the program itself never leaves a number out."""
    OfficialDocument.objects.create(
        unit=like.unit, direction=OUT, kind="reply", code=like.code, year=2026, serial=serial, state=SIGNED,
        number=f"{like.code}〔2026〕{serial}号", title="关于某事的批复", office=like.office, signed_on=DAY, account_id=1,
    )  # fmt: skip


@pytest.fixture
def book(db: None) -> Book:
    return Book()


def told(book: Book) -> list[tuple[int, str, str, str]]:
    rows = given(book.clerk, book.unit, "云工复", 2026, range(1, 6))
    return [(one.number.serial, one.state, one.why, one.by) for one in rows]


def test_every_number_stands_in_order_with_what_it_stands_for(book: Book):
    assert codes(book.clerk, book.unit, 2026) == {"云工复": 5}
    assert told(book) == [
        (1, "", "", ""),
        (2, "签发后撤回，没有印发", "会议不开了", "王敏"),
        (3, "印发后作废", "单位名称写错", "王敏"),
        (4, "没有公文", "", ""),
        (5, "", "", ""),
    ]
    assert unexplained(book.clerk, book.unit, 2026) == [Number("云工复", 2026, 4)]


def test_a_gap_is_explained_once_and_noted(book: Book):
    set_reach(book.leader)
    key = {"actor": book.leader, "unit": book.unit, "number": Number("云工复", 2026, 4), "on": DAY}
    with pytest.raises(DocumentRefused, match="请写明这个号为什么空着"):
        explain(reason=" ", **key)
    explain(reason="修库时丢失，原件在档案室", **key)
    assert told(book)[3] == (4, "没有公文", "修库时丢失，原件在档案室", "何立")
    assert unexplained(book.leader, book.unit, 2026) == []
    with pytest.raises(DocumentRefused, match="已经说明过"):
        explain(reason="另一种说法", **key)
    set_reach(ROOT)
    assert Entry.objects.get(verb="documents.gap").detail == {
        "number": "云工复〔2026〕4号", "reason": "修库时丢失，原件在档案室",
    }  # fmt: skip


@pytest.mark.parametrize("serial", [0, 1, 2, 6])
def test_what_is_no_gap_is_not_explained(book: Book, serial: int):
    set_reach(book.leader)
    with pytest.raises(DocumentRefused, match="不用说明"):
        explain(
            actor=book.leader, unit=book.unit, number=Number("云工复", 2026, serial), reason="错了", on=DAY
        )


def test_the_rows_themselves_refuse_a_number_with_a_document_and_a_change(book: Book):
    set_reach(book.leader)
    key = {"unit": book.unit, "code": "云工复", "year": 2026, "account_id": 1, "by": "x", "on": DAY}
    with pytest.raises(DatabaseError), transaction.atomic():
        NumberGap.objects.create(serial=1, reason="错了", **key)
    made = NumberGap.objects.create(serial=4, reason="修库", **key)
    with pytest.raises(DatabaseError), transaction.atomic():
        NumberGap.objects.filter(pk=made.pk).update(reason="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        NumberGap.objects.filter(pk=made.pk).delete()


URL = "/documents/numbers/"
EXPLAIN = f"{URL}explain/?code=云工复&year=2026&serial="


def test_the_page_and_its_fault(book: Book, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-09-15")
    leader = sign_in(client, book.leader)
    page = leader.get(URL).content.decode()
    assert "有的号没有公文，也没有说明" in page
    assert [f"云工复〔2026〕{n}号" in page for n in (1, 2, 3, 4, 5, 6)] == [True] * 5 + [False]
    assert leader.get(EXPLAIN + "4").status_code == 200
    assert leader.post(EXPLAIN + "4", {"reason": ""}).status_code == 422
    assert leader.post(EXPLAIN + "4", {"reason": "修库时丢失"}).status_code == 302
    page = leader.get(URL).content.decode()
    assert ("修库时丢失" in page, "没有说明" in page) == (True, False)
    assert "不用说明" in leader.get(EXPLAIN + "4", follow=True).content.decode()
    for odd in ("?year=1999", "?year=99999999", "?code=没有", "?page=999", "?year=x", "?unit="):
        assert leader.get(URL + odd).status_code == 200
    for odd in ("?unit=0", "?unit=x", "?unit=999999999"):
        assert leader.get(URL + odd).status_code == 404


def test_who_may(book: Book, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-09-15")
    clerk = sign_in(client, book.clerk)
    assert "explain" not in clerk.get(URL).content.decode()
    assert clerk.get(EXPLAIN + "4").status_code == 403
    assert "document-numbers" not in clerk.get("/r/documents/").content.decode()
    assert URL in clerk.get("/r/documents/").content.decode()
    assert URL in clerk.get("/documents/settings/").content.decode()
    town = sign_in(client, book.town)
    assert town.get(f"{URL}?unit={book.unit.pk}").status_code == 404
    assert "这一年没有给过文号" in town.get(URL).content.decode()


def test_a_longer_book_asks_the_database_no_more(book: Book, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-09-15")
    clerk = sign_in(client, book.clerk)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            clerk.get(URL)
        return len(queries)

    few = asked()
    set_reach(book.clerk)
    signed(book.clerk, book.unit)
    first = OfficialDocument.objects.get(unit=book.unit, serial=1)
    for serial in range(6, 12):
        after_a_gap(first, serial)
    assert asked() == few
