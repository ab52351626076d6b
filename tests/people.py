"""Invented people for tests: numbers valid in form, with an area that was never assigned."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel.identifiers.resident_id import make
from gonghui.registers.members.actions import enrol
from tests.support import ROOT

NAMES = ["李华", "王敏", "张伟", "单丽", "曾强", "欧阳静", "赵晓燕", "陈建国", "刘洋", "周涛"]
TODAY = date(2026, 11, 21)


def number(n: int) -> str:
    return make("999001", date(1980 + n % 20, 1 + n % 12, 1 + n % 28), n % 1000)


def mobile(n: int) -> str:
    return f"199{n:08d}"


def member(unit: Any, n: int = 1, actor: Any = ROOT, **values: Any) -> Any:
    """Somebody enrolled in ``unit`` through the module's own action."""
    given = {
        "name": NAMES[n % len(NAMES)],
        "id_number": number(n),
        "mobile": mobile(n),
        "since": date(2024, 5, 1),
    }
    return enrol(actor=actor, today=TODAY, unit=unit, **given | values)
