"""Reads a year's holiday notice from a table: ``date,is_work,name,source``, one line per exception."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError

from gonghui.kernel.calendar.rules import NEW_YEAR_EVE

COLUMNS = ("date", "is_work", "name", "source")
SEPARATORS = re.compile(r"[-/.]")  # spreadsheets rewrite 2026-01-01 as 2026/1/1
NAME_LENGTH, SOURCE_LENGTH = 40, 120


@dataclass(frozen=True)
class Day:
    """An exception from the plain week: worked or off, and why ("春节", "国庆节调休上班")."""

    is_work: bool
    name: str = ""


@dataclass(frozen=True)
class Notice:
    """节假日安排: the exceptions of one year, and the paper they come from."""

    year: int
    days: dict[date, Day]
    source: str


def parse_notice(path: Path) -> dict[int, Notice]:
    """Year → notice. ``ValidationError`` lists, in Chinese and by line, everything that cannot be read."""
    rows = csv.DictReader(_text(path).splitlines())
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise ValidationError(f"第 1 行表头缺少列：{'、'.join(missing)}。表头应为 {','.join(COLUMNS)}")
    try:
        found, faults = _read(rows)
    except csv.Error:
        raise ValidationError(f"第 {rows.line_num} 行：引号没有成对，或一格太长，读不下去") from None
    if faults:
        raise ValidationError(faults)
    if not found:
        raise ValidationError("文件里只有表头，没有日期。请每行填一个放假或调休上班的日子")
    return _by_year(found)


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # what spreadsheets on Chinese desktops save
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError("文件不是文本表格。请另存为 CSV 再上传")


def _read(rows: csv.DictReader[str]) -> tuple[dict[date, tuple[Day, str]], list[str]]:
    found: dict[date, tuple[Day, str]] = {}
    faults: list[str] = []
    for row in rows:
        try:
            on, day = _day(row)
            if on in found:
                raise ValueError(f"日期 {on} 前面已经有一行，请删去一行")
            found[on] = day, (row["source"] or "").strip()
        except ValueError as fault:
            faults.append(f"第 {rows.line_num} 行：{fault}")
    return found, faults


def _day(row: dict[str, str]) -> tuple[date, Day]:
    if None in row or None in row.values():
        raise ValueError(f"应有 {len(COLUMNS)} 列，请检查逗号的个数")
    on, name = _date(row["date"].strip()), row["name"].strip()
    if (worked := row["is_work"].strip()) not in ("0", "1"):
        raise ValueError(f"is_work 应填 1（上班）或 0（放假），现在是“{worked}”")
    if len(name) > NAME_LENGTH or len(row["source"].strip()) > SOURCE_LENGTH:
        raise ValueError(f"说明不超过 {NAME_LENGTH} 字，依据不超过 {SOURCE_LENGTH} 字")
    return on, Day(worked == "1", name)


def _date(text: str) -> date:
    try:
        year, month, day = map(int, SEPARATORS.split(text))
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise ValueError(f"“{text}”不是日期，请写成 2026-10-01 的样子") from None


def _by_year(found: dict[date, tuple[Day, str]]) -> dict[int, Notice]:
    """A notice may begin with the last days of the December before; they belong to it, not to a year
    of their own, unless the file holds more of that year.
    """
    whole = {on.year for on in found if not is_eve(on)}
    notices: dict[int, Notice] = {}
    for on, (day, source) in sorted(found.items()):
        year = on.year + (is_eve(on) and on.year not in whole and on.year + 1 in whole)
        notices.setdefault(year, Notice(year, {}, source)).days[on] = day
    return notices


def is_eve(on: date) -> bool:
    """One of the days at the end of December that the next year's notice may rearrange."""
    return (on.month, on.day) >= NEW_YEAR_EVE
