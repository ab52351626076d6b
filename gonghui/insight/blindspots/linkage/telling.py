"""What is said of a comparison, to a page and to the command line alike; every name is read anew within the reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gonghui.insight.blindspots.rules import EMPLOYER, OUTCOMES, Row, figures, totals
from gonghui.insight.blindspots.selectors import employers_of, names_of
from gonghui.kernel.linkage.between import UNKNOWN
from gonghui.kernel.reach.actor import Actor

NOWHERE = {"grid": "没划网格", "line": "没划条线"}
BEYOND = "辖区外"
UNSAID = {("分支", "相同")}  # goes without saying


def summary(actor: Actor, rows: Iterable[Row]) -> dict[str, Any]:
    """The counts, and the figures by grid, line and group; their sums are the counts."""
    wanted = list(rows)
    cells = figures(wanted)
    names = names_of(actor, {number for grid, line, _ in cells for number in (grid, line) if number})
    told: list[dict[str, Any]] = [
        {
            "grid_id": grid, "line_id": line, "group": group, "total": sum(counts.values()), **counts,
            "grid": names.get(grid, BEYOND) if grid else NOWHERE["grid"],
            "line": names.get(line, BEYOND) if line else NOWHERE["line"],
        }
        for (grid, line, group), counts in cells.items()
    ]  # fmt: skip
    told.sort(key=lambda one: (-one["missing"], one["grid"], one["line"], one["group"]))
    return {"total": len(wanted), "totals": totals(wanted), "figures": told}


def told(actor: Actor, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Row by row. A worker is told by the row of the list alone: whose name it is stands there."""
    wanted = list(rows)
    keys = {one.id for row in wanted if row.kind == EMPLOYER for one in row.result.found if one.id}
    seen = employers_of(actor, keys)
    return [_one(row, seen) for row in wanted]


def _one(row: Row, seen: dict[str, Any]) -> dict[str, Any]:
    match = seen.get(row.result.match or "")
    union = match.covered_by if match is not None and match.covered_by_id else None
    return {
        "at": row.at, "kind": row.kind, "name": row.name if row.kind == EMPLOYER else "", "town": row.town,
        "people": row.people, "group": row.group, "outcome": row.result.outcome, "said": OUTCOMES[row.result.outcome],
        "sure": row.result.share, "union": union.name if union else "", "union_id": union.pk if union else None,
        "candidates": [
            {
                "id": one.id, "name": seen[one.id].name if one.id in seen else "", "share": one.share, "part": f"把握 {one.share:.0%}",
                "outcome": one.outcome, "evidence": [list(part) for part in one.evidence], "because": because(one.evidence),
            }
            for one in row.result.found
        ],
    }  # fmt: skip


def because(evidence: tuple[tuple[str, str, float], ...]) -> str:
    """What was seen, in one line; what neither side tells is left out."""
    seen = [(label, said) for label, said, _ in evidence if said != UNKNOWN]
    return "，".join(f"{label}{said}" for label, said in seen if (label, said) not in UNSAID)
