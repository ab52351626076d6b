"""Signing: the report of one's own unit is written once more from the figures and kept as it is."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.work.reports.models import Report
from gonghui.work.reports.rules import Definition, Period
from gonghui.work.reports.selectors import written

SIGN = verb("reports.sign", "签发报告", "kind", "period", "edition", "version")
EARLY = "{label}还没有结束，现在只能预览；{until} 以后再签发"


@transaction.atomic
def sign(*, actor: Actor, unit: Unit, made: Definition, period: Period, now: datetime) -> Report:
    """``ValidationError`` with a sentence while the period still runs."""
    today = day_of(now)
    if not period.is_over(today):
        raise ValidationError(EARLY.format(label=period.label, until=period.until))
    found = written(actor, unit, made, period, today)
    same = Report.objects.visible_to(actor).filter(unit=unit, kind=made.key, period=period.key)
    report = Report(
        unit=unit, unit_name=unit.name, kind=made.key, period=period.key, since=period.since, until=period.until,
        edition=same.count() + 1, title=found.title, content=found.kept(), definition=asdict(made), version=made.version,
        account_id=actor.account_id, signer=actor.name, signer_role=actor.role_label, signed_at=now,
    )  # fmt: skip
    report.full_clean(exclude=["unit", "path"])
    report.save(force_insert=True)
    record(
        actor, SIGN, report, unit_id=unit.pk, kind=made.key, period=period.key, edition=report.edition, version=made.version
    )  # fmt: skip
    return report
