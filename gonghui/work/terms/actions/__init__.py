"""What begins by the clock or by hand, and what a reply from above writes into the registers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.calendar.rules import calendar_days, months_later
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.clock import day_of
from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.catalogue import notice
from gonghui.kernel.notices.selectors import Receiver, holders
from gonghui.kernel.process import clocks
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import Deadline, WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import MoveRefused, post_at
from gonghui.kernel.process.telling import url_of
from gonghui.kernel.process.triggered import open_by_rule
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.selectors import chain
from gonghui.registers.posts.actions import save as save_cadre
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.actions import correct
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules.elections import Candidate, term_end
from gonghui.work.terms import rules
from gonghui.work.terms.actions import (
    replies as replies,
)  # first, so that the number is there for what follows
from gonghui.work.terms.actions.after import open_after
from gonghui.work.terms.models import ByElection, Extension, Reelection
from gonghui.work.terms.process import ABOVE, BYELECTION, EXTENSION, REELECTION
from gonghui.work.terms.rules import Vacancy
from gonghui.work.terms.selectors import marks_of, running, serving, was_extended

TERM, VACANT = "term", "vacancy"  # the rules that open matters
SOON = notice("terms.soon", "换届提醒", "{union}本届 {until} 届满，{left}")
OVER = notice("terms.over", "超届提醒", "{union}本届 {until} 届满，{left}，请尽快换届", urgent=True)


@transaction.atomic
def open_reelection(union: Union, *, actor: Actor, now: datetime) -> WorkItem:
    """The 换届 of a union's present term: the one under way, the earlier one open again, or a new one; with the
    end of the term as its deadline.
    """
    item = running(union.pk, REELECTION.key).first()
    facts = {"term_since": union.term_since, "term_until": union.term_until}
    if item is None:
        item = open_by_rule(
            REELECTION, rule=TERM, subject=f"{union.pk}:{union.term_since or ''}", title=f"{union.name}换届",
            unit=union.unit, facts=facts, actor=actor, now=now, record=facts,
        )  # fmt: skip
    follow_term(item, union, day_of(now))
    return item


def follow_term(item: WorkItem, union: Union, today: date) -> None:
    """The matter's facts, record and deadline as the register has the term now."""
    assert union.term_until is not None
    record = Reelection.objects.get(pk=item.pk)
    if (record.term_since, record.term_until) != (union.term_since, union.term_until):
        record.term_since, record.term_until = union.term_since, union.term_until
        record.save(update_fields=["term_since", "term_until"])
    facts = {"term_since": union.term_since, "term_until": union.term_until}
    if item.facts != {key: day and day.isoformat() for key, day in facts.items()}:
        item.facts = facts
        item.save(update_fields=["facts"])
    if item.stage_key != "approve":
        before = marks_of(item.place, today).open_before
        _run_from(item, "term", union.term_until - timedelta(days=before), before)


def _run_from(item: WorkItem, key: str, since: date, days: int) -> None:
    there = Deadline.objects.filter(item=item, key=key, started_on=since, number=days, ended_on=None)
    if not there.exists():
        clocks.run_from(item, key, since, calendar(), calendar_days(days))


@transaction.atomic
def begin(union: Union, *, actor: Actor, now: datetime) -> WorkItem:
    """开始换届 by hand, before the clock would: a union may go to the polls early."""
    _stands(union)
    if union.term_until is None:
        raise MoveRefused("台账里没有本届届满的日期，先在工会档案里补上，再办换届")
    if running(union.pk, REELECTION.key).exists():
        raise MoveRefused(f"{union.name}正在办换届，不用再发起")
    return open_reelection(union, actor=actor, now=now)


@transaction.atomic
def ask_extension(union: Union, *, actor: Actor, now: datetime) -> WorkItem:
    """申请延期换届."""
    _stands(union)
    if running(union.pk, EXTENSION.key).exists():
        raise MoveRefused(f"{union.name}已经在申请延期")
    if union.term_until is None:
        raise MoveRefused("台账里没有本届届满的日期，先在工会档案里补上")
    if was_extended(union.pk, union.term_until):
        raise MoveRefused("本届已经延过一次，不能再延，请办换届")
    return open_item(
        EXTENSION, title=f"{union.name}延期换届", unit=union.unit, actor=actor, now=now,
        record={"term_until": union.term_until},
    )  # fmt: skip


def _stands(union: Union) -> None:
    if union.status not in rules.STANDING or union.unit.closed_on:
        raise MoveRefused(f"{union.name}是“{union.get_status_display()}”，不能办")


@transaction.atomic
def open_vacancy(union: Union, vacancy: Vacancy, *, actor: Actor, now: datetime) -> WorkItem:
    """补选 because a post of the register has ended and nobody has taken it."""
    item = _running_for(union.pk, vacancy.post)
    if item is None:
        label = dict(rules.BY_ELECTED)[vacancy.post]
        facts = {"post": vacancy.post, "vacated_on": vacancy.on}
        item = open_by_rule(
            BYELECTION, rule=VACANT, subject=f"{union.pk}:{vacancy.post}:{vacancy.pk}", unit=union.unit,
            title=f"{union.name}补选{label}", facts=facts, actor=actor, now=now, record=facts,
        )  # fmt: skip
        clocks.run_from(item, "byelection", vacancy.on, calendar())
    return item


