"""What several installations write down adds up to what one would have: by place, as of any day, on either engine."""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gonghui.kernel.indicators.definition import measures
from gonghui.kernel.indicators.facts import COLUMNS, Rolled, rolled_up, statement, write_facts
from gonghui.kernel.indicators.folding import folded
from gonghui.kernel.indicators.models import Total
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.units.models import Unit
from tests.clusters import PYTHON, standalone
from tests.support import ROOT, database, officer
from tests.test_figures import START, Life

pytestmark = database
CHECKOUT = Path(__file__).parent.parent
PLACES = {"county": "320924", "east": "320924100", "west": "320924101"}


@pytest.fixture
def files(county, tmp_path):
    """The county's two towns, each written down by its own clerk, as if by two installations."""
    life = Life(county, 11)
    for _ in range(60):
        life.step()
    for name, code in PLACES.items():
        Unit.objects.filter(pk=getattr(county, name).pk).update(code=code)
    found = []
    for name in ("east", "west"):
        clerk = officer(getattr(county, name), "town_clerk")
        path = tmp_path / f"{name}.parquet"
        with acting(clerk):
            assert write_facts(clerk, path, START) > 0
        found.append(path)
    set_reach(ROOT)
    return found


def total(unit: Unit) -> dict[str, int]:
    kept = Total.objects.get(unit=unit, tree="leadership").counts
    return {key: number for key, number in kept.items() if number and key in measures()}


def of(rows: list[Rolled]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.place][row.measure] = row.number
    return found


def test_files_of_towns_add_up_to_the_county_on_any_day(county, files):
    for day in (START, date(2025, 6, 30), date(2028, 1, 1)):
        folded(day, otherwise=day)
        towns, whole = of(rolled_up(files, day, "town")), of(rolled_up(files, day, "county"))
        assert dict(towns) == {PLACES[name]: total(getattr(county, name)) for name in ("east", "west")}
        both = {key: sum(town.get(key, 0) for town in towns.values()) for key in measures()}
        assert dict(whole) == {PLACES["county"]: {key: number for key, number in both.items() if number}}


def test_a_file_holds_counts_and_nothing_of_anybody(files):
    read = pl.read_parquet(files[0])
    assert tuple(read.columns) == COLUMNS
    assert set(read["place"].unique()) == {PLACES["east"]}
    assert set(read["measure"].unique()) <= measures().keys()


def test_the_statement_of_the_cluster_is_the_same_statement():
    assert "DATE" in statement(START, "town", "spark").upper()
    assert "SUM(delta)" in statement(START, "town", "spark")


@pytest.mark.spark
@pytest.mark.timeout(600)
def test_another_engine_says_the_same(files, tmp_path):
    same_on(files, tmp_path, {})


@pytest.mark.spark
@pytest.mark.timeout(600)
def test_a_cluster_of_a_master_and_two_workers_says_the_same(files, tmp_path):
    with standalone(tmp_path) as address:
        same_on(files, tmp_path, {"GONGHUI_SPARK_MASTER": address})


def same_on(files, tmp_path, where):
    for level in ("town", "county", "province"):
        (tmp_path / "statement.sql").write_text(statement(START, level, "spark"))
        names = [str(tmp_path / name) for name in ("statement.sql", "out.json")]
        command = [PYTHON, "-m", "gonghui.kernel.indicators.spark", *names, *map(str, files)]
        done = subprocess.run(
            command, env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | where, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        found = [Rolled(*row) for row in json.loads(Path(names[1]).read_text())]
        assert found == rolled_up(files, START, level)
        assert len(found) > 10
