"""Small helpers for templates: numbers, status colours, and what a form field looks like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms import BoundField, Textarea
from django.http import HttpRequest

register = template.Library()

TONES = frozenset({"ok", "warn", "err", "info", "mute", "plum"})
"""The six status colours; each has its own shape, so colour is never the only sign."""

MESSAGE_TONES = {"success": "ok", "error": "err", "warning": "warn", "debug": "info"}

SHORT_FIELDS = ((6, "w6"), (12, "w12"), (20, "w20"))
"""Longest input, in characters, and the width class that fits it."""

BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
"""Marks in the order they must be looked for: Edge also says Chrome, Android also says Linux."""


@register.filter
def n(value: Any) -> str:
    """12345 -> "12,345"; nothing -> "—". Django's own intcomma prints no commas in zh-hans."""
    if value is None or value == "":
        return "—"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


@register.filter
def minutes(seconds: float) -> int:
    """Whole minutes, rounded up: 91 -> 2."""
    return -int(-seconds // 60)


@register.filter
def tone(value: Any) -> str:
    """A known status colour for a tone or for the tags of a Django message; anything else is neutral."""
    word = str(value or "").split(" ")[-1]
    word = MESSAGE_TONES.get(word, word)
    return word if word in TONES else "mute"


@register.filter
def undo_url(tags: str) -> str:
    """Where the move a message tells of can be taken back; "" when it cannot."""
    return tags.removeprefix("undo=") if tags and tags.startswith("undo=/") else ""


@register.filter
def device(agent: str) -> str:
    """A browser's own description of itself -> "Edge · Windows"; what is not recognised stays unnamed."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "浏览器")
    system = next((name for mark, name in SYSTEMS if mark in agent), "其他系统")
    return f"{browser} · {system}"


@register.filter
def beside(cells: Iterable[Any], headings: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with the heading it stands under: [(heading, cell), …]."""
    return list(zip(headings, cells, strict=False))


@register.filter
def control(field: BoundField) -> str:
    """How a field is drawn: "check" (one box), "group" (radios, several boxes), "file" or "line"."""
    widget = field.field.widget
    if widget.use_fieldset:
        return "group"
    return {"checkbox": "check", "file": "file"}.get(getattr(widget, "input_type", ""), "line")


@register.filter
def width(field: BoundField) -> str:
    """The width class of an input, from the longest text it takes."""
    attrs = field.field.widget.attrs
    if isinstance(field.field.widget, Textarea):
        return "wide"
    if getattr(field.field.widget, "input_type", "") in {"date", "month", "number"}:
        return "w12"
    longest = int(attrs.get("maxlength") or getattr(field.field, "max_length", None) or 0)
    return next((name for limit, name in SHORT_FIELDS if 0 < longest <= limit), "")


@register.simple_tag
def carried(request: HttpRequest, filters: Iterable[Any]) -> list[tuple[str, str]]:
    """What a list's address says beyond its filter form (order, page size): kept when the form is sent."""
    in_form = {"q", "page"} | {_name(f) for f in filters or ()}
    return [(name, str(value)) for name, value in request.GET.items() if name not in in_form and value]


def _name(item: Any) -> str:
    return str(item["name"] if isinstance(item, dict) else item.name)
