"""Procedures: the to-do page with a hundred thousand open matters in the county, and whole foundings in a row.

python -m bench.procedures [MATTERS] [FOUNDINGS]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import Any

from bench.scratch import scratch

VISITS = 60
TODAY = date(2026, 11, 20)


def measure(matters: int, foundings: int) -> dict[str, Any]:
    """Milliseconds of the to-do page (p50, p95) without and with matters, queries of the inbox, seconds a founding."""
    from gonghui.kernel.reach.session import acting
    from tests.support import ROOT

    with acting(ROOT):
        scene = _scene()
    found: dict[str, Any] = {"empty": _visits(scene["clerk"])}
    with acting(ROOT):
        _fill(scene, matters)
    _analyse()
    found |= {"few": _visits(scene["clerk"]), "many": _visits(scene["busy"]), "matters": matters}
    found["inbox_queries"] = _queries(scene["busy"])
    found |= _foundings(scene, foundings)
    return found


def _scene() -> dict[str, Any]:
    from gonghui.kernel.units.actions import plant
    from gonghui.registers.unions.models import Union
    from gonghui.work.founding.tests.scene import Place, place
    from tests.support import ROOT, officer

    here: Place = place()
    towns = [
        plant(actor=ROOT, name=f"第{n}镇总工会", kind="town", parent=here.county.county, on=date(2020, 1, 1))
        for n in range(12)
    ]
    for unit in towns:
        Union.objects.create(unit=unit, name=unit.name, kind="town", level="town")
    busy = officer(towns[0], "town_clerk", "busy", "忙")
    return {"place": here, "towns": towns, "clerk": here.clerk, "busy": busy}


def _fill(scene: dict[str, Any], count: int) -> None:
    """Open matters all over the county: thirty with one clerk, the rest in twelve towns, by the thousand."""
    from gonghui.kernel import clock
    from gonghui.kernel.process.models import WorkItem

    here, now = scene["place"], clock.now()
    rows = []
    for n in range(count):
        unit = here.county.east if n < 30 else scene["towns"][n % 12]
        rows.append(
            WorkItem(
                number=f"JH{n:012d}",
                process_key="founding",
                stage_key="papers",
                title=f"第{n}家单位建会",
                unit=unit,
                unit_name=unit.name,
                holder_unit=unit,
                role="town_clerk",
                holder_label=unit.name,
                opened_by=1,
                opened_at=now,
                opened_on=TODAY,
                entered_on=TODAY,
                due_on=TODAY + timedelta(days=n % 9),
            )  # fmt: skip
        )
    WorkItem.objects.bulk_create(rows, batch_size=5_000)


def _analyse() -> None:
    """As the owner, in a process of its own: the serving role may not."""
    command = (
        "import django; django.setup(); from django.db import connections; "
        "connections['owner'].cursor().execute('ANALYZE')"
    )
    subprocess.run([sys.executable, "-c", command], check=True, env=os.environ | {"GONGHUI_AS_OWNER": "1"})


def _client(actor: Any) -> Any:
    from django.test import Client

    from gonghui.kernel.reach.session import acting
    from tests.support import ROOT, sign_in

    with acting(ROOT):
        return sign_in(Client(), actor)


def _visits(actor: Any) -> dict[str, float]:
    client = _client(actor)
    for _ in range(5):
        client.get("/")
    took = []
    for _ in range(VISITS):
        begun = time.perf_counter()
        assert client.get("/").status_code == 200
        took.append((time.perf_counter() - begun) * 1e3)
    return {"p50": statistics.median(took), "p95": statistics.quantiles(took, n=20)[18]}


def _queries(actor: Any) -> int:
    """Of the inbox itself: its counts, its signatures, its rows."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gonghui.kernel.reach.session import acting
    from gonghui.site.desk import todo

    with acting(actor), CaptureQueriesContext(connection) as asked:
        todo.counts(actor, TODAY)
        todo.matters(actor, TODAY)
        return len(asked)


def _foundings(scene: dict[str, Any], count: int) -> dict[str, float]:
    """Whole foundings, survey to union with 31 members, one after the other in one process."""
    from gonghui.kernel.reach.session import acting
    from gonghui.registers.employers.actions import enter
    from gonghui.work.founding.tests import scene as told
    from tests.support import ROOT

    here, took = scene["place"], []
    told.rosters.number = _fresh()  # type: ignore[attr-defined]
    for n in range(count):
        with acting(ROOT):
            employer = enter(
                actor=ROOT,
                unit=here.county.east,
                name=f"第{n}家餐饮有限公司",
                line=here.county.line,
                workers=31,
            )
            told.PAPERS["name"] = f"{employer.name}工会委员会"
            begun = time.perf_counter()
            told.Place(**{**vars(here), "employer": employer}).to("done")
            took.append(time.perf_counter() - begun)
    return {
        "founding_s": statistics.mean(took),
        "a_day": 8 * 3600 / statistics.mean(took),
        "foundings": count,
    }


def _fresh() -> Any:
    """Identity numbers that no founding before has used."""
    from itertools import count

    from tests.people import number

    following = count(1)
    return lambda n: number(next(following))


def main(matters: int = 100_000, foundings: int = 20) -> dict[str, Any]:
    with scratch():
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["*"]
        call_command("collectstatic", verbosity=0, interactive=False)
        found = measure(matters, foundings)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    return found


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
