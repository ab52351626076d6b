"""Where and when a number is about, by the words of its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gonghui.insight.checker.rules.found import Found

PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:自治区|自治州|[省市县区镇乡]|街道|社区|村)(?![级域委政])")
COMMON = re.compile(
    r"(?:^|[各全本我该每从在由和及为对])(?:自治区|[省市县区镇乡]|街道)$"
    r"|乡镇|各|园区|县区|镇区|社区|新区|地区|市区|农村|城乡|城市|县城|小区|片区|山区|库区"
)
TIME = re.compile(
    r"\d{4}年|[去今前上明]年|[上下]半年|第?[一二三四]季度|\d{1,2}月|上年|同期|此前|当时|过去|原来"
)
STOPS = "。！？!?"


def sentence_before(one: Found, lines: Sequence[str]) -> str:
    """The sentence up to the number; ``lines`` as ``plain`` has them."""
    line = lines[one.line]
    return line[max(line.rfind(mark, 0, one.start) for mark in STOPS) + 1 : one.start]


def places(one: Found, lines: Sequence[str]) -> frozenset[str]:
    """Names of places told before the number in its clause (the nearest up to a full stop or semicolon)."""
    said = re.split("[；;]", sentence_before(one, lines))[-1]
    return frozenset(name for name in PLACE.findall(said) if not COMMON.search(name))


def times(one: Found, lines: Sequence[str]) -> frozenset[str]:
    return frozenset(TIME.findall(sentence_before(one, lines)))


def same_scope(first: Found, second: Found, lines: Sequence[str]) -> bool:
    """Nothing says that they are about different places or days. A place that only one of them names does not."""
    here, there = places(first, lines), places(second, lines)
    when, then = times(first, lines), times(second, lines)
    return (not here or not there or bool(here & there)) and (not when or not then or bool(when & then))


def is_called(name: str, unit_name: str) -> bool:
    """The place is one the unit is named after; ``name`` may have other words before it."""
    return any(name[at:] in unit_name for at in range(max(1, len(name) - 2)))
