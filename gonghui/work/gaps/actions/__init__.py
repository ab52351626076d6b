"""Opening, bringing up to date and proposing to close what the finders find; meetings and what they decide."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from gonghui.kernel.calendar.rules import calendar_days
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.clock import day_of
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.process import clocks
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import Holder, MoveLater, MoveRefused, hand_to, note, post_at
from gonghui.kernel.process.triggered import come_from_outside, facts_gone, open_by_rule
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.filling import changed as changes
from gonghui.kernel.register.filling import fill
from gonghui.kernel.units.models import Unit
from gonghui.work.gaps import rules
from gonghui.work.gaps.models import Gap, Meeting
from gonghui.work.gaps.process import DECISION, GAP, OWN
from gonghui.work.gaps.rules import FINDERS, Finder, Finding, TakesLonger
from gonghui.work.gaps.selectors import briefing

PLAN = verb("gaps.plan", "定激活计划", "label", "items")
CALL = verb("gaps.call", "召开网格联席会议", "label", "held_on")
MINUTES = verb("gaps.minutes", "记联席会议纪要", "fields")
SYSTEM = "数据对照"


@transaction.atomic
def found(finder: Finder, finding: Finding, *, actor: Actor, now: datetime) -> WorkItem:
    """The gap is listed: new, brought up to date, or open again under its number."""
    unit = Unit.objects.get(pk=finding.unit_id)
    item = open_by_rule(
        GAP, rule=finder.key, subject=finding.subject, title=finding.title, unit=unit, facts=plain(finding.facts),
        actor=actor, now=now, record=_paper(finder, finding), grid_id=finding.grid_id, line_id=finding.line_id,
    )  # fmt: skip
    Gap.objects.filter(pk=item.pk).exclude(**_paper(finder, finding)).update(**_paper(finder, finding))
    if item.stage_key == "proposed":
        come_from_outside(item.pk, "returned", actor=actor, now=now, text="数据里又有了")
    return item


def _paper(finder: Finder, finding: Finding) -> dict[str, str]:
    """What the gap's own record has of a finding."""
    return {
        "measure": finding.measure or finder.measure, "letter": finding.letter, "whom": finding.whom[:120], "place": finding.place[:200],
    }  # fmt: skip


@transaction.atomic
def not_found(item: WorkItem, *, actor: Actor, now: datetime) -> None:
    """The fact is gone from the data: said on the matter, and proposed for closing; a person clears it."""
    facts_gone(GAP, rule=item.rule, subject=item.rule_subject, now=now)
    if item.stage_key == "mending" and item.paused_on is None:
        come_from_outside(item.pk, "vanished", actor=actor, now=now, text="数据里这个问题不见了")


