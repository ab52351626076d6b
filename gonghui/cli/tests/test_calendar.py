from __future__ import annotations

import json

import pytest

from gonghui.cli.calendar import limit_of
from gonghui.cli.main import main
from gonghui.cli.tests.places import answer, gonghui, refusal
from gonghui.kernel.calendar.rules import calendar_days, months, working

NOTICE = "date,is_work,name,source\n2027/1/1,0,元旦,国办发明电〔2026〕0号\n2027/1/2,1,元旦调休上班,国办发明电〔2026〕0号\n"


@pytest.mark.parametrize(
    ("text", "limit"), [("5", working(5)), ("15d", calendar_days(15)), ("3m", months(3))]
)
def test_limits_as_they_are_typed(text, limit):
    assert limit_of(text) == limit


@pytest.mark.parametrize(
    ("words", "due", "provisional"),
    [
        (("2024-09-27", "5"), "2024-10-10", False),  # 7 October holiday, 29 September and 12 October worked
        (("2024-09-27", "15d"), "2024-10-12", False),
        (("2026-11-20", "3m"), "2027-02-22", True),
    ],
)
def test_due(installed, words, due, provisional):
    said = answer(installed, "due", *words)
    assert (said["due"], said["provisional"]) == (due, provisional)


def test_nothing_needs_to_be_installed_to_count_days(empty, monkeypatch, capsys):
    monkeypatch.setenv("GONGHUI_HOME", str(empty.path))
    assert "2024-10-10" in gonghui(empty, "due", "2024-09-27", "5").stdout
    assert not empty.path.exists()


def test_provisional_is_said(empty):
    assert "暂定" in gonghui(empty, "due", "2035-01-01", "5").stdout


@pytest.mark.parametrize("words", [("yesterday", "5"), ("2024-09-27", "5w"), ("2024-09-27", "0")])
def test_words_that_are_no_date_or_limit(empty, words):
    assert "不是" in refusal(empty, "due", *words)


def test_a_notice_is_loaded_and_counted_with(installed, tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text(NOTICE, encoding="utf-8")
    assert answer(installed, "load", "calendar", file) == {"years": {"2027": 2}}
    file.write_text("日期\n", encoding="utf-8")
    assert "表头" in refusal(installed, "load", "calendar", file)


def test_help_is_quick_and_loads_nothing(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    assert "verify-journal" in capsys.readouterr().out


def test_json_is_one_object(installed):
    assert json.loads(gonghui(installed, "due", "2024-09-27", "5", "--json").stdout)["limit"] == "5 个工作日"
