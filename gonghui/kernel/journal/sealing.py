"""Sealing the journal in batches, and finding the first entry somebody altered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.db import connection

from gonghui.kernel.journal.models import Seal

LEAVES = """SELECT e.id, journal_leaf(e) FROM journal_entry e WHERE e.id BETWEEN %s AND %s ORDER BY e.id"""


@dataclass(frozen=True)
class Fault:
    """Something sealed that is no longer as it was: which entry (None: the chain itself), and how."""

    entry: int | None
    what: str


def seal_all(batch: int = 10_000) -> int:
    """Seal every entry written so far; returns how many. Entries appear in the chain once, in order."""
    total = 0
    while count := _seal(batch):
        total += count
    return total


def _seal(batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_seal(%s)", [batch])
        return int(cursor.fetchone()[0])


def verify() -> list[Fault]:
    """The first fault of every seal that no longer holds; empty when the journal is as it was sealed."""
    faults, head = [], ""
    for seal in Seal.objects.order_by("pk").iterator():
        if fault := _fault_in(seal, head):
            faults.append(fault)
        head = seal.head
    return faults


def head_of(seal: Seal, before: str) -> str:
    words = (before, seal.first, seal.last, seal.count, seal.digest)
    return hashlib.sha256("|".join(map(str, words)).encode()).hexdigest()


def _fault_in(seal: Seal, before: str) -> Fault | None:
    whole = hashlib.sha256()
    for sealed, found in zip_longest(_sealed(seal), _found(seal)):
        if sealed is None:
            return Fault(found[0], "封签之后多出来的")
        if found is None or found[0] > sealed[0]:
            return Fault(sealed[0], "被删掉了")
        if found[0] < sealed[0]:
            return Fault(found[0], "封签之后多出来的")
        if found[1][:8] != sealed[1]:
            return Fault(sealed[0], "被改动过")
        whole.update(found[1])
    if whole.hexdigest() != seal.digest or head_of(seal, before) != seal.head:
        return Fault(None, f"第 {seal.first}–{seal.last} 条的封签被改动过")
    return None


def _sealed(seal: Seal) -> Iterator[tuple[int, bytes]]:
    leaves = bytes(seal.leaves)
    for at in range(0, len(leaves), 16):
        yield int.from_bytes(leaves[at : at + 8], "big"), leaves[at + 8 : at + 16]


def _found(seal: Seal) -> Iterator[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [seal.first, seal.last])
        for number, leaf in cursor.fetchall():
            yield number, bytes(leaf)
