"""The figures of a unit on a day, as the checker compares them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from gonghui.insight.checker.rules.data import LATELY, YEAR, Known
from gonghui.kernel.indicators.definition import Indicator
from gonghui.kernel.indicators.selectors import figures
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

SPANS = {"近三年": LATELY, "本年": YEAR}  # how labels say over what they count


def known(actor: Actor, unit: Unit, as_of: date, today: date) -> list[Known]:
    """What texts have words for, and what can be told of that day."""
    return list(_known(actor, unit, as_of, today))


def _known(actor: Actor, unit: Unit, as_of: date, today: date) -> Iterator[Known]:
    for figure in figures(actor, unit, as_of).values():
        one, value = figure.indicator, figure.value
        if one.words and value is not None and (as_of == today or not _of_today_alone(one)):
            span = next((span for word, span in SPANS.items() if word in one.label), "")
            yield Known(
                one.key,
                one.label,
                one.unit,
                one.words,
                Decimal(value),
                figure.text,
                one.meaning,
                span,
                figure.url,
            )


def _of_today_alone(one: Indicator) -> bool:
    return any(part is not None and part.source.undated for part in (one.numerator, one.denominator))
