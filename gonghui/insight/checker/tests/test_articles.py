"""The five articles: every published figure is found, what contradicts itself is told, and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from gonghui.insight.checker.rules.data import Known
from gonghui.insight.checker.rules.reading import Reading, lines_of, read
from gonghui.insight.checker.tests.labelled import ARTICLES, article, published

TODAY = date(2026, 11, 21)
FLAGS = {
    "guangxi": [
        ("shares", "文中说“单独办公场所19.23%”、“别的单位合署办公79.59%”", "加起来是 98.82%", "还有 1.18% 没有说明")
    ],
    "sheyang": [
        (
            "totals",
            "文中一处说“射阳县独立建会953家”、“行业联合建会13家”，953+13=966",
            "另一处说“898家基层工会达标”、“剩余67家”，898+67=965",
            "说的都是基层工会，一个是 966，一个是 965，相差 1",
        )
    ],
    "jiangxi": [],
    "changchun": [
        ("years", "文中说“2012 年成立”，又说“成立8年”", "从 2012 年到 2018 年是 6 年", "差了 2 年")
    ],
    "linxiang": [],
}  # fmt: skip


def told(reading: Reading):
    return [(one.reason, one.says, one.against, one.why) for one in reading.flags]


@pytest.mark.parametrize("name", ARTICLES)
def test_what_is_wrong_is_told_and_nothing_else(name):
    assert told(read(article(name), day=TODAY)) == FLAGS[name]


@pytest.mark.parametrize("name", ARTICLES)
def test_every_published_figure_is_found(name):
    found = Counter(
        (one.value, one.high, one.unit, one.qualifier) for one in read(article(name), day=TODAY).found if one.is_figure
    )  # fmt: skip
    assert Counter(published(name)) - found == Counter()


def test_parts_that_come_to_their_whole_are_said_to():
    added = read(article("changchun"), day=TODAY).added
    assert [(whole.text, [one.text for one in parts]) for whole, parts in added] == [
        ("2123个", ["457个", "1221个", "218个", "227个"])
    ]


def test_one_digit_changed_and_the_sum_is_told():
    lines = [line.replace("227", "272") for line in article("changchun")]
    assert [one.against for one in read(lines, day=TODAY).flags if one.reason == "parts"] == [
        "各项加起来是 457+1,221+218+272=2,168"
    ]


def test_the_rate_of_the_standard_fits_its_counts_until_it_does_not():
    assert [one.reason for one in read([line.replace("93%", "91%") for line in article("sheyang")], day=TODAY).flags] == [
        "totals", "rate"
    ]  # fmt: skip


# -- against the figures of a unit ---------------------------------------------------------------------------------

MEMBERS = Known(
    "members.total", "会员数", "人", ("会员", "工会会员"), Decimal(118036), "118,036", "在籍的会员"
)
RATE = Known("members.rate", "农民工入会率", "%", ("农民工入会率",), Decimal("90.34"), "90.34 %", "入会的农民工占农民工的比例")  # fmt: skip
UNIONS = Known(
    "unions.base", "基层工会数", "家", ("基层工会", "建会"), Decimal(966), "966", "独立的和联合的基层工会"
)


def against(text: str, *known: Known, unit: str = "射阳县总工会", day: date = date(2020, 6, 30)):
    made = read(lines_of(text), day=day, known=known, unit_name=unit)
    return [one.against for one in made.flags if one.reason == "data"], len(made.matched)


@pytest.mark.parametrize(
    ("text", "wrong", "compared"),
    [
        ("全县工会会员11.8万人，农民工入会率90.3%。", [], 2),
        ("全县工会会员12.8万人。", ["2020-06-30 的数据里，会员数是 118,036"], 1),
        ("全县工会会员11.9万余人。", ["2020-06-30 的数据里，会员数是 118,036"], 1),
        ("全县工会会员近12万人。", [], 1),
        ("全县基层工会965家。", ["2020-06-30 的数据里，基层工会数是 966"], 1),
        ("去年全县工会会员10万人。2019年全县基层工会900家。", [], 0),
        ("盘湾镇工会会员5000人，全省工会会员2000万人。", [], 0),
        ("新发展会员3000人，女会员5万人，慰问会员300人，困难会员12人。", [], 0),
        ("力争年底会员达到13万人。", [], 0),
        ("898家基层工会达标，基层工会干部200人，先进会员20人。", [], 0),
        ("民办单位里建了工会的12个，会员90人；文化站5个，会员8人。", [], 0),
    ],
)
def test_only_what_speaks_of_this_unit_and_day_is_compared(text, wrong, compared):
    assert against(text, MEMBERS, RATE, UNIONS) == (wrong, compared)


def test_a_flag_says_what_is_meant_and_what_to_do():
    (flag,) = read(["全县工会会员12.8万人。"], day=TODAY, known=[MEMBERS], unit_name="某县总工会").flags
    assert (flag.says, flag.why, flag.do) == (
        "文中说“工会会员12.8万人”", "这里的“会员数”指：在籍的会员", "请核对：文中的数改成 118,036，或者写明是哪一天、什么口径的数"
    )  # fmt: skip
