"""The same comparison on a cluster: the saved model with its conditions in the cluster's dialect, and nothing else changed.

For lists of 10⁷ rows and more. It needs PySpark and Java 17, which the platform itself does not install:

    python -m gonghui.kernel.linkage.spark MODEL.json LEFT.parquet RIGHT.parquet OUT.json

compares on this machine alone; GONGHUI_SPARK_MASTER (``spark://…``) names a cluster instead. The test does both.
"""

from __future__ import annotations

import json
import os
import sys
from copy import deepcopy
from importlib import import_module
from pathlib import Path
from typing import Any

SCALING, PREFIX, BOOST = 0.1, 4, 0.7  # Winkler's, as the embedded engine has them
CORES = 2
LEAST_BITS = -5.0  # as ``between`` has it; not taken from there, which needs what the cluster may not have


def translated(model: dict[str, Any]) -> dict[str, Any]:
    """The model's conditions and blocks in the dialect of the cluster."""
    from sqlglot import transpile

    def said(sql: str) -> str:
        return transpile(sql, read="duckdb", write="spark")[0]

    made = deepcopy(model) | {"sql_dialect": "spark"}
    for comparison in made["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level["sql_condition"] != "ELSE":
                level["sql_condition"] = said(level["sql_condition"])
    for rule in made["blocking_rules_to_generate_predictions"]:
        rule["blocking_rule"] = said(rule["blocking_rule"])
        rule["sql_dialect"] = "spark"
    return made


def winkler(one: str | None, two: str | None) -> float | None:
    """Jaro and Winkler's likeness of two texts, 0 to 1; the cluster has no function of its own."""
    if one is None or two is None:
        return None
    alike = jaro(one, two)
    if alike <= BOOST:
        return alike
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    return alike + min(shared, PREFIX) * SCALING * (1 - alike)


def jaro(one: str, two: str) -> float:
    if not one or not two:
        return 0.0
    reach = max(0, max(len(one), len(two)) // 2 - 1)
    left, right = [False] * len(one), [False] * len(two)
    for n, mark in enumerate(one):
        for m in range(max(0, n - reach), min(len(two), n + reach + 1)):
            if not right[m] and two[m] == mark:
                left[n] = right[m] = True
                break
    first = [mark for mark, taken in zip(one, left, strict=True) if taken]
    second = [mark for mark, taken in zip(two, right, strict=True) if taken]
    if not first:
        return 0.0
    turned = sum(a != b for a, b in zip(first, second, strict=True)) // 2
    same = len(first)
    return (same / len(one) + same / len(two) + (same - turned) / same) / 3


def session(cores: int = CORES) -> Any:
    """The cluster named, else this machine's cores on its own loopback; as many parts as cores, or small sets take minutes."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    master = os.environ.get("GONGHUI_SPARK_MASTER", f"local[{cores}]")
    made = import_module("pyspark.sql").SparkSession.builder.master(master).appName("linkage")
    for key, value in (
        ("spark.sql.shuffle.partitions", cores), ("spark.default.parallelism", cores), ("spark.ui.enabled", "false"),
        ("spark.driver.memory", "1g"), ("spark.executor.memory", "700m"), ("spark.driver.bindAddress", "127.0.0.1"), ("spark.sql.catalogImplementation", "in-memory"),
    ):  # fmt: skip
        made = made.config(key, str(value))
    return made.getOrCreate()


def compared(
    spark: Any, left: Any, right: Any, model: dict[str, Any], least: float, cores: int = CORES
) -> Any:
    """Every pair with at least ``least`` bits for it, as a frame of the cluster. ``left``, ``right``: its frames too."""
    spark.udf.register("jaro_winkler_similarity", winkler, "double")
    spark.udf.register("jarowinkler_similarity", winkler, "double")
    api = import_module("splink.backends.spark").SparkAPI(
        spark_session=spark, break_lineage_method="persist", num_partitions_on_repartition=cores, register_udfs_automatically=False
    )  # fmt: skip
    tables = [api.register(rows, dataset_display_name=name) for rows, name in ((left, "a"), (right, "b"))]
    linker = import_module("splink").Linker(tables, translated(model), log_level=40)
    return linker.inference.predict(threshold_match_weight=least).as_spark_dataframe()


def main(model: str, left: str, right: str, out: str) -> None:
    spark = session()
    spark.sparkContext.setLogLevel("ERROR")
    settings = json.loads(Path(model).read_text(encoding="utf-8"))
    rows = compared(spark, spark.read.parquet(left), spark.read.parquet(right), settings, LEAST_BITS)
    kept = [one for one in rows.columns if one.startswith(("unique_id", "match_", "gamma_"))]
    found = [row.asDict() for row in rows.select(*kept).collect()]
    Path(out).write_text(json.dumps(found), encoding="utf-8")
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
