"""What a new term, or a new chair, makes due: the certificate, and the signatures at the bank (domain.md §1.4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.triggered import cleared_by_fact, open_by_rule
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.unions.actions import correct
from gonghui.registers.unions.models import Union
from gonghui.work.terms.process import ACCOUNT, CERTIFICATE

RULE = "renewed"


def open_after(union: Union, since: date, *, changed: bool, actor: Actor, now: datetime) -> None:
    """``changed``: somebody else is chair now, and so its legal representative. A union that is no legal person yet
    has no certificate to change: its registration is a task of its own.
    """
    due = [CERTIFICATE] if union.credit_code or union.status == "legal_person" else []
    for process in (*due, *([ACCOUNT] if changed else [])):
        open_by_rule(
            process, rule=RULE, subject=f"{union.pk}:{since}", title=f"{union.name}：{process.label}", unit=union.unit,
            facts={"since": since.isoformat(), "chair_changed": changed}, actor=actor, now=now,
        )  # fmt: skip


@consequence(CERTIFICATE, "done")
def keep_certificate(record: WorkItem, actor: Actor, today: date, answers: dict[str, Any], **_: Any) -> None:
    """Until when the new certificate runs stands in the register."""
    union = Union.objects.visible_to(actor).get(pk=record.unit_id)
    until = answers["certificate_until"]
    if until <= today:
        raise MoveRefused(f"新证书的有效期 {until:%Y-%m-%d} 已经过了，请核对")
    try:
        correct(actor=actor, union=union, certificate_until=until)
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal


def clear_known(item: WorkItem, union: Union, *, actor: Actor, now: datetime) -> bool:
    """End the matter when the register shows a certificate that runs as long as the term."""
    until = union.certificate_until
    if until is None or union.term_until is None or until < union.term_until:
        return False
    text = f"台账里的法人证书有效期至 {until:%Y-%m-%d}，不早于本届届满"
    cleared_by_fact(item, "known", actor=actor, now=now, text=text)
    return True
