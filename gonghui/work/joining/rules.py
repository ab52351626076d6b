"""Joining without a database: what a code says, which union takes somebody in, what an approver must look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import segno

from gonghui.kernel.identifiers.receipts import LETTERS, RECEIPT, draw, is_receipt, plain

__all__ = ["LETTERS", "RECEIPT", "draw", "is_receipt", "plain"]
KEY, SIGN = 12, 6  # letters of a code: drawn ones, and those that bind it to its union and last day
YOUNGEST = 16  # a labour relation begins at 16 (Labour Law 15)

KINDS = [("union", "工会"), ("site", "工地、车间"), ("station", "驿站、站点"), ("grid", "网格")]
WAYS = [("qr", "扫码"), ("link", "自己打开网页"), ("behalf", "工作人员代办"), ("site", "工地集中入会")]
REASONS = [
    ("own", "所在单位的工会"),
    ("key", "重点建"),
    ("trade", "行业建"),
    ("last", "兜底建"),
    ("town", "还没有定，先归当地"),
]
PLATFORM = frozenset({"truck", "ride", "courier", "rider"})  # 新就业形态 (domain.md §2.4)
AT_ONE_POSTER = 600  # a minute; a works meeting of a thousand scans within two
NET = "服务网"  # who the history names where an applicant acted
WHO_READS = "县总工会和您申请加入的工会，别人看不到；您所在的单位也看不到"


def squares(text: str) -> tuple[int, str]:
    """The same code for a page that draws it without a network: how many squares wide, and the path of the dark ones."""
    rows, path = segno.make(text, error="m", micro=False).matrix, ""
    for y, row in enumerate(rows):
        x = 0
        for dark, cells in groupby(row):
            width = len(list(cells))
            path += f"M{x} {y}h{width}v1h-{width}z" if dark else ""
            x += width
    return len(rows), path


def letters_of(digest: bytes, count: int) -> str:
    """A keyed hash in the letters of a code."""
    number = int.from_bytes(digest, "big")
    found = ""
    for _ in range(count):
        number, at = divmod(number, len(LETTERS))
        found += LETTERS[at]
    return found


@dataclass(frozen=True)
class Place:
    """One line of 入会去向: who comes from ``place`` (and belongs to ``group``) is taken in by ``union``."""

    place_id: int
    group: str
    union_id: int
    reason: str


def route(
    chain: Iterable[int], groups: Iterable[str], places: Mapping[tuple[int, str], Place]
) -> Place | None:
    """The nearest place upwards that says where these people go; a group's own line before the general one."""
    for unit_id in chain:
        for group in [*sorted(groups), ""]:
            if (found := places.get((unit_id, group))) is not None:
                return found
    return None


def problems(
    *, birth: date | None, today: date, same_mobile: int, same_person: int, workplace: str, unit_name: str,
    is_own: bool, worked: bool,
) -> list[str]:  # fmt: skip
    """What an approver looks at first; none of it is decided by the program."""
    found = []
    if birth is not None and (age := full_years(birth, today)) < YOUNGEST:
        found.append(f"不满 {YOUNGEST} 周岁（{age} 周岁）")
    if same_person:
        found.append("同一个证件还有一份申请没有办完")
    if same_mobile:
        found.append(f"同一个手机号还有 {same_mobile} 份申请")
    if (
        is_own
        and workplace
        and workplace not in unit_name
        and unit_name.removesuffix("工会") not in workplace
    ):
        found.append(f"填的单位是“{workplace}”，不是本单位")
    if not worked:
        found.append("没有经过自动核验，请核对是不是真人申请")
    return found


def full_years(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
