"""A Spark cluster of its own processes on the loopback: a master and two workers of one core each."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PYTHON = os.environ.get("GONGHUI_SPARK_PYTHON", sys.executable)
HERE = "127.0.0.1"
WORKERS, PATIENCE = 2, 90.0


@contextmanager
def standalone(folder: Path) -> Iterator[str]:
    """Its address, "spark://127.0.0.1:…", once both workers have come to the master."""
    port, page = _free(), _free()
    with ExitStack() as stack:
        log = _begun(
            stack,
            folder / "master.log",
            "master.Master",
            "--host",
            HERE,
            "--port",
            str(port),
            "--webui-port",
            str(page),
        )
        address = f"spark://{HERE}:{port}"
        _until(log, "Started daemon", 1)
        for number in range(WORKERS):
            words = [
                "--host",
                HERE,
                "--cores",
                "1",
                "--memory",
                "1g",
                "--webui-port",
                str(_free()),
                "--work-dir",
                str(folder / f"w{number}"),
            ]
            _begun(stack, folder / f"worker{number}.log", "worker.Worker", *words, address)
        _until(log, "Registering worker", WORKERS)
        yield address


def _begun(stack: ExitStack, log: Path, name: str, *words: str) -> Path:
    home = subprocess.run(
        [PYTHON, "-c", "import pyspark; print(pyspark.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    )
    spark = Path(home.stdout.strip())
    environment = os.environ | {"SPARK_HOME": str(spark), "SPARK_LOCAL_IP": HERE, "PYSPARK_PYTHON": PYTHON}
    command = [str(spark / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *words]
    process = subprocess.Popen(
        command, env=environment, stdout=stack.enter_context(log.open("w")), stderr=subprocess.STDOUT
    )
    stack.callback(process.wait, 30)
    stack.callback(process.terminate)
    return log


def _until(log: Path, words: str, often: int) -> None:
    end = time.monotonic() + PATIENCE
    while log.read_text().count(words) < often:
        assert time.monotonic() < end, log.read_text()[-2_000:]
        time.sleep(0.2)


def _free() -> int:
    with socket.socket() as found:
        found.bind((HERE, 0))
        return int(found.getsockname()[1])
