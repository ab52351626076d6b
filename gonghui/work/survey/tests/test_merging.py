"""Whatever order answers arrive in, and however often, the same picture comes out, and nothing is lost."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui.work.survey import rules
from gonghui.work.survey.rules import Picture, Said, cleaned, merged, questions, questions_in

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
KEYS = ("workers", "address", "willing")


def said(id_: str, author: int, number: int, base: int, minute: int, **facts: Any) -> Said:
    return Said(id_, author, number, base, START + timedelta(minutes=minute), facts)


def arrived(waiting: list[Said], there: list[Said]) -> list[Said]:
    """As the server takes them in: twice is once, each is numbered as it comes, no base is ahead of what is there."""
    found = list(there)
    for one in waiting:
        if one.id not in {known.id for known in found}:
            found.append(replace(one, number=len(found) + 1, base=min(one.base, len(found))))
    return found


FACTS = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3), max_size=3)
RECORD = st.tuples(
    st.integers(1, 2), FACTS, st.integers(0, 50)
)  # whose phone, what, which minute by its clock
ROUNDS = st.lists(
    st.tuples(st.lists(RECORD, max_size=5), st.lists(st.integers(1, 2), max_size=2)), min_size=1, max_size=4
)


def history(rounds: Any, order: random.Random | None) -> list[Said]:
    """Two phones that are offline, send what they have in any order and with repeats, and then perhaps take along
    what is known.
    """
    there: list[Said] = []
    seen = {1: 0, 2: 0}
    for n, (records, synced) in enumerate(rounds):
        waiting = [
            said(f"{n}.{at}", author, 0, seen[author], n * 60 + minute, **facts)
            for at, (author, facts, minute) in enumerate(records)
        ]
        if order is not None:
            order.shuffle(waiting)
            waiting += [order.choice(waiting) for _ in range(2 if waiting else 0)]
        there = arrived(waiting, there)
        seen |= {phone: len(there) for phone in synced}
    return there


def told(picture: Picture) -> Any:
    return picture.facts, {
        key: sorted((value, sorted(ids)) for value, ids in group) for key, group in picture.contested.items()
    }


@settings(max_examples=1_500, deadline=None)
@given(ROUNDS, st.randoms(use_true_random=False), st.randoms(use_true_random=False))
def test_every_order_of_arrival_ends_in_the_same_picture_and_nothing_is_lost(rounds, one, other):
    as_made, first, second = history(rounds, None), history(rounds, one), history(rounds, other)
    known = {"workers": 9}
    assert told(merged(known, as_made)) == told(merged(known, first)) == told(merged(known, second))
    assert {x.id for x in as_made} == {x.id for x in first} == {x.id for x in second}
    for key in KEYS:
        about = [one for one in as_made if key in one.facts]
        picture = merged(known, as_made)
        values = {value for value, _ in picture.contested.get(key, [(picture.facts.get(key), [])])}
        nobody_after = {
            one.facts[key] for one in about if not any(x is not one and x.knew(one) for x in about)
        }
        assert not about or values == nobody_after


@settings(max_examples=500, deadline=None)
@given(ROUNDS, st.randoms(use_true_random=False))
def test_whoever_decides_knew_everything_and_ends_it(rounds, order):
    there = history(rounds, order)
    picture = merged({}, there)
    chosen = {key: group[-1][0] for key, group in picture.contested.items()}
    settled = [*there, said("desk", 3, len(there) + 1, len(there), 999, **chosen)]
    assert merged({}, settled) == Picture(picture.facts | chosen, {})


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9), st.integers(-500, 500), FACTS), max_size=9))
def test_no_clock_however_wrong_makes_a_fact_disappear(records):
    there = arrived([said(str(n), a, 0, base, m, **f) for n, (a, base, m, f) in enumerate(records)], [])
    assert merged({}, there).facts.keys() == {key for one in there for key in one.facts}


def test_what_does_not_contradict_is_put_together_and_what_does_stands_twice():
    first = said("a", 1, 1, 0, 1, workers=12, address="湖边路 1 号")
    second = said("b", 2, 2, 0, 2, workers=15, willing="yes")
    picture = merged({"has_union": False}, [first, second])
    assert picture.facts == {"has_union": False, "workers": 12, "address": "湖边路 1 号", "willing": "yes"}
    assert picture.contested == {"workers": [(12, ["a"]), (15, ["b"])]}
    later = said("c", 2, 3, 2, 3, workers=15)
    assert merged({}, [first, second, later]).contested == {}
    assert merged({}, [first, second, later]).facts["workers"] == 15


def test_the_same_said_twice_is_no_difference():
    picture = merged({}, [said("a", 1, 1, 0, 1, workers=12), said("b", 2, 2, 0, 2, workers=12)])
    assert picture == Picture({"workers": 12}, {})


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ({"workers": " 31 ", "has_union": "是", "address": "  东镇  3 号 "}, {"workers": 31, "has_union": True, "address": "东镇 3 号"}),
        ({"workers": 0, "willing": "no", "unasked": "x"}, {"workers": 0, "willing": "no"}),
        ({"workers": "", "people": [{"name": "李华"}], "problem": "工资"}, {}),
    ],
)  # fmt: skip
def test_answers_are_written_one_way(given_, wanted):
    assert cleaned(given_, questions("employer")) == wanted


@pytest.mark.parametrize("wrong", [{"workers": "十几"}, {"workers": -1}, {"workers": True}, {"workers": "9" * 9}, {"willing": "也许"},
                                   {"has_union": "看情况"}, {"address": "长" * 201}, {"workers": {"a": 1}}, {"willing": ["yes"]}])  # fmt: skip
def test_what_cannot_be_read_is_said(wrong):
    with pytest.raises(ValueError, match=r"[一-鿿]"):
        cleaned(wrong, questions("employer"))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([one.key for one in rules.EMPLOYER]), ANYTHING))
def test_whatever_comes_is_cleaned_or_refused(given_):
    try:
        found = cleaned(given_, questions("employer"))
    except ValueError:
        return
    assert cleaned(found, questions("employer")) == found


def test_a_theme_s_own_questions():
    asked = questions_in("有没有高温补贴：有、没有、不清楚\n\n宿舍几个人一间\n")
    assert [(one["label"], one["kind"], one["choices"]) for one in asked] == [
        ("有没有高温补贴", "choice", [["有", "有"], ["没有", "没有"], ["不清楚", "不清楚"]]),
        ("宿舍几个人一间", "text", []),
    ]
    for wrong in ("只有一个：选项", "：甲、乙", "长" * 61, "\n".join(f"问题{n}" for n in range(21))):
        with pytest.raises(ValueError, match="问题"):
            questions_in(wrong)


def test_quarters():
    assert [rules.quarter(date(2026, month, 15))[0] for month in (1, 6, 12)] == [
        "2026 年第 1 季度", "2026 年第 2 季度", "2026 年第 4 季度",
    ]  # fmt: skip
    assert [str(day) for day in rules.quarter(date(2026, 11, 21))[1:]] == [
        "2026-10-01",
        "2026-12-31",
    ]


def test_a_place_is_measured_and_never_a_difference():
    first = said("a", 1, 1, 0, 1, position="33.77451,120.25400")
    second = said("b", 2, 2, 0, 2, position="33.77452,120.25401")
    assert merged({}, [first, second]) == Picture({"position": "33.77451,120.25400"}, {})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("33.7745123,120.254", "33.77451,120.25400"),
        (" 33.77 , 120.2 ", "33.77000,120.20000"),
        ("0,0", None),
        ("120.254,33.77", None),
        ("-33.7,120.2", None),
        ("33.77", None),
        ("north", None),
        (["33.77,120.2"], None),
    ],
)
def test_a_place_is_two_numbers_in_the_country(given, kept):
    if kept is None:
        with pytest.raises(ValueError, match="位置读不出来"):
            cleaned({"position": given}, rules.EMPLOYER)
    else:
        assert cleaned({"position": given}, rules.EMPLOYER) == {"position": kept}
