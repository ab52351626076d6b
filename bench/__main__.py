"""``make bench``: every measured job, ours and the peer's in one run, written down in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from typing import Any

from bench import roster_import

OUT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
ROWS, FOR_PEER = 100_000, 10_000
TEXT = """# Benchmarks

Written by `make bench` on {day}: {cores} cores, {system}, Python {python}. Seconds of one run; trust ratios, not seconds.

## J1 · a real-name roster, .xlsx → checked → entered, row-level security and encryption on

{rows:,} rows of ten columns, 2 % of them bad in six known ways; three tables (person, membership, event), two encrypted columns,
three keyed indexes, search tokens. Every planted fault was named and none invented; the second import wrote nothing.

| | rows | seconds | µs a row |
|---|---|---|---|
| ours, all | {rows:,} | {all:.1f} | {ours_row:.0f} |
| – of that reading | | {read:.1f} | |
| – checking and the marked copy | | {check:.1f} | |
| – entering | | {take:.1f} | |
| ours again, nothing changed | {rows:,} | {again:.1f} | |
| django-import-export, bulk, the same checks and tables | {peer_rows:,} | {peer:.1f} | {peer_row:.0f} |

**Ratio {ratio}** (per row). Peak memory {peak} MB. The target of design is 20; entering is bound by the database (about half of it:
keys, indexes and policies of three tables) and by encryption and tokens in Python, one core each in turn.
"""


def main() -> None:
    found: dict[str, Any] = roster_import.main(ROWS, FOR_PEER)
    ours, peer = found["ours"], found["peer"]
    OUT.write_text(
        TEXT.format(
            day=date.today(),  # noqa: DTZ011  # the day on the wall, for a heading
            cores=os.cpu_count(),
            system=platform.system(),
            python=platform.python_version(),
            rows=ROWS,
            peer_rows=FOR_PEER,
            again=found["again"]["all"],
            peer=peer["all"],
            ratio=found["ratio"],
            peak=found["peak MB"],
            ours_row=ours["all"] / ROWS * 1e6,
            peer_row=peer["all"] / FOR_PEER * 1e6,
            **{name: ours[name] for name in ("all", "read", "check", "take")},
        )
    )
    print(OUT.read_text())


if __name__ == "__main__":
    main()
