"""Who may be the same: on people the model was not trained on, in seed and in dirt."""

from __future__ import annotations

import pytest

from bench.people import Dirt, registry
from gonghui.kernel.linkage.candidates import Candidate
from gonghui.kernel.linkage.finding import likely
from gonghui.kernel.linkage.levels import SAID, TRAINED, trained

WEI: Candidate = {
    "id": "a", "name": "张伟强", "born_year": 1985, "birthday": "03-05", "sex": "1", "phone": "ab", "employer": "e1", "place": "p1",
}  # fmt: skip


@pytest.mark.parametrize(
    "dirt", [Dirt(), Dirt(homophone=0.05, phone_new=0.2, moved=0.2)], ids=["usual", "other"]
)
def test_planted_doubles_are_found_and_little_else(dirt):
    rows, truth = registry(4_711, 12_000, dirt=dirt)
    found = {(one.left, one.right) for one in likely(rows)}
    right = len(found & truth)
    assert right / len(found) >= 0.98
    assert right / len(truth) >= 0.95


def among_strangers(*rows: Candidate):
    """The pairs of ``rows`` among two thousand people nobody planted a double of."""
    strangers, _ = registry(99, 2_000, doubled=0.0)
    wanted = {one["id"] for one in rows}
    return [one for one in likely([*strangers, *rows]) if {one.left, one.right} <= wanted]


@pytest.mark.parametrize(
    ("other", "said"),
    [("张伟强", "相同"), ("张玮强", "同音不同字"), ("张伟墙", "同音不同字"), ("张伟明", "差一个字")],
)
def test_the_evidence_says_what_was_seen_and_no_value(other: str, said: str):
    (pair,) = among_strangers(WEI, {**WEI, "id": "b", "name": other})
    told = {label: seen for label, seen, _ in pair.evidence}
    assert told == {
        "姓名": said, "出生年份": "相同", "生日": "相同", "性别": "相同", "手机": "相同", "工作单位": "相同", "所在地": "相同",
    }  # fmt: skip
    assert pair.score > 0.9


def test_a_year_apart_and_what_is_not_known():
    (pair,) = among_strangers(WEI, {**WEI, "id": "b", "born_year": 1986, "employer": None, "birthday": None})
    told = {label: seen for label, seen, _ in pair.evidence}
    assert [told[one] for one in ("出生年份", "工作单位", "生日")] == ["差一年", "有一边没填", "有一边没填"]


def test_the_same_name_and_year_alone_are_not_enough():
    other: Candidate = {**WEI, "id": "b", "name": "王芳", "sex": "2"}
    third: Candidate = {
        **other,
        "id": "c",
        "phone": "cd",
        "employer": "e9",
        "place": "p9",
        "birthday": "09-09",
    }
    assert among_strangers(other, third) == []


def test_nobody_and_one_alone():
    assert (likely([]), likely([WEI])) == ([], [])


def test_the_model_in_the_repository_is_trained_and_names_nobody():
    comparisons = {one["output_column_name"]: one for one in trained()["comparisons"]}
    assert comparisons.keys() == SAID.keys()
    for one in comparisons.values():
        for level in one["comparison_levels"]:
            assert level.get("is_null_level") or {"m_probability", "u_probability"} <= level.keys(), level
    text = TRAINED.read_text(encoding="utf-8")
    assert not [mark for mark in text if "\u4e00" <= mark <= "\u9fff"]
