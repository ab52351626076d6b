"""会员评家 in the hall: once each, by nobody in particular; the published figures; what it is then worth."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gonghui.kernel import clock
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.session import set_reach
from gonghui.work.standards import selectors
from gonghui.work.standards.actions import SHIPPED, adopt
from gonghui.work.standards.actions.polls import close_poll, issue_tickets, open_poll, vote
from gonghui.work.standards.models import Poll, Ticket
from gonghui.work.standards.tests.test_standing import scene
from tests.support import DAY, ROOT, database, officer, set_today, sign_in

pytestmark = database
TODAY = date(2026, 11, 22)


@pytest.fixture
def made(db: None) -> Any:
    made = scene()
    seed_parameters(actor=ROOT, path=SHIPPED.with_name("parameters.csv"))
    return made


def test_the_published_poll_is_held_and_feeds_its_item(made: Any) -> None:
    """襄阳 2018: 141 went out, 137 came back, 127 satisfied and 10 mostly: 97.16, 92.70, 100 %."""
    scheme = adopt(actor=ROOT, unit=made.county, key="home", since=DAY)
    poll = open_poll(actor=ROOT, unit=made.mill, label="2026 年会员评家", today=TODAY)
    codes = issue_tickets(actor=ROOT, poll=poll, number=141)
    assert len(set(codes)) == 141
    for n, code in enumerate(codes[:137]):
        assert vote(code, "satisfied" if n < 127 else "mostly")
    set_reach(ROOT)
    rated = next(
        one
        for one in selectors.items_now(scheme, made.mill.pk, TODAY, actor=ROOT)
        if one.item.key == "rated90"
    )
    assert not rated.met
    closed = close_poll(actor=ROOT, poll=poll, today=TODAY)
    assert (closed.issued, closed.returned, closed.satisfied, closed.mostly) == (141, 137, 127, 10)
    rated = next(
        one
        for one in selectors.items_now(scheme, made.mill.pk, TODAY, actor=ROOT)
        if one.item.key == "rated90"
    )
    assert (rated.met, rated.until) == (True, date(2027, 11, 22))


def test_a_code_answers_once_and_only_while_it_is_open(made: Any) -> None:
    poll = open_poll(actor=ROOT, unit=made.mill, label="评家", today=TODAY)
    first, second, third = issue_tickets(actor=ROOT, poll=poll, number=3)
    assert [vote(first, "satisfied"), vote(first.lower(), "unsatisfied"), vote(first, "magic")] == [
        True,
        False,
        False,
    ]
    assert not vote("A" * 16, "satisfied")
    set_reach(ROOT)
    with pytest.raises(ValidationError, match="还没有结束"):
        open_poll(actor=ROOT, unit=made.mill, label="又一次", today=TODAY)
    assert vote(second, "unsure")
    set_reach(ROOT)
    close_poll(actor=ROOT, poll=poll, today=TODAY)
    assert not vote(third, "satisfied")
    set_reach(ROOT)
    assert list(Poll.objects.values_list("satisfied", "mostly", "unsatisfied", "unsure")) == [(1, 0, 0, 1)]
    with pytest.raises(ValidationError, match="不能再发票"):
        issue_tickets(actor=ROOT, poll=poll, number=1)


def test_nothing_says_who_or_which_code_answered_what(made: Any) -> None:
    poll = open_poll(actor=ROOT, unit=made.mill, label="评家", today=TODAY)
    (code,) = issue_tickets(actor=ROOT, poll=poll, number=1)
    before = Entry.objects.count()
    assert vote(code, "unsatisfied")
    set_reach(ROOT)
    assert Entry.objects.count() == before
    kept = {field.name for field in Ticket._meta.get_fields()}
    assert kept == {"id", "poll", "unit", "path", "digest", "used"}
    assert code.encode() not in bytes(Ticket.objects.get().digest)


def test_in_the_hall_and_at_the_desk(client: Any, monkeypatch: Any, made: Any) -> None:
    set_today(monkeypatch, clock, "2026-11-22")
    sign_in(client, officer(made.mill, "union_chair", "chair1"))
    url = f"/standards/unions/{made.mill.pk}/polls/"
    client.post(url, {"label": "2026 年会员评家"})
    set_reach(ROOT)
    poll = Poll.objects.get()
    assert (
        "一次发 1 到 500 张"
        in client.post(f"/standards/polls/{poll.pk}/slips/", {"number": "x"}, follow=True).content.decode()
    )
    sheet = client.post(f"/standards/polls/{poll.pk}/slips/", {"number": "2"}).content.decode()
    addresses = re.findall(r"/rate/[0-9A-Z]{16}/", sheet)
    assert len(addresses) == 2
    phone = Client()
    page = phone.get(addresses[0]).content.decode()
    assert "您对本单位工会满意吗" in page
    assert "纺织厂工会" in page
    assert "没有收到" in phone.post(addresses[0], {}).content.decode()
    assert "谢谢，已经收到" in phone.post(addresses[0], {"answer": "satisfied"}).content.decode()
    assert phone.get(addresses[0]).status_code == 404
    running = client.get(url).content.decode()
    assert "回收率 50.00 %" in running
    assert "满意率</dt>" not in running
    assert (
        "收回的票不够，这次不算数"
        in client.post(f"/standards/polls/{poll.pk}/close/", follow=True).content.decode()
    )
    sign_in(client, officer(made.mine, "union_chair", "chair2"))
    assert client.get(url).status_code == 404
    assert client.post(f"/standards/polls/{poll.pk}/close/").status_code == 404
