"""权责清单: the cycles of a duty and their days; what a 请示 and a 报告 must and must not say (domain.md §13). Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from gonghui.kernel.calendar.rules import months_later

LEVELS = [("county", "县级"), ("town", "乡镇级"), ("base", "基层")]
LEVEL_OF = {
    "county": "county",
    "town": "town",
    "village": "base",
    "base": "base",
}  # level of a union → of a duty
CYCLES = [("month", "每月"), ("quarter", "每季度"), ("half", "每半年"), ("year", "每年"), ("once", "一次")]
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "once": 12}
STATUS = [("C", "已核实"), ("K", "实践通行"), ("U", "待核实")]
ROLES = [("union_chair", "基层工会主席"), ("town_clerk", "乡镇工会干事"), ("county_clerk", "县总工会组织部"), ("auditor", "经费审查委员")]  # fmt: skip
FIELDS = [
    ("party", "党建带工建"),
    ("organisation", "组织建设"),
    ("cadres", "干部人事"),
    ("money", "经费资产"),
    ("rights", "维权稳定"),
    ("safety", "安全生产"),
    ("other", "其他重大事项"),
]
ASKING = ("请批示", "请批复", "请审批", "请予批准", "妥否", "当否")


@dataclass(frozen=True)
class Period:
    """一期: from ``since`` to ``until``, both included; what belongs to it is due on ``due_on``."""

    key: str
    since: date
    until: date
    due_on: date


def period_of(cycle: str, month: int, day: int, on: date, begun: date) -> Period:
    """The period of a duty that ``on`` lies in. ``month``: in which month of the period it is due, from 1 on;
    ``day``: of that month, at most its last. A duty that is due once has one period, a year from ``begun``.
    """
    if cycle == "once":
        return Period("once", begun, months_later(begun, 12), months_later(begun, 12))
    length = MONTHS[cycle]
    first = (on.month - 1) // length * length + 1
    since = date(on.year, first, 1)
    due_month = first + min(month, length) - 1
    due_on = date(on.year, due_month, min(day, monthrange(on.year, due_month)[1]))
    return Period(_key(cycle, since), since, months_later(since, length) - timedelta(days=1), due_on)


def running_period(cycle: str, month: int, day: int, on: date, begun: date) -> Period:
    """The period that ``on`` lies in; where its day had passed before the duty was switched on, the next one."""
    found = period_of(cycle, month, day, on, begun)
    late = cycle != "once" and found.due_on < begun
    return period_of(cycle, month, day, found.until + timedelta(days=1), begun) if late else found


def _key(cycle: str, since: date) -> str:
    if cycle == "year":
        return f"{since.year}"
    if cycle == "month":
        return f"{since:%Y-%m}"
    mark = "H" if cycle == "half" else "Q"
    return f"{since.year}{mark}{(since.month - 1) // MONTHS[cycle] + 1}"


def period_words(key: str) -> str:
    """ "2026Q3" → "2026 年第 3 季度"."""
    year, rest = key[:4], key[4:]
    if key == "once":
        return ""
    if not rest:
        return f"{year} 年"
    if rest[0] == "-":
        return f"{year} 年 {int(rest[1:])} 月"
    return (
        f"{year} 年{'上' if rest[1] == '1' else '下'}半年"
        if rest[0] == "H"
        else f"{year} 年第 {rest[1]} 季度"
    )


def done_faults(on: date | None, since: date, today: date) -> list[str]:
    """Why a duty of the period from ``since`` on was not done on that day."""
    if on is None:
        return []
    if on > today:
        return [f"办理日期 {on:%Y-%m-%d} 还没到"]
    return [f"办理日期 {on:%Y-%m-%d} 早于这一期的 {since:%Y-%m-%d}，不能倒签"] if on < since else []


def request_faults(text: str) -> list[str]:
    """请示: says what it asks for."""
    if any(words in text for words in ASKING):
        return []
    return ["请示要写明请上级批什么，结尾写“妥否，请批示。”；只是告诉上级的，用报告"]


def report_faults(text: str) -> list[str]:
    """报告: asks for nothing, or nobody would answer it."""
    found = [words for words in ASKING if words in text]
    return [f"报告里不能夹带请示（有“{found[0]}”）；要上级答复的，用请示"] if found else []


def matter_of(title: str) -> str:
    """What a 请示 is about: "关于召开大会的请示" → "召开大会"; other titles as they stand."""
    bare = title.strip()
    for word in ("请示", "的"):
        bare = bare.removesuffix(word)
    return bare.removeprefix("关于") or title


def closed(kind: str, words: str) -> list[str]:
    """The paragraphs of an answer with the sentence its kind ends on, once."""
    end = {"reply": "此复。", "letter": "特此函复。"}[kind]
    found = [line.strip() for line in words.splitlines() if line.strip()]
    return [*(line for line in found if line != end), end]
