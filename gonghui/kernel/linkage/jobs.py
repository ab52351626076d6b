"""Looking through everything in reach for pairs: exact ones first, then the likely, then writing them down."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from gonghui.kernel.clock import day_of
from gonghui.kernel.jobs.catalogue import JobRefused, Run, job
from gonghui.kernel.linkage.actions import estimate_again, propose
from gonghui.kernel.linkage.declaration import LINKED, Linked
from gonghui.kernel.linkage.finding import Found, exact, likely
from gonghui.kernel.linkage.learning import LEARNT
from gonghui.kernel.linkage.selectors import current, estimated_since
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import units

NEVER = 1_000_000_000  # decisions: where no number is set, nothing is estimated
CHUNK = 500  # pairs a transaction writes
FIND = "linkage.find"


@job(FIND, "查找疑似重复")
def find(run: Run) -> bool:
    """``arguments``: {"linked": its kind}. What was computed lies in a file of keys and scores until it is written; when that is
    gone it is computed again, and what was written already is known.
    """
    one = LINKED[run.arguments["linked"]]
    if not run.actor.may(one.decides):
        raise JobRefused("您的岗位不能核对疑似重复")
    if "exact" not in run.checkpoint:
        made = propose(actor=run.actor, one=one, found=exact(one, run.actor), now=run.now)
        run.checkpoint.update(exact=True, done=0, made=made)
        run.progress(0, 0, "证件相同的已找完，正在比对其他")
        return True
    found = _computed(run, one)
    done = run.checkpoint["done"]
    part = found[done : done + CHUNK]
    run.checkpoint["made"] += propose(actor=run.actor, one=one, found=part, now=run.now)
    run.checkpoint["done"] = done + len(part)
    made = run.checkpoint["made"]
    run.progress(done + len(part), len(found), f"新找到 {made:,} 对，等人核对", 新找到=made)
    if done + len(part) < len(found):
        return True
    _file(run).unlink(missing_ok=True)
    return False


def _file(run: Run) -> Path:
    return Path(settings.HOME.work) / f"linkage-{run.job.pk}.json"


def _computed(run: Run, one: Linked) -> list[Found]:
    path = _file(run)
    if path.exists():
        return [_read(row) for row in json.loads(path.read_text())]
    found = likely(list(one.candidates(run.actor)), model=current("person"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    rows = [[pair.left, pair.right, pair.score, pair.how, pair.evidence] for pair in found]
    half = path.with_suffix(".part")
    half.write_text(json.dumps(rows, ensure_ascii=False))
    half.replace(path)
    return found


def _read(row: list[Any]) -> Found:
    left, right, score, how, evidence = row
    return Found(left, right, score, how, tuple((label, said, weight) for label, said, weight in evidence))


@job("linkage.learn", "按人工认定重新估计比对模型", daily="03:20")
def learn(run: Run) -> bool:
    """Once a month each model; one model a chunk."""
    left = [key for key in sorted(LEARNT) if key > run.checkpoint.get("after", "")]
    top = units(run.actor).order_by("path").first()
    if not left or top is None:
        return False
    key, today = left[0], day_of(run.now)
    run.checkpoint["after"] = key
    if not estimated_since(key, today.replace(day=1)):
        made = estimate_again(actor=run.actor, key=key, least=_least(top, today), now=run.now)
        used = run.checkpoint.get("used", 0) + bool(made and made.used)
        run.checkpoint["used"] = used
        run.progress(used, used, f"重新估计并启用 {used} 个模型")
    return True


def _least(top: Unit, today: date) -> int:
    try:
        return int(parameter("linkage.answers", top, today).numbers[0])
    except NoParameter:
        return NEVER
