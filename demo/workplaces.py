"""The employers as rows: each in one town, one grid or area, and one line."""

from __future__ import annotations

import random
from collections.abc import Iterator

from demo.drafts import Base, Draft, Workplace
from demo.establishments import NOWHERE
from demo.names import address
from demo.places import AREA_OF, GRIDS, LINES, SEAT, towns
from demo.rows import EmployerRow
from gonghui.kernel.identifiers import credit_code


def employers(draft: Draft, rng: random.Random) -> list[EmployerRow]:
    """Covered ones first, union by union (the order the members count in), then those without a union."""
    return [_row(n, one, base, rng) for n, (base, one) in enumerate(_all(draft), 1)]


def _all(draft: Draft) -> Iterator[tuple[Base | None, Workplace]]:
    for base in draft.bases:
        yield from ((base, one) for one in base.workplaces)
    yield from ((None, one) for one in draft.blind)


def _row(n: int, one: Workplace, base: Base | None, rng: random.Random) -> EmployerRow:
    town = towns()[one.town]
    return EmployerRow(
        one.name,
        one.town,
        rng.choice(GRIDS) if one.town == SEAT else AREA_OF[town],
        LINES[one.trade.line],
        base.code if base else None,
        base.founded_on if base else None,
        credit_code.make(one.category, NOWHERE, f"MA{n:06d}"),
        one.nature,
        one.industry,
        size_of(one.workers),
        one.social_class,
        one.workers,
        one.migrant_workers,
        address(rng, town),
    )


def size_of(workers: int) -> str:
    """By workers alone, as for industry; the published classes also look at turnover."""
    if workers < 20:
        return "micro"
    return "small" if workers < 300 else "medium" if workers < 1000 else "large"
