"""Rows of the lists others keep: each is kept as it stood, and leads to somebody to be visited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.ids import new_id
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.filling import changed as changes
from gonghui.kernel.register.filling import fill
from gonghui.kernel.secrets.fields import index_of
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.work.survey.actions.people import Named, numbered, worker_of
from gonghui.work.survey.actions.people import fill as fill_worker
from gonghui.work.survey.actions.rounds import subject_for
from gonghui.work.survey.models import Listed, Subject, Worker

LIST = verb("survey.list", "登记名单条目", "source")
CHANGE = verb("survey.list_change", "更正名单条目", "fields")
Taken = tuple[Any, bool | None]


def take_listed(source: str) -> Callable[..., Taken]:
    """The ``save`` of one kind of list: known by credit code, else by name in its area."""

    @transaction.atomic
    def save(
        *, actor: Actor, today: date, row: Listed | None, unit: Unit | None = None, town: Unit | None = None,
        grid: Unit | None = None, line: Unit | None = None, **values: Any,
    ) -> Taken:  # fmt: skip
        if row is not None:
            _stays(row, town, grid)
            return row, False if _changed(actor, row, values) else None
        place = town or unit
        if place is None:
            raise ValidationError({"town": "请选择所在地"})
        subject = _subject(actor, place, values, today, grid, line)
        known = (
            Listed.objects.visible_to(actor)
            .filter(subject=subject, source=source, name=values["name"])
            .first()
        )
        if known is not None:
            return known, False if _changed(actor, known, values) else None
        made = Listed(id=new_id(), subject=subject, source=source, listed_on=today)
        fill(made, values)
        made.full_clean(exclude=["subject"])
        made.save(force_insert=True)
        _named_by(subject, source, made)
        record(actor, LIST, made, unit_id=subject.unit_id, source=source)
        return made, True

    return save


def _stays(row: Listed | Worker, town: Unit | None, grid: Unit | None) -> None:
    """Where a row lies is said by its subject, which other rows may share."""
    for name, unit, now in (("town", town, row.subject.unit_id), ("grid", grid, row.subject.grid_id)):
        if unit is not None and unit.pk != now:
            raise ValidationError({name: "这一行的所在地跟着摸排对象，不在这里改"})


def _changed(actor: Actor, row: Listed | Worker, values: dict[str, Any]) -> list[str]:
    changed = changes(row, values)
    if changed:
        fill(row, {name: values[name] for name in changed})
        row.save()
        record(actor, CHANGE, row, unit_id=row.subject.unit_id, fields=sorted(changed))
    return changed


def _subject(
    actor: Actor, place: Unit, values: dict[str, Any], today: date, grid: Unit | None, line: Unit | None
) -> Subject:
    code, name = values.get("credit_code") or "", values["name"]
    seen = Subject.objects.visible_to(actor).filter(into=None, kind="employer")
    found = seen.filter(credit_code=code).first() if code else None
    found = found or seen.filter(name=name, unit=place).filter(credit_code__in=["", code]).first()
    if found is not None:
        return found
    employers = Employer.objects.visible_to(actor).filter(closed_on=None)
    employer = employers.filter(credit_code=code).first() if code else None
    employer = employer or employers.filter(name=name, unit=place).first()
    if employer is not None and not seen.filter(employer=employer).exists():
        made = subject_for(employer, today)
    else:
        made = Subject(
            id=new_id(), unit=place, grid=grid, line=line, name=name, credit_code=code, since=today
        )
        made.tokens = search_tokens(name)
    made.save(force_insert=True)
    return made


def _named_by(subject: Subject, source: str, made: Listed) -> None:
    """What a list says counts until somebody has been there; a register's word comes before it."""
    subject.sources = [*(one for one in subject.sources if one != source), source]
    said = {"workers": made.workers, "address": made.address}
    subject.known = {key: value for key, value in said.items() if value} | subject.known
    if not subject.version:
        subject.facts = dict(subject.known)
        subject.workers = subject.facts.get("workers") or 0
    subject.credit_code = subject.credit_code or made.credit_code
    subject.save()


@transaction.atomic
def take_courier(
    *, actor: Actor, today: date, row: Worker | None, unit: Unit | None = None, town: Unit | None = None,
    grid: Unit | None = None, **values: Any,
) -> Taken:  # fmt: skip
    """A row of a platform's list: a person, in the group of their station."""
    station = values.pop("station", None) or values.get("platform") or "骑手"
    if row is not None:
        _stays(row, town, grid)
        return _corrected(actor, row, values, today)
    place = town or unit
    if place is None:
        raise ValidationError({"town": "请选择所在地"})
    one = numbered(
        Named(**{key: values.get(key) or "" for key in ("name", "mobile", "id_number", "group", "platform")}),
        today,
    )
    group = _group(actor, place, grid, station, one, today)
    known = _known(actor, group, one)
    if known is not None:
        return _corrected(actor, known, values, today)
    made = worker_of(group, one, "couriers", today)
    made.full_clean(exclude=["subject", "answer"])
    made.save(force_insert=True)
    _counted(group)
    record(actor, LIST, made, unit_id=group.unit_id, source="couriers")
    return made, True


def _known(actor: Actor, group: Subject, one: Named) -> Worker | None:
    rows = Worker.objects.visible_to(actor).filter(subject=group, source="couriers", name=one.name)
    if one.mobile:
        rows = rows.filter(mobile_index=index_of(one.mobile, "mobile"))
    found: Worker | None = rows.select_related("subject").first()
    return found


def _corrected(actor: Actor, row: Worker, values: dict[str, Any], today: date) -> Taken:
    changed = changes(row, values)
    if not changed:
        return row, None
    sealed = {
        name: getattr(row, name).reveal() if getattr(row, name) else "" for name in ("mobile", "id_number")
    }
    plain = {name: getattr(row, name) for name in ("name", "group", "platform")}
    said = plain | sealed | {name: values[name] or "" for name in changed}
    one = numbered(Named(**said), today)
    row.name, row.group, row.platform = one.name, one.group, one.platform
    fill_worker(row, one)
    row.full_clean(exclude=["subject", "answer"])
    row.save()
    record(actor, CHANGE, row, unit_id=row.subject.unit_id, fields=sorted(changed))
    return row, False


def _group(actor: Actor, place: Unit, grid: Unit | None, station: str, one: Named, today: date) -> Subject:
    seen = Subject.objects.visible_to(actor).filter(into=None, kind="group", unit=place, name=station)
    if (found := seen.first()) is not None:
        return found
    known = {key: value for key, value in (("platform", one.platform), ("group", one.group)) if value}
    made = Subject(
        id=new_id(), kind="group", unit=place, grid=grid, name=station, sources=["couriers"], known=known, facts=known,
        tokens=search_tokens(station), since=today,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _counted(group: Subject) -> None:
    """Until somebody has been there, as many are counted as the list names."""
    people = Worker.objects.filter(subject=group, source="couriers").count()
    group.known = group.known | {"workers": people}
    if "workers" not in group.facts or not group.version:
        group.facts = group.facts | {"workers": people}
        group.workers = people
    group.save()
