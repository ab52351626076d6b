"""One restaurant from the first visit to its union, and every way that must not lead there."""

from __future__ import annotations

from datetime import date

import pytest

from gonghui.kernel.parameters.models import ParameterValue
from gonghui.kernel.process import holding
from gonghui.kernel.process.models import Deadline, WorkItem
from gonghui.kernel.process.moving import why_not
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.models import Membership
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.work.founding.actions import begin, begin_all
from gonghui.work.founding.tests.scene import SURVEY, Place, at, fixed, place
from tests.rosters import Fault
from tests.support import ROOT, database

pytestmark = database


@pytest.fixture
def here(db: None) -> Place:
    return place()


def test_the_union_stands_with_its_people(here: Place) -> None:
    item = here.to("done")
    record = here.record(item)
    set_reach(here.clerk)
    union = Union.objects.get(pk=record.union_id)
    assert (union.name, union.kind, union.approval_number, union.status) == (
        "湖畔餐饮有限公司工会委员会",
        "single",
        "云工复〔2026〕1号",
        "established",
    )
    assert (union.term_since, union.term_until) == (date(2026, 3, 13), date(2031, 3, 13))
    employer = Employer.objects.get(pk=here.employer.pk)
    assert (employer.covered_by_id, employer.workers, employer.covered_since) == (
        union.pk,
        31,
        date(2026, 3, 17),
    )
    assert Membership.objects.filter(unit_id=union.pk, until=None).count() == 31
    officers = Cadre.objects.filter(unit_id=union.pk).order_by("pk").values_list("name", "post")
    assert list(officers) == [
        ("张一", "chair"), ("王二", "vice_chair"), ("李三", "committee_member"), ("孙五", "audit_chair"),
        ("周六", "women_chair"),
    ]  # fmt: skip
    assert item.outcome == "cleared"


def test_each_stage_is_with_who_has_to_do_it(here: Place) -> None:
    item = here.begun("2026-03-02")
    assert (item.holder_unit_id, item.role) == (here.county.line.pk, "adviser")
    item = here.go(item, "surveyed", here.adviser, "2026-03-03", **SURVEY)
    assert (item.holder_unit_id, item.role) == (here.county.east.pk, "town_clerk")


def test_five_working_days_from_the_survey(here: Place) -> None:
    item = here.begun("2024-09-27")
    assert Deadline.objects.get(item=item, key="onestop").due_on == date(2024, 10, 10)
    set_reach(here.adviser)
    holding.pause(item.pk, actor=here.adviser, now=at("2024-10-08"), reason="等单位补材料：营业执照")
    holding.resume(item.pk, actor=here.adviser, now=at("2024-10-10"))
    assert Deadline.objects.get(item=item, key="onestop").due_on == date(2024, 10, 12)


def test_publicity_does_not_count_and_the_reply_has_its_own_clock(here: Place) -> None:
    item = here.to("approve")
    clocks = {d.key: d.due_on for d in Deadline.objects.filter(item=item, ended_on=None)}
    assert clocks == {
        "onestop": date(2026, 3, 16),  # 2 March + 5 working days, and five more of publicity (5 to 12 March)
        "legal": date(2026, 3, 30),  # 15 days from the 13th end on a Saturday
        "stage": date(2026, 3, 16),
    }


def test_a_county_may_start_the_clock_at_the_complete_application(here: Place) -> None:
    fixed(here.county.county, "build.clock_start", "2")
    item = here.to("elect")
    assert list(Deadline.objects.filter(item=item, key="onestop")) == []
    here.elected(item, "2026-03-13")
    assert Deadline.objects.get(item=item, key="onestop").due_on == date(2026, 3, 20)


@pytest.mark.parametrize("stage", ["survey", "papers", "mobilise", "publicity", "elect", "approve"])
def test_no_way_to_the_plaque_without_the_reply(here: Place, stage: str) -> None:
    item = here.to(stage)
    for actor in (here.adviser, here.clerk, here.official):
        with pytest.raises(MoveRefused):
            here.go(item, "unveil", actor, "2026-03-20", unveiled_on=date(2026, 3, 20))
    item.refresh_from_db()
    assert item.stage_key == stage


