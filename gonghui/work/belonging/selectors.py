"""Reads of what changes about memberships."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from gonghui.kernel.process.definition import RECORDS
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.members.models import Membership, Person
from gonghui.registers.members.selectors import members
from gonghui.work.belonging.models import Transfer, TransferRequest


def running(key: str, index: bytes) -> UUID | None:
    """The open matter of this procedure about this person, if one is in sight."""
    found = RECORDS[key].objects.filter(id_index=index, item__closed_on=None).values_list("pk", flat=True)
    first: UUID | None = found.first()
    return first


def all_running(index: bytes) -> dict[str, UUID]:
    """Everything under way about this person: procedure → matter."""
    from gonghui.work.belonging.process import DEATH, EXPULSION, IDLE, RETAIN, TRANSFER, WITHDRAWAL

    keys = [one.key for one in (TRANSFER, RETAIN, WITHDRAWAL, EXPULSION, IDLE, DEATH)]
    return {key: pk for key in keys if (pk := running(key, index))}


def of_unit(actor: Actor, unit_id: int) -> QuerySet[Membership]:
    """The members of one union, as the lists to tick show them."""
    return members(actor).filter(unit_id=unit_id).select_related("person").order_by("person__path", "pk")


def membership_of(actor: Actor, person: Person) -> Membership | None:
    return members(actor).filter(person=person).select_related("person").first()


def asked(actor: Actor, record: TransferRequest) -> Transfer | None:
    """The transfer that the county has begun for a request."""
    found: Transfer | None = (
        Transfer.objects.visible_to(actor).filter(request_id=record.pk).order_by("-pk").first()
    )
    return found
