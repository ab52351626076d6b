"""How big the county is. FULL repeats the published figures of one county (domain.md, appendix A, 001)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """Counts that the plan must meet exactly. "new" and "recent": within the last three years."""

    singles: int
    new_singles: int
    single_employers: int
    new_industry: int
    industry_employers: int
    blind: int
    members: int
    migrants: int
    migrant_workers: int
    recent: int
    recent_migrants: int
    without_chair: int


FULL = Figures(
    singles=953,
    new_singles=328,
    single_employers=2_715,
    new_industry=11,
    industry_employers=346,
    blind=412,
    members=118_000,
    migrants=40_230,
    migrant_workers=44_551,
    recent=38_564,
    recent_migrants=27_158,
    without_chair=24,
)
SMALL = Figures(
    singles=27,
    new_singles=8,
    single_employers=76,
    new_industry=7,
    industry_employers=26,
    blind=18,
    members=1_500,
    migrants=511,
    migrant_workers=566,
    recent=490,
    recent_migrants=345,
    without_chair=2,
)
