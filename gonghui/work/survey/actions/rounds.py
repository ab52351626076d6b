"""Opening a round, drawing up whom it looks for, and the teams of a stay."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.filling import changed as changes
from gonghui.kernel.register.filling import fill
from gonghui.kernel.units.following import carried_by, closed_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.work.survey.models import Round, Subject, Team

OPEN = verb("survey.open", "发起摸底", "kind", "since", "until", "drawn")
CLOSE = verb("survey.close", "结束摸底")
TEAM = verb("survey.team", "登记蹲点组", "fields")
CHUNK = 2_000
FOLLOW = """
UPDATE survey_subject s SET unit_id = e.unit_id, grid_id = e.grid_id, line_id = e.line_id
FROM employers_employer e
WHERE e.id = s.employer_id
  AND (s.unit_id, s.grid_id, s.line_id) IS DISTINCT FROM (e.unit_id, e.grid_id, e.line_id)
"""


@transaction.atomic
def open_round(*, actor: Actor, unit: Unit, today: date, **values: Any) -> Round:
    """发起一轮: who is known to the register is drawn up; who is met besides is added on the way."""
    made = Round(unit=unit)
    fill(made, values)
    made.full_clean(exclude=["path", "grid_path", "line_path"])
    made.save(force_insert=True)
    drawn = draw_up(actor, today)
    record(
        actor, OPEN, made, unit_id=unit.pk, kind=made.kind, since=made.since.isoformat(), until=made.until.isoformat(),
        drawn=drawn,
    )  # fmt: skip
    return made


@transaction.atomic
def close_round(*, actor: Actor, one: Round, today: date) -> None:
    if one.closed_on:
        raise ValidationError("这一轮已经结束了")
    one.closed_on = today
    one.save(update_fields=["closed_on"])
    record(actor, CLOSE, one, unit_id=one.unit_id)


def draw_up(actor: Actor, today: date, most: int = 1_000_000) -> int:
    """A subject for every employer in reach that has none, and every one where its employer stands now; returns how
    many are new.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW)
    here = Employer.objects.visible_to(actor).filter(closed_on=None)
    there = Subject.objects.filter(employer__isnull=False).values("employer")
    rows = here.exclude(pk__in=there).order_by("pk")
    drawn = 0
    while drawn < most and (found := list(rows[:CHUNK])):
        Subject.objects.bulk_create(subject_for(one, today) for one in found)
        drawn += len(found)
    return drawn


def subject_for(one: Employer, today: date) -> Subject:
    """The subject of an employer of the register: the same key, and what the register says of it."""
    return Subject(
        id=one.pk, employer=one, unit_id=one.unit_id, grid_id=one.grid_id, line_id=one.line_id, name=one.name,
        tokens=search_tokens(one.name), credit_code=one.credit_code or "", sources=["register"], known=known_of(one),
        facts=known_of(one), workers=one.workers, since=today,
    )  # fmt: skip


def known_of(one: Employer) -> dict[str, Any]:
    found = {
        "workers": one.workers, "migrant_workers": one.migrant_workers, "address": one.address,
        "has_union": one.covered_by_id is not None,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value is False or value}


@transaction.atomic
def keep_team(*, actor: Actor, round_: Round, team: Team | None, **values: Any) -> Team:
    """Enter a team of a stay, or what it found."""
    if not round_.is_by_teams:
        raise ValidationError("只有蹲点和对口联系有工作组")
    one = team or Team(round=round_)
    changed = changes(one, values) if team else sorted(values)
    fill(one, values)
    one.full_clean(exclude=["path", "unit"])
    one.save(force_insert=team is None)
    record(actor, TEAM, one, unit_id=one.unit_id, fields=sorted(changed))
    return one


@carried_by
def carry_subjects(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """When a unit merges into another, whoever was met in it lies in that one."""
    for place in ("unit", "grid", "line"):
        Subject.objects.filter(**{place: unit}).update(**{place: into})
    Round.objects.filter(unit=unit).update(unit=into)
    Team.objects.filter(unit=unit).update(unit=into)


@closed_by
def keep_subjects(unit: Unit, actor: Actor, on: date) -> None:
    """A grid, a line or an area ends only when nobody who was met lies in it any more."""
    for place in ("unit", "grid", "line"):
        rows = Subject.objects.filter(**{place: unit}, into=None, employer=None)
        if count := rows.count():
            raise ValidationError(f"还有 {count:,} 个摸排对象在{unit.name}，先把它们划到别处")
