"""When a term's end is told of, how far it is put off, what a vacancy is, who stays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.registers.unions.rules.elections import Assembly, Candidate, Numbers, read_candidates, term_end
from gonghui.work.terms import rules
from gonghui.work.terms.rules import Alert, Holder, Marks, Renewal

NUMBERS = Numbers(25, 10, 100, Decimal("0.6667"), Decimal("0.5"), Decimal("0.05"), 7, (3, 5))
MARKS = Marks(180, (180, 90, 30), 30)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("until", "today", "alert"),
    [
        ("2028-02-29", "2027-09-01", None),
        ("2028-02-29", "2027-09-02", Alert(date(2027, 9, 2), urgent=False)),
        ("2028-02-29", "2027-11-30", Alert(date(2027, 9, 2), urgent=False)),
        ("2028-02-29", "2027-12-01", Alert(date(2027, 12, 1), urgent=False)),
        ("2028-02-29", "2028-01-30", Alert(date(2028, 1, 30), urgent=False)),
        ("2028-02-29", "2028-02-28", Alert(date(2028, 1, 30), urgent=False)),
        ("2028-02-29", "2028-02-29", Alert(date(2028, 2, 29), urgent=True)),
        ("2028-02-29", "2028-03-01", Alert(date(2028, 3, 1), urgent=True)),
        ("2028-02-29", "2028-03-30", Alert(date(2028, 3, 1), urgent=True)),
        ("2028-02-29", "2028-03-31", Alert(date(2028, 3, 31), urgent=True)),
        ("2026-12-31", "2026-07-04", Alert(date(2026, 7, 4), urgent=False)),
        ("2026-12-31", "2026-07-03", None),
    ],
)
def test_alerts_at_month_ends_and_leap_days(until: str, today: str, alert: Alert | None) -> None:
    assert rules.alert_on(date.fromisoformat(until), date.fromisoformat(today), MARKS) == alert


@given(DAYS, st.integers(-400, 400))
def test_an_alert_is_never_from_the_future_and_never_taken_back(until: date, offset: int) -> None:
    today = until + timedelta(days=offset)
    now, before = (rules.alert_on(until, day, MARKS) for day in (today, today - timedelta(days=1)))
    assert (now is not None) == (offset >= -180)
    if now:
        assert now.day <= today
        assert now.urgent == (offset >= 0)
        assert before is None or before.day <= now.day
        assert (now.day == today) == (-offset in {180, 90, 30, 0} or (offset > 0 and offset % 30 == 1))


@pytest.mark.parametrize(
    ("since", "years", "until"),
    [
        ("2024-02-29", 5, "2029-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2026-03-13", 5, "2031-03-13"),
        ("2026-12-31", 3, "2029-12-31"),
    ],
)
def test_a_term_ends_on_the_corresponding_day(since: str, years: int, until: str) -> None:
    assert term_end(date.fromisoformat(since), years) == date.fromisoformat(until)


@pytest.mark.parametrize(
    ("months", "again", "today", "faults"),
    [
        (6, False, date(2026, 8, 1), []),
        (7, False, date(2026, 8, 1), ["延期最多 6 个月，现在写的是 7 个月"]),
        (0, False, date(2026, 8, 1), ["延期最多 6 个月，现在写的是 0 个月"]),
        (3, True, date(2026, 8, 1), ["本届已经延过一次，不能再延，请办换届"]),
        (6, False, date(2027, 2, 28), ["延到 2027-02-28，那天已经过了，请直接办换届"]),
    ],
)
def test_a_term_is_put_off_once_and_by_six_months(
    months: int, again: bool, today: date, faults: list[str]
) -> None:
    assert rules.extension_faults(date(2026, 8, 31), months, 6, today, again=again) == faults


def somebody(n: int, post: str, since: str, until: str | None, name: str = "") -> Holder:
    return Holder(
        UUID(int=n), name or f"人{n}", post, date.fromisoformat(since), until and date.fromisoformat(until)
    )


TERM = (date(2024, 3, 1), date(2029, 3, 1))


@pytest.mark.parametrize(
    ("people", "posts"),
    [
        ([somebody(1, "chair", "2024-03-01", None)], []),
        ([somebody(1, "chair", "2024-03-01", "2029-03-01")], []),  # ends with the term
        ([somebody(1, "chair", "2024-03-01", "2026-08-31")], ["chair"]),
        ([somebody(1, "chair", "2024-03-01", "2026-09-01")], []),  # serves today still
        ([somebody(1, "chair", "2019-03-01", "2023-12-31")], []),  # of the term before
        ([somebody(1, "chair", "2024-03-01", "2026-08-31"), somebody(2, "chair", "2026-08-20", None)], []),
        ([somebody(1, "executive_vice_chair", "2024-03-01", "2026-08-31")], ["vice_chair"]),
        (
            [somebody(1, "vice_chair", "2024-03-01", "2026-08-31"), somebody(2, "vice_chair", "2024-03-01", None)],
            ["vice_chair"],
        ),
        (
            [somebody(1, "vice_chair", "2024-03-01", "2026-08-31"), somebody(2, "vice_chair", "2026-08-31", None)],
            [],
        ),
        ([somebody(1, "committee_member", "2024-03-01", "2026-08-31")], []),
    ],
)  # fmt: skip
def test_what_a_vacancy_is(people: list[Holder], posts: list[str]) -> None:
    assert [one.post for one in rules.vacancies(people, *TERM, date(2026, 9, 1))] == posts


def test_after_the_term_nothing_is_a_vacancy() -> None:
    gone = [somebody(1, "chair", "2024-03-01", "2026-08-31")]
    assert rules.vacancies(gone, *TERM, date(2029, 3, 2)) == []


def test_who_is_elected_again_stays_and_who_is_not_leaves() -> None:
    serving = [
        somebody(1, "chair", "2021-03-01", None, "张一"),
        somebody(2, "executive_vice_chair", "2021-03-01", None, "王二"),
        somebody(3, "committee_member", "2021-03-01", "2026-03-01", "李三"),
        somebody(4, "accountant", "2021-03-01", None, "钱四"),
    ]
    won = [Candidate("张一", "男", "chair"), Candidate("王二", "女", "vice_chair"), Candidate("孙五", "女", "audit_chair")]  # fmt: skip
    assert rules.renewal(serving, won) == Renewal([UUID(int=1), UUID(int=2)], [UUID(int=3)], [won[2]])


def test_one_post_is_won_by_more_than_half_of_all_who_should_have_come() -> None:
    two = read_candidates("张一 男 主席\n王二 女 主席")
    held = Assembly(date(2026, 9, 20), 31, 29, 29, 29)

    def won(first: int, second: int) -> tuple[Candidate | None, list[str]]:
        return rules.by_elected(two, {("张一", "chair"): first, ("王二", "chair"): second}, held, NUMBERS)

    assert won(16, 13) == (two[0], [])
    assert won(15, 14) == (None, ["没有人得票超过应到会人数的一半，没有选出，要再选"])
    assert won(13, 16)[0] == two[1]


def test_a_list_for_one_post() -> None:
    listed = read_candidates("张一 男 主席 负责人\n王二 女 副主席")
    assert rules.for_one_post(listed, "chair", "主席") == [
        "张一是行政负责人，不能作为工会主席候选人",
        "王二不是主席候选人，这次只补选主席",
    ]
