"""A mill sets up a branch and two groups, and puts its people into them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

import gonghui
from gonghui.kernel import clock
from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.actions import close, merge
from gonghui.registers.members.actions import put_in
from gonghui.registers.members.models import Membership, SubPlace
from gonghui.registers.members.selectors import in_no_sub, in_sub, members
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.work.branches.actions import begin_branch, set_up_group
from gonghui.work.branches.models import BranchSetting
from gonghui.work.branches.tests.scene import at
from tests.people import member
from tests.support import ROOT, County, database, officer, plant_county, set_today, sign_in

pytestmark = database
ELECTION: dict[str, Any] = {
    "held_on": date(2026, 10, 12), "should_attend": 20, "attended": 18, "issued": 18, "returned": 18,
    "candidates": "张一 男 主席\n王二 女 委员", "votes": "张一 主席 16\n王二 委员 12",
}  # fmt: skip
DAY = date(2026, 10, 12)


class Here:
    def __init__(self, county: County) -> None:
        self.county = county
        self.chair = officer(county.mill, "union_chair", "chair1", "张一")
        self.clerk = officer(county.east, "town_clerk", "town1", "吴芳")
        self.neighbour = officer(county.west, "town_clerk", "town2", "冯军")
        self.auditor = officer(county.county, "auditor", "audit1", "季平")
        set_reach(ROOT)
        Assignment.objects.update(since=date(2021, 1, 1))

    def union(self) -> Union:
        set_reach(ROOT)
        return Union.objects.select_related("unit").get(pk=self.county.mill.pk)

    def begun(self) -> WorkItem:
        union = self.union()
        set_reach(self.chair)
        return begin_branch(actor=self.chair, union=union, given="一车间", now=at("2026-10-08"))

    def go(self, item: WorkItem, move: str, actor: Actor, day: str, **answers: Any) -> WorkItem:
        set_reach(actor)
        kind = {"decide": "decision", "elected": "report"}.get(move)
        if kind:
            add_proof(item.pk, actor=actor, now=at(day), kind=kind, on=date.fromisoformat(day), note="在工会")
        return advance(item.pk, move, actor=actor, now=at(day), **answers)

    def branch(self) -> Union:
        item = self.begun()
        self.go(item, "decide", self.chair, "2026-10-09", decided_on=date(2026, 10, 9))
        self.go(item, "elected", self.chair, "2026-10-12", **ELECTION)
        return Union.objects.select_related("unit").get(pk=BranchSetting.objects.get(pk=item.pk).branch_id)

    def group(self, given: str = "甲班", leader: str = "李组") -> Union:
        union = self.union()
        set_reach(self.chair)
        return set_up_group(actor=self.chair, union=union, given=given, leader=leader, on=DAY, today=DAY)

    def memberships(self) -> list[Membership]:
        set_reach(self.chair)
        return list(members(self.chair).filter(unit=self.county.mill).order_by("person__name", "pk"))


@pytest.fixture
def here(db: None) -> Here:
    set_reach(ROOT)
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    county = plant_county()
    for unit in (county.mill, county.mine):
        Union.objects.create(
            unit=unit, name=unit.name, kind="single", level="base", term_since=date(2024, 3, 1), term_until=date(2029, 3, 1)
        )  # fmt: skip
    for n in range(4):
        member(county.mill, n)
    return Here(county)


def test_a_branch_serves_the_term_of_its_union(here: Here) -> None:
    branch = here.branch()
    assert (branch.name, branch.kind, branch.level, branch.term_since, branch.term_until) == (
        "纺织厂工会一车间分会", "branch", "sub", DAY, date(2029, 3, 1),
    )  # fmt: skip
    assert branch.unit.path.startswith(here.county.mill.path)
    found = Cadre.objects.filter(unit_id=branch.pk).order_by("pk").values_list("name", "post", "until")
    assert list(found) == [
        ("张一", "chair", date(2029, 3, 1)),
        ("王二", "committee_member", date(2029, 3, 1)),
    ]


def test_no_branch_without_the_committees_decision(here: Here) -> None:
    item = here.begun()
    with pytest.raises(MoveRefused, match="没有这一步"):
        here.go(item, "elected", here.chair, "2026-10-12", **ELECTION)
    set_reach(here.chair)
    with pytest.raises(MoveRefused, match="还缺委员会决议"):
        advance(item.pk, "decide", actor=here.chair, now=at("2026-10-09"), decided_on=date(2026, 10, 9))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"held_on": date(2026, 10, 8)}, "不能倒签"),
        ({"attended": 13, "issued": 13, "returned": 13}, "到会要有 14 人"),
        ({"votes": "张一 主席 10\n王二 委员 12"}, "没有选出分会主席"),
        ({"candidates": "张一 男 主席\n王二 女 经审主任", "votes": "张一 主席 16\n王二 经审主任 12"}, "分会只选主席"),
        ({"votes": "张一"}, "第 1 行要写成"),
    ],
)  # fmt: skip
def test_when_its_election_does_not_count(here: Here, changed: dict[str, Any], words: str) -> None:
    item = here.begun()
    here.go(item, "decide", here.chair, "2026-10-09", decided_on=date(2026, 10, 9))
    with pytest.raises(MoveRefused, match=words):
        here.go(item, "elected", here.chair, "2026-10-12", **ELECTION | changed)


def test_one_at_a_time_and_not_where_it_does_not_belong(here: Here) -> None:
    here.begun()
    with pytest.raises(MoveRefused, match="或正在办"):
        here.begun()
    group = here.group()
    with pytest.raises(MoveRefused, match="不能设分会"):
        begin_branch(actor=here.chair, union=group, given="一车间", now=at("2026-10-08"))


def test_a_group_needs_no_approval_and_has_a_leader(here: Here) -> None:
    group = here.group()
    assert (group.name, group.kind, group.unit.path.startswith(here.county.mill.path)) == (
        "纺织厂工会甲班小组",
        "group",
        True,
    )
    assert list(Cadre.objects.filter(unit_id=group.pk).values_list("name", "post")) == [
        ("李组", "group_leader")
    ]
    with pytest.raises(ValidationError, match="是同一家吗"):
        here.group()


def test_members_are_in_one_group_and_stay_members_of_the_union(here: Here) -> None:
    first, second = here.group(), here.group("乙班", "赵组")
    everybody = here.memberships()
    assert put_in(actor=here.chair, unit=first.unit, memberships=everybody[:3], on=DAY) == 3
    assert put_in(actor=here.chair, unit=first.unit, memberships=everybody[:3], on=DAY) == 0
    assert put_in(actor=here.chair, unit=second.unit, memberships=everybody[2:3], on=DAY) == 1
    counts = [in_sub(here.chair, one.pk).count() for one in (first, second)]
    assert (counts, in_no_sub(here.chair, here.county.mill.pk).count()) == ([2, 1], 1)
    assert members(here.chair).filter(unit=here.county.mill).count() == 4
    Membership.objects.filter(pk=everybody[0].pk).update(until=DAY)
    assert in_sub(here.chair, first.pk).count() == 1  # whoever has left the union has left its group


def test_nobody_elses_members_are_put_in(here: Here) -> None:
    group = here.group()
    set_reach(ROOT)
    stranger = member(here.county.mine, 9)
    other = Membership.objects.filter(person=stranger)
    with pytest.raises(ValidationError, match="现有的会员"):
        put_in(actor=ROOT, unit=group.unit, memberships=other, on=DAY)
    with pytest.raises(ValidationError, match="不能编入"):
        put_in(actor=ROOT, unit=here.county.mill, memberships=other, on=DAY)


def test_what_becomes_of_them_when_a_group_ends(here: Here) -> None:
    first, second, third = (
        here.group(*pair) for pair in (("甲班", "李组"), ("乙班", "赵组"), ("丙班", "钱组"))
    )
    everybody = here.memberships()
    put_in(actor=here.chair, unit=first.unit, memberships=everybody[:2], on=DAY)
    put_in(actor=here.chair, unit=third.unit, memberships=everybody[2:], on=DAY)
    set_reach(ROOT)
    merge(actor=ROOT, unit=first.unit, into=second.unit, on=date(2026, 11, 1))
    close(actor=ROOT, unit=third.unit, on=date(2026, 11, 1))
    assert [in_sub(ROOT, one.pk).count() for one in (first, second, third)] == [0, 2, 0]
    assert SubPlace.objects.filter(until=None).count() == 2


def test_from_the_pages(client: Any, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, clock, "2026-10-12")
    sign_in(client, here.chair)
    mill = here.county.mill.pk
    page = client.get(reverse("union", args=[mill])).content.decode()
    assert ("设分会" in page, "设小组" in page) == (True, True)
    url = reverse("group-new", args=[mill])
    assert client.post(url, {"given": "甲班", "leader": "", "on": "2026-10-12"}).status_code == 422
    assert client.post(url, {"given": "甲班", "leader": "李组", "on": "2026-10-13"}).status_code == 422
    made = client.post(url, {"given": "甲班", "leader": "李组", "on": "2026-10-12"})
    assert made.status_code == 302
    ids = [str(one.pk) for one in here.memberships()[:2]]
    assert "没有选会员" in client.post(made.url, {"do": "in", "ids": ["x"]}, follow=True).content.decode()
    assert "已编入 2 人" in client.post(made.url, {"do": "in", "ids": ids}, follow=True).content.decode()
    assert "已调出 1 人" in client.post(made.url, {"do": "out", "ids": ids[:1]}, follow=True).content.decode()
    begun = client.post(reverse("branch-new", args=[mill]), {"given": "一车间"})
    assert "纺织厂工会一车间分会" in client.get(begun.url).content.decode()
    sign_in(client, here.auditor)
    assert "不能编排小组" in client.post(made.url, {"do": "in", "ids": ids}, follow=True).content.decode()
    set_reach(ROOT)
    assert SubPlace.objects.filter(until=None).count() == 1


def test_a_neighbour_sees_and_changes_nothing(client: Any, here: Here) -> None:
    group = here.group()
    sign_in(client, here.neighbour)
    mill = here.county.mill.pk
    urls = [
        reverse("group-new", args=[mill]),
        reverse("branch-new", args=[mill]),
        reverse("sub-members", args=[group.pk]),
    ]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    set_reach(here.neighbour)
    assert SubPlace.objects.count() == 0
