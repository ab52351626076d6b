"""``gonghui due`` and ``gonghui load calendar``: when something is due, and the yearly notice it depends on."""

from __future__ import annotations

import csv
import re
from datetime import date

from gonghui.cli.answers import Answer, Refusal
from gonghui.cli.parser import Words
from gonghui.cli.surroundings import database, is_external, load_django, readable
from gonghui.kernel.calendar import rules
from gonghui.kernel.database.cluster import Cluster
from gonghui.kernel.database.home import PACKAGE, home

MAKERS = {"": rules.working, "d": rules.calendar_days, "m": rules.months}
NO_DATE = "“{}”不是日期，请写成 2024-09-27 的样子"
NO_LIMIT = "“{}”不是期限：5 是 5 个工作日，15d 是 15 日，3m 是 3 个月"
TOO_FAR = "算出的日期太远了，请检查期限"


def due(asked: Words) -> Answer:
    start, limit = day_of(asked.start), limit_of(asked.limit)
    try:
        found = rules.due(start, limit, calendar())
    except (OverflowError, ValueError):
        raise Refusal(TOO_FAR) from None
    text = (
        f"{found.on}（暂定：{found.on.year} 年的放假安排还没有公布或载入）"
        if found.provisional
        else f"{found.on}"
    )
    return Answer(
        text, {"start": start, "limit": str(limit), "due": found.on, "provisional": found.provisional}
    )


def load_calendar(asked: Words) -> Answer:
    from gonghui.kernel.calendar.actions import load_notice
    from gonghui.kernel.calendar.loading import parse_notice
    from gonghui.kernel.reach.actor import system
    from gonghui.kernel.reach.session import acting

    notices = parse_notice(readable(asked.file))
    with acting(system("命令行")) as actor:
        for notice in notices.values():
            load_notice(actor=actor, year=notice.year, days=notice.days, source=notice.source)
    years = {str(year): len(notice.days) for year, notice in notices.items()}
    return Answer("已载入 " + "、".join(f"{year} 年 {n} 天" for year, n in years.items()), {"years": years})


def calendar() -> rules.Calendar:
    """What has been loaded here; where nothing is installed, what comes with the program."""
    if is_external() or Cluster(home()).exists:
        with database():
            load_django()
            from gonghui.kernel.calendar.selectors import calendar as loaded

            return loaded()
    with (PACKAGE / "kernel/calendar/data/days.csv").open(encoding="utf-8") as rows:
        return rules.calendar_of(csv.DictReader(rows))


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(NO_DATE.format(text)) from None


def limit_of(text: str) -> rules.Limit:
    match = re.fullmatch(r"([1-9][0-9]{0,4})([dm]?)", text)
    if match is None:
        raise Refusal(NO_LIMIT.format(text))
    return MAKERS[match[2]](int(match[1]))
