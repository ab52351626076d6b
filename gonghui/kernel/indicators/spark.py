"""Facts added up on a cluster: the statement is ``facts.statement``'s, in the cluster's words.

    python -m gonghui.kernel.indicators.spark STATEMENT.sql OUT.json FACTS.parquet …

runs on this machine alone; GONGHUI_SPARK_MASTER (``spark://…``) names a cluster instead. The test does both. It needs PySpark and
Java 17, which the platform itself does not install, and nothing of the platform but this file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any


def rolled_up(session: Any, statement: str, files: Sequence[str]) -> list[list[Any]]:
    """(place, measure, number), in order."""
    session.read.parquet(*files).createOrReplaceTempView("facts")
    return [[row["place"], row["measure"], row["number"]] for row in session.sql(statement).collect()]


def main(statement: str, out: str, *files: str) -> None:
    builder = import_module("pyspark.sql").SparkSession.builder
    master = os.environ.get("GONGHUI_SPARK_MASTER", "local[2]")
    words = {
        "spark.ui.enabled": "false",
        "spark.executor.memory": "700m",
        "spark.sql.shuffle.partitions": "4",
    }
    session = builder.master(master).config(map=words).getOrCreate()
    Path(out).write_text(json.dumps(rolled_up(session, Path(statement).read_text(), files)))
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
