"""Rosters as people really write them, with faults planted where the test knows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from tests.people import mobile, number

GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def name(n: int) -> str:
    return FAMILY[n % len(FAMILY)] + GIVEN[n % len(GIVEN)] + (GIVEN[n // 7 % len(GIVEN)] if n % 3 else "")


def line(n: int, unit: str = "") -> list[str]:
    return [
        str(n + 1),
        name(n),
        number(n),
        mobile(n),
        f"2024.{1 + n % 12}.{1 + n % 28}",
        unit,
        "是" if n % 3 == 0 else "否",
    ]


HEADINGS = ["序号", "姓  名", "公民身份号码", "联系电话", "入会时间", "所属工会", "农民工"]


@dataclass(frozen=True)
class Fault:
    """A planted fault: index of the row, index of the cell, and what stands there instead."""

    row: int
    cell: int
    text: str


def faults() -> list[Fault]:
    bad_check = number(7)[:-1] + ("0" if number(7)[-1] != "0" else "1")
    return [
        Fault(3, 1, ""), Fault(11, 1, "12345"), Fault(17, 2, bad_check), Fault(23, 2, number(23)[:17]),
        Fault(31, 2, "3.20924E+17"), Fault(40, 2, "999001800230123456"[:18]), Fault(47, 2, "999001203001011234"),
        Fault(55, 3, "1380013"), Fault(61, 3, "12345678901"), Fault(70, 4, "2024.13.5"), Fault(77, 4, "去年"),
        Fault(85, 4, "2024-02-30"), Fault(93, 5, "别的县工会"), Fault(101, 6, "可能"), Fault(120, 2, ""),
        Fault(133, 2, "99900119800101123A"), Fault(150, 3, "号码不详"), Fault(177, 1, "张@伟"),
        Fault(210, 2, number(5)), Fault(250, 2, number(5)),
    ]  # fmt: skip


def write(path: Path, count: int = 300, planted: list[Fault] | None = None, unit: str = "") -> list[int]:
    """A roster with a title, a heading row and a total; returns the spreadsheet rows of the planted faults."""
    rows = [line(n, unit) for n in range(count)]
    for fault in planted or []:
        rows[fault.row][fault.cell] = fault.text
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("会员名册")
        sheet.merge_range(0, 0, 0, 6, "纺织厂工会会员名册（2026 年）")
        for at, heading in enumerate(HEADINGS):
            sheet.write_string(2, at, heading)
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(at + 3, column, text)
        sheet.write_string(count + 3, 0, "合计")
        sheet.write_string(count + 3, 1, str(count))
    return [fault.row + 4 for fault in planted or []]
