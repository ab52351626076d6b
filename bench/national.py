"""Ten million members over the country's real townships: facts of as many, added up by place on the embedded engine.

python -m bench.national [MEMBERS]
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.scratch import scratch

DAY = date(2026, 11, 21)
BEGUN, DAYS = date(2008, 1, 1), 6_800
MEASURES = (
    ("members.all", 1),
    ("members.women", 3),
    ("members.migrants", 4),
    ("members.nef", 11),
)  # every how many-th
SEED = 5


def facts(path: Path, towns: list[str], members: int) -> int:
    """One fact a member and measure that holds: where, since when. Returns how many."""
    import polars as pl

    codes = pl.DataFrame({"at": range(len(towns)), "place": towns}).with_columns(pl.col("at").cast(pl.UInt64))
    lot = pl.int_range(members, eager=True).alias("n").to_frame()
    people = lot.with_columns(
        at=pl.col("n").hash(SEED) % len(towns), day=pl.lit(BEGUN) + pl.duration(days=pl.col("n").hash(SEED + 1) % DAYS)
    ).join(codes, on="at")  # fmt: skip
    parts = [people.filter(pl.col("n") % every == 0).select("place", unit=pl.col("n") % 5_000_000, measure=pl.lit(name), day=pl.col("day").cast(pl.Date), delta=pl.lit(1, pl.Int64)) for name, every in MEASURES]  # fmt: skip
    made = pl.concat(parts)
    made.write_parquet(path)
    return made.height


def main(members: int = 10_000_000) -> dict[str, Any]:
    with scratch(), tempfile.TemporaryDirectory() as folder:
        from gonghui.kernel.indicators.facts import LEVELS, rolled_up
        from gonghui.kernel.units.divisions import read
        from gonghui.registers.regions.actions import DATA

        towns = [one.code for one in read(DATA) if len(one.code) == LEVELS["town"]]
        path = Path(folder) / "facts.parquet"
        height = facts(path, towns, members)
        found: dict[str, Any] = {
            "members": members,
            "facts": height,
            "towns": len(towns),
            "file_mb": round(path.stat().st_size / 1e6),
        }
        for level in LEVELS:
            begun = time.perf_counter()
            rows = rolled_up([path], DAY, level)
            found[level] = {
                "places": len({row.place for row in rows}),
                "seconds": round(time.perf_counter() - begun, 2),
            }
            assert sum(row.number for row in rows if row.measure == "members.all") == members
        begun = time.perf_counter()
        rolled_up([path], date(2015, 6, 30), "province")
        return found | {"another_day_seconds": round(time.perf_counter() - begun, 2), "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:])), ensure_ascii=False))
