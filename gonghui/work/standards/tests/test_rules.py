"""The arithmetic of stretches against the slow way, day by day; reading of check-lists; the published rates of a poll."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.work.standards.actions import shipped
from gonghui.work.standards.models import Scheme
from gonghui.work.standards.rules import ALL, AWARDED, LABELS, POINTS
from gonghui.work.standards.rules.polls import percent, result_of
from gonghui.work.standards.rules.schemes import (
    WHOLE,
    pieces,
    read_items,
    read_thresholds,
    stars_for,
    state,
    written,
)
from gonghui.work.standards.rules.spans import (
    ALWAYS,
    Span,
    all_of,
    at_least,
    cut,
    ending,
    holds,
    joined,
    stretched,
    without,
)

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(40)]
day = st.integers(0, 30).map(lambda n: FIRST + timedelta(days=n))
span = st.tuples(day, st.none() | st.integers(1, 15)).map(
    lambda one: (one[0], one[0] + timedelta(days=one[1]) if one[1] else None)
)
spans = st.lists(span, max_size=5)


@given(spans, st.integers(1, 3))
def test_at_least_is_what_counting_each_day_gives(some: list[Span], number: int) -> None:
    found = at_least(number, some)
    for on in DAYS:
        assert holds(found, on) == (sum(holds([one], on) for one in some) >= number)
    assert all(a[1] is not None and a[1] < b[0] for a, b in zip(found, found[1:], strict=False))  # none touch


@given(spans, spans, spans)
def test_all_any_and_without_are_what_each_day_gives(a: list[Span], b: list[Span], c: list[Span]) -> None:
    for on in DAYS:
        assert holds(all_of([a, b, c]), on) == (holds(a, on) and holds(b, on) and holds(c, on))
        assert holds(without(a, b), on) == (holds(a, on) and not holds(b, on))
        assert holds(cut(a, DAYS[3], DAYS[20]), on) == (holds(a, on) and DAYS[3] <= on < DAYS[20])
    assert holds(all_of([]), FIRST)
    assert holds(without(ALWAYS, []), FIRST)


def test_what_happened_counts_for_its_months_and_the_end_is_known() -> None:
    made = joined(stretched([date(2026, 1, 31), date(2026, 6, 1)], 12))
    assert made == [(date(2026, 1, 31), date(2027, 6, 1))]
    assert ending(made, date(2026, 7, 1)) == date(2027, 6, 1)
    assert ending(made, date(2027, 6, 1)) is None


LISTED = "组织｜chair｜有主席｜60｜record｜chair｜1｜\n阵地｜place｜有场所｜40｜file｜asked｜1｜\n否决｜term｜没有超届｜0｜record｜term｜1｜是"


@given(spans, spans, spans)
def test_pieces_are_the_state_of_each_day(chair: list[Span], place: list[Span], term: list[Span]) -> None:
    items = read_items(LISTED, POINTS)
    lines = read_thresholds("3=100，2=60，1=40")
    held = {"chair": [(a, b, WHOLE) for a, b in chair], "place": [(a, b, 50) for a, b in place], "term": [(a, b, WHOLE) for a, b in term]}  # fmt: skip
    found = pieces(items, POINTS, lines, held, (FIRST, None))
    for on in DAYS:
        one = next(p for p in found if p.since <= on and (p.until is None or on < p.until))
        points = 60 * holds(chair, on) + 20 * holds(place, on)
        stars = stars_for(Decimal(points), lines) if holds(term, on) else 0
        assert (one.points, one.stars, one.passed) == (points, stars, stars > 0)
    assert found[0].since == FIRST
    assert found[-1].until is None


def test_all_means_every_item() -> None:
    items = read_items(LISTED, ALL)
    held = {one.key: [(FIRST, date(2026, 3, 1), WHOLE)] for one in items}
    assert state(items, ALL, {}, held, date(2026, 2, 28)).passed
    out = state(items, ALL, {}, held, date(2026, 3, 1))
    assert (out.passed, out.short) == (False, ("chair", "place", "term"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "至少写一条"),
        ("组织｜chair｜有主席", "第 1 行要有 8 格"),
        ("组织｜主席｜有主席｜9｜record｜chair｜1｜", "第 1 行的编号"),
        ("组织｜chair｜有主席｜999｜record｜chair｜1｜", "第 1 行的分值"),
        ("组织｜chair｜有主席｜9｜record｜magic｜1｜", "第 1 行的凭证"),
        ("组织｜chair｜有主席｜9｜record｜chair｜-1｜", "第 1 行的“至少”"),
        ("组织｜chair｜有主席｜9｜record｜chair｜NaN｜", "第 1 行的“至少”"),
        ("组织｜chair｜有主席｜9｜record｜chair｜1｜", "合计要正好 100 分，现在是 9 分"),
        (f"{LISTED}\n{LISTED}", "编号一样"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_items(text, POINTS)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with suppress(ValueError):
        assert read_items(text, ALL)
    with suppress(ValueError):
        assert read_thresholds(text)


def test_every_shipped_scheme_is_whole() -> None:
    assert {one["family"] for one in shipped().values()} == set(LABELS)
    for values in shipped().values():
        items = read_items(values["items"], values["kind"])
        assert read_items(written(items), values["kind"]) == items
        Scheme(since=FIRST, **values).clean_fields(exclude=["unit", "path"])
        if values["kind"] == POINTS:
            assert max(read_thresholds(values["thresholds"])) <= 5
    assert len(read_items(shipped()["six_b"]["items"], ALL)) == 6
    assert set(LABELS) > AWARDED


@dataclass
class Counted:
    issued: int
    satisfied: int
    mostly: int
    unsatisfied: int = 0
    unsure: int = 0
    quorum: Decimal = Decimal("0.666666")

    @property
    def returned(self) -> int:
        return self.satisfied + self.mostly + self.unsatisfied + self.unsure


def test_the_published_poll() -> None:
    """襄阳 2018: 141 issued, 137 back, 127 and 10."""
    found = result_of(Counted(141, 127, 10))
    assert [percent(one) for one in (found.returned, found.satisfied, found.content)] == [
        "97.16 %",
        "92.70 %",
        "100.00 %",
    ]
    assert found.counts


def test_two_thirds_have_to_come_back() -> None:
    assert result_of(Counted(141, 94, 0)).counts
    assert not result_of(Counted(141, 93, 0)).counts
    assert not result_of(Counted(0, 0, 0)).counts
