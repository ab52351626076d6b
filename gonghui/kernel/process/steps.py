"""What every move has in common: the lock, the holder, the stint, the step in the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.calendar.rules import Calendar
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.clock import day_of
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.process import clocks, telling
from gonghui.kernel.process.definition import CONSEQUENCES, RECORDS, Move, Stage
from gonghui.kernel.process.models import Party, Step, Stint, WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import chain

STEP = verb("process.step", "办理事项", "process", "number", "move", "source", "target", "holder")


class MoveRefused(Exception):
    """Why a move may not happen; the text is shown to the person who asked."""


class MoveLater(MoveRefused):
    """Whether a move may happen takes longer to find out than a page may take: a job makes it, with ``patient`` among
    the answers. Only for moves that ask for nothing but a reason.
    """


@dataclass(frozen=True)
class Holder:
    """A post that answers for a matter, and the person in it who has claimed it, if any."""

    unit_id: int
    role: str
    unit_name: str
    account_id: int | None = None
    name: str = ""

    @property
    def label(self) -> str:
        return f"{self.unit_name} · {ROLES[self.role].label if self.role in ROLES else self.role}"


def of(actor: Actor) -> Holder:
    return Holder(actor.unit_id, actor.role, actor.unit_name, actor.account_id, actor.name)


def locked(item_id: UUID, actor: Actor, seen: int | None = None) -> WorkItem:
    """The matter, for this transaction alone. ``seen``: how many steps the asker's page showed."""
    rows = WorkItem.objects.visible_to(actor).select_for_update(of=("self",))
    item = rows.filter(pk=item_id).first()
    if item is None:
        raise MoveRefused("没有找到这件事，或它已不在您的管辖内")
    if seen is not None and item.moves_made != seen:
        raise MoveRefused("这件事刚才有人办过一步，页面上的情况已经变了，请看过最新情况再办")
    return item


def held(item_id: UUID, actor: Actor, seen: int | None = None) -> WorkItem:
    """The same, for who answers for it."""
    item = locked(item_id, actor, seen)
    if item.closed_on:
        raise MoveRefused("这件事已经办结，不能再办")
    if not item.held_by(actor):
        raise MoveRefused(f"这件事现在由{item.holder_name or item.holder_label}办理，您可以看，不能办")
    return item


def owner_of(item: WorkItem, stage: Stage, today: date) -> Holder:
    """Which post answers for ``item`` in ``stage``: the nearest upwards that somebody holds today.

    Above is above whoever has it now as well: who prepares a matter for an office below does not decide it.
    Where nobody above is here at all, the office itself enters what comes from above on paper.
    """
    roles = stage.owner.split()
    line = chain(item.place)[::-1]
    if stage.at == "above":
        line = sorted(line[1:], key=lambda pk: pk == item.holder_unit_id) + line[:1]
    side = {"line": item.line_id, "grid": item.grid_id}.get(stage.at)
    places = [side, *line] if side else line
    if (found := post_at(places, roles, today)) is not None:
        return found
    unit = Unit.objects.filter(pk=places[0]).first() or item.place
    return Holder(unit.pk, roles[0], unit.name)


