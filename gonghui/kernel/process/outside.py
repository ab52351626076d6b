"""What comes on paper from an office above that is not here: entered with its own number, never signed here."""

from __future__ import annotations

from typing import Any

from gonghui.kernel.process.definition import Evidence, Guard, Move
from gonghui.kernel.process.effects import kept
from gonghui.kernel.process.models import Proof
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, TEXT

PAPER = Evidence("outside", "上级的批复原件", "上级单位盖章的批复，扫描或拍照")
HINT = "上级单位不在本系统里，用这个登记收到的批复"


def entered(
    source: str, target: str, *, number: str, on: str, guard: Guard, key: str = "entered", label: str = "登记上级的批复",
    more: tuple[Column, ...] = (), apart_from: tuple[str, ...] = (),
) -> Move:  # fmt: skip
    """The move that enters such a reply into the fields ``number`` and ``on`` of the record."""

    def with_paper(record: Any, today: Any) -> str | None:
        there = Proof.objects.filter(item=record.item, kind=PAPER.key, dropped=False).exists()
        return guard(record, today) if there else f"请附{PAPER.label}"

    asks = (
        Column(number, "批复文号", TEXT, required=True, longest=60),
        Column(on, "批复日期", DATE, required=True),
        *more,
    )
    return Move(
        key, label, source, target, asks=asks, evidence=(PAPER.key,), guard=with_paper, effect=kept(*(column.key for column in asks)),
        hint=HINT, when="outside", apart_from=apart_from,
    )  # fmt: skip
