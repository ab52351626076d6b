"""Seats, eligibility, publicity and counting, by the tables of domain.md §1.2 and §1.3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.work.founding import rules
from gonghui.work.founding.rules import Assembly, Numbers

NUMBERS = Numbers(25, 10, 100, Decimal("0.6667"), Decimal("0.5"), Decimal("0.05"), 7, (3, 5))
LIST = rules.read_candidates(
    "张一 男 主席\n王二 女 副主席\n李三 男 委员\n赵四 男 委员\n孙五 女 经审主任\n周六 女 女工主任"
)
HELD = Assembly(date(2026, 3, 20), 31, 29, 29, 29)


@pytest.mark.parametrize(
    ("members", "seats"),
    [(3, (3, 5)), (24, (3, 5)), (25, (3, 7)), (200, (3, 7)), (201, (7, 15)), (1000, (7, 15)), (1001, (15, 21)),
     (5000, (15, 21)), (10000, (21, 29)), (50000, (29, 37)), (50001, (37, 45))],
)  # fmt: skip
def test_seats_by_members(members: int, seats: tuple[int, int]) -> None:
    assert rules.seats_for(members) == seats


def test_a_good_list_has_no_fault() -> None:
    assert rules.candidate_faults(LIST, 3, 31, 12, NUMBERS) == []


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("张一 男 主席 负责人", "张一是行政负责人，不能作为工会主席候选人"),
        ("张一 男 主席 人事", "张一是人力资源部门负责人，不能作为工会主席候选人"),
        ("张一 男 主席\n李三 男 委员 亲属", "李三是单位主要负责人的近亲属，不能作为工会委员候选人"),
        ("张一 男 女工主任", "张一是男职工，不能作为女职工委员会候选人"),
        ("李三 男 委员", "候选人里没有主席人选"),
        ("张一 男 主席\n张一 男 经审委员", "张一是主席候选人，不能兼任经费审查委员"),
        ("张一 男 主席\n张一 男 委员", "张一在候选人里重复了"),
        ("张一 男 主席", "要同时选举经费审查委员（人少的设一名）"),
        ("张一 男 主席", "有 12 名女会员，要设女职工委员会，候选人里要有女工主任"),
        ("张一 男 主席", "委员要差额选举：选 3 人，候选人至少 4 人，现在 1 人"),
    ],
)
def test_what_stands_against_a_list(lines: str, fault: str) -> None:
    assert fault in rules.candidate_faults(rules.read_candidates(lines), 3, 31, 12, NUMBERS)


def test_few_women_have_one_of_their_own() -> None:
    assert "有 9 名女会员，要设一名女职工委员" in rules.candidate_faults(LIST[:5], 3, 31, 9, NUMBERS)
    assert rules.candidate_faults(LIST[:5], 3, 31, 0, NUMBERS) == []


@pytest.mark.parametrize(
    ("members", "form", "good"), [(24, "single", False), (25, "single", True), (9, "joint", True)]
)
def test_a_union_of_its_own_needs_the_legal_number(members: int, form: str, good: bool) -> None:
    assert (rules.size_faults(form, members, NUMBERS) == []) is good


@pytest.mark.parametrize(("day", "ended"), [(8, False), (9, False), (10, True), (11, True)])
def test_seven_days_of_publicity(day: int, ended: bool) -> None:
    assert (rules.shown_long_enough(date(2026, 3, 3), date(2026, 3, day), NUMBERS) is None) is ended


@pytest.mark.parametrize(
    ("should", "least"), [(3, 2), (30, 20), (31, 21), (32, 22), (300, 200), (301, 201), (3000, 2000)]
)
def test_two_thirds_must_come(should: int, least: int) -> None:
    enough = Assembly(date(2026, 3, 20), should, least, least, least)
    assert rules.assembly_faults(enough, date(2026, 3, 10), date(2026, 3, 20), NUMBERS) == []
    few = replace(enough, attended=least - 1, issued=least - 1, returned=least - 1)
    assert rules.assembly_faults(few, date(2026, 3, 10), date(2026, 3, 20), NUMBERS) == [
        f"应到 {should} 人，到会要有 {least} 人选举才有效，实到 {least - 1} 人"
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"held_on": date(2026, 3, 21)}, "还没到"),
        ({"held_on": date(2026, 3, 16)}, "大会不能早于那天"),
        ({"attended": 32}, "实到人数多于应到"),
        ({"issued": 30}, "多于到会"),
        ({"returned": 30}, "选举无效"),
    ],
)
def test_a_meeting_that_does_not_count(changed: dict[str, object], words: str) -> None:
    faults = rules.assembly_faults(replace(HELD, **changed), date(2026, 3, 10), date(2026, 3, 20), NUMBERS)
    assert [words in fault for fault in faults][:1] == [True]


def votes(*counts: int) -> dict[tuple[str, str], int]:
    return {(one.name, one.post): count for one, count in zip(LIST, counts, strict=True)}


def test_elected_by_more_than_half_of_all_who_should_have_come() -> None:
    won, faults = rules.elected(LIST, votes(28, 27, 16, 15, 20, 19), 3, HELD, NUMBERS)
    assert ([one.name for one in won], faults) == (["张一", "王二", "李三", "孙五", "周六"], [])


def test_fifteen_of_thirty_one_are_not_more_than_half() -> None:
    _, faults = rules.elected(LIST, votes(15, 27, 16, 16, 20, 19), 3, HELD, NUMBERS)
    assert faults == ["主席候选人得票没有超过应到会人数的一半，没有选出主席，要再选"]


def test_more_pass_than_seats() -> None:
    won, _ = rules.elected(LIST, votes(28, 20, 21, 22, 20, 19), 3, HELD, NUMBERS)
    assert [one.name for one in won if one.post in rules.COMMITTEE] == ["张一", "李三", "赵四"]


def test_votes_that_do_not_add_up() -> None:
    _, faults = rules.elected(LIST, votes(30, 20, 21, 22, 20, 19) | {("钱七", "chair"): 1}, 3, HELD, NUMBERS)
    assert faults[:2] == ["钱七不是主席候选人", "张一的得票多于收回的选票 29 张"]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_its_line(text: str) -> None:
    for read in (rules.read_candidates, rules.read_group, rules.read_votes):
        assert refusal(read, text)[:2] in {"", "第 "}


def refusal(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except ValueError as error:
        return str(error)
    return ""


@given(st.integers(1, 5000), st.integers(0, 5000))
def test_an_election_that_counts_had_two_thirds_there(should: int, attended: int) -> None:
    held = Assembly(date(2026, 3, 20), should, attended, attended, attended)
    counts = rules.assembly_faults(held, date(2026, 3, 10), date(2026, 3, 20), NUMBERS) == []
    assert counts == (3 * attended >= 2 * should and attended <= should)


def test_a_group_is_three_to_five_with_one_leader() -> None:
    assert rules.group_faults(rules.read_group("张一 男 厨师 组长\n王二 女 会计\n李三 男 服务员")) == []
    assert rules.group_faults(rules.read_group("张一 男 厨师\n王二 女 会计")) == [
        "筹备组要 3 到 5 人，现在是 2 人",
        "筹备组要有一名组长，在那一行后面写“组长”",
    ]