def post_at(places: list[int], roles: list[str], today: date) -> Holder | None:
    """The first of ``places`` where somebody holds one of ``roles`` today; there the first of the roles."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, role, unit_name FROM process_nearest_post(%s, %s, %s)", [places, roles, today]
        )
        found = cursor.fetchone()
    return Holder(*found) if found else None


def decided(item: WorkItem, today: date) -> str:
    """Who decides in this stage: "above", an office above that has the matter; "outside", one that is not here, whose
    paper the office itself enters; "" when the matter was referred down though somebody above is here.
    """
    if item.holder_unit_id != item.unit_id:
        return "above"
    places = chain(item.place)[-2::-1]
    there = post_at(places, item.stage.owner.split(), today) if places else None
    return "" if there else "outside"


def fits(item: WorkItem, move: Move, today: date) -> bool:
    """Whether the move is for who has the matter now (``Move.when``)."""
    return not move.when or move.when == decided(item, today)


def hand_to(item: WorkItem, holder: Holder, kind: str, now: datetime, reason: str = "") -> None:
    """From ``now`` on ``holder`` answers for the matter; the time until now stays with who had it.

    Whoever had it goes on seeing it, wherever it goes.
    """
    if item.holder_unit_id and item.holder_unit_id != holder.unit_id:
        told(item, Holder(item.holder_unit_id, item.role, ""), now)
    Stint.objects.filter(item=item, until=None).update(until=now)
    item.holder_unit_id, item.role = holder.unit_id, holder.role
    item.holder_path = ""
    item.account_id, item.holder_name, item.holder_label = holder.account_id, holder.name, holder.label
    item.later_until = None
    item.arriving = True
    open_stint(item, kind, now, reason)


def open_stint(item: WorkItem, kind: str, now: datetime, reason: str = "") -> None:
    Stint.objects.create(
        item=item, stage_key=item.stage_key, unit_id=item.holder_unit_id, role=item.role,
        account_id=item.account_id, label=item.holder_label, kind=kind, reason=reason, since=now,
    )  # fmt: skip


def told(item: WorkItem, holder: Holder, now: datetime) -> None:
    """Note that this post has a part in the matter and may read it from now on."""
    known = Party.objects.filter(item=item, unit_id=holder.unit_id, role=holder.role).exists()
    if not known:
        Party.objects.create(
            item=item, kind="reader", unit_id=holder.unit_id, role=holder.role, stage_key=item.stage_key,
            asked_on=day_of(now),
        )  # fmt: skip


def end_stint(item: WorkItem, now: datetime) -> None:
    Stint.objects.filter(item=item, until=None).update(until=now)


def note(
    item: WorkItem, actor: Actor, now: datetime, *, move: str, label: str, source: str,
    text: str = "", before: dict[str, Any] | None = None,
) -> Step:  # fmt: skip
    """Write the step into the history of the matter and into the journal, and save the matter."""
    item.moves_made += 1
    item.save()
    if item.closed_on:
        telling.tell_ended(item, actor, now)
    elif item.arriving:
        telling.tell_arrived(item, actor, now)
    item.arriving = False
    step = Step.objects.create(
        item=item, seq=item.moves_made, move=move, label=label, source=source, target=item.stage_key,
        account_id=actor.account_id, actor_name=actor.name, role_label=actor.role_label,
        unit_name=actor.unit_name, at=now, note=text, before=before,
    )  # fmt: skip
    record(
        actor, STEP, item, unit_id=item.unit_id, process=item.process_key, number=item.number, move=move,
        source=source, target=item.stage_key, holder=item.holder_label,
    )  # fmt: skip
    return step


def enter(item: WorkItem, stage: Stage, now: datetime, dates: Calendar | None = None) -> None:
    """Bring the matter into ``stage``: holder, stint, deadlines; or end it."""
    today = day_of(now)
    if stage.retired:
        raise MoveRefused(f"“{stage.label}”这个环节已停用")
    item.stage_key, item.entered_on, item.told_on, item.late_told_on = stage.key, today, None, None
    if stage.end:
        end_stint(item, now)
        item.closed_on, item.outcome, item.paused_on, item.later_until = today, stage.end, None, None
    else:
        hand_to(item, owner_of(item, stage, today), "waiting" if stage.waits else "held", now, stage.waits)
    clocks.enter_stage(item, stage, today, dates or calendar())


def record_of(item: WorkItem, asker: Actor | None = None) -> Any:
    """What the matter is about: the procedure's own record, or the matter itself where it has none. ``asker``: who
    looks at it on a page, so that what it points at is shown to them only as far as they reach.
    """
    model = RECORDS.get(item.process_key)
    found = model._default_manager.filter(pk=item.pk).select_related("item").first() if model else None
    if found is not None:
        found.item, found.asker = item, asker
    return found or item


def follow(item: WorkItem, move: str, actor: Actor, now: datetime, answers: dict[str, Any]) -> None:
    """What the modules above have said follows this move."""
    for function in CONSEQUENCES.get((item.process_key, move), ()):
        function(record=record_of(item), actor=actor, today=day_of(now), now=now, answers=answers)