def test_who_reported_the_election_does_not_approve_it(here: Place) -> None:
    item = here.to("approve")
    with pytest.raises(MoveRefused, match="您可以看，不能办"):
        here.go(item, "approve", here.clerk, "2026-03-16")


@pytest.mark.parametrize(
    ("stage", "move", "changed", "words"),
    [
        ("elect", "elected", {"held_on": date(2026, 3, 11)}, "大会不能早于那天"),
        ("elect", "elected", {"held_on": date(2026, 3, 14)}, "还没到"),
        ("elect", "elected", {"attended": 20, "issued": 20, "returned": 20}, "到会要有 21 人"),
        ("elect", "elected", {"should_attend": 40}, "比花名册上的 31 人还多"),
        ("elect", "elected", {"term_years": "4"}, "每届任期要选 3 年或 5 年"),
        ("mobilise", "nominated", {"seats": 9}, "委员会要 3 到 7 人"),
        ("mobilise", "nominated", {"candidates": "张一 男 主席 负责人"}, "不能作为工会主席候选人"),
        ("mobilise", "nominated", {"notice_on": date(2026, 3, 9)}, "还没到那天"),
    ],
)
def test_what_is_refused_and_why(
    here: Place, stage: str, move: str, changed: dict[str, object], words: str
) -> None:
    item = here.to(stage)
    days = {"elected": "2026-03-13", "approved": "2026-03-16", "nominated": "2026-03-05"}
    with pytest.raises(MoveRefused, match=words):
        getattr(here, move)(item, days[move], **changed)


def test_the_reply_is_never_older_than_the_election(here: Place) -> None:
    item = here.to("approve")
    with pytest.raises(MoveRefused, match="不能倒签"):
        here.approved(item, "2026-03-12")


def test_publicity_takes_seven_days(here: Place) -> None:
    item = here.to("publicity")
    with pytest.raises(MoveRefused, match="2026-03-12 满"):
        here.go(item, "shown", here.clerk, "2026-03-11")


def test_too_few_for_a_union_of_their_own(here: Place) -> None:
    item = here.to("mobilise")
    with pytest.raises(MoveRefused, match="名册里有 24 人，单独建会要 25 人以上"):
        here.nominated(item, "2026-03-05", 24)


def test_a_roster_with_a_wrong_row_goes_back(here: Place) -> None:
    item = here.to("mobilise")
    with pytest.raises(MoveRefused, match="花名册里有 1 行要改：第 7 行：证件号码：这是 15 位的旧身份证号"):
        here.bring_roster(item, here.clerk, "2026-03-05", planted=[Fault(3, 2, "999001802301234")])
    assert here.record(item).roster_id is None


def test_an_employer_already_covered_is_not_founded_again(here: Place) -> None:
    here.to("done")
    with pytest.raises(MoveRefused, match="已纳入湖畔餐饮有限公司工会委员会"):
        here.begun("2026-03-20", by=here.clerk)


def test_one_founding_at_a_time(here: Place) -> None:
    here.begun("2026-03-02")
    with pytest.raises(MoveRefused, match="正在办建会"):
        here.begun("2026-03-03", by=here.clerk)


def test_a_neighbour_sees_nothing(here: Place) -> None:
    item = here.to("mobilise")
    set_reach(here.neighbour)
    assert WorkItem.objects.count() == 0
    with pytest.raises(MoveRefused, match="没有找到这件事"):
        here.go(item, "nominate", here.neighbour, "2026-03-05")


def test_several_employers_found_one_union(here: Place) -> None:
    from gonghui.registers.employers.actions import enter

    set_reach(ROOT)
    others = [
        enter(actor=ROOT, unit=here.county.east, name=f"{word}小吃店", workers=4)
        for word in "甲乙丙丁戊己庚辛壬癸子丑"
    ]
    far = enter(actor=ROOT, unit=here.county.west, name="西镇小吃店", workers=4)
    item = here.to("papers")
    joint = {
        "form": "joint",
        "name": "东镇餐饮联合工会委员会",
        "covers": "\n".join(one.name for one in others),
    }
    with pytest.raises(MoveRefused, match="第 1 行“西镇小吃店”：在您管的用人单位台账里没有找到"):
        here.completed(item, "2026-03-04", **joint | {"covers": far.name})
    here.completed(item, "2026-03-04", **joint)
    here.nominated(item, "2026-03-05", 9, seats=3)
    here.go(item, "shown", here.clerk, "2026-03-12")
    here.elected(
        item,
        "2026-03-13",
        should_attend=9,
        attended=8,
        issued=8,
        returned=8,
        votes="张一 主席 8\n王二 副主席 7\n李三 委员 6\n赵四 委员 3\n孙五 经审主任 6\n周六 女工主任 6",
    )
    here.approved(item, "2026-03-16")
    here.unveiled(item, "2026-03-17")
    union = Union.objects.get(pk=here.record(item).union_id)
    assert (union.kind, Employer.objects.filter(covered_by=union.pk).count()) == ("joint", 13)


