"""What the charter says of leaving, without a database (domain.md §2.2)."""

from __future__ import annotations

from datetime import date

RETAINED = [("7", "退休、退养"), ("2", "下岗待岗"), ("3", "失业"), ("4", "所在企业关闭、破产")]
NAME = "会籍变动"  # who the history names where the program went on
SILENT = "转出方期满没有答复，按规定视为同意"


def not_later(today: date, *days: tuple[str, date | None]) -> str | None:
    """The first of these days that is still to come, as a sentence."""
    late = [f"{label} {day:%Y-%m-%d} 还没到" for label, day in days if day and day > today]
    return late[0] if late else None


def not_before(first: tuple[str, date | None], then: tuple[str, date | None]) -> str | None:
    """Why ``then`` cannot be: it lies before what it follows."""
    if first[1] and then[1] and then[1] < first[1]:
        return f"{then[0]} {then[1]:%Y-%m-%d} 早于{first[0]} {first[1]:%Y-%m-%d}，请核对"
    return None


def idle_faults(since: date, months_over: date, today: date) -> str | None:
    """Six months must have passed, and be over; ``months_over``: the day on which they are."""
    if today < months_over:
        return f"从 {since:%Y-%m-%d} 起要到 {months_over:%Y-%m-%d} 才满规定的月数，现在还不能按自动退会办"
    return None
