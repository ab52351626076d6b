"""The 26 rules: passed by a meeting, dropped, and what they are worth."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.meetings.actions import save as keep_meeting
from gonghui.work.standards import selectors
from gonghui.work.standards.actions import adopt
from gonghui.work.standards.actions.library import drop_rule, pass_rule
from gonghui.work.standards.models import Adopted
from gonghui.work.standards.rules.library import library
from gonghui.work.standards.tests.test_standing import scene
from tests.support import DAY, ROOT, database, officer, set_today, sign_in

pytestmark = database
TODAY = date(2026, 11, 22)


def test_there_are_26_rules_of_five_kinds() -> None:
    assert len(library()) == 26
    assert {one.block for one in library().values()} == {"组织", "民主", "维权", "服务", "经费"}


def test_three_rules_are_a_system_until_one_is_dropped() -> None:
    made = scene()
    scheme = adopt(actor=ROOT, unit=made.county, key="six_a", since=DAY)
    meeting, _ = keep_meeting(actor=ROOT, today=TODAY, row=None, unit=made.mill, title="会员大会", kind="congress", held_on=date(2026, 10, 8))  # fmt: skip
    kept = [
        pass_rule(actor=ROOT, unit=made.mill, rule=rule, today=TODAY, meeting=meeting.pk)
        for rule in ("assembly", "funds")
    ]
    assert [(one.since, one.by) for one in kept] == [(date(2026, 10, 8), "会员大会")] * 2
    pass_rule(
        actor=ROOT, unit=made.mill, rule="audit", today=TODAY, since=date(2026, 10, 20), by="委员会会议"
    )

    def has(day: date) -> bool:
        return next(
            one.met
            for one in selectors.items_now(scheme, made.mill.pk, day, actor=ROOT)
            if one.item.key == "system"
        )

    assert [has(day) for day in (date(2026, 10, 19), date(2026, 10, 20))] == [False, True]
    drop_rule(actor=ROOT, adopted=kept[0], on=TODAY)
    assert [has(day) for day in (date(2026, 11, 21), TODAY)] == [True, False]


def test_what_is_not_so_is_refused_and_the_page_keeps_what_was_typed(client: Any, monkeypatch: Any) -> None:
    set_today(monkeypatch, clock, "2026-11-22")
    made = scene()
    party, _ = keep_meeting(
        actor=ROOT, today=TODAY, row=None, unit=made.mill, title="拔河", kind="culture", held_on=DAY
    )
    for given, said in (
        ({"rule": "magic"}, "请从制度库里选"),
        ({"meeting": party.pk}, "本单位开过的会"),
        ({"since": date(2026, 12, 1), "by": "会"}, "还没到"),
        ({"since": DAY}, "请选哪次会议"),
    ):
        values: dict[str, Any] = {"rule": "audit", **given}
        with pytest.raises(ValidationError, match=said):
            pass_rule(actor=ROOT, unit=made.mill, today=TODAY, **values)
    sign_in(client, officer(made.mill, "union_chair", "chair1"))
    url = f"/standards/unions/{made.mill.pk}/rules/"
    refused = client.post(url, {"rule": "audit", "by": "第三次会员大会"})
    assert refused.status_code == 422
    assert "第三次会员大会" in refused.content.decode()
    assert (
        client.post(url, {"rule": "audit", "by": "第三次会员大会", "since": "2026-09-09"}).status_code == 302
    )
    page = client.get(url).content.decode()
    assert "制度 1/26" in page
    assert "2026-09-09" in page
    set_reach(ROOT)
    pk = Adopted.objects.get().pk
    client.post(f"/standards/rules/{pk}/drop/")
    assert "2026-11-22 废止" in client.get(url).content.decode()
