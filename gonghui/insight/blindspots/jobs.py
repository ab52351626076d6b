"""A comparison in the background; its answer is a file of whoever asked, and nobody else's."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone

from gonghui.insight.blindspots.forms import NoList, Reading, read_list
from gonghui.insight.blindspots.linkage import compare
from gonghui.insight.blindspots.rules import OUTCOMES, Row, packed, totals, unpacked
from gonghui.insight.blindspots.selectors import tree_units
from gonghui.kernel.files.precheck import PAGE, Refused, precheck
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.files.store import keep, opened, own_files
from gonghui.kernel.jobs.actions import start
from gonghui.kernel.jobs.catalogue import JobRefused, Run, job
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

KIND = "blindspots.compare"
MEDIA = "application/json"
MAY_NOT = "您的岗位不能比对盲区"


def begin(*, actor: Actor, source: Path, name: str, media_type: str) -> Job:
    """Keep the list as it came, and compare it in the background. ``Refused`` for what no table can be."""
    precheck(source, PAGE)
    unit = Unit.objects.get(pk=actor.unit_id)
    file = keep(
        actor=actor, unit=unit, source=source, name=name, purpose="blindspots", media_type=media_type[:100]
    )
    return start(actor=actor, kind=KIND, label=f"盲区比对：{file.name}"[:120], list=str(file.pk))


@job(KIND, "盲区比对")
def run(run: Run) -> bool:
    """``arguments``: {"list": the kept file}. One transaction: nothing is kept of a comparison that failed."""
    if not run.actor.may("blindspots.read"):
        raise JobRefused(MAY_NOT)
    file = own_files(run.actor).filter(pk=run.arguments["list"]).first()
    if file is None:
        raise JobRefused("名单文件不在了，请重新上传")
    today = timezone.localdate(run.now)
    try:
        with opened(file) as path:
            read = read_list(path, units=tree_units(run.actor), today=today, source=file.name)
    except NoList as refusal:
        raise JobRefused(str(refusal)) from refusal
    except (Refused, ChildFailed) as error:
        raise JobRefused(error.sentence) from error
    rows = compare(run.actor, read.rows)
    _keep(run, rows, read, file.name)
    counts = {label: totals(rows)[key] for key, label in OUTCOMES.items()}
    run.progress(len(rows), len(rows), f"比对完 {len(rows):,} 行", **counts)
    return False


def _keep(run: Run, rows: list[Row], read: Reading, name: str) -> None:
    kept = {"name": name, "left": read.left, "doubtful": read.doubtful, "rows": [packed(row) for row in rows]}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answer.json"
        out.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        unit = Unit.objects.get(pk=run.actor.unit_id)
        made = keep(
            actor=run.actor,
            unit=unit,
            source=out,
            name="盲区比对结果.json",
            purpose="blindspots-answer",
            media_type=MEDIA,
        )
    run.job.result = {"url": reverse("blindspots-answer", args=[run.job.pk]), "file": str(made.pk)}


def answer_of(actor: Actor, one: Job) -> tuple[dict[str, Any], list[Row]] | None:
    """What was kept of a comparison of the asker's own: its facts and its rows; None when it is not there."""
    file = own_files(actor).filter(pk=one.result.get("file")).first() if one.result.get("file") else None
    if file is None:
        return None
    with opened(file) as path:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept, [unpacked(row) for row in kept.pop("rows")]


def own(actor: Actor) -> Any:
    """The asker's own comparisons, newest first."""
    return Job.objects.visible_to(actor).filter(kind=KIND).order_by("-created_at")
