"""The plan's rows into the registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from demo.accounts import ACCOUNTS, PASSWORD
from demo.rows import CadreRow, EmployerRow, MemberRow, UnionRow
from gonghui.kernel.actors.actions import assign, open_account
from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.actions.entering import enter
from gonghui.registers.members.actions.sealing import newcomers
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union

Units = Mapping[str, Unit]
CHUNK = 10_000

IN_POST = timedelta(days=60)  # the people of the demonstration have been in their posts for a while


def write_unions(rows: Sequence[UnionRow], units: Units) -> None:
    Union.objects.bulk_create(
        Union(**_beside(row, "unit", "region"), unit=units[row.unit], region_id=row.region,
              tokens=search_tokens(row.name))
        for row in rows
    )  # fmt: skip


def write_employers(rows: Sequence[EmployerRow], units: Units) -> list[UUID]:
    """Their keys, in the order of the rows."""
    made = [
        Employer(
            **_beside(row, "unit", "grid", "line", "covered_by"),
            unit=units[row.unit],
            grid=units[row.grid],
            line=units[row.line],
            covered_by=units[row.covered_by] if row.covered_by else None,
            tokens=search_tokens(row.name),
        )
        for row in rows
    ]
    Employer.objects.bulk_create(made, batch_size=1000)
    return [one.pk for one in made]


def write_cadres(rows: Sequence[CadreRow], units: Units) -> None:
    Cadre.objects.bulk_create(
        Cadre(**_beside(row, "unit"), unit=units[row.unit], tokens=search_tokens(row.name)) for row in rows
    )


def write_members(rows: Sequence[MemberRow], units: Units, employers: Sequence[UUID], today: date) -> int:
    """By the way every roster goes; keys to other tables are checked piece by piece, not all at the end."""
    entered = 0
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        people = newcomers((units[row.unit], _values(row, employers)) for row in part)
        entered += len(enter(people, today))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return entered


def open_accounts(actor: Actor, units: Units, today: date) -> None:
    for one in ACCOUNTS:
        unit = units[one.code]
        account = open_account(
            actor=actor, username=one.username, name=one.name, password=PASSWORD, unit=unit
        )
        assign(actor=actor, account=account, role=one.role, unit=unit, since=today - IN_POST)


def _values(row: MemberRow, employers: Sequence[UUID]) -> dict[str, object]:
    employer = None if row.employer is None else employers[row.employer]
    return _beside(row, "unit", "employer") | {"id_type": "1", "employer_id": employer}


def _beside(row: UnionRow | EmployerRow | CadreRow | MemberRow, *left_out: str) -> dict[str, object]:
    """The row's values by name, without those that stand for other rows."""
    return {name: value for name, value in row._asdict().items() if name not in left_out}
