"""Housekeeping that concerns every table."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.db import models

from gonghui.kernel.database.shelf import Shelf
from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.secrets.envelope import decrypt_many, encrypt_many, needs_rotation
from gonghui.kernel.secrets.fields import SealedField, bound_to, keys, profile

CHUNK = 2_000  # rows a transaction encrypts anew


@job("site.sweep", "清理过期的计数", daily="03:40")
def sweep(run: Run) -> bool:
    """Counts of tries and used pieces of work whose time is over."""
    shelf = caches["default"]
    assert isinstance(shelf, Shelf)
    run.progress(1, 1, "清理完了", 清理=shelf.sweep())
    return False


def sealed_columns() -> list[tuple[type[models.Model], SealedField]]:
    """Every column that lies encrypted, in a stable order."""
    found = [
        (model, f) for model in apps.get_models() for f in model._meta.fields if isinstance(f, SealedField)
    ]
    return sorted(found, key=lambda pair: (pair[0]._meta.db_table, str(pair[1].column)))


@job("secrets.rotate", "换用新密钥")
def rotate(run: Run) -> bool:
    """Encrypt every sealed value anew with the newest key; what has it already is left alone."""
    columns = sealed_columns()
    at, after = run.checkpoint.get("column", 0), run.checkpoint.get("after")
    done = run.checkpoint.get("done", 0)
    if at >= len(columns):
        return False
    model, field = columns[at]
    last, changed = rotate_chunk(model, field, after)
    run.checkpoint.update(column=at if last else at + 1, after=last, done=done + changed)
    run.progress(at + 1, len(columns), f"正在换第 {at + 1} 栏，共 {len(columns)} 栏", 已换=done + changed)
    return bool(last) or at + 1 < len(columns)


def rotate_chunk(model: type[models.Model], field: SealedField, after: str | None) -> tuple[str | None, int]:
    """One chunk of one column; returns the last key looked at (None: no more) and how many were changed."""
    name = str(field.column)
    rows: Any = model._default_manager.exclude(**{field.name: None}).order_by("pk").select_for_update()
    if after:
        rows = rows.filter(pk__gt=after)
    found = [(row.pk, bytes(row.__dict__[field.attname])) for row in rows.only("pk", field.name)[:CHUNK]]
    stale = [(pk, cipher) for pk, cipher in found if needs_rotation(cipher, keys(), profile())]
    bindings = [bound_to(model._meta.db_table, name, pk) for pk, _ in stale]
    plain = decrypt_many([cipher for _, cipher in stale], bindings, keys())
    for (pk, _), cipher in zip(stale, encrypt_many(plain, bindings, keys(), profile()), strict=True):
        model._default_manager.filter(pk=pk).update(**{field.name: cipher})
    return (str(found[-1][0]) if len(found) == CHUNK else None), len(stale)
