"""``gonghui blindspots``: what a list says of the demonstration's small county."""

from __future__ import annotations

import json

import pytest
import xlsxwriter

from gonghui.cli.tests.places import answer, gonghui, python, refusal

KNOWN = """
from gonghui.cli.surroundings import load_django
load_django()
import json
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.registers.employers.models import Employer
with acting(system()):
    one = Employer.objects.exclude(covered_by=None).exclude(address="").filter(name__contains="公司").order_by("pk").first()
    two = Employer.objects.filter(covered_by=None, closed_on=None).order_by("pk").first()
    print(json.dumps([[x.name, x.credit_code, x.address, x.covered_by and x.covered_by.name] for x in (one, two)]))
"""


@pytest.fixture
def market(installed, tmp_path):
    """A market-regulation list: a covered firm by name and address, one without a union by code, a stranger, a closed one."""
    covered, free = json.loads(python(installed, KNOWN).splitlines()[-1])
    path = tmp_path / "市场主体名单.xlsx"
    rows = [
        ["射阳县市场主体名单", "", "", "", ""],
        ["序号", "企业名称", "统一社会信用代码", "住所（经营场所）", "登记状态"],
        ["1", covered[0].replace("有限公司", "有限责任公司"), "", covered[2], "在业"],
        ["2", "不叫这个名", free[1], "", "存续"],
        ["3", "射阳县璟琛珺懿光伏有限公司", "", "射阳县盘湾镇无名路9998号", "在业"],
        ["4", "射阳县早没了商贸有限公司", "", "", "注销"],
    ]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path, covered, free


def test_a_list_is_compared_row_by_row(installed, market):
    path, covered, _ = market
    found = answer(installed, "blindspots", path, "--as", "county")
    assert [one["outcome"] for one in found["rows"]] == ["covered", "missing", "missing", "gone"]
    assert (found["rows"][0]["at"], found["rows"][0]["union"]) == ("名单:3", covered[3])
    assert found["totals"] == {"covered": 1, "missing": 2, "ambiguous": 0, "gone": 1}
    assert sum(one["total"] for one in found["figures"]) == found["total"] == 4


def test_without_json_a_sentence(installed, market):
    done = gonghui(installed, "blindspots", market[0], "--as", "county")
    assert done.returncode == 0
    assert "共 4 行，已覆盖 1，没覆盖 2" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.xlsx", "--as", "county"), "找不到文件"),
        (("{roster}", "--as", "chair"), "没有办理“盲区比对”的权限"),
        (("{empty}", "--as", "county"), "没有找到名单"),
    ],
)
def test_a_refusal_is_a_sentence(installed, roster, tmp_path, words, said):
    empty = tmp_path / "empty.csv"
    empty.write_text("甲,乙\n1,2\n", encoding="utf-8")
    filled = [word.format(roster=roster, empty=empty) for word in words]
    assert said in refusal(installed, "blindspots", *filled)


def test_workers_are_told_by_their_row_alone(installed, roster):
    found = answer(installed, "blindspots", roster, "--as", "county", status=1)  # one number has a slip
    assert (found["total"], found["doubtful"]) == (30, 1)
    assert {one["name"] for one in found["rows"]} == {""}
    assert "王小" not in json.dumps(found, ensure_ascii=False)
