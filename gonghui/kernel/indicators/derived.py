"""Rows a module makes from other rows and keeps: made again for what is marked, before anybody reads or counts them.

The same marks tell what has to be counted anew; a mark that was judged waits to be counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import as_the_program

TREE = "tree"  # the mark of a unit that stands elsewhere now
LOCK = 0x66696775  # one at a time: everybody adds to the same topmost rows
PATIENCE = "60s"  # the first count of all takes a while, and whoever comes meanwhile waits for it
Marks = Mapping[str, set[int]]  # "table.column" → the units whose rows changed
Again = Callable[[Actor, Marks], None]
DERIVED: dict[str, Again] = {}  # "table.column" → what is made again from it, by function
WAITING = "SELECT EXISTS (SELECT FROM indicators_mark WHERE NOT judged AND watched = ANY(%s))"
TAKEN = """
WITH taken AS (UPDATE indicators_mark SET judged = true WHERE NOT judged AND watched = ANY(%s) RETURNING watched, number)
SELECT DISTINCT watched, number FROM taken
"""


def derived(*watches: str) -> Callable[[Again], Again]:
    """Declare ``function(actor, marks)``: makes rows again after changes of ``watches`` ("table.column", or "tree"), none of
    which it writes itself.
    """

    def keep(function: Again) -> Again:
        taken = DERIVED.keys() & set(watches)
        if any(DERIVED[one] is not function for one in taken):
            raise ValueError(f"{sorted(taken)} are watched by another")
        DERIVED.update(dict.fromkeys(watches, function))
        return function

    return keep


def caught_up() -> None:
    """Whoever reads derived rows calls this first: what changed since is judged again, by the program."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [list(DERIVED)])
        if not cursor.fetchone()[0]:
            return
        with as_the_program("台账变动"):
            alone(cursor)
            judged_again()


def judged_again() -> None:
    """For who holds the lock and acts as the program already."""
    with as_the_program("台账变动") as program, connection.cursor() as cursor:
        cursor.execute(TAKEN, [list(DERIVED)])
        found: dict[Again, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for watched, number in cursor.fetchall():
            found[DERIVED[watched]][watched].add(number)
        for again, marks in found.items():
            again(program, marks)


def alone(cursor: Any) -> None:
    """Until this transaction ends nobody else judges or counts."""
    cursor.execute("SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)", [PATIENCE])
    usual = cursor.fetchone()[0]
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [usual])
