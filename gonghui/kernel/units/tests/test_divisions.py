from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gonghui.kernel.units.divisions import Division, outline, parse, read

DATA = Path(__file__).parents[3] / "registers/regions/data/divisions.txt"


@pytest.fixture(scope="module")
def divisions() -> dict[str, Division]:
    return {division.code: division for division in read(DATA)}


def test_the_whole_country_is_there_and_nothing_twice(divisions: dict[str, Division]) -> None:
    counted = Counter(division.level for division in read(DATA))
    assert counted == {"province": 31, "city": 342, "county": 2978, "township": 41352}
    assert len(divisions) == counted.total()


def test_every_parent_is_there_and_is_one_level_up(divisions: dict[str, Division]) -> None:
    up = {"city": "province", "county": "city", "township": "county"}
    children = [d for d in divisions.values() if d.level != "province"]
    assert [d for d in children if divisions[d.parent_code or ""].level != up[d.level]] == []
    assert [d for d in children if not d.code.startswith(d.parent_code or "-")] == []
    assert {d.parent_code for d in divisions.values() if d.level == "province"} == {None}


def test_a_county_with_its_towns(divisions: dict[str, Division]) -> None:
    assert divisions["320924"] == Division("320924", "射阳县", "county", "3209")
    assert divisions["3209"] == Division("3209", "盐城市", "city", "32")
    towns = {d.name: d.code for d in divisions.values() if d.parent_code == "320924" and not d.is_notional}
    assert towns == {
        "合德镇": "320924100", "临海镇": "320924101", "千秋镇": "320924102", "四明镇": "320924104",
        "海河镇": "320924106", "海通镇": "320924108", "兴桥镇": "320924109", "新坍镇": "320924110",
        "长荡镇": "320924111", "盘湾镇": "320924112", "特庸镇": "320924113", "洋马镇": "320924114",
        "黄沙港镇": "320924117",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name", "notional"),
    [
        ("1101", "市辖区", True),
        ("5002", "县", True),
        ("4690", "省直辖县级行政区划", True),
        ("6590", "自治区直辖县级行政区划", True),
        ("320971", "盐城经济技术开发区", True),
        ("320924401", "淮海农场", True),
        ("320924112", "盘湾镇", False),
        ("320902", "亭湖区", False),
        ("4419", "东莞市", False),
        ("441900", "东莞市", False),
    ],
)
def test_what_stands_for_no_place_of_its_own(
    divisions: dict[str, Division], code: str, name: str, notional: bool
) -> None:
    assert (divisions[code].name, divisions[code].is_notional) == (name, notional)


def test_written_and_read_back(divisions: dict[str, Division]) -> None:
    assert list(parse(outline(divisions.values()))) == list(divisions.values())


@pytest.mark.parametrize(
    "lines",
    [["112盘湾镇"], ["32江苏省", "112盘湾镇"], ["32江苏省", "\t\t24射阳县"], ["32"], ["江苏省"], ["3江苏省"]],
)
def test_a_line_that_cannot_be_read_is_named(lines: list[str]) -> None:
    with pytest.raises(ValueError, match=f"line {len(lines)}: no division can be read"):
        list(parse(lines))
