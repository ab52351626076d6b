"""What a founding writes beyond itself: the employer's facts, the roster's people, and at the end the union."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from gonghui.kernel.documents.issuing import issue
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.journal.actions import record as note
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register import intake
from gonghui.kernel.register.models import Intake
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.actions import correct
from gonghui.registers.employers.models import Employer
from gonghui.registers.posts.actions import save as save_cadre
from gonghui.registers.unions.actions import enter as enter_union
from gonghui.work.founding.actions.after import open_after
from gonghui.work.founding.models import Cover, Founding
from gonghui.work.founding.process import FOUNDING
from gonghui.work.founding.rules import Candidate, term_until
from gonghui.work.founding.selectors import covered, paper_of, running

EMPLOYER = ("credit_code", "workers", "migrant_workers")
MOST_WRONG = 5
PAPER = verb("founding.paper", "下载建会材料", "paper", "form", "reason")


@transaction.atomic
def begin(*, actor: Actor, employer: Employer, now: datetime) -> WorkItem:
    """发起建会: for an employer that no union covers and that nobody is founding one at."""
    known = Employer.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=employer.pk).first()
    if known is None:
        raise MoveRefused("没有找到这家单位，或它已不在您的管辖内")
    employer = known
    _free(employer)
    if running(employer.pk).exists():
        raise MoveRefused(f"{employer.name}正在办建会，不用再发起，可以在办事台账里找到")
    return open_item(
        FOUNDING, title=f"{employer.name}建会", unit=place_of(employer), actor=actor, now=now,
        line_id=employer.line_id, grid_id=employer.grid_id, record={"employer": employer},
    )  # fmt: skip


@transaction.atomic
def begin_all(*, actor: Actor, employers: list[Employer], now: datetime) -> tuple[list[WorkItem], list[str]]:
    """成批发起, as for a park: each one alone; what could not begin is told with its reason."""
    begun, refused = [], []
    for employer in employers:
        try:
            with transaction.atomic():
                begun.append(begin(actor=actor, employer=employer, now=now))
        except MoveRefused as refusal:
            refused.append(str(refusal))
    return begun, refused


def place_of(employer: Employer) -> Unit:
    """Where the employer lies, for who reaches the employer and not the place (an adviser of a line)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT process_place_name(%s)", [employer.unit_id])
        name = cursor.fetchone()[0]
    return Unit(pk=employer.unit_id, name=name or "", path=employer.path)


def _free(employer: Employer) -> None:
    if employer.closed_on:
        raise MoveRefused(f"{employer.name}已注销，不能建会")
    if employer.covered_by_id:
        named = employer.covered_by.name if employer.covered_by else "别的工会"
        raise MoveRefused(f"{employer.name}已纳入{named}，不用再建会；要单独建会，先从那里转出来")


@consequence(FOUNDING, "surveyed")
def keep_survey(record: Founding, actor: Actor, today: date, answers: dict[str, Any], **_: Any) -> None:
    """What is true of the employer goes to its own register; women, dispatched … stay with the founding."""
    employer = reached_employer(record)
    try:
        correct(
            actor=actor,
            employer=employer,
            **{name: answers[name] for name in EMPLOYER if name in answers},
        )
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal
    if record.women > employer.workers:
        raise MoveRefused("女职工数多于职工人数，请核对")


def reached_employer(record: Founding) -> Employer:
    """The employer, for who may write about it: the matter may be with an office that does not reach its place."""
    found = record.employer_seen
    if found is None:
        raise MoveRefused("这家单位不在您的管辖内，这一步要由管它的工会来办，请退回或转办")
    return found


@consequence(FOUNDING, "complete")
def keep_covers(record: Founding, actor: Actor, **_: Any) -> None:
    """The other employers of a joint union: each known, in reach, free, and once."""
    Cover.objects.filter(item_id=record.pk).delete()
    if record.form != "joint":
        return
    lines = [line.strip() for line in record.covers.splitlines() if line.strip()]
    found = [_employer(actor, number, line, record) for number, line in enumerate(lines, 1)]
    if len({one.pk for one in found}) != len(found):
        raise MoveRefused("一起建会的单位里有重复的，请核对")
    Cover.objects.bulk_create(Cover(item_id=record.pk, employer=one) for one in found)


