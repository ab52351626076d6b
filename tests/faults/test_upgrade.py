"""An upgrade with many rows, killed again and again half-way while people read and write: the same in the end, nothing
lost, and nobody has waited for two seconds.
"""

from __future__ import annotations

import random
import threading
import time
from typing import Any

import psycopg
import pytest
from django.db import connections

from gonghui.kernel.database import roles
from gonghui.kernel.reach.session import acting
from gonghui.registers.employers.actions import enter
from tests import environment
from tests.faults.killing import Killer, Work, further, nursery
from tests.faults.rows import Rows, Watch, differences, superuser, twin
from tests.support import ROOT, committed, plant_county

WAIT = 2.0  # seconds
MANY = """
INSERT INTO employers_employer ({columns}) SELECT {values} FROM employers_employer e, generate_series(1, {rows}) g
"""
DONE = "SELECT count(*) FROM employers_employer WHERE district = '东镇'"
COLUMN = "SELECT 1 FROM information_schema.columns WHERE table_name = 'employers_employer' AND column_name = 'district'"
AFTER = """SELECT (SELECT count(*) FROM pg_class WHERE relname = 'employers_by_district')
    + (SELECT count(*) + count(*) FILTER (WHERE convalidated) FROM pg_constraint WHERE conname = 'employers_has_district')"""
SCHEMA = """
SELECT 'column', column_name, data_type || is_nullable || coalesce(column_default, '') FROM information_schema.columns
    WHERE table_name = 'employers_employer'
UNION ALL SELECT 'constraint', conname, convalidated::text FROM pg_constraint WHERE conrelid = 'employers_employer'::regclass
UNION ALL SELECT 'index', c.relname, indisvalid::text FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    WHERE indrelid = 'employers_employer'::regclass
UNION ALL SELECT 'policy', policyname, roles::text FROM pg_policies WHERE tablename = 'employers_employer'
ORDER BY 1, 2
"""


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("rows", "kills"), [(6_000, 8), pytest.param(100_000, 60, marks=pytest.mark.assure)])
@committed
def test_an_upgrade_killed_half_way_ends_like_one_left_alone(rows: int, kills: int):
    with acting(ROOT):
        enter(actor=ROOT, unit=plant_county().east, name="第0厂", workers=31, address="东镇湖边路 1 号")
    multiplied(rows)
    with twin() as other, nursery(other) as children, Watch(other) as watch:
        begun = time.monotonic()
        children.begin(["upgrade"])
        assert children.end() == (True, 0)
        takes, expected, schema = time.monotonic() - begun, Watch(other), facts(watch)
        rows_then = told(expected)
        expected.link.close()
    killer = Killer(random.Random(20261121), kills)
    with twin() as other, nursery(other) as children, Watch(other) as watch, People(other) as people:
        reached = [progress(watch)]
        work = Work(lambda: ["upgrade"], lambda: progress(watch), takes, seen=True)
        for _ in range(kills + 3):
            child = children.begin(["upgrade"])
            if not killer.rests:
                further(child, reached[-1], work)  # most of it is making ready
                killer.strike(child, 0.15)
                killer.clients += 1
            done, _ = children.end()
            reached.append(progress(watch))
            if done:
                break
        else:
            raise AssertionError("left alone after so many deaths, it still does not come to its end")
        time.sleep(0.2)
        people.stop()
        assert facts(watch) == schema
        assert watch.link.execute(DONE).fetchone() == (rows + 1,)
        with Watch(other) as now:
            assert differences(told(now), rows_then) == []
    assert any(0 < one < rows for one in reached), "some must die in the middle of the rows"
    assert people.faults == []
    assert min(people.reads, people.writes) > 20
    assert people.longest < WAIT
    print(f"{kills} kills, {people.reads} reads, {people.writes} writes, longest {people.longest:.2f} s")


def told(watch: Watch) -> Rows:
    """Without the marks that those who worked meanwhile have left for whoever counts."""
    return {table: rows for table, rows in watch.rows().items() if table != "indicators_mark"}


def multiplied(rows: int) -> None:
    with superuser(connections["owner"].settings_dict["NAME"]) as link:
        found = link.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'employers_employer' ORDER BY 1"
        )
        columns = [name for (name,) in found]
        own = {"id": "gen_random_uuid()", "name": "'第' || g || '厂'"}
        values = [own.get(column, f"e.{column}") for column in columns]
        link.execute("SET session_replication_role = replica")
        link.execute(MANY.format(columns=", ".join(columns), values=", ".join(values), rows=rows))


def progress(watch: Watch) -> int:
    """How many rows are done; -1 before there is a column for it, more than all with the index and each constraint."""
    if not watch.link.execute(COLUMN).fetchone():
        return -1
    (rows,) = watch.link.execute(DONE).fetchone()
    (more,) = watch.link.execute(AFTER).fetchone()
    return int(rows) + int(more)


def facts(watch: Watch) -> list[Any]:
    return watch.link.execute(SCHEMA).fetchall()


class People(threading.Thread):
    """As the serving role: one reads, then writes one employer's number of people and back, without a pause."""

    def __init__(self, database: str) -> None:
        super().__init__()
        self.database, self.over = database, threading.Event()
        self.reads = self.writes = 0
        self.longest = 0.0
        self.faults: list[str] = []

    def __enter__(self) -> People:
        self.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        reach = "SELECT set_config('app.tree', 'leadership', true), set_config('app.lo', '', true), set_config('app.hi', '~', true), set_config('app.person', '-1', true)"
        with psycopg.connect(environment.CLUSTER.dsn(roles.APP, self.database)) as link:
            while not self.over.is_set():
                try:
                    self.reads += self._timed(
                        link, reach, "SELECT count(*) FROM (SELECT 1 FROM employers_employer LIMIT 50) t"
                    )
                    self.writes += self._timed(
                        link, reach, "UPDATE employers_employer SET workers = workers WHERE name = '第0厂'"
                    )
                except psycopg.Error as fault:
                    link.rollback()
                    self.faults.append(str(fault))
                time.sleep(0.01)

    def _timed(self, link: psycopg.Connection[Any], reach: str, statement: str) -> int:
        begun = time.monotonic()
        link.execute(reach)
        count = link.execute(statement).rowcount
        link.commit()
        self.longest = max(self.longest, time.monotonic() - begun)
        return count