@transaction.atomic
def begin_byelection(
    union: Union, *, actor: Actor, now: datetime, post: str, vacated_on: date, why: str
) -> WorkItem:
    """补选 entered by hand."""
    _stands(union)
    label = dict(rules.BY_ELECTED).get(post)
    if label is None:
        raise MoveRefused("补选的是主席或副主席，请选一个")
    if faults := rules.day_faults("出缺日期", vacated_on, day_of(now), union.term_since, "本届开始"):
        raise MoveRefused(faults[0])
    if _running_for(union.pk, post):
        raise MoveRefused(f"{union.name}正在补选{label}，不用再发起")
    item = open_item(
        BYELECTION, title=f"{union.name}补选{label}", unit=union.unit, actor=actor, now=now,
        record={"post": post, "vacated_on": vacated_on, "why": why.strip()},
    )  # fmt: skip
    clocks.run_from(item, "byelection", vacated_on, calendar())
    return item


def _running_for(unit_id: int, post: str) -> WorkItem | None:
    found = ByElection.objects.filter(item__in=running(unit_id, BYELECTION.key), post=post)
    one = found.select_related("item").first()
    return one.item if one else None


@transaction.atomic
def alert(record: Reelection, union: Union, marks: rules.Marks, *, actor: Actor, now: datetime) -> bool:
    """Tell the union's chair and the office above what the clock says, each alert once; True when told."""
    today = day_of(now)
    assert union.term_until is not None
    due = rules.alert_on(union.term_until, today, marks)
    if due is None or (record.alerted_on and record.alerted_on >= due.day):
        return False
    tell(
        actor=actor, key=OVER if due.urgent else SOON, to=_told(union, today), unit_id=union.pk, url=url_of(record.item),
        now=now, union=union.name, until=f"{union.term_until:%Y-%m-%d}", left=rules.left(union.term_until, today),
    )  # fmt: skip
    record.alerted_on = due.day
    record.save(update_fields=["alerted_on"])
    return True


def _told(union: Union, today: date) -> list[Receiver]:
    above = post_at(chain(union.unit)[-2::-1], ABOVE.split(), today)
    return [
        *holders(union.pk, ["union_chair"], today),
        *(holders(above.unit_id, [above.role], today) if above else []),
    ]


@consequence(REELECTION, "approve")
@consequence(REELECTION, "entered")
def renew(record: Reelection, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """The new term stands in the register; who was elected again stays, who was not leaves, who is new comes."""
    assert record.held_on is not None
    union = _union(record)
    until = term_end(record.held_on, record.term_years)
    _corrected(actor, union, term_since=record.held_on, term_until=until)
    won = [Candidate(*row) for row in record.elected]
    before = serving(union.pk, record.held_on)
    plan = rules.renewal(before, won)
    for pk in (*plan.kept, *plan.ended):
        row = Cadre.objects.get(pk=pk)
        more = {"until": until, "document_number": record.approval_number} if pk in plan.kept else {
            "until": max(record.held_on, row.since)
        }  # fmt: skip
        save_cadre(actor=actor, today=today, row=row, unit=union.unit, **more)
    for one in plan.new:
        _enter(one, union, actor, today, since=record.held_on, until=until, number=record.approval_number)
    changed = rules.chair_changed(before, won)
    open_after(union, record.held_on, changed=changed, actor=actor, now=now)


@consequence(BYELECTION, "approve")
@consequence(BYELECTION, "entered")
def take_post(record: ByElection, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """Who won the by-election serves to the end of the term."""
    assert record.held_on is not None
    union = _union(record)
    for one in (Candidate(*row) for row in record.elected):
        _enter(
            one, union, actor, today, since=record.held_on, until=union.term_until, number=record.approval_number
        )  # fmt: skip
    if record.post == "chair":
        open_after(union, record.held_on, changed=True, actor=actor, now=now)


@consequence(EXTENSION, "grant")
@consequence(EXTENSION, "entered")
def move_term(record: Extension, actor: Actor, today: date, **_: Any) -> None:
    """The term ends later; so do the posts that were to end with it, and the clock of a 换届 under way."""
    union = _union(record)
    if union.term_until != record.term_until:
        raise MoveRefused("申请以后台账里的届满日期变了，请退回，让申请的人核对")
    assert record.term_until is not None
    record.until = months_later(record.term_until, record.months)
    record.save(update_fields=["until"])
    ending = Cadre.objects.filter(unit=union.unit, until=record.term_until, post__in=rules.ELECTED)
    _corrected(actor, union, term_until=record.until)
    for row in ending:
        save_cadre(actor=actor, today=today, row=row, unit=union.unit, until=record.until)
    if item := running(union.pk, REELECTION.key).first():
        follow_term(item, union, today)


def _union(record: Any) -> Union:
    union = Union.objects.select_related("unit").filter(pk=record.unit_id).first()
    if union is None:
        raise MoveRefused("没有找到这家工会，或它已不在您的管辖内")
    return union


def _corrected(actor: Actor, union: Union, **values: Any) -> None:
    try:
        correct(actor=actor, union=union, **values)
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal


def _enter(
    one: Candidate, union: Union, actor: Actor, today: date, *, since: date, until: date | None, number: str
) -> None:
    save_cadre(
        actor=actor, today=today, row=None, unit=union.unit, name=one.name, post=one.post, form="part",
        sex="1" if one.sex == "男" else "2", since=since, until=until, document_number=number,
    )  # fmt: skip
