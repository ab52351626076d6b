"""What the replies about a union's term say, filled in from what is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from gonghui.kernel.calendar.rules import months_later
from gonghui.kernel.documents.paper import Paper, chinese_date
from gonghui.kernel.documents.wording import Wording, wordings
from gonghui.kernel.parameters.selectors import parameter
from gonghui.registers.unions.rules.elections import term_end
from gonghui.registers.unions.rules.wording import YEARS, result_words
from gonghui.work.terms.models import ByElection, Extension, Reelection

OF = {  # (procedure, stage) → the reply that is due there
    ("reelection", "hold"): "hold",
    ("reelection", "approve"): "result",
    ("term_extension", "decide"): "extension",
    ("byelection", "approve"): "byelection",
}


def papers() -> dict[str, Wording]:
    return wordings(Path(__file__).parents[1] / "data" / "papers.toml")


def paper_of(record: Any, key: str, today: date, above: str) -> Paper:
    return papers()[key].paper(facts_of(record, today, above))


def facts_of(record: Any, today: date, above: str) -> dict[str, str]:
    """Everything a reply may name, as text; empty for what is not known or does not belong to the matter."""
    days = int(parameter("leg.change", record.item.place, today).numbers[0])
    known = dict.fromkeys(
        ("held_on", "term_words", "term_since", "term_until", "months", "until", "post", "won"), ""
    )
    known |= {"request_on": "", **result_words([])}
    known |= {"union": record.item.unit_name, "above": above, "change_days": str(days)}
    if isinstance(record, Reelection):
        return known | _of_reelection(record)
    return known | (_of_extension(record) if isinstance(record, Extension) else _of_byelection(record))


def _of_reelection(record: Reelection) -> dict[str, str]:
    held = record.held_on
    return {
        "request_on": _day(record.request_on),
        "held_on": _day(held),
        "term_words": YEARS.get(record.term_years, "") if held else "",
        "term_since": _day(held),
        "term_until": _day(term_end(held, record.term_years)) if held and record.term_years else "",
        **result_words(record.elected),
    }


def _of_extension(record: Extension) -> dict[str, str]:
    until = months_later(record.term_until, record.months) if record.term_until and record.months else None
    return {
        "request_on": _day(record.request_on),
        "months": str(record.months or ""),
        "until": _day(record.until or until),
    }


def _of_byelection(record: ByElection) -> dict[str, str]:
    won = "、".join(name for name, *_ in record.elected)
    return {"held_on": _day(record.held_on), "post": record.get_post_display(), "won": won}


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
