"""Definitions name only figures that there are; words follow the numbers; a year is counted where the place says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.indicators.definition import INDICATORS
from gonghui.work.reports.rules import (
    MARK,
    TABLE,
    UNKNOWN,
    Composed,
    Definition,
    Item,
    Reading,
    change,
    compose,
    definitions,
    periods,
)

DAY, BEFORE = date(2026, 9, 30), date(2025, 9, 30)


def read(number: str, below: str | None = None, unit: str = "人", as_of: date = DAY) -> Reading:
    return Reading(
        "x.y",
        "甲",
        unit,
        Decimal(number),
        Decimal(below) if below else None,
        as_of,
        "意思",
        "依据",
        "/figures/x.y/",
    )


@pytest.mark.parametrize("made", definitions().values(), ids=lambda one: one.key)
def test_every_mark_names_a_declared_figure(made):
    assert [key for key in made.keys if key not in INDICATORS] == []
    assert made.keys
    loose = [
        text for text in (made.title, *made.body) if "{" in MARK.sub("", text) or "}" in MARK.sub("", text)
    ]
    assert loose == []
    named = {table[1] for text in made.body if (table := TABLE.match(text))}
    assert named == made.tables.keys()


def test_both_annual_forms_have_every_section_of_the_survey():
    """domain.md §10.1: the contents of the two forms."""
    for key in ("base", "above"):
        assert list(definitions()[key].tables) == [
            "organisation", "cadres", "relief", "democracy", "safety", "law", "economy", "money", "culture", "foreign", "harmony",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (read("112"), read("100"), "比上年同期增加 12 人（增长 12.0%）"),
        (read("1000"), read("1500"), "比上年同期减少 500 人（下降 33.3%）"),
        (read("5"), read("0"), "比上年同期增加 5 人"),
        (read("5"), read("5"), "和上年同期持平"),
        (read("1234.50", unit="元"), read("1234", unit="元"), "比上年同期增加 0.50 元（增长 0.0%）"),
        (read("80", "100", "%"), read("70", "100", "%"), "比上年同期上升 10.00 个百分点"),
        (read("1", "3", "%"), read("2", "3", "%"), "比上年同期下降 33.34 个百分点"),
        (read("1", "3", "%"), read("0", None, "%"), "上年同期没有可比的数"),
    ],
)
def test_rise_and_fall_in_words(now, before, said):
    assert change(now, before, "上年同期") == said


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_words_always_agree_with_the_numbers(now, before):
    said = change(read(str(now)), read(str(before)), "上期")
    assert ("增加" in said, "减少" in said, "持平" in said) == (now > before, now < before, now == before)


def test_numbers_carry_their_source_each_day_its_own_number():
    made = Definition(
        "t", "试", "quarter", "form", "{unit}{period}", ("到{as_of}有 {figure:a} 和 {figure:b}，{change:a}；还是 {figure:a}。", "<<t>>"),
        tables={"t": (Item("甲", "b"), Item("乙"))},
    )  # fmt: skip
    now = {"a": read("12"), "b": read("3", "4", "%")}
    found = compose(
        made,
        {"unit": "某会", "period": "本期", "as_of": "今天"},
        "上期",
        now,
        {"a": read("10", as_of=BEFORE)},
    )
    assert found.title == "某会本期"
    assert (
        "".join(one["words"] for one in found.blocks[0]["parts"])
        == "到今天有 12 人 和 75.00%，比上期增加 2 人（增长 20.0%）；还是 12 人。"
    )
    assert [one["ref"] for one in found.blocks[0]["parts"] if "ref" in one] == [1, 2, 3, 1]
    assert [(one.numerator, one.as_of) for one in found.refs] == [(12, DAY), (3, DAY), (10, BEFORE)]
    assert found.blocks[1]["rows"] == [
        [[{"words": "甲"}], [{"words": "75.00%", "ref": 2}]],
        [[{"words": "乙"}], [{"words": UNKNOWN}]],
    ]
    assert Composed.of(found.kept()) == found


@pytest.mark.parametrize(
    ("kind", "month", "newest", "label", "before"),
    [
        ("quarter", 12, (date(2026, 10, 1), date(2026, 12, 31)), "2026 年第四季度", date(2026, 9, 30)),
        ("year", 12, (date(2026, 1, 1), date(2026, 12, 31)), "2026 年", date(2025, 12, 31)),
        ("stat_year", 9, (date(2026, 10, 1), date(2027, 9, 30)), "2027 年度", date(2026, 9, 30)),
        ("stat_year", 2, (date(2026, 3, 1), date(2027, 2, 28)), "2027 年度", date(2026, 2, 28)),
        ("stat_year", 12, (date(2026, 1, 1), date(2026, 12, 31)), "2026 年度", date(2025, 12, 31)),
    ],
)
def test_periods(kind, month, newest, label, before):
    found = periods(kind, date(2026, 11, 21), month)
    assert (found[0].since, found[0].until) == newest
    assert (found[0].label, found[0].before) == (label, before)
    assert all(
        later.since > earlier.until and later.before == earlier.until
        for later, earlier in zip(found, found[1:], strict=False)
    )


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["quarter", "year", "stat_year"]),
    st.integers(1, 12),
)
def test_today_lies_in_the_newest_period(today, kind, month):
    newest = periods(kind, today, month)[0]
    assert newest.since <= today <= newest.until
    assert not newest.is_over(today)


def test_a_definition_s_version_differs_with_every_word():
    one = definitions()["quarter"]
    other = Definition(
        "quarter", one.label, one.period, one.kind, one.title, (*one.body[:-1], one.body[-1] + "。")
    )
    assert one.version != other.version
