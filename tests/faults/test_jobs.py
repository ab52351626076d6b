"""A worker that dies in a long piece of work, and the server beneath: the next worker goes on where it stood, and in the
end there are the rows of a run left alone.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic

import openpyxl
import pytest
from django.db import connections

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import opened
from gonghui.kernel.jobs.catalogue import KINDS
from gonghui.kernel.jobs.regular import begin_due
from gonghui.kernel.reach.session import acting
from gonghui.kernel.register import intake, jobs
from gonghui.kernel.register.definition import REGISTERS
from gonghui.registers.members.actions import enrol
from gonghui.registers.members.actions.entering import enter
from gonghui.registers.members.actions.sealing import newcomers
from tests import rosters
from tests.faults.killing import Killer, Words, Work, nursery, until_over
from tests.faults.rows import Watch, differences, twin
from tests.faults.scenes import NOW, TODAY
from tests.people import member, number
from tests.support import ROOT, committed, officer, plant_county

CHUNK = 4  # rows of a transaction
JOB = "SELECT id::text, account_id, post_id, done FROM jobs_job WHERE kind = %s ORDER BY started_at NULLS LAST, slot DESC LIMIT 1"
assure = pytest.mark.assure


@pytest.fixture(autouse=True, scope="module")
def _kinds():
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


def begin_import(rows: int, folder: Path) -> str:
    path = folder / "a.xlsx"
    rosters.write(path, count=rows)
    with acting(ROOT):
        scene = plant_county()
        clerk = officer(scene.east, "town_clerk")
    with acting(clerk):
        found = intake.upload(
            actor=clerk, register=REGISTERS["members"], unit=scene.mill, source=path, name=path.name, media_type=""
        )  # fmt: skip
        intake.check(actor=clerk, intake=found, today=TODAY)
        jobs.begin(actor=clerk, found=found, kind="register.take")
    return "register.take"


def begin_settling(rows: int, folder: Path) -> str:
    """A chair's people wait, one of them somebody else's member; the night comes."""
    with acting(ROOT):
        scene = plant_county()
        chair = officer(scene.mill, "union_chair")
        member(scene.mine, 0)
    with acting(chair):
        for n in range(rows):
            enrol(actor=chair, today=TODAY, unit=scene.mill, name="李华", id_number=number(n))
    begin_due(NOW - timedelta(days=2))
    begin_due(NOW)
    return "members.settle"


def begin_export(rows: int, folder: Path) -> str:
    """One transaction makes the file: killed anywhere in it there is none, and in the end there is one."""
    with acting(ROOT):
        scene = plant_county()
        clerk = officer(scene.east, "town_clerk")
        values = [{"name": "李华", "id_number": number(n)} for n in range(rows)]
        enter(newcomers([(scene.mill, one) for one in values]), TODAY)
    with acting(clerk):
        jobs.begin_export(actor=clerk, register="members", query="sort=name", reason="核对名册用")
    return "register.export"


TAKEN = {  # kind → how many rows there are of what the job has done so far, and as how many the job counts them
    "register.take": "SELECT count(*), (SELECT done FROM jobs_job WHERE kind = 'register.take') FROM members_person",
    "members.settle": """SELECT count(*), (SELECT max(done) FROM jobs_job WHERE kind = 'members.settle')
                         FROM members_membership m JOIN units_unit u ON u.id = m.unit_id WHERE u.name = '纺织厂工会'""",
    "register.export": """SELECT count(*), (SELECT (state = 'done')::int FROM jobs_job WHERE kind = 'register.export')
                          FROM files_storedfile""",
}
EVERY_RUN = [(begin_import, 320, 36, 12), (begin_settling, 120, 20, 10), (begin_export, 300, 12, 6)]
WHOLE = [(begin_import, 6_000, 700, 50), (begin_settling, 600, 200, 50), (begin_export, 600, 100, 50)]


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("begin", "rows", "kills", "every"),
    [*EVERY_RUN, *(pytest.param(*one, marks=assure) for one in WHOLE)],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
@committed
def test_a_job_killed_often_ends_like_one_left_alone(
    begin: Callable[[int, Path], str], rows: int, kills: int, every: int, tmp_path: Path
):
    kind = begin(rows, tmp_path)
    ours = connections["owner"].settings_dict["NAME"]
    with twin() as other:
        with nursery(other, NOW) as children, Watch(other) as watch:
            known, begun = watch.others(), monotonic()
            children.begin(words(watch, kind))
            assert children.end() == (True, 0)
            takes = monotonic() - begun
            watch.settled(known)
            expected = watch.rows()
        killer = Killer(random.Random(20261121), kills, every)
        with nursery(ours, NOW) as children, Watch(ours) as watch:
            # what runs alone is never slower than this; the first run of all may be, on a busy machine
            first = min(takes, 0.6) * 0.05 if kind == "register.export" else takes * 0.3
            work = Work(
                lambda: words(watch, kind), lambda: sound(watch, kind), first, kind != "register.export"
            )
            reached = until_over(work, children, watch, killer)
            assert differences(watch.rows(), expected) == []
    assert killer.clients + killer.servers >= kills * 0.6, killer
    assert len(set(reached)) >= (8 if kind != "register.export" else 2), "the kills must land in many places"
    if kind == "register.export":
        assert len(cells()) == 1 + rows


def words(watch: Watch, kind: str) -> Words:
    key, account, post, _ = watch.link.execute(JOB, [kind]).fetchone()
    return ["job", key, account, post, CHUNK]


def sound(watch: Watch, kind: str) -> int:
    """How far it is; what it has done is what it says it has done."""
    done, said = watch.link.execute(TAKEN[kind]).fetchone()
    assert done == said
    return int(done)


def cells() -> list[tuple[object, ...]]:
    with acting(ROOT), opened(StoredFile.objects.get()) as path:
        return list(openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active.iter_rows(values_only=True))
