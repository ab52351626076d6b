"""What the journal tells of forms that were answered, and what the declarations ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, IntegerField, Model, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from gonghui.insight.burden.rules import Effort, Question
from gonghui.kernel.journal.answering import ASKED, KNOWN
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.process.definition import PROCESSES, RECORDS, Process
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import REGISTERS, Column
from gonghui.registers.unions.models import Union


def efforts(actor: Actor, since: date, until: date) -> list[Effort]:
    """By month and role, of the units in reach, from ``since`` until the day before ``until``."""
    rows = Entry.objects.visible_to(actor).filter(
        at__gte=_begins(since), at__lt=_begins(until), detail__has_key=ASKED
    )
    found = rows.order_by().annotate(month=TruncMonth("at")).values("month", "role").annotate(
        forms=Count("pk"), asked=_sum(ASKED), known=_sum(KNOWN), people=ArrayAgg("account_id", distinct=True)
    )  # fmt: skip
    return [
        Effort(timezone.localtime(one["month"]).date(), one["role"], one["forms"], one["asked"], one["known"], frozenset(one["people"]))
        for one in found
    ]  # fmt: skip


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _sum(name: str) -> Sum:
    return Sum(Cast(KT(f"detail__{name}"), IntegerField()))


def ledgers() -> list[Question]:
    """Every column a register asks for; where a row belongs is no fact about it."""
    return [
        Question(key, column.name, column.label, frozenset({made.model._meta.label}))
        for key, made in REGISTERS.items()
        for column in made.asked
        if not column.units
    ]


def steps() -> list[Question]:
    """Every question of every move of every procedure, in the order of their declaration."""
    return [one for made in PROCESSES.values() for one in _of(made)]


def _of(made: Process) -> Iterator[Question]:
    model = RECORDS.get(made.key)
    about = frozenset({Union._meta.label, *(_linked(model) if model else ())})
    asked = {(move.source, column.name): column for move in made.moves for column in move.asks}
    return (_question(made.key, column, model, about) for column in asked.values())


def _linked(model: type[Model]) -> set[str]:
    """The models a record points at."""
    relations = (field.related_model for field in model._meta.concrete_fields if field.is_relation)
    return {other._meta.label for other in relations if isinstance(other, type)}


def _question(form: str, column: Column, model: Any, about: frozenset[str]) -> Question:
    first = (column.at or column.key).split(".")[0]
    own = {field.name for field in model._meta.concrete_fields} if model else set()
    there = model is not None and hasattr(model, first)
    return Question(form, column.name, column.label, about, there, there and first not in own)
