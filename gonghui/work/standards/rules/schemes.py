"""A scheme: a check-list in one version, and what it makes of the facts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from gonghui.work.standards.rules import ALL, ASKED, JUDGED, POINTS, PROOFS, UNLESS
from gonghui.work.standards.rules.spans import Span, Weighted, all_of, joined

WHOLE = 100  # the share of an item's points that counts as all of it
MOST_STARS = 5
FORM = "板块｜编号｜条目｜分值｜凭证｜怎么判断｜至少｜一票否决"
Held = Mapping[str, Sequence[Weighted]]  # item → stretches with the share (0–100) of its points


@dataclass(frozen=True)
class Item:
    """条目. ``by``: the fact of the registers that decides it, or that it is asked; ``least``: the number it must come up
    to, where the fact is one that is counted. ``veto``: without it everything else counts for nothing. Items with the
    same ``key`` in several schemes share their evidence: nothing is asked twice.
    """

    block: str
    key: str
    label: str
    most: int
    proof: str
    by: str
    least: Decimal
    veto: bool

    @property
    def asked(self) -> bool:
        return self.by in (ASKED, UNLESS)


@dataclass(frozen=True)
class Piece:
    """How things stand over a stretch of days. ``short``: the items that are missing then."""

    since: date
    until: date | None
    passed: bool
    points: Decimal
    stars: int
    short: tuple[str, ...]


def read_items(text: str, kind: str) -> tuple[Item, ...]:
    """One item a line, its parts apart by ｜; ``ValueError`` says in which line what is wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    made = tuple(_item(number, line) for number, line in enumerate(lines, 1))
    if not made:
        raise ValueError(f"至少写一条，每行一条：{FORM}")
    if len({one.key for one in made}) < len(made):
        raise ValueError("有两条的编号一样")
    if kind == POINTS and sum(one.most for one in made) != WHOLE:
        raise ValueError(f"各条分值合计要正好 {WHOLE} 分，现在是 {sum(one.most for one in made)} 分")
    return made


def _item(number: int, line: str) -> Item:
    parts = [part.strip() for part in line.replace("|", "｜").split("｜")]
    if len(parts) != 8 or not parts[1] or not parts[2]:
        raise ValueError(f"第 {number} 行要有 8 格，用｜隔开：{FORM}")
    block, key, label, most, proof, by, least, veto = parts
    if not (key.isascii() and key.isidentifier() and len(key) <= 40 and len(label) <= 200):
        raise ValueError(f"第 {number} 行的编号只用英文字母、数字、下划线，条目最多 200 个字")
    if not (most.isascii() and most.isdigit() and int(most) <= WHOLE):
        raise ValueError(f"第 {number} 行的分值要填 0 到 {WHOLE} 的整数")
    if proof not in PROOFS or by not in JUDGED:
        raise ValueError(f"第 {number} 行的凭证、怎么判断，请照已有的方案填")
    return Item(block, key, label, int(most), proof, by, _least(number, least), veto == "是")


def _least(number: int, text: str) -> Decimal:
    try:
        found = Decimal(text or "1")
    except InvalidOperation:
        found = Decimal(0)
    if not (found.is_finite() and 0 < found <= 10_000):
        raise ValueError(f"第 {number} 行的“至少”要填大于 0 的数，例如 2 或 0.9")
    return found


def written(items: Iterable[Item]) -> str:
    """As ``read_items`` reads it."""
    return "\n".join(
        "｜".join((one.block, one.key, one.label, str(one.most), one.proof, one.by, f"{one.least}", "是" if one.veto else ""))
        for one in items
    )  # fmt: skip


def read_thresholds(text: str) -> dict[int, int]:
    """ "5=95，4=85": stars → points from which they are given."""
    found: dict[int, int] = {}
    for part in text.replace("，", ",").replace(" ", "").split(","):
        stars, _, least = part.partition("=")
        if not (
            stars.isdecimal() and least.isdecimal() and 1 <= int(stars) <= MOST_STARS and int(least) <= WHOLE
        ):
            raise ValueError("星级分数线写成：5=95，4=85，3=75（几星=多少分以上）")
        found[int(stars)] = int(least)
    order = [found[stars] for stars in sorted(found)]
    if order != sorted(set(order)):
        raise ValueError("星越多，分数线要越高")
    return found


def stars_for(points: Decimal, thresholds: Mapping[int, int]) -> int:
    return max((stars for stars, least in thresholds.items() if points >= least), default=0)


def pieces(
    items: Sequence[Item], kind: str, thresholds: Mapping[int, int], held: Held, within: Span
) -> list[Piece]:
    """How one unit stands over ``within``, as stretches over which nothing changes."""
    days = {within[0]} | {
        day for one in items for part in held.get(one.key, ()) for day in part[:2]
        if day is not None and within[0] <= day and (within[1] is None or day < within[1])
    }  # fmt: skip
    order = sorted(days)
    made: list[Piece] = []
    for since, until in zip(order, [*order[1:], within[1]], strict=True):
        now = state(items, kind, thresholds, held, since)
        if made and (made[-1].passed, made[-1].points, made[-1].short) == (now.passed, now.points, now.short):
            made[-1] = Piece(made[-1].since, until, now.passed, now.points, now.stars, now.short)
        else:
            made.append(Piece(since, until, now.passed, now.points, now.stars, now.short))
    return made


def state(items: Sequence[Item], kind: str, thresholds: Mapping[int, int], held: Held, on: date) -> Piece:
    """How one unit stands on one day."""
    shares = {one.key: share_on(held.get(one.key, ()), on) for one in items}
    points = sum((Decimal(one.most * shares[one.key]) / WHOLE for one in items), Decimal(0))
    short = tuple(one.key for one in items if not shares[one.key])
    vetoed = any(one.veto and not shares[one.key] for one in items)
    stars = 0 if vetoed or kind == ALL else stars_for(points, thresholds)
    passed = not short if kind == ALL else stars > 0
    return Piece(on, None, passed, points, stars, short)


def share_on(parts: Iterable[Weighted], on: date) -> int:
    """The best share that holds on a day."""
    return max((w for since, until, w in parts if since <= on and (until is None or on < until)), default=0)


def unvetoed(items: Sequence[Item], held: Held) -> list[Span]:
    """When none of the vetoes speaks."""
    vetoes = [[(a, b) for a, b, w in held.get(one.key, ()) if w] for one in items if one.veto]
    return all_of([joined(spans) for spans in vetoes])
