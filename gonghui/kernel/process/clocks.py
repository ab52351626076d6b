"""Starting, stopping and counting again the deadlines of one matter."""

from __future__ import annotations

from datetime import date

from gonghui.kernel.calendar.rules import Calendar, Limit
from gonghui.kernel.clock import day_of
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.definition import Clock, Stage
from gonghui.kernel.process.limits import Allowed, Pause, due_with_pauses, limit_of, warn_on
from gonghui.kernel.process.models import Deadline, Stint, WorkItem

STAGE = "stage"
STILL = {
    STAGE: ("paused",)
}  # the stage's own limit runs on while the stage waits; the clocks above it do not
STILL_FOR_CLOCKS = ("paused", "waiting")


def enter_stage(item: WorkItem, stage: Stage, today: date, calendar: Calendar) -> None:
    """The deadlines that end and begin when ``item`` comes to ``stage``."""
    stop(item, STAGE, today)
    if stage.end:
        Deadline.objects.filter(item=item, ended_on=None).update(ended_on=today)
    else:
        if stage.limit is not None:
            start(item, STAGE, stage.label, stage.limit, today)
        for clock in item.process.clocks:
            _turn(item, clock, stage, today)
    count_again(item, calendar)


def _turn(item: WorkItem, clock: Clock, stage: Stage, today: date) -> None:
    if stage.key in clock.stops:
        stop(item, clock.key, today)
        return
    begins = stage.key == starting_stage(item, clock, today) if clock.chosen else stage.key in clock.starts
    if begins and not Deadline.objects.filter(item=item, key=clock.key).exists():
        start(item, clock.key, clock.label, clock.limit, today)


def starting_stage(item: WorkItem, clock: Clock, today: date) -> str:
    """Where the clock begins: where a place has chosen so by parameter, else the first of its stages."""
    if clock.chosen:
        try:
            return clock.choices.get(parameter(clock.chosen, item.place, today).text, clock.starts[0])
        except NoParameter:
            return clock.starts[0]
    return clock.starts[0]


def start(item: WorkItem, key: str, label: str, allowed: Allowed, today: date) -> Deadline | None:
    limit = limit_of(allowed, item.place, today)
    if limit is None:
        return None
    return Deadline.objects.create(
        item=item, key=key, label=label, started_on=today, number=limit.number, unit=limit.unit,
        due_on=today, warn_on=today,
    )  # fmt: skip


def run_from(item: WorkItem, key: str, since: date, calendar: Calendar, limit: Limit | None = None) -> None:
    """A clock of the declaration as it has run since a day of its own, such as that of the fact behind the
    matter; ``limit``: instead of the declared one. Saves what it moves of the matter.
    """
    declared = next(clock for clock in item.process.clocks if clock.key == key)
    Deadline.objects.filter(item=item, key=key, ended_on=None).update(ended_on=item.entered_on)
    start(item, key, declared.label, limit or declared.limit, since)
    count_again(item, calendar)
    item.save(update_fields=["due_on", "warn_on", "provisional"])


def stop(item: WorkItem, key: str, today: date) -> None:
    Deadline.objects.filter(item=item, key=key, ended_on=None).update(ended_on=today)


def count_again(item: WorkItem, calendar: Calendar) -> bool:
    """Count every running deadline and set the matter's own: the nearest. True when one has moved."""
    stints = list(Stint.objects.filter(item=item).exclude(kind="held").order_by("since"))
    running = list(Deadline.objects.filter(item=item, ended_on=None))
    on = {clock.key for clock in item.process.clocks if clock.runs_on}
    moved = [_count(one, [] if one.key in on else stints, calendar) for one in running]
    Deadline.objects.bulk_update(running, ["due_on", "warn_on", "provisional"])
    waiting = any(stint.kind == "waiting" and stint.until is None for stint in stints)
    due = [one for one in running if not waiting or one.key in {STAGE, *on}]
    nearest = min(due, key=lambda one: one.due_on, default=None)
    paused = item.paused_on is not None
    item.due_on = nearest.due_on if nearest and not paused else None
    item.warn_on = min(one.warn_on for one in due) if due and not paused else None
    item.provisional = bool(nearest and nearest.provisional)
    return any(moved)


def _count(one: Deadline, stints: list[Stint], calendar: Calendar) -> bool:
    kinds = STILL.get(one.key, STILL_FOR_CLOCKS)
    pauses = [Pause(day_of(s.since), s.until and day_of(s.until)) for s in stints if s.kind in kinds]
    limit = limit_now(one)
    due = due_with_pauses(one.started_on, limit, pauses, calendar)
    before = (one.due_on, one.provisional)
    one.due_on, one.provisional = due.on, due.provisional
    one.warn_on = warn_on(one.started_on, limit, pauses, calendar)
    return before != (one.due_on, one.provisional)


def limit_now(one: Deadline) -> Limit:
    """The limit as it was when it began, and what it was extended by, in the same unit."""
    unit = one.unit
    assert unit in ("working", "calendar", "months")
    return Limit(one.number + one.extra, unit)  # type: ignore[arg-type]
