"""Write gonghui/kernel/calendar/data/days.csv: the days that differ from plain weekends, 2004 onwards.

Source: the package ``chinesecalendar`` (MIT), which follows the yearly notices of the State Council's
General Office. Run after it has been updated in November:  python scripts/make_calendar.py
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import Holiday  # type: ignore[import-untyped]
from chinese_calendar.constants import holidays, workdays  # type: ignore[import-untyped]

TARGET = Path(__file__).parents[1] / "gonghui/kernel/calendar/data/days.csv"
SATURDAY = 5
NAMES = {
    Holiday.new_years_day: "元旦",
    Holiday.spring_festival: "春节",
    Holiday.tomb_sweeping_day: "清明节",
    Holiday.labour_day: "劳动节",
    Holiday.dragon_boat_festival: "端午节",
    Holiday.national_day: "国庆节",
    Holiday.mid_autumn_festival: "中秋节",
    Holiday.anti_fascist_70th_day: "抗战胜利七十周年纪念日",
}


def exceptions() -> Iterator[tuple[date, int, str]]:
    """Weekdays off and weekend days worked: (date, worked?, name)."""
    for day, name in holidays.items():
        if day.weekday() < SATURDAY:
            yield day, 0, NAMES[Holiday(name)]
    for day, name in workdays.items():
        if day.weekday() >= SATURDAY:
            yield day, 1, f"{NAMES[Holiday(name)]}调休上班"


def main() -> None:
    source = f"chinesecalendar {version('chinesecalendar')}"
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", "is_work", "name", "source"])
        writer.writerows((day.isoformat(), work, name, source) for day, work, name in sorted(exceptions()))


if __name__ == "__main__":
    main()
