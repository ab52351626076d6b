"""A list as people have it: which columns it may have, and how its rows are read. The reader is the rosters' own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django import forms

from gonghui.insight.blindspots.rules import EMPLOYER, GROUP, Sighted, Worker
from gonghui.kernel.files.precheck import PAGE, Limits
from gonghui.kernel.files.sheets import Workbook, read_workbook
from gonghui.kernel.identifiers import credit_code, mobile, resident_id
from gonghui.kernel.identifiers.names import clean_name
from gonghui.kernel.register.reading.cells import integer
from gonghui.kernel.register.reading.headings import TableGuess, Wanted, best_tables, find_table
from gonghui.kernel.secrets.fields import index_of

COLUMNS = (
    Wanted("name", "单位名称", ("企业名称", "公司名称", "市场主体名称", "主体名称", "经营主体名称", "商户名称", "字号名称", "用人单位", "单位全称", "参保单位", "纳税人名称", "工作单位", "所在单位", "名称")),
    Wanted("code", "统一社会信用代码", ("信用代码", "社会信用代码", "统一代码", "税号", "纳税人识别号", "注册号")),
    Wanted("address", "地址", ("住所", "经营场所", "住所（经营场所）", "注册地址", "经营地址", "单位地址", "详细地址", "生产经营地址")),
    Wanted("town", "乡镇街道", ("所在乡镇", "所属乡镇", "乡镇", "街道", "所属辖区", "属地", "行政区划")),
    Wanted("people", "职工人数", ("从业人数", "从业人员", "职工数", "员工数", "参保人数", "用工人数", "人数")),
    Wanted("state", "登记状态", ("经营状态", "企业状态", "主体状态", "状态")),
    Wanted("grid", "网格", ("所属网格", "片区", "网格名称")),
    Wanted("line", "条线", ("行业条线", "所属条线", "主管条线")),
    Wanted("person", "姓名", ("职工姓名", "员工姓名", "骑手姓名", "人员姓名")),
    Wanted("identity", "身份证号", ("证件号码", "身份证号码", "身份证", "公民身份号码", "证件号")),
    Wanted("mobile", "手机", ("手机号", "手机号码", "联系电话", "电话")),
    Wanted("born", "出生年份", ("出生年", "出生年月", "出生日期")),
)  # fmt: skip
CLOSED = ("注销", "吊销", "撤销", "迁出", "停业", "关闭", "歇业")
NOTHING = "这个文件里没有找到名单：要有“单位名称”或“姓名”这一列，请核对表头后再来"
EMPTY = "名单里没有数据行，请核对后再来"


SURE = 0.8  # a heading less like ours than this is shown to a person
Recall = Callable[[str], Mapping[str, str]]  # signature of headings → what they were said to be


class Unsure(Exception):
    """Which column is which has to be said by a person."""


class NoList(ValueError):
    """Why a file is no list that can be compared; a sentence for who brought it."""


@dataclass(frozen=True)
class Reading:
    """``rows``: what can be compared. ``left``: rows without any name. ``doubtful``: numbers that are not valid, and so unused."""

    rows: tuple[Sighted, ...]
    left: int
    doubtful: int


def read_list(
    path: Path,
    *,
    units: Mapping[str, Mapping[str, int]],
    today: date,
    limits: Limits = PAGE,
    source: str = "",
    recall: Recall | None = None,
) -> Reading:
    """Every sheet that holds such a table. ``units``: grids and lines by name; ``recall``: what was said of such headings
    before. ``NoList`` and the reader's own refusals; ``Unsure`` when there is somebody to ask.
    """
    workbook = read_workbook(path, limits=limits)
    found = tables(workbook, recall)
    if recall is not None and any(is_unsure(one) for one in found):
        raise Unsure
    guesses = [one for one in found if names_somebody(one)]
    if not guesses:
        raise NoList(NOTHING)
    reader = _Reader(units, today, source)
    for guess in guesses:
        reader.take(guess, workbook.sheet(guess.sheet))
    if not reader.rows:
        raise NoList(EMPTY)
    return Reading(tuple(reader.rows), reader.left, reader.doubtful)


def tables(workbook: Workbook, recall: Recall | None = None) -> list[TableGuess]:
    """The sheets with such a table; when no heading is known at all, those that hold any table."""
    found = best_tables(workbook, COLUMNS) or [
        guess
        for sheet in workbook.sheets
        if (guess := find_table(sheet, COLUMNS)).columns and guess.first_row <= guess.last_row
    ]
    return [settled(workbook, one, recall(one.signature)) if recall else one for one in found]


def settled(workbook: Workbook, guess: TableGuess, said: Mapping[str, str]) -> TableGuess:
    """The same table, its columns as somebody said."""
    if not said:
        return guess
    return find_table(
        workbook.sheet(guess.sheet), COLUMNS, remembered={head: key or None for head, key in said.items()}
    )


def names_somebody(guess: TableGuess) -> bool:
    return bool({"name", "person"} & set(guess.mapping.values()))


def is_unsure(guess: TableGuess) -> bool:
    """Nobody is named in it, or a heading is only somewhat like ours."""
    return not names_somebody(guess) or any(0 < one.confidence < SURE for one in guess.columns)


class _Reader:
    def __init__(self, units: Mapping[str, Mapping[str, int]], today: date, source: str) -> None:
        self.units, self.today, self.source = units, today, source
        self.rows: list[Sighted] = []
        self.left = self.doubtful = 0

    def take(self, guess: TableGuess, sheet: Any) -> None:
        for cells in guess.rows(sheet).iter_rows(named=True):
            row = {key: (text or "").strip() for key, text in cells.items() if key != "row"}
            if row.get("name") or row.get("person"):
                self.rows.append(self._sighted(f"{guess.sheet}:{cells['row']}", row))
            else:
                self.left += 1

    def _sighted(self, key: str, row: dict[str, str]) -> Sighted:
        people = self._valid(lambda text: integer(text), row.get("people", ""))
        worker = self._worker(row)
        return Sighted(
            id=key, kind=GROUP if worker else EMPLOYER, name=row.get("name", ""),
            credit_code=self._valid(credit_code.clean, row.get("code", "")), address=row.get("address", ""),
            grid_id=self.units.get("grid", {}).get(row.get("grid", "")),
            line_id=self.units.get("line", {}).get(row.get("line", "")),
            people=people, workers=(worker,) if worker else (), source=self.source, town=row.get("town", ""),
            gone=any(word in row.get("state", "") for word in CLOSED),
        )  # fmt: skip

    def _worker(self, row: dict[str, str]) -> Worker | None:
        name = self._valid(clean_name, row.get("person", ""))
        if not name:
            return None
        number = self._valid(lambda text: resident_id.clean(text, today=self.today), row.get("identity", ""))
        phone = self._valid(mobile.clean, row.get("mobile", ""))
        return Worker(
            name,
            index_of(number, "id") if number else None,
            index_of(phone, "mobile") if phone else None,
            int(number[6:10]) if number else _year(row.get("born", "")),
        )

    def _valid(self, clean: Callable[[str], Any], text: str) -> Any:
        """What the cell says, or None: a number that cannot be right is not compared, but counted."""
        if not text:
            return None
        try:
            return clean(text)
        except ValueError:
            self.doubtful += 1
            return None


def _year(text: str) -> int | None:
    return int(text[:4]) if text[:4].isascii() and text[:4].isdigit() and "1900" < text[:4] < "2100" else None


class ListForm(forms.Form):
    """Which list."""

    file = forms.FileField(
        label="选一份名单", help_text="支持 .xlsx、.xls、.csv；要有“单位名称”或“姓名”这一列", max_length=200, allow_empty_file=True,
        error_messages={"required": "请先选一个文件"},
    )  # fmt: skip
