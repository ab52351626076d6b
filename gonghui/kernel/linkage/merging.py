"""One of two, and back: everything that points at the lost row points at the kept one, and can be turned back exactly."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.linkage.actions import LinkageRefused, locked
from gonghui.kernel.linkage.declaration import LINKED, Linked, Relation
from gonghui.kernel.linkage.models import MERGED, OPEN, Merge, Pair
from gonghui.kernel.linkage.selectors import sides
from gonghui.kernel.reach.actor import Actor

MERGE = verb("linkage.merge", "合并重复", "kind", "kept", "lost", "moved")
UNDO = verb("linkage.undo", "撤回合并", "kind", "kept", "lost")
OUT_OF_REACH = "有一边已经不在您的管辖里，或已经没有了，请报上级核对"
ELSEWHERE = "还有别处的记录用着要并入的那一条，不归您的单位管，没有合并；请报上级办理"
CHANGED = "合并以后，有的记录又改动过或没有了，不能原样撤回；请先看那几条记录"
STANDS_AGAIN = "合并以后，又登记了同样的人或物，不能原样撤回；请先核对新登记的那一条"


@transaction.atomic
def merge(*, actor: Actor, pair: Pair, kept: UUID, now: datetime) -> Merge:
    """Make one of two. ``kept`` stays as it is; the other row goes. ``LinkageRefused`` with a sentence."""
    found = locked(actor, pair)
    one = LINKED[found.kind]
    if found.state != OPEN:
        raise LinkageRefused("这一对已经有人决定过，请刷新再看")
    if kept not in (found.left_id, found.right_id):
        raise LinkageRefused("请选留下哪一条")
    lost = found.right_id if kept == found.left_id else found.left_id
    _hold(actor, one, found)
    made = Merge(
        pair=found, kept=kept, lost=lost, at=now, by=actor.name[:60], row=_row(one, lost), moved={},
        left_unit_id=found.left_unit_id, right_unit_id=found.right_unit_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            for relation in one.relations:
                if moved := _turn(relation, lost, kept):
                    made.moved[_name(relation)] = moved
            _delete(one, lost)
    except IntegrityError as refusal:
        raise LinkageRefused(ELSEWHERE) from refusal
    made.save(force_insert=True)
    found.state, found.decided_at, found.decided_by = MERGED, now, actor.name[:60]
    found.save(update_fields=["state", "decided_at", "decided_by"])
    _note(actor, MERGE, found, made, moved=sum(map(len, made.moved.values())))
    return made


@transaction.atomic
def undo(*, actor: Actor, pair: Pair, now: datetime) -> Merge:
    """Take a merge back: the lost row stands again as it was, and has again what pointed at it."""
    found = locked(actor, pair)
    one = LINKED[found.kind]
    rows = Merge.objects.visible_to(actor).select_for_update(of=("self",))
    made: Merge | None = rows.filter(pair=found, undone_at=None).first()
    if made is None:
        raise LinkageRefused("没有可以撤回的合并")
    try:
        with transaction.atomic():
            _put_back(one, made.row)
            for relation in one.relations:
                _turn_back(relation, made)
    except IntegrityError as refusal:
        raise LinkageRefused(STANDS_AGAIN) from refusal
    made.undone_at = now
    made.save(update_fields=["undone_at"])
    found.state, found.decided_at, found.decided_by = OPEN, None, ""
    found.save(update_fields=["state", "decided_at", "decided_by"])
    _note(actor, UNDO, found, made)
    return made


def _hold(actor: Actor, one: Linked, pair: Pair) -> None:
    """Both rows, locked in the order of their keys."""
    keys = [pair.left_id, pair.right_id]
    rows = one.of.objects.visible_to(actor).filter(pk__in=keys).order_by("pk")
    if len(rows.select_for_update(of=("self",)).values_list("pk", flat=True)) != 2 or not sides(
        actor, one, pair
    ):
        raise LinkageRefused(OUT_OF_REACH)


def _name(relation: Relation) -> str:
    return f"{relation.model}.{relation.field}"


def _turn(relation: Relation, lost: UUID, kept: UUID) -> list[str]:
    """The keys of what was pointed anew."""
    field = relation.column.attname
    rows = relation.of._base_manager.filter(**{field: lost})
    if relation.deed == "keep" or not rows.exists():
        return []
    if relation.deed == "refuse":
        raise LinkageRefused(relation.sentence)
    there = relation.of._base_manager.filter(**{field: kept})
    alone = relation.alone
    if alone is not None and rows.filter(alone).exists() and there.filter(alone).exists():
        raise LinkageRefused(relation.sentence)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(**{field: kept})
    return [str(key) for key in keys]


def _turn_back(relation: Relation, made: Merge) -> None:
    keys = made.moved.get(_name(relation), [])
    field = relation.column.attname
    rows = relation.of._base_manager.filter(pk__in=keys, **{field: made.kept})
    if rows.update(**{field: made.lost}) != len(keys):
        raise LinkageRefused(CHANGED)


def _row(one: Linked, pk: UUID) -> Any:
    """The row as the database writes it down: ciphers, arrays and search words included."""
    table = connection.ops.quote_name(one.of._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE id = %s", [pk])  # a model's own table
        found: Any = json.loads(cursor.fetchone()[0])
        return found


def _put_back(one: Linked, row: dict[str, Any]) -> None:
    """As it was; its place is taken from its unit again, which may have moved."""
    table = connection.ops.quote_name(one.of._meta.db_table)
    paths = dict.fromkeys(one.of.scope.values(), "")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
            [json.dumps(row | paths)],
        )


def _delete(one: Linked, pk: UUID) -> None:
    table = connection.ops.quote_name(one.of._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [pk])
        if cursor.rowcount != 1:
            raise LinkageRefused(OUT_OF_REACH)


def _note(actor: Actor, key: str, pair: Pair, made: Merge, **more: int) -> None:
    record(
        actor, key, pair, unit_id=actor.unit_id or None, kind=pair.kind, kept=str(made.kept), lost=str(made.lost), **more
    )  # fmt: skip
