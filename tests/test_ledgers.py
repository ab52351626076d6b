"""Meetings and money: what the journal keeps of them, and that no sum takes another's place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.dues.actions import save as receive
from gonghui.registers.dues.models import Receipt
from gonghui.registers.meetings.actions import save as meet
from tests.people import TODAY
from tests.support import ROOT, database

pytestmark = database
DAY = date(2026, 9, 1)


def paid(county, amount: str, **more):
    given = {"period": "第 3 季度", "kind": "levy", "paid_on": DAY, "amount": Decimal(amount)} | more
    return receive(actor=ROOT, today=TODAY, row=None, unit=county.mill, **given)


def details(verb: str) -> list[dict]:
    return list(Entry.objects.filter(verb=verb).order_by("pk").values_list("detail", flat=True))


def test_two_vouchers_of_one_day_are_two_sums(county):
    set_reach(ROOT)
    for voucher in ("甲1", "甲2"):
        assert paid(county, "100.00", voucher=voucher)[1] is True
    assert Receipt.objects.count() == 2


def test_a_sum_put_right_says_before_and_after(county):
    set_reach(ROOT)
    paid(county, "100.00")
    assert (paid(county, "1000.05")[1], paid(county, "1000.05")[1]) == (False, None)
    assert details("dues.enter") == [{"kind": "levy", "on": "2026-09-01", "amount": "100.00"}]
    assert details("dues.correct") == [{"fields": ["amount"], "before": "100.00", "amount": "1000.05"}]


def test_the_journal_keeps_no_words_of_a_meeting(county):
    set_reach(ROOT)
    given = {"title": "慰问李小会一家", "kind": "comfort", "held_on": DAY, "words": "送去米面"}
    meet(actor=ROOT, today=TODAY, row=None, unit=county.mill, **given)
    assert details("meetings.enter") == [{"kind": "comfort", "on": "2026-09-01"}]
