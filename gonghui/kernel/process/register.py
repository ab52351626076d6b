"""All matters in sight as a ledger: by procedure, stage, place and lateness."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from gonghui.kernel import clock
from gonghui.kernel.process.definition import OUTCOMES, PROCESSES
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.selectors import items
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column, Filter, by_unit, register
from gonghui.kernel.register.kinds import DATE

STATES = (("open", "在办"), ("late", "逾期"), ("soon", "快到期"), ("paused", "暂停"), ("closed", "已办结"))


def whole(actor: Actor) -> QuerySet[WorkItem]:
    return items(actor)


def search(rows: QuerySet[WorkItem], q: str) -> QuerySet[WorkItem]:
    """By number, or by what the title begins with or holds."""
    return rows.filter(Q(number=q.strip().upper()) | Q(title__contains=q.strip()))


def by_process(rows: QuerySet[WorkItem], value: str) -> QuerySet[WorkItem]:
    return rows.filter(process_key=value)


def by_state(rows: QuerySet[WorkItem], value: str) -> QuerySet[WorkItem]:
    today = clock.today()
    running = rows.filter(closed_on=None)
    known = {
        "open": running,
        "late": running.filter(due_on__lt=today),
        "soon": running.filter(warn_on__lte=today, due_on__gte=today),
        "paused": running.exclude(paused_on=None),
        "closed": rows.exclude(closed_on=None),
    }
    return known.get(value, rows.none())


def by_stage(rows: QuerySet[WorkItem], value: str) -> QuerySet[WorkItem]:
    process, _, stage = value.partition(".")
    return rows.filter(process_key=process, stage_key=stage, closed_on=None)


def processes(actor: Actor) -> list[tuple[str, str]]:
    return [(key, one.label) for key, one in PROCESSES.items() if not one.reads or actor.may(one.reads)]


def stages(actor: Actor) -> list[tuple[str, str]]:
    """The open stages of every procedure this post may read."""
    return [
        (f"{key}.{stage.key}", f"{label} · {stage.label}")
        for key, label in processes(actor)
        for stage in PROCESSES[key].stages
        if not stage.end
    ]


def state_tone(value: Any) -> str:
    return {"cleared": "ok", "refused": "err"}.get(str(value), "mute")


WORK = register(
    key="work",
    label="办事台账",
    label_one="事项",
    model=WorkItem,
    group="办事",
    title="title",
    columns=(
        Column("title", "事项", listed=True, asked=False, sort="title"),
        Column("process_label", "种类", listed=True, asked=False),
        Column("stage_label", "环节", listed=True, asked=False),
        Column("unit_name", "单位", listed=True, asked=False),
        Column("holder_label", "承办", listed=True, asked=False),
        Column("due_on", "期限", DATE, listed=True, asked=False, sort="due_on"),
        Column("number", "编号", asked=False),
        Column("opened_on", "发起日期", DATE, listed=True, asked=False, sort="opened_on"),
        Column("closed_on", "办结日期", DATE, asked=False),
        Column("outcome", "结果", choices=tuple(OUTCOMES.items()), tone=state_tone, asked=False),
    ),
    rows=whole,
    bare=items,
    search=search,
    search_hint="编号，或事项名称里的字",
    filters=(
        Filter("process", "种类", by_process, processes),
        Filter("stage", "环节", by_stage, stages),
        Filter("state", "状态", by_state, STATES),
        by_unit("town", "乡镇街道", "town"),
    ),
    order=("-opened_on", "pk"),
    counter="件",
    page="matter",
)
