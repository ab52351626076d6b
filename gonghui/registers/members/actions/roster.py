"""A union's roster taken in by sets: who is new, who has changed, who belongs elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db import connection

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.rowwise import OUTCOME
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.members.actions.amending import amend
from gonghui.registers.members.actions.entering import admit, enter
from gonghui.registers.members.actions.pending import keep_pending, waiting
from gonghui.registers.members.actions.sealing import keyed, sealed
from gonghui.registers.members.actions.standing import differing, standing
from gonghui.registers.unions.rules import MEMBER_KINDS

AT_A_TIME = 100_000  # lines worked on together, so that a million do not need ten times the memory
EMPLOYERS = (
    "SELECT name, id::text FROM employers_employer WHERE name = ANY(%s)"  # under the reach, as everything
)
OUT_OF_REACH = "您管的范围里没有“{}”，请照台账上的名称写"


class MemberTaker:
    """``check`` judges and ``take`` judges by the very same code, then writes."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = {column.name: column for column in columns}

    def keyed(self, lines: pl.DataFrame) -> pl.DataFrame:
        parts = [keyed(part) for part in lines.iter_slices(AT_A_TIME)]
        return pl.concat(parts) if parts else keyed(lines)

    def ready(self, lines: pl.DataFrame) -> pl.DataFrame:
        return sealed(lines)

    def check(self, actor: Actor, unit: Unit, lines: pl.DataFrame, today: date) -> pl.DataFrame:
        parts = [outcomes(judged(actor, unit, part)) for part in lines.iter_slices(AT_A_TIME)]
        return pl.concat([pl.DataFrame(schema=OUTCOME), *parts])

    def take(self, actor: Actor, unit: Unit, lines: pl.DataFrame, today: date) -> pl.DataFrame:
        found = judged(actor, unit, lines)
        self._write(found.filter(pl.col("outcome").is_in(["new", "changed"])), today)
        return outcomes(found)

    def _write(self, lines: pl.DataFrame, today: date) -> None:
        lines = with_employers(lines)
        changed, pending = pl.col("outcome") == "changed", pl.col("pending")
        known = pl.col("person_id").is_not_null()
        enter(lines.filter(~changed & ~pending & ~known), today)
        admit(lines.filter(~changed & ~pending & known).with_columns(id=pl.col("person_id")), today)
        keep_pending(lines.filter(pending), self.columns, today)
        amend(lines.filter(changed), self.columns)


def judged(actor: Actor, unit: Unit, lines: pl.DataFrame) -> pl.DataFrame:
    """Each line with its unit, what is known of its person, and ``outcome``, ``column``, ``reason``, ``pending``.

    ``pending``: belongs elsewhere, or nobody on the employer's side may know yet. Elsewhere and new are told in
    the same word, so that the word gives nobody away.
    """
    found = with_units(actor, unit, lines)
    found = found.join(standing(found.filter(pl.col("reason") == "")["id_index"]), on="id_index", how="left")
    here = (pl.col("known_unit_id") == pl.col("unit_id")).fill_null(False)
    hidden = pl.lit("employer-side" in actor.traits)
    strange = pl.col("is_known").is_null()  # nobody in the whole database has this number
    found = found.with_columns(
        pending=pl.when(strange).then(hidden).otherwise(~here) & (pl.col("reason") == ""),
        member=here & pl.col("open_id").is_not_null(),
        person_id=pl.when(here).then(pl.col("person_id")),
    )
    changed = differing(found.filter("member"))
    listed = waiting(found.filter("pending"))
    outcome = (
        pl.when(pl.col("reason") != "").then(pl.lit("wrong"))
        .when(pl.col("row").is_in(listed.implode())).then(pl.lit("same"))
        .when(~pl.col("member")).then(pl.lit("new"))
        .when(pl.col("row").is_in(changed.implode())).then(pl.lit("changed"))
        .otherwise(pl.lit("same"))
    )  # fmt: skip
    return found.with_columns(outcome=outcome)


def with_units(actor: Actor, unit: Unit, lines: pl.DataFrame) -> pl.DataFrame:
    """Where each line says its person belongs; nothing said means the roster's own unit."""
    named = lines["unit__name"] if "unit__name" in lines.columns else pl.Series([""] * lines.height)
    named = named.fill_null("")
    wanted = set(named.unique()) - {""}
    units = (
        {one.name: one for one in open_units(actor, *MEMBER_KINDS).filter(name__in=wanted)} if wanted else {}
    )
    units[""] = unit
    keys = pl.DataFrame(
        [(name, str(one.pk), one.path) for name, one in units.items()],
        schema={"unit_name": pl.String, "unit_id": pl.String, "path": pl.String}, orient="row",
    )  # fmt: skip
    found = lines.with_columns(unit_name=named).join(keys, on="unit_name", how="left", maintain_order="left")
    lost = pl.col("unit_id").is_null()
    return found.with_columns(
        column=pl.when(lost).then(pl.lit("unit__name")).otherwise(pl.lit("")),
        reason=pl.when(lost).then(pl.format(OUT_OF_REACH, pl.col("unit_name"))).otherwise(pl.lit("")),
    )


def with_employers(lines: pl.DataFrame) -> pl.DataFrame:
    """Employers in reach by the name rosters write; a name that two share names neither."""
    if "workplace" not in lines.columns:
        return lines
    names = [name for name in lines["workplace"].unique() if name]
    found: dict[str, str | None] = {}
    with connection.cursor() as cursor:
        cursor.execute(EMPLOYERS, [names])
        for name, pk in cursor.fetchall():
            found[name] = None if name in found else pk
    return lines.with_columns(
        employer_id=pl.col("workplace").replace_strict(found, default=None, return_dtype=pl.String)
    )


def outcomes(found: pl.DataFrame) -> pl.DataFrame:
    return found.select(pl.col(name).cast(kind) for name, kind in OUTCOME.items())
