"""Sign-ups at a rate: so many applications a second for a minute, to a real server, each from a telephone of its own.

python -m bench.burst [A_SECOND] [SECONDS]

Sent on time whether the server keeps up or not. Nothing is lost when as many lie in the box as were promised a receipt.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.scratch import scratch

POSTERS = 24  # one takes 600 a minute
LINKS = 400  # kept open at most
PATIENCE = 60.0  # seconds a telephone waits for its answer


def measure(a_second: int, seconds: int) -> dict[str, Any]:
    """Answers by status, their times in ms, what lay in the box, and seconds until all of it was taken in."""
    from gonghui.cli.addresses import free_port
    from gonghui.kernel.reach.session import acting
    from tests.support import ROOT

    with acting(ROOT):
        posters = _posters()
    forms = _forms(posters, a_second * seconds)
    collect = [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v", "0"]
    subprocess.run(collect, check=True)
    kept = ExitStack()
    port = free_port("127.0.0.1", kept)
    web = _started(
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
        "--blocking-threads", "2", "--http", "1", "--no-ws", "--backlog", "1024", "--backpressure", "1024",
        "--log-level", "warning", "config.wsgi:application",
    )  # fmt: skip
    worker = None
    try:
        _answers(port)
        said = asyncio.run(_send(port, forms, a_second))
        worker = _started("gonghui.cli", "worker")
        return _told(said) | _kept(len(forms))
    finally:
        for one in (web, worker):
            if one:
                one.terminate()
                one.wait(20)
        kept.close()


def _posters() -> list[str]:
    import gonghui
    from gonghui.kernel import clock
    from gonghui.kernel.calendar.actions import seed
    from gonghui.kernel.parameters.actions import seed_parameters
    from gonghui.registers.unions.models import Union
    from gonghui.work.joining.actions import make_code
    from tests.support import ROOT, plant_county

    seed(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    unit = plant_county().east
    Union.objects.create(unit=unit, name=unit.name, kind="town", level="town")
    return [
        str(make_code(actor=ROOT, unit=unit, kind="station", label=f"{n} 号驿站", today=clock.today()).pk)
        for n in range(POSTERS)
    ]


def _forms(posters: list[str], count: int) -> list[tuple[str, str, str]]:
    """Cookies, body and address of each telephone; the work its page asks for is done beforehand."""
    import altcha

    from gonghui.kernel import clock, effort
    from gonghui.work.joining.hall import JOIN
    from tests.drafts import FORM, draft_of

    effort.FEWEST = effort.MOST = 1  # the telephones' time is not what is measured
    made = []
    for n in range(count):
        asked = altcha.Challenge.from_dict(json.loads(effort.challenge(JOIN, clock.now())))
        work = altcha.Payload(asked, altcha.solve_challenge(asked)).to_base64()
        body = urlencode(FORM | {effort.FIELD: work})
        made.append((draft_of(posters[n % len(posters)], n), body, f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}"))
    return made


def _started(*words: str) -> subprocess.Popen[bytes]:
    behind = os.environ | {"GONGHUI_BEHIND_TLS": "1", "GONGHUI_MFA_OPTIONAL": "1"}
    return subprocess.Popen([sys.executable, "-m", *words], env=behind)


def _answers(port: int) -> None:
    from gonghui.cli.addresses import answers

    if not answers("127.0.0.1", port, seconds=60):
        raise RuntimeError("the server does not answer")


Said = list[tuple[str, float]]


async def _send(port: int, forms: list[tuple[str, str, str]], a_second: int) -> Said:
    free: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
    open_links = asyncio.Semaphore(LINKS)
    said: Said = []
    begun = time.perf_counter()

    async def one(n: int) -> None:
        due = begun + n / a_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        async with open_links:
            try:
                status = await asyncio.wait_for(_ask(port, free, *forms[n]), PATIENCE)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as fault:
                status = type(fault).__name__
        said.append((status, time.perf_counter() - due))

    await asyncio.gather(*(one(n) for n in range(len(forms))))
    return said


async def _ask(port: int, free: asyncio.LifoQueue[Any], cookie: str, body: str, address: str) -> str:
    link = free.get_nowait() if not free.empty() else await asyncio.open_connection("127.0.0.1", port)
    reader, writer = link
    here = f"127.0.0.1:{port}"
    head = (
        f"POST /s/join/check/ HTTP/1.1\r\nHost: {here}\r\nOrigin: https://{here}\r\nX-Forwarded-Proto: https\r\n"
        f"X-Forwarded-For: {address}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write((head + body).encode())
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    lengths = [line.partition(":")[2] for line in lines if line.lower().startswith("content-length:")]
    await reader.readexactly(int(lengths[0]) if lengths else 0)
    free.put_nowait(link)
    return lines[0].split(" ")[1]


def _told(said: Said) -> dict[str, Any]:
    times = sorted(seconds * 1_000 for _, seconds in said)
    return {
        "answers": dict(Counter(status for status, _ in said)),
        "p50": statistics.median(times), "p95": times[int(len(times) * 0.95)], "worst": times[-1],
    }  # fmt: skip


def _kept(count: int) -> dict[str, Any]:
    """What lies in the box, and how long the worker takes to empty it; no longer than two and a half minutes."""
    from gonghui.kernel.reach.session import acting
    from gonghui.work.joining.models import Application, Submission
    from tests.support import ROOT

    begun = time.monotonic()
    while True:
        with acting(ROOT):
            found = {
                "in the box": Submission.objects.count(),
                "waiting": Submission.objects.filter(taken_at=None).count(),
                "faults": Submission.objects.exclude(fault="").count(),
                "applications": Application.objects.count(),
            }
        took = time.monotonic() - begun
        if not found["waiting"] or took > 150:
            return found | {"sent": count, "taken in after": took}
        time.sleep(2)


if __name__ == "__main__":
    wanted = [int(word) for word in sys.argv[1:]] or [200, 60]
    with scratch():
        print(json.dumps(measure(*wanted)))
