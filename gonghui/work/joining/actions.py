"""What anybody may hand in, how the program takes it in, and what follows a decision."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_tasks import task

from gonghui.kernel import clock
from gonghui.kernel.calendar.rules import months_later
from gonghui.kernel.clock import day_of
from gonghui.kernel.identifiers import documents, resident_id
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.notices.actions import send_word
from gonghui.kernel.notices.catalogue import word
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance, open_item, withdraw
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.triggered import come_from_outside
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.secrets.fields import index_of
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions import admit_applicant, give_consents
from gonghui.registers.members.selectors import identity_of
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import EMPLOYER_SIDE_KINDS, takes_members
from gonghui.work.joining import rules
from gonghui.work.joining.models import Application, Destination, JoinCode, Submission
from gonghui.work.joining.process import JOINING
from gonghui.work.joining.selectors import destination, receipt_index

MAKE = verb("joining.make_code", "制作入会码", "label", "expires_on")
REVOKE = verb("joining.revoke_code", "停用入会码", "label")
SEND_TO = verb("joining.destination", "定入会去向", "group", "reason")
TAKE_IN = verb("joining.take_in", "收进服务网交来的材料", "kind")
HEARD = word(
    "joining.heard.word",
    "入会申请有了结果",
    "{system}：您交的申请有了结果，凭受理凭证查看 {link}",
    "/s/find/",
)


CODE_OVER = "这个工地的入会码已经停用或过期，请在有网时更新资料，换一张码再存"
TAKEN_BEFORE = "这张受理凭证已经用过。请删掉这一条，重新填一次"


@transaction.atomic
def make_code(
    *, actor: Actor, unit: Unit, kind: str, label: str, today: date, grid: Unit | None = None
) -> JoinCode:
    """A code for a poster. It names its union for good and ends by itself. ``grid``: whose liaisons carry it."""
    union = Union.objects.visible_to(actor).filter(pk=unit.pk).first()
    if union is None or not takes_members(union.kind):
        raise ValidationError({"unit": "这个工会不直接收会员，请选一个基层工会或乡镇工会"})
    made = JoinCode(
        unit=unit, key=rules.draw(rules.KEY), kind=kind, label=label.strip(), made_on=today, grid=grid
    )
    made.expires_on = months_later(today, int(parameter("joining.code_months", unit, today).number or 12))
    made.full_clean(exclude=["path", "grid"])
    made.save(force_insert=True)
    journal(actor, MAKE, made, unit_id=unit.pk, label=made.label, expires_on=made.expires_on)
    return made


@transaction.atomic
def revoke_code(*, actor: Actor, code: JoinCode, today: date) -> None:
    """From now on the poster leads nowhere; what was handed in before goes on."""
    code.revoked_on = code.revoked_on or today
    code.save(update_fields=["revoked_on"])
    journal(actor, REVOKE, code, unit_id=code.unit_id, label=code.label)


@transaction.atomic
def keep_destination(*, actor: Actor, unit: Unit, group: str, union: Unit, reason: str) -> Destination:
    """Who comes from ``unit`` (and belongs to ``group``) is taken in by ``union`` from now on."""
    row = Destination.objects.filter(unit=unit, group=group).first() or Destination(unit=unit, group=group)
    row.union, row.reason = union, reason
    row.full_clean(exclude=["path"], validate_unique=row._state.adding)
    row.save()
    journal(actor, SEND_TO, row, unit_id=unit.pk, group=group, reason=reason)
    return row


@transaction.atomic
def hand_in(
    *, kind: str, receipt: str, content: dict[str, Any], now: datetime, about: str | None = None
) -> Submission:
    """What somebody without an account puts into the box. Nothing is looked up, so nothing can be learned.

    ``about``: the code it came by, left readable so that a poster that is being flooded can be told.
    """
    made = Submission(kind=kind, receipt=receipt_index(receipt), at=now, about=about)
    made.content = json.dumps(content, ensure_ascii=False, default=str)
    made.save(force_insert=True)
    take_one.enqueue(str(made.pk))
    return made


@task()
def take_one(pk: str) -> None:
    with acting(system(rules.NET)) as actor:
        take_in(UUID(pk), actor=actor, now=clock.now())


@transaction.atomic
def join_at_site(
    *, actor: Actor, code: JoinCode, receipt: str, content: dict[str, Any], now: datetime
) -> WorkItem:
    """工地集中入会: what one of many filled in on a liaison's phone, taken in as if handed in at the box.

    ``receipt``: drawn on the phone, where its owner was shown it. ``ValidationError`` says why it is not taken in.
    """
    if not code.is_valid_on(day_of(now)):
        raise ValidationError(CODE_OVER)
    try:
        with acting(system(rules.NET)) as program:
            if Application.objects.filter(receipt=receipt_index(receipt)).exists():
                raise ValidationError(TAKEN_BEFORE)
            one = Submission(kind="join", receipt=receipt_index(receipt), at=now, about=code.pk)
            one.content = json.dumps(
                content | {"code": str(code.pk), "way": "site"}, ensure_ascii=False, default=str
            )
            one.save(force_insert=True)
            item = take_in(one.pk, actor=program, now=now)
            one.refresh_from_db()
    except IntegrityError as fault:
        raise ValidationError(TAKEN_BEFORE) from fault
    finally:
        set_reach(actor)
    if item is None:
        raise ValidationError(one.fault)
    return item


def new_receipt() -> str:
    return rules.draw(rules.RECEIPT)


@transaction.atomic
def take_in(pk: UUID, *, actor: Actor, now: datetime) -> WorkItem | None:
    """Take one submission in, once; what cannot be taken in stays with the reason. ``actor``: the program."""
    one = Submission.objects.select_for_update().filter(pk=pk, taken_at=None).first()
    if one is None:
        return None
    content = json.loads(one.content.reveal())
    try:
        with transaction.atomic():
            item = TAKERS[one.kind](one, content, actor, now)
    except (MoveRefused, ValidationError) as refusal:
        item = None
        one.fault = (str(refusal) if isinstance(refusal, MoveRefused) else "；".join(refusal.messages))[:300]
    one.item_id, one.taken_at, one.content = item.pk if item else None, now, None
    one.save()
    journal(actor, TAKE_IN, one, unit_id=item.unit_id if item else None, kind=one.kind)
    return item


def _apply(one: Submission, content: dict[str, Any], actor: Actor, now: datetime) -> WorkItem:
    unit, is_own = _place(content)
    where = None if is_own else destination(unit, content["groups"])
    target = Unit.objects.get(pk=where.union_id) if where else unit
    reason = "own" if is_own else where.reason if where else "town"
    if not is_own and where is None and (union := Union.objects.filter(pk=unit.pk).first()):
        reason = "trade" if union.kind == "industry_federation" else "town"
    record = _record(one, content, target, is_own, day_of(now)) | {"reason": reason}
    _agreed(content.get("consents", []), target, record["id_index"], actor, now)
    return open_item(
        JOINING, title=f"{content['name']}申请入会", unit=target, actor=actor, now=now, record=record
    )


def _agreed(said: list[dict[str, str]], unit: Unit, id_index: bytes, actor: Actor, now: datetime) -> None:
    """Each box that was ticked becomes a row of its own, which can be taken back by itself."""
    for one in said:
        given = {name: one.get(name, "") for name in ("purpose", "version", "digest")}
        given["channel"] = one.get("channel", "hall")
        at = datetime.fromisoformat(one["at"]) if "at" in one else now
        give_consents(actor=actor, unit=unit, id_index=id_index, given=[given], at=at)


def _place(content: dict[str, Any]) -> tuple[Unit, bool]:
    """The unit whose code was scanned, or whose place was named; and whether it is the applicant's employer's."""
    code = JoinCode.objects.filter(pk=content["code"]).first() if content.get("code") else None
    unit = Unit.objects.filter(pk=code.unit_id if code else content["place"], closed_on=None).first()
    if unit is None:
        raise MoveRefused("这个地方的工会已经撤销，请到当地工会办理")
    union = Union.objects.filter(pk=unit.pk).first()
    return unit, bool(union and union.kind in EMPLOYER_SIDE_KINDS)


def _record(
    one: Submission, content: dict[str, Any], target: Unit, is_own: bool, today: date
) -> dict[str, Any]:
    kind, number, mobile = content["id_type"], content["id_number"], content.get("mobile") or ""
    index = identity_of(number, kind)
    mobile_index = index_of(mobile, "mobile") if mobile else None
    others = Application.objects.filter(
        item__closed_on=None, unit=target
    )  # of elsewhere nobody here may know
    born = (
        resident_id.birth_date(number)
        if documents.tells(kind, number)
        else date.fromisoformat(content["birth_date"])
    )
    problems = rules.problems(
        birth=born, today=today, workplace=content.get("workplace", ""), unit_name=target.name, is_own=is_own,
        same_person=others.filter(id_index=index).count(),
        same_mobile=others.filter(mobile_index=mobile_index).count() if mobile_index else 0,
        worked=content.get("worked", True),
    )  # fmt: skip
    plain = {
        name: content[name]
        for name in ("name", "workplace", "groups", "is_migrant", "way", "consents")
        if name in content
    }
    sealed = {"id_number": number, "mobile": mobile, "birth_date": content.get("birth_date") or ""}
    return plain | sealed | {
        "receipt": bytes(one.receipt), "id_type": kind, "id_index": index, "mobile_index": mobile_index,
        "sex": content.get("sex") or "0", "code_id": content.get("code"), "problems": problems,
    }  # fmt: skip


def _supply(one: Submission, content: dict[str, Any], actor: Actor, now: datetime) -> WorkItem:
    return come_from_outside(_item_of(one), "supplied", actor=actor, now=now, text=content["text"])


def _withdraw(one: Submission, content: dict[str, Any], actor: Actor, now: datetime) -> WorkItem:
    return withdraw(_item_of(one), actor=actor, now=now, reason=content.get("text") or "申请人撤回")


def _item_of(one: Submission) -> UUID:
    found = Application.objects.filter(receipt=bytes(one.receipt)).first()
    if found is None:
        raise MoveRefused("没有找到这份申请")
    pk: UUID = found.pk
    return pk


TAKERS = {"join": _apply, "supply": _supply, "withdraw": _withdraw}


@consequence(JOINING, "approve")
def become_member(record: Application, actor: Actor, today: date, **_: Any) -> None:
    """Membership counts from the approval. For an employer's union it is settled above, for everybody alike."""
    union = Union.objects.get(pk=record.unit_id)
    values = {
        "name": record.name, "id_type": record.id_type, "id_number": record.id_number.reveal(),
        "mobile": record.mobile.reveal() if record.mobile else "", "since": today, "number": record.number,
        "workplace": record.workplace, "groups": list(record.groups), "is_migrant": record.is_migrant,
        "job": record.job,
    }  # fmt: skip
    if record.birth_date:
        values |= {"birth_date": date.fromisoformat(record.birth_date.reveal()), "sex": record.sex}
    admit_applicant(
        actor=actor, today=today, unit=record.unit, aside=union.kind in EMPLOYER_SIDE_KINDS, **values
    )


@consequence(JOINING, "approve", "ask", "refuse", "give_up")
def tell_the_applicant(record: Application, actor: Actor, now: datetime, **_: Any) -> None:
    """That there is something to read, at the number they gave; what it is stands on the page of their receipt."""
    if record.mobile:
        send_word(
            actor=actor, key=HEARD, channel="sms", address=record.mobile.reveal(), unit_id=record.unit_id, now=now
        )  # fmt: skip


def approve_many(
    *, actor: Actor, items: list[tuple[UUID, int]], now: datetime
) -> tuple[int, list[tuple[UUID, str]]]:
    """Each in a transaction of its own: one that cannot be approved holds up nobody. Returns how many, and why not."""
    done, refused = 0, []
    for pk, seen in items:
        try:
            with transaction.atomic():
                advance(pk, "approve", actor=actor, now=now, seen=seen)
            done += 1
        except (MoveRefused, ValidationError) as refusal:
            refused.append(
                (pk, str(refusal) if isinstance(refusal, MoveRefused) else "；".join(refusal.messages))
            )
    return done, refused
