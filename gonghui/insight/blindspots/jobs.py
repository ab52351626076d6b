"""A comparison in the background."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from gonghui.insight.blindspots.actions import KIND, keep_answer
from gonghui.insight.blindspots.forms import NoList, read_list
from gonghui.insight.blindspots.linkage.comparing import compare
from gonghui.insight.blindspots.rules import OUTCOMES, totals
from gonghui.insight.blindspots.selectors import tree_units
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.files.store import opened, own_files
from gonghui.kernel.jobs.catalogue import JobRefused, Run, job

MAY_NOT = "您的岗位不能比对盲区"
GONE = "名单文件不在了，请重新上传"


@job(KIND, "盲区比对")
def run(run: Run) -> bool:
    """``arguments``: {"list": the kept file}. One transaction: nothing is kept of a comparison that failed."""
    if not run.actor.may("blindspots.read"):
        raise JobRefused(MAY_NOT)
    file = own_files(run.actor).filter(pk=run.arguments["list"]).first()
    if file is None:
        raise JobRefused(GONE)
    try:
        with opened(file) as path:
            read = read_list(
                path, units=tree_units(run.actor), today=timezone.localdate(run.now), source=file.name
            )
    except NoList as refusal:
        raise JobRefused(str(refusal)) from refusal
    except (Refused, ChildFailed) as error:
        raise JobRefused(error.sentence) from error
    rows = compare(run.actor, read.rows)
    made = keep_answer(actor=run.actor, name=file.name, rows=rows, left=read.left, doubtful=read.doubtful)
    run.job.result = {"url": reverse("blindspots-answer", args=[run.job.pk]), "file": str(made.pk)}
    counts = {label: totals(rows)[key] for key, label in OUTCOMES.items()}
    run.progress(len(rows), len(rows), f"比对完 {len(rows):,} 行", **counts)
    return False
