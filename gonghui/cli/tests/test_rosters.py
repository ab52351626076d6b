from __future__ import annotations

import openpyxl
import pytest

from gonghui.cli.tests.places import answer, gonghui, python, refusal

FIRST = {"total": 30, "new": 29, "changed": 0, "same": 0, "wrong": 1}
AGAIN = {"total": 30, "new": 0, "changed": 0, "same": 29, "wrong": 1}
COUNT = """
from gonghui.cli.surroundings import load_django
load_django()
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.registers.members.models import Person, RosterEntry
with acting(system()):
    print(Person.objects.count() + RosterEntry.objects.count())
"""


def counts(report):
    return {key: report[key] for key in FIRST}


def test_a_roster_is_checked_taken_and_taken_again(installed, roster, tmp_path):
    before = int(python(installed, COUNT))
    words = ("import", "members", roster, "--as", "chair")
    assert counts(answer(installed, *words, "--dry-run", status=1)) == FIRST
    assert int(python(installed, COUNT)) == before
    marked = tmp_path / "marked.xlsx"
    report = answer(installed, *words, "--marked", marked, status=1)
    assert counts(report) == FIRST
    assert int(python(installed, COUNT)) == before + 29
    assert counts(answer(installed, *words, status=1)) == AGAIN
    assert int(python(installed, COUNT)) == before + 29
    assert [(e["row"], e["column"], e["value"][:3], "*" in e["value"]) for e in report["errors"]] == [
        (5, "证件号码", "999", True)
    ]
    assert openpyxl.load_workbook(marked).active.max_row >= 2


def test_without_json_a_sentence_and_the_faults(installed, roster):
    done = gonghui(installed, "import", "members", roster, "--as", "chair", "--dry-run")
    assert done.returncode == 1
    assert "共 30 行" in done.stdout
    assert "第 5 行 证件号码" in done.stdout


def test_what_is_exported_is_what_the_account_reaches(installed, tmp_path):
    out = tmp_path / "out.xlsx"
    said = answer(installed, "export", "members", out, "--as", "chair")
    sheet = openpyxl.load_workbook(out).active
    assert sheet.max_row == said["rows"] + 1
    assert said["rows"] < int(python(installed, COUNT))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("members", "nowhere.csv", "--as", "chair"), "找不到文件"),
        (("members", "{broken}", "--as", "chair"), "认不出这个文件"),
        (("nothing", "{roster}", "--as", "chair"), "没有“nothing”这个台账"),
        (("members", "{roster}", "--as", "nobody"), "没有“nobody”这个账号"),
        (("members", "{roster}", "--as", "auditor"), "没有办理"),
        (("members", "{roster}", "--as", "county"), "--unit"),
        (("members", "{roster}", "--as", "panwan", "--unit", "合德镇总工会"), "管辖范围内没有"),
        (("members", "{roster}", "--as", "chair", "--post", "999999"), "没有编号为"),
    ],
)
def test_a_refusal_is_a_sentence(installed, roster, tmp_path, words, said):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(bytes(range(256)) * 20)
    filled = [word.format(roster=roster, broken=broken) for word in words]
    assert said in refusal(installed, "import", *filled)
