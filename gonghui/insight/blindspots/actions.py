"""Keeping a list and what was found of it: files of whoever asked, and nobody else's. No row of a register is written."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from gonghui.insight.blindspots.rules import Row, packed, unpacked
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.precheck import PAGE, precheck
from gonghui.kernel.files.store import keep, opened, own_files
from gonghui.kernel.jobs.actions import start
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.intake import keep_columns
from gonghui.kernel.units.models import Unit

KIND = "blindspots.compare"
MEDIA = "application/json"
PURPOSE = "blindspots"
ANSWER = "blindspots-answer"
COLUMNS = verb("blindspots.columns", "核对名单的列", "columns")


def begin(*, actor: Actor, source: Path, name: str, media_type: str) -> Job:
    """Keep the list as it came, and compare it in the background. ``Refused`` for what no table can be."""
    precheck(source, PAGE)
    unit = Unit.objects.get(pk=actor.unit_id)
    file = keep(
        actor=actor, unit=unit, source=source, name=name, purpose=PURPOSE, media_type=media_type[:100]
    )
    return start(actor=actor, kind=KIND, label=f"盲区比对：{file.name}"[:120], list=str(file.pk))


def begin_again(*, actor: Actor, file: StoredFile) -> Job:
    """The same list, after somebody has said which column is which."""
    return start(actor=actor, kind=KIND, label=f"盲区比对：{file.name}"[:120], list=str(file.pk))


@transaction.atomic
def settle_columns(*, actor: Actor, said: Mapping[str, dict[str, str]]) -> None:
    """``said``: of each table (by the signature of its headings) heading → column, "" to leave it out; kept for the unit."""
    for signature, mapping in said.items():
        keep_columns(actor.unit_id, PURPOSE, signature, mapping)
    chosen = sum(bool(key) for mapping in said.values() for key in mapping.values())
    record(actor, COLUMNS, "blindspots", unit_id=actor.unit_id or None, columns=chosen)


def lists_of(actor: Actor) -> Any:
    """The lists this person brought."""
    return own_files(actor).filter(purpose=PURPOSE)


def begin_surveyed(*, actor: Actor) -> Job:
    """Compare everybody the surveys have named so far."""
    return start(actor=actor, kind=KIND, label="盲区比对：摸底和各部门名单", surveyed=True)


def keep_answer(
    *, actor: Actor, name: str, rows: list[Row], left: int, doubtful: int, surveyed: bool, unseen: list[str]
) -> StoredFile:
    """``surveyed``: the rows are the surveys' own, and known by their keys; ``unseen``: employers no row is like."""
    kept = {
        "surveyed": surveyed,
        "name": name,
        "left": left,
        "doubtful": doubtful,
        "unseen": unseen,
        "rows": [packed(row) for row in rows],
    }
    unit = Unit.objects.get(pk=actor.unit_id)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answer.json"
        out.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        return keep(
            actor=actor,
            unit=unit,
            source=out,
            name="盲区比对结果.json",
            purpose=ANSWER,
            media_type=MEDIA,
        )


def answer_of(actor: Actor, one: Job) -> tuple[dict[str, Any], list[Row]] | None:
    """What was kept of a comparison of the asker's own: its facts and its rows; None when it is not there."""
    file = own_files(actor).filter(pk=one.result.get("file")).first() if one.result.get("file") else None
    if file is None:
        return None
    with opened(file) as path:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept, [unpacked(row) for row in kept.pop("rows")]


def expired(actor: Actor, before: datetime) -> list[StoredFile]:
    """Lists and answers put in before a moment, whosever they are, the oldest first."""
    rows = StoredFile.objects.visible_to(actor).filter(purpose__in=[PURPOSE, ANSWER], at__lt=before)
    return list(rows.order_by("at"))


def still_kept(actor: Actor, every: Iterable[Job]) -> set[str]:
    """Which of these comparisons' answers are still there."""
    keys = [one.result["file"] for one in every if one.result.get("file")]
    return {str(pk) for pk in own_files(actor).filter(pk__in=keys).values_list("pk", flat=True)}


def own(actor: Actor) -> Any:
    """The asker's own comparisons, newest first."""
    return Job.objects.visible_to(actor).filter(kind=KIND).order_by("-created_at")
