"""The same settings on Spark give what they give here. Outside the default run: ``pytest -m spark``.

It needs Java 17 and an interpreter with pyspark, splink and sqlglot: this one, or that named by GONGHUI_SPARK_PYTHON.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.companies import world
from bench.listing import known_of, places, sighted_of, towns
from gonghui.insight.blindspots.linkage.firms import kept_as, listed_as
from gonghui.kernel.linkage import organisations
from gonghui.kernel.linkage.between import LEAST_BITS, asked, between_rows, loaded
from gonghui.kernel.linkage.spark import translated, winkler
from tests.clusters import PYTHON, standalone

ROOT = Path(__file__).parents[4]
SMALL = 400


def frames():
    made = world(77, SMALL)
    left = organisations.frame([listed_as(one, places(), towns()) for one in sighted_of(made)])
    right = organisations.frame([kept_as(one, places()) for one in known_of(made)])
    return left, right, organisations.fitted(loaded(organisations.TRAINED), right)


@pytest.mark.spark
@pytest.mark.timeout(900)
def test_the_same_settings_give_the_same_on_spark(tmp_path):
    same_on(tmp_path, {})


@pytest.mark.spark
@pytest.mark.timeout(900)
def test_and_on_a_cluster_of_a_master_and_two_workers(tmp_path):
    with standalone(tmp_path) as address:
        same_on(tmp_path, {"GONGHUI_SPARK_MASTER": address})


def same_on(tmp_path, where):
    left, right, model = frames()
    here = {
        (row["unique_id_l"], row["unique_id_r"]): row
        for row in between_rows(left, right, model).iter_rows(named=True)
    }
    left.write_parquet(tmp_path / "left.parquet")
    right.write_parquet(tmp_path / "right.parquet")
    (tmp_path / "model.json").write_text(json.dumps(asked(model, left.height, right.height)))
    names = [str(tmp_path / name) for name in ("model.json", "left.parquet", "right.parquet", "out.json")]
    command = [PYTHON, "-m", "gonghui.kernel.linkage.spark", *names]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(ROOT)} | where, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    there = {(row["unique_id_l"], row["unique_id_r"]): row for row in json.loads(Path(names[-1]).read_text())}
    assert there.keys() == here.keys()
    assert len(there) > SMALL // 2
    for key, row in here.items():
        assert there[key]["match_weight"] == pytest.approx(row["match_weight"], abs=1e-9)
        steps = {name: row[name] for name in row if name.startswith("gamma_")}
        assert {name: there[key][name] for name in steps} == steps
    assert min(LEAST_BITS, *(row["match_weight"] for row in there.values())) == LEAST_BITS


def test_every_condition_is_said_in_the_other_dialect():
    model = loaded(organisations.TRAINED)
    said = json.dumps(translated(model))
    assert "::INT" not in said
    assert "starts_with" not in said
    assert [one["output_column_name"] for one in translated(model)["comparisons"]] == list(organisations.SAID)
    assert "::INT" in json.dumps(model)  # the saved one is not touched


@given(st.text("abcdeng ", max_size=12), st.text("abcdeng ", max_size=12))
def test_likeness_of_sounds_is_that_of_the_embedded_engine(one, two):
    ((there,),) = duckdb.execute("SELECT jaro_winkler_similarity(?, ?)", [one, two]).fetchall()
    assert winkler(one, two) == pytest.approx(there, abs=1e-9)
