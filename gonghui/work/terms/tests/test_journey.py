"""One union from the clock's first word to its next term, and every way that must not lead there."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.notices.models import Notice
from gonghui.kernel.process.models import Deadline, WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.actions import correct
from gonghui.registers.unions.models import Union
from gonghui.work.terms.actions import begin
from gonghui.work.terms.jobs import certificates, term_clock
from gonghui.work.terms.models import Reelection
from gonghui.work.terms.selectors.papers import facts_of, papers
from gonghui.work.terms.tests.scene import UNTIL, Place, at, place
from tests.support import ROOT, database, officer

pytestmark = database
STAGES = ["preparation", "hold", "candidates", "publicity", "clearance", "assembly", "approve"]


@pytest.fixture
def here(db: None) -> Place:
    return place()


def matters() -> list[WorkItem]:
    set_reach(ROOT)
    return list(WorkItem.objects.filter(process_key="reelection"))


def told(here: Place) -> list[tuple[str, str, int]]:
    set_reach(ROOT)
    rows = Notice.objects.filter(key__startswith="terms.").order_by("at", "account_id")
    return [(one.key, one.text, one.account_id) for one in rows]


def test_the_new_term_is_in_the_registers(here: Place) -> None:
    kept = here.cadre("张一", "chair")
    gone = here.cadre("钱七", "vice_chair", until=UNTIL)
    clerk = here.cadre("赵会", "accountant")
    item = here.to("done")
    union = here.union()
    assert (union.term_since, union.term_until) == (date(2026, 9, 14), date(2031, 9, 14))
    found = {
        row.name: (row.post, row.since, row.until) for row in Cadre.objects.filter(unit=here.county.mill)
    }
    since, until = date(2026, 9, 14), date(2031, 9, 14)
    assert found == {
        "张一": ("chair", kept.since, until),
        "王二": ("vice_chair", since, until),
        "李三": ("committee_member", since, until),
        "孙五": ("audit_chair", since, until),
        "周六": ("women_chair", since, until),
        "钱七": ("vice_chair", gone.since, since),
        "赵会": ("accountant", clerk.since, None),
    }
    assert (item.outcome, here.record(item).members, here.record(item).women_members) == ("cleared", 31, 16)
    here.night(term_clock, "2026-09-22")
    assert [one.pk for one in matters()] == [item.pk]


@pytest.mark.parametrize(
    ("stage", "unit", "role"),
    [
        ("preparation", "mill", "union_chair"),
        ("hold", "east", "town_clerk"),
        ("publicity", "mill", "union_chair"),
        ("clearance", "east", "town_clerk"),
        ("assembly", "mill", "union_chair"),
        ("approve", "east", "town_clerk"),
    ],
)
def test_each_stage_is_with_who_has_to_do_it(here: Place, stage: str, unit: str, role: str) -> None:
    item = here.to(stage)
    assert (item.holder_unit_id, item.role) == (getattr(here.county, unit).pk, role)


def test_what_a_town_prepares_for_a_union_without_a_chair_is_decided_above_the_town(here: Place) -> None:
    set_reach(ROOT)
    Union.objects.filter(pk=here.county.mine.pk).update(term_until=UNTIL)
    here.night(term_clock, "2026-07-06")
    set_reach(here.neighbour)
    item = WorkItem.objects.get(process_key="reelection", unit=here.county.mine)
    assert (item.holder_unit_id, item.role) == (here.county.west.pk, "town_clerk")
    here.prove(item, "request", here.neighbour, "2026-07-13")
    item = here.go(
        item, "request", here.neighbour, "2026-07-13", request_on=date(2026, 7, 13), planned_on=date(2026, 9, 1)
    )  # fmt: skip
    assert (item.holder_unit_id, item.role) == (here.county.county.pk, "county_clerk")


def test_the_end_of_the_term_is_the_deadline_whatever_waits(here: Place) -> None:
    item = here.to("clearance")
    term = Deadline.objects.get(item=item, key="term", ended_on=None)
    assert (term.due_on, term.started_on) == (date(2026, 9, 30), date(2026, 4, 3))
    item = here.go(item, "cleared", here.clerk, "2026-08-17", cleared_on=date(2026, 8, 17))
    here.elected(item, "2026-09-14")
    assert not Deadline.objects.filter(item=item, key="term", ended_on=None).exists()


@pytest.mark.parametrize(
    ("day", "opened"), [("2026-04-02", 0), ("2026-04-03", 1), ("2026-09-30", 1), ("2026-12-01", 1)]
)
def test_the_clock_opens_it_half_a_year_before(here: Place, day: str, opened: int) -> None:
    here.night(term_clock, day)
    assert len(matters()) == opened


def test_each_alert_is_told_once_to_the_chair_and_the_town(here: Place) -> None:
    days = ["2026-04-03", "2026-04-04", "2026-07-01", "2026-07-02", "2026-07-03", "2026-08-31", "2026-09-30",
            "2026-10-01", "2026-10-02", "2026-10-30", "2026-10-31"]  # fmt: skip
    for day in days:
        here.night(term_clock, day)
    both = sorted([here.chair.account_id, here.clerk.account_id])
    soon = [f"纺织厂工会本届 2026-09-30 届满，还有 {left} 天届满" for left in (180, 90, 30)]
    late = [f"纺织厂工会本届 2026-09-30 届满，{left}，请尽快换届" for left in ("今天届满", "已超届 1 天", "已超届 31 天")]  # fmt: skip
    assert told(here) == [
        (key, text, who)
        for key, texts in (("terms.soon", soon), ("terms.over", late))
        for text in texts
        for who in both
    ]
    assert len(matters()) == 1


def test_a_union_that_is_long_over_is_told_of_once(here: Place) -> None:
    here.night(term_clock, "2027-06-01")
    assert [key for key, _, _ in told(here)] == ["terms.over", "terms.over"]
    assert matters()[0].due_on == date(2026, 9, 30)


def test_a_term_put_right_lets_the_matter_be_closed_and_it_returns_under_its_number(here: Place) -> None:
    here.night(term_clock, "2026-07-06")
    item = matters()[0]
    with pytest.raises(MoveRefused, match="台账里还是要办的"):
        here.go(item, "unneeded", here.chair, "2026-07-07")
    union = here.union()
    set_reach(here.clerk)
    correct(actor=here.clerk, union=union, term_until=date(2027, 9, 30))
    here.night(term_clock, "2026-07-08")
    assert here.go(item, "unneeded", here.chair, "2026-07-09").outcome == "cleared"
    here.night(term_clock, "2027-04-05")
    again = matters()
    assert [(one.number, one.reopened, one.stage_key) for one in again] == [(item.number, 1, "preparation")]
    assert Deadline.objects.get(item=item, key="term", ended_on=None).due_on == date(2027, 9, 30)


@pytest.mark.parametrize("stage", STAGES)
def test_no_way_to_the_new_term_without_the_reply(here: Place, stage: str) -> None:
    item = here.to(stage)
    for actor in (here.chair, here.official):
        with pytest.raises(MoveRefused):
            here.go(item, "approve", actor, "2026-09-21")
    number = {"approval_number": "x", "approval_on": date(2026, 9, 21)}
    words = "没有这一步|您可以看，不能办"
    if stage == "approve":  # typing a number of one's own is no reply, whatever paper is put to it
        here.prove(item, "outside", here.clerk, "2026-09-21")
        words = "由它签发，不用登记纸质批复"
    with pytest.raises(MoveRefused, match=words):
        here.go(item, "entered", here.clerk, "2026-09-21", **number)
    item.refresh_from_db()
    assert (item.stage_key, here.union().term_until) == (stage, UNTIL)


@pytest.mark.parametrize(
    ("stage", "move", "day", "changed", "words"),
    [
        ("preparation", "requested", "2026-07-13", {"request_on": date(2026, 7, 1)}, "不能倒签"),
        ("preparation", "requested", "2026-07-13", {"request_on": date(2026, 7, 14)}, "还没到"),
        ("preparation", "requested", "2026-07-13", {"planned_on": date(2026, 7, 1)}, "不能早于请示日期"),
        ("candidates", "nominated", "2026-08-03", {"notice_on": date(2026, 7, 19)}, "不能倒签"),
        ("candidates", "nominated", "2026-08-03", {"seats": 9}, "31 名会员的工会，委员会要 3 到 7 人"),
        ("candidates", "nominated", "2026-08-03", {"candidates": "张一 男 主席 负责人"}, "不能作为工会主席候选人"),
        ("assembly", "elected", "2026-09-14", {"held_on": date(2026, 8, 16)}, "大会日期不能早于候选人审核"),
        ("assembly", "elected", "2026-09-14", {"attended": 20, "issued": 20, "returned": 20}, "到会要有 21 人"),
        ("assembly", "elected", "2026-09-14", {"should_attend": 32}, "比台账里的会员 31 人还多"),
        ("assembly", "elected", "2026-09-14", {"term_years": "4"}, "每届任期要选 3 年或 5 年"),
        ("assembly", "elected", "2026-09-14", {"votes": "张一 主席 15"}, "没有选出主席"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(
    here: Place, stage: str, move: str, day: str, changed: dict[str, object], words: str
) -> None:
    item = here.to(stage)
    with pytest.raises(MoveRefused, match=words):
        getattr(here, move)(item, day, **changed)


def test_publicity_takes_seven_days(here: Place) -> None:
    item = here.to("publicity")
    with pytest.raises(MoveRefused, match="2026-08-10 满"):
        here.go(item, "shown", here.chair, "2026-08-09")


def test_evidence_from_before_is_refused(here: Place) -> None:
    item = here.to("preparation")
    with pytest.raises(MoveRefused, match="不能倒签"):
        here.prove(item, "request", here.chair, "2026-07-13", on="2026-07-05")


def test_nothing_goes_up_without_its_paper(here: Place) -> None:
    item = here.to("preparation")
    with pytest.raises(MoveRefused, match="还缺换届请示"):
        here.go(item, "request", here.chair, "2026-07-13", request_on=date(2026, 7, 13), planned_on=UNTIL)


def test_a_neighbour_sees_nothing(here: Place) -> None:
    item = here.to("hold")
    set_reach(here.neighbour)
    assert (WorkItem.objects.count(), Reelection.objects.count()) == (0, 0)
    with pytest.raises(MoveRefused, match="没有找到这件事"):
        here.go(item, "allow", here.neighbour, "2026-07-20")


def test_a_union_may_go_to_the_polls_early_but_not_twice(here: Place) -> None:
    union = here.union()
    set_reach(here.chair)
    item = begin(union, actor=here.chair, now=at("2026-01-05"))
    assert Deadline.objects.get(item=item, key="term").due_on == date(2026, 9, 30)
    with pytest.raises(MoveRefused, match="正在办换届"):
        begin(union, actor=here.chair, now=at("2026-01-06"))
    here.night(term_clock, "2026-07-06")
    assert [one.pk for one in matters()] == [item.pk]


def test_a_federation_elects_without_the_table_of_members(here: Place) -> None:
    set_reach(ROOT)
    Union.objects.filter(pk=here.county.east.pk).update(term_until=UNTIL)
    here.night(term_clock, "2026-07-06")
    item = WorkItem.objects.get(process_key="reelection", unit=here.county.east)
    here.prove(item, "request", here.clerk, "2026-07-13")
    on = date(2026, 7, 13)
    here.go(item, "request", here.clerk, "2026-07-13", request_on=on, planned_on=date(2026, 9, 1))
    here.go(item, "allow", here.official, "2026-07-20")
    here.prove(item, "list", here.clerk, "2026-08-03")
    names = "\n".join(f"委员{n} 男 委员" for n in range(10))
    item = here.go(
        item, "nominate", here.clerk, "2026-08-03", seats=11, notice_on=date(2026, 8, 3),
        candidates=f"张一 男 主席\n王二 女 副主席\n{names}",
    )  # fmt: skip
    assert item.stage_key == "publicity"


def test_where_nobody_is_above_the_reply_is_entered_here_by_another(here: Place) -> None:
    set_reach(ROOT)
    Union.objects.filter(pk=here.county.county.pk).update(term_until=UNTIL)
    here.night(term_clock, "2026-07-06")
    item = WorkItem.objects.get(process_key="reelection", unit=here.county.county)
    here.prove(item, "request", here.official, "2026-07-13")
    on = date(2026, 7, 13)
    item = here.go(item, "request", here.official, "2026-07-13", request_on=on, planned_on=UNTIL)
    assert (item.holder_unit_id, item.role) == (here.county.county.pk, "county_clerk")
    given = {"hold_number": "盐工复〔2026〕8号", "hold_on": date(2026, 7, 20)}
    with pytest.raises(MoveRefused, match="要由另一个人来办"):
        here.go(item, "entered_hold", here.official, "2026-07-20", **given)
    other = officer(here.county.county, "county_clerk", "county2", "何平")
    with pytest.raises(MoveRefused, match="这一步由上级办"):
        here.go(item, "allow", other, "2026-07-20")
    here.prove(item, "outside", other, "2026-07-20")
    with pytest.raises(MoveRefused, match="不能倒签"):
        here.go(item, "entered_hold", other, "2026-07-20", **given | {"hold_on": date(2026, 7, 12)})
    here.go(item, "entered_hold", other, "2026-07-20", **given)
    assert (here.record(item).hold_number, OfficialDocument.objects.count()) == ("盐工复〔2026〕8号", 0)


def test_both_replies_are_signed_with_one_press(here: Place) -> None:
    item = here.to("done")
    record = here.record(item)
    papers = list(OfficialDocument.objects.filter(item=item).order_by("serial"))
    assert [(one.number, one.title, one.office, one.addressee, one.signed_on) for one in papers] == [
        ("东工复〔2026〕1号", "关于同意纺织厂工会换届的批复", "东镇总工会", "纺织厂工会", date(2026, 7, 20)),
        ("东工复〔2026〕2号", "关于纺织厂工会换届选举结果的批复", "东镇总工会", "纺织厂工会", date(2026, 9, 21)),
    ]  # fmt: skip
    assert (record.hold_number, record.approval_number) == tuple(one.number for one in papers)
    assert [one.docx_id is not None and one.pdf_id is not None for one in papers] == [True, True]
    assert "本届任期五年，自2026年9月14日至2031年9月14日" in str(papers[1].body)
    assert Cadre.objects.get(name="王二").document_number == "东工复〔2026〕2号"


def test_every_place_of_the_replies_is_filled(here: Place) -> None:
    facts = facts_of(here.record(here.to("approve")), date(2026, 9, 21), "东镇总工会")
    assert {name for one in papers().values() for name in one.places} - facts.keys() == set()


def due_after(here: Place) -> dict[str, WorkItem]:
    set_reach(ROOT)
    return {one.process_key: one for one in WorkItem.objects.filter(rule="renewed")}


def legal(here: Place) -> None:
    union = here.union()
    union.status, union.credit_code = "legal_person", "81320924MC0000012N"
    union.save()


def test_a_new_term_makes_the_certificate_due(here: Place) -> None:
    legal(here)
    here.cadre("张一", "chair")
    here.to("done")
    found = due_after(here)
    assert [(one.title, one.due_on, one.role) for one in found.values()] == [
        ("纺织厂工会：法人证书换领", date(2026, 10, 21), "union_chair")
    ]
    with pytest.raises(MoveRefused, match="已经过了"):
        here.go(
            found["term_certificate"], "done", here.chair, "2026-09-28", certificate_until=date(2026, 9, 1)
        )
    here.go(found["term_certificate"], "done", here.chair, "2026-09-28", certificate_until=date(2031, 9, 14))
    assert here.union().certificate_until == date(2031, 9, 14)


def test_a_new_chair_makes_the_signatures_at_the_bank_due(here: Place) -> None:
    legal(here)
    here.cadre("钱七", "chair", until=UNTIL)
    here.to("done")
    found = due_after(here)
    assert sorted((key, one.due_on) for key, one in found.items()) == [
        ("term_account", date(2026, 10, 21)),
        ("term_certificate", date(2026, 10, 21)),
    ]
    with pytest.raises(MoveRefused, match="还缺银行回执"):
        here.go(found["term_account"], "done", here.chair, "2026-09-28")


def test_what_the_register_shows_is_not_asked(here: Place) -> None:
    legal(here)
    here.cadre("张一", "chair")
    here.to("done")
    here.night(certificates, "2026-09-22")
    assert due_after(here)["term_certificate"].closed_on is None
    union = here.union()
    set_reach(here.clerk)
    correct(actor=here.clerk, union=union, certificate_until=date(2031, 9, 14))
    here.night(certificates, "2026-09-23")
    item = due_after(here)["term_certificate"]
    assert (item.stage_key, item.outcome, item.closed_on) == ("known", "cleared", date(2026, 9, 23))


def test_who_is_no_legal_person_has_no_certificate_to_change(here: Place) -> None:
    here.cadre("张一", "chair")
    here.to("done")
    assert due_after(here) == {}


def test_a_quiet_night_asks_little(here: Place) -> None:
    here.night(term_clock, "2026-07-06")
    with CaptureQueriesContext(connection) as found:
        here.night(term_clock, "2026-07-07")
    assert len(found) <= 40