def test_a_park_begins_all_at_once(here: Place) -> None:
    from gonghui.registers.employers.actions import enter

    set_reach(ROOT)
    park = [enter(actor=ROOT, unit=here.county.east, name=f"园区{n}号企业", workers=40) for n in range(5)]
    set_reach(here.clerk)
    begin(actor=here.clerk, employer=park[2], now=at("2026-03-02"))
    begun, refused = begin_all(actor=here.clerk, employers=park, now=at("2026-03-02"))
    assert (len(begun), refused) == (4, ["园区2号企业正在办建会，不用再发起，可以在办事台账里找到"])


def test_what_is_to_be_done_after_founding(here: Place) -> None:
    item = here.to("done")
    union = Union.objects.get(pk=here.record(item).union_id)
    tasks = WorkItem.objects.filter(rule="founded").order_by("process_key")
    assert [(one.process_key, one.title.split("：")[1], one.due_on, one.role) for one in tasks] == [
        ("after_account", "开设工会经费专户", date(2026, 4, 17), "town_clerk"),
        ("after_legal", "法人资格登记", date(2026, 5, 18), "town_clerk"),  # 60 days end on Saturday the 16th
        ("after_seal", "刻制印章并备案", date(2026, 4, 17), "town_clerk"),
        ("after_tax", "办理经费代收登记", date(2026, 4, 17), "town_clerk"),
    ]
    legal = tasks.get(process_key="after_legal")
    with pytest.raises(MoveRefused, match="以 81 开头"):
        here.go(legal, "done", here.clerk, "2026-04-01", credit_code="91330100799655058B")
    here.go(legal, "done", here.clerk, "2026-04-01", credit_code="81320924MC0000012N")
    union.refresh_from_db()
    assert (union.status, union.credit_code) == ("legal_person", "81320924MC0000012N")


def test_a_refusal_says_why(here: Place) -> None:
    item = here.to("approve")
    with pytest.raises(MoveRefused, match="请写明不同意的原因"):
        here.go(item, "refuse", here.official, "2026-03-16")
    assert (
        here.go(item, "refuse", here.official, "2026-03-16", text="名册与社保人数不符").outcome == "refused"
    )


def test_who_does_not_reach_the_employer_is_told_so(here: Place) -> None:
    """Referred to another town, whose clerk may answer for the matter and not write about the employer."""
    item = here.begun("2026-11-02")
    set_reach(here.adviser)
    holding.refer(
        item.pk,
        actor=here.adviser,
        now=at("2026-11-02"),
        unit=here.county.west,
        role="town_clerk",
        reason="请代办",
    )
    with pytest.raises(MoveRefused, match="这家单位不在您的管辖内"):
        here.go(item, "surveyed", here.neighbour, "2026-11-03", **SURVEY)
    set_reach(here.neighbour)
    assert here.record(item).employer_seen is None


def test_a_place_without_its_numbers_is_told_which_is_missing(here: Place) -> None:
    item = here.to("publicity")
    set_reach(ROOT)
    ParameterValue.objects.filter(parameter="ele.candidate_publicity").delete()
    with pytest.raises(MoveRefused, match="“主席候选人公示期”在东镇总工会所在地区"):
        here.go(item, "shown", here.clerk, "2026-03-12")
    set_reach(here.clerk)
    item.refresh_from_db()
    move = item.process.move("publicity", "shown")
    assert move is not None
    assert "主席候选人公示期" in why_not(item, move, here.clerk, date(2026, 3, 12))
