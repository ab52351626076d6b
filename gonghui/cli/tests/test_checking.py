"""``gonghui check-numbers``: what a draft says against itself and against the demonstration's small county."""

from __future__ import annotations

import pytest

from gonghui.cli.answers import Refusal
from gonghui.cli.checking import check
from gonghui.cli.faults import sentence_of
from gonghui.cli.parser import read
from gonghui.cli.tests.places import answer, refusal
from gonghui.insight.checker.forms import NoDraft
from gonghui.insight.checker.rules.reading import TooLong
from gonghui.insight.checker.tests.labelled import DATA
from gonghui.kernel.files.tests.test_texts import word


def test_an_article_is_read_without_anybody_s_figures():
    answered = check(read(["check-numbers", str(DATA / "articles" / "sheyang.txt"), "--json"]))
    assert [(one["reason"], one["why"]) for one in answered.data["flags"]] == [
        ("totals", "说的都是基层工会，一个是 966，一个是 965，相差 1")
    ]
    assert (answered.status, answered.data["day"], answered.data["unit"]) == (0, "2020-07-24", None)
    assert answered.text.splitlines()[0].startswith("读完：35 个数，能和数据比的 0 个")
    assert answered.text.splitlines()[1].startswith("1. 第 3 行，两种加法得数不同：文中一处说")


def test_a_draft_is_held_against_the_figures_of_a_day(installed, tmp_path):
    word(tmp_path / "a.docx", "全县工会会员9999999人，女会员占比99.9%。")
    found = answer(installed, "check-numbers", tmp_path / "a.docx", "--as", "county", "--as-of", "2026-09-28")
    assert [one["data"]["key"] for one in found["numbers"]] == ["members.count", "members.women_rate"]
    assert (found["unit"], found["as_of"], found["totals"]["flags"]) == ("射阳县总工会", "2026-09-28", 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("{pdf}",), "这是 PDF 文件"),
        (("{text}", "--as", "chair"), "没有办理“核数”的权限"),
    ],
)
def test_a_refusal_is_a_sentence(installed, tmp_path, words, said):
    assert said in refusal(installed, "check-numbers", *filled(tmp_path, words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.txt",), "找不到文件"),
        (("{blank}",), "没有文字"),
        (("{long}",), "一次最多核对 50,000 字"),
        (("{text}", "--unit", "32"), "要用 --as 写明"),
        (("{text}", "--as-of", "去年"), "“去年”不是日期"),
        (("{text}", "--as-of", "2999-01-01"), "日期不能晚于今天"),
    ],
)
def test_what_needs_no_data_is_refused_before_any(tmp_path, words, said):
    with pytest.raises((Refusal, NoDraft, TooLong, FileNotFoundError)) as fault:
        check(read(["check-numbers", *filled(tmp_path, words)]))
    assert said in (sentence_of(fault.value) or "")


def filled(folder, words):
    files = {"text": b"3", "pdf": b"%PDF-1.7", "long": "会员3人。".encode() * 10_001}
    for name, data in files.items():
        (folder / f"{name}.txt").write_bytes(data)
    word(folder / "blank.docx", "")
    names = {name: folder / f"{name}.txt" for name in files} | {"blank": folder / "blank.docx"}
    return [one.format(**names) for one in words]
