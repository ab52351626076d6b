"""Charts as SVG made here: they print, need no script, and stand beside the table they are drawn from (ux.md §5.12)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

WIDE, HIGH, LEFT, RIGHT, TOP, FOOT = 360, 150, 8, 8, 24, 22
LABELS = 6  # as many days are written under a line as fit a phone


@register.simple_tag
def bar(value: Any, most: Any, line: Any = None, low: bool = False) -> SafeString:
    """One bar from nought to ``most``; ``line``: where the dashed line of the whole stands; ``low``: an exception."""
    drawn = format_html(
        '<rect class="{}" x="0" y="1" width="{}" height="8"/>', "low" if low else "bar", _share(value, most)
    )
    at = "" if line is None else format_html('<line class="whole" x1="{0}" x2="{0}" y1="0" y2="10"/>', _share(line, most))  # fmt: skip
    return format_html('<svg class="barline" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}{}</svg>', drawn, at)  # fmt: skip


@register.simple_tag
def line_chart(points: Sequence[tuple[str, Any, str]], label: str) -> SafeString:
    """A line from nought: (what stands under it, how much, in words). The words are in the table beside it."""
    values = [Decimal(value or 0) for _, value, _ in points]
    most = max([*values, Decimal(1)])
    step = Decimal(WIDE - LEFT - RIGHT) / max(1, len(points) - 1)
    spots = [
        (_n(LEFT + step * at), _n(HIGH - FOOT - (HIGH - TOP - FOOT) * value / most))
        for at, value in enumerate(values)
    ]
    every = max(1, -(-len(points) // LABELS))
    named = [(x, y, points[at]) for at, (x, y) in enumerate(spots) if (len(points) - 1 - at) % every == 0]
    return format_html(
        '<svg class="linechart" viewBox="0 0 {} {}" role="img" aria-label="{}"><line class="base" x1="0" x2="{}" y1="{}" y2="{}"/>'
        '<polyline class="line" points="{}"/>{}{}{}</svg>',
        WIDE, HIGH, label, WIDE, HIGH - FOOT, HIGH - FOOT, " ".join(f"{x},{y}" for x, y in spots),
        format_html_join("", '<circle class="spot" cx="{}" cy="{}" r="3"/>', spots),
        format_html_join("", '<text class="under" x="{}" y="{}" text-anchor="{}">{}</text>', ((x, HIGH - 6, _anchor(x), one[0]) for x, _, one in named)),
        format_html_join("", '<text class="much" x="{}" y="{}" text-anchor="{}">{}</text>', ((x, _n(Decimal(y) - 8), _anchor(x), one[2]) for x, y, one in (named[:1] + named[-1:]))),
    )  # fmt: skip


def _share(value: Any, most: Any) -> str:
    return _n(max(Decimal(0), min(Decimal(100), Decimal(value or 0) * 100 / Decimal(most)))) if most else "0"


def _anchor(x: str) -> str:
    return "start" if Decimal(x) < 40 else "end" if Decimal(x) > WIDE - 40 else "middle"


def _n(number: Decimal) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