@transaction.atomic
def open_plan(
    *, actor: Actor, unit: Unit, label: str, wanted: list[tuple[Finder, Finding]], now: datetime
) -> list[WorkItem]:
    """One press: everything that is to be done about a unit is listed at once, each with its owner and its limit."""
    made = [found(finder, finding, actor=actor, now=now) for finder, finding in wanted]
    journal(actor, PLAN, unit, unit_id=unit.pk, label=label, items=len(made))
    return made


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the database gives them back."""
    made: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return made


def sweep(finder: Finder, *, actor: Actor, now: datetime, most: int) -> tuple[dict[str, int], bool]:
    """Hold what a finder finds today against the ledger; at most so many matters are touched. Returns how many of
    each kind, and whether more are left.
    """
    known = {one.rule_subject: one for one in WorkItem.objects.filter(process_key=GAP.key, rule=finder.key)}
    here = {one.subject: one for one in finder.find(actor, day_of(now))}
    stale = [one for one in here.values() if _is_news(one, known.get(one.subject))]
    gone = [one for subject, one in known.items() if subject not in here and _is_listed(one)]
    counts = {"opened": 0, "reopened": 0, "updated": 0, "proposed": 0}
    for finding in stale[:most]:
        before = known.get(finding.subject)
        found(finder, finding, actor=actor, now=now)
        counts["opened" if before is None else "updated" if before.closed_on is None else "reopened"] += 1
    for item in gone[: max(0, most - len(stale))]:
        not_found(item, actor=actor, now=now)
        counts["proposed"] += 1
    return counts, len(stale) + len(gone) > most


def look_again(finder: Finder, subjects: Iterable[str], *, actor: Actor, now: datetime) -> int:
    """The same for single subjects; returns how many matters were touched."""
    touched = 0
    for subject in subjects:
        item = WorkItem.objects.filter(process_key=GAP.key, rule=finder.key, rule_subject=subject).first()
        finding = finder.still(actor, day_of(now), subject)
        if finding is not None and _is_news(finding, item):
            found(finder, finding, actor=actor, now=now)
            touched += 1
        elif finding is None and item is not None and _is_listed(item):
            not_found(item, actor=actor, now=now)
            touched += 1
    return touched


def listed(rule: str) -> tuple[set[str], set[str]]:
    """The subjects of a rule that are on the ledger now, and those that were settled not to be gaps."""
    rows = WorkItem.objects.filter(process_key=GAP.key, rule=rule).exclude(outcome="cleared")
    known = list(rows.values_list("rule_subject", "closed_on", "facts"))
    here = {subject for subject, closed, facts in known if closed is None and "gone_on" not in facts}
    return here, {subject for subject, closed, _ in known if closed is not None}


def _is_news(finding: Finding, item: WorkItem | None) -> bool:
    if item is None or item.outcome == "cleared":
        return True
    if item.closed_on:  # settled not to be a gap: only other facts list it again
        return {k: v for k, v in item.facts.items() if k != "gone_on"} != plain(finding.facts)
    return item.facts != plain(finding.facts) or item.stage_key == "proposed"


def _is_listed(item: WorkItem) -> bool:
    return item.closed_on is None and "gone_on" not in item.facts


@consequence(GAP, "clear")
def checked_against_the_data(
    record: Gap, actor: Actor, today: date, answers: dict[str, Any], **_: Any
) -> None:
    """Whoever clears is stopped when the data, asked again now, still show the gap. What takes long is asked in the
    background.
    """
    item = record.item
    finder = FINDERS.get(item.rule)
    if finder is None:
        return
    try:
        still = finder.still(actor, today, item.rule_subject, patient=bool(answers.get("patient")))
    except TakesLonger as more:
        raise MoveLater("要对照全部台账，正在后台核对") from more
    if still is not None:
        facts = "；".join(f"{key}：{value}" for key, value in still.facts.items())
        raise MoveRefused(f"数据里这个问题还在（{facts}），不能销号。先把数据对应的事办到，或退回继续整改")


@transaction.atomic
def call_meeting(
    *, actor: Actor, unit: Unit, grid: Unit | None, held_on: date, today: date, now: datetime
) -> Meeting:
    """召开: agenda and briefing are made from the data of the quarter of that day."""
    label, since, until = rules.quarter(held_on)
    about = f"{grid.name if grid else unit.name}{label}联席会议"
    made = Meeting(unit=unit, grid=grid, label=about, since=since, until=until, held_on=held_on)
    made.briefing = plain(briefing(actor, since, min(until, today), today, grid.pk if grid else None))
    made.full_clean(exclude=["path", "grid_path"])
    made.save(force_insert=True)
    journal(actor, CALL, made, unit_id=unit.pk, label=about, held_on=held_on.isoformat())
    return made


@transaction.atomic
def keep_minutes(*, actor: Actor, meeting: Meeting, today: date, **values: Any) -> Meeting:
    if fault := rules.minutes_faults(meeting.held_on, today):
        raise MoveRefused(fault)
    if changed := changes(meeting, values):
        fill(meeting, {name: values[name] for name in changed})
        meeting.save(update_fields=changed)
        journal(actor, MINUTES, meeting, unit_id=meeting.unit_id, fields=sorted(changed))
    return meeting


@transaction.atomic
def decide(
    *, actor: Actor, meeting: Meeting, unit: Unit, role: str, words: str, due_on: date | None, now: datetime
) -> WorkItem:
    """议定: becomes a matter of the post named, due on the day named; without either it is not kept."""
    today = day_of(now)
    if due_on is None or due_on < today:
        raise MoveRefused("请写办结期限，不能早于今天")
    if len(words.strip()) < 2:
        raise MoveRefused("请写议定的事")
    owner = post_at([unit.pk], [role], today) if role in OWN.split() else None
    if owner is None:
        raise MoveRefused("请写由谁办：这个单位现在没有人担任这个身份，请另选")
    item = open_item(
        DECISION, title=words.strip().splitlines()[0][:100], unit=unit, actor=actor, now=now, grid_id=meeting.grid_id,
        record={"meeting": meeting, "words": words.strip(), "due_on": due_on},
    )  # fmt: skip
    _to(item, owner, actor, now)
    days = max(1, (due_on - today).days)
    clocks.run_from(item, "due", due_on - timedelta(days=days), calendar(), calendar_days(days))
    return item


def _to(item: WorkItem, owner: Holder, actor: Actor, now: datetime) -> None:
    if (owner.unit_id, owner.role) != (item.holder_unit_id, item.role):
        hand_to(item, owner, "held", now)
        note(item, actor, now, move="owner", label=f"交给{owner.label}", source=item.stage_key)