def _employer(actor: Actor, number: int, line: str, record: Founding) -> Employer:
    seen = Employer.objects.visible_to(actor).filter(closed_on=None)
    matches = list(seen.filter(credit_code=line.upper())[:2] or seen.filter(name=line)[:2])
    if len(matches) != 1:
        many = (
            "有两家同名的，请改写信用代码"
            if matches
            else "在您管的用人单位台账里没有找到，请先登记，或核对写法"
        )
        raise MoveRefused(f"一起建会的单位第 {number} 行“{line}”：{many}")
    if matches[0].pk == record.employer_id:
        raise MoveRefused(f"第 {number} 行就是本单位，不用写")
    _free(matches[0])
    return matches[0]


@consequence(FOUNDING, "proof:roster")
def read_roster(record: Founding, actor: Actor, today: date, answers: dict[str, Any], **_: Any) -> None:
    """花名册: read and judged by the same rules as any roster; one wrong row and it goes back as it came."""
    proof: Proof = answers["proof"]
    if proof.file is None:
        raise MoveRefused("请上传会员花名册的表格文件")
    made = _intake(actor, record.item.place, proof.file)
    try:
        lines = intake.examine(actor, made, today)[1].lines
        intake.check(actor=actor, intake=made, today=today)
    except (Refused, ChildFailed) as refusal:
        raise MoveRefused(f"花名册打不开：{refusal}") from refusal
    if made.report["wrong"]:
        told = "；".join(f"{one['rows_text']}：{one['reason']}" for one in made.report["groups"][:MOST_WRONG])
        raise MoveRefused(f"花名册里有 {made.report['wrong']} 行要改：{told}。改好再传一次")
    women = (lines["id_number"].str.slice(16, 1).cast(int, strict=False) % 2 == 0).sum()
    made.state = "cancelled"  # it waits here, not in the list of imports
    made.save(update_fields=["state"])
    record.roster, record.members, record.women_members = made, made.report["total"], int(women or 0)
    record.save(update_fields=["roster", "members", "women_members"])


def _intake(actor: Actor, unit: Unit, file: StoredFile) -> Intake:
    return Intake.objects.create(register="members", unit=unit, account_id=actor.account_id, file=file)


@consequence(FOUNDING, "approve")
def reply(record: Founding, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """The reply is signed: numbered, made as Word file and PDF, kept with the founding."""
    office = Unit.objects.get(pk=actor.unit_id)
    signed = issue(
        actor=actor, now=now, unit=office, kind="reply", item=record.item,
        paper=lambda number: paper_of(record, "reply", today, office.name),
    )  # fmt: skip
    record.approval_number, record.approval_on = signed.number, today
    record.save(update_fields=["approval_number", "approval_on"])


@transaction.atomic
def note_paper(*, actor: Actor, record: Founding, paper: str, form: str, reason: str = "") -> None:
    """Who took which document; with ``reason`` when it holds whole numbers."""
    note(actor, PAPER, record.item, unit_id=record.unit_id, paper=paper, form=form, reason=reason[:100])


@consequence(FOUNDING, "unveil")
def establish(record: Founding, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """The union stands: in its register with its term, its employers covered, its people placed, its officers named."""
    since = record.held_on or today
    first = reached_employer(record)
    try:
        union = enter_union(
            actor=actor, parent=record.unit, today=today, name=record.name,
            kind="joint" if record.form == "joint" else "single", founded_on=record.approval_on,
            approval_number=record.approval_number, term_since=since,
            term_until=term_until(since, record.term_years),
            workers=first.workers, address=first.address,
        )  # fmt: skip
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal
    for employer in [first, *(cover.employer for cover in covered(record))]:
        _free(employer)
        correct(actor=actor, employer=employer, covered_by=union.unit, covered_since=record.unveiled_on)
    for one in (Candidate(*row) for row in record.elected):
        save_cadre(
            actor=actor, today=today, row=None, unit=union.unit, name=one.name, post=one.post, form="part",
            sex="1" if one.sex == "男" else "2", since=since, until=union.term_until,
            document_number=record.approval_number,
        )  # fmt: skip
    record.union = union.unit
    record.save(update_fields=["union"])
    place_members(record, actor, today)
    open_after(union, since, actor, now)


def place_members(record: Founding, actor: Actor, today: date) -> None:
    """The people of the roster become members of the new union."""
    if record.roster is None or record.union is None:
        return
    made = _intake(actor, record.union, record.roster.file)
    made.mapping, made.sheet = record.roster.mapping, record.roster.sheet
    made.save(update_fields=["mapping", "sheet"])
    intake.check(actor=actor, intake=made, today=today)
    counts, _ = intake.take_chunk(actor=actor, intake=made, today=today, start=0, size=1_000_000)
    intake.finish(actor=actor, intake=made, counts=counts)
