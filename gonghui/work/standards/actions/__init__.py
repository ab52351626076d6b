"""Adopting standards, taking unions into the assessment, giving and checking evidence; and keeping how they stand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.reach.actor import Actor, end_of
from gonghui.kernel.units.models import Unit
from gonghui.work.standards.models import Assessment, Holding, Scheme, Standing
from gonghui.work.standards.rules import LABELS, UNLESS
from gonghui.work.standards.rules.schemes import read_items, read_thresholds
from gonghui.work.standards.selectors import base_unions, judged, schemes, whole

ADOPT = verb("standards.adopt", "采用标准", "label", "version", "since")
STOP = verb("standards.stop", "停用标准", "label", "until")
ASSESS = verb("standards.assess", "列入评定", "family", "unions", "since")
GIVE = verb("standards.give", "提供达标凭证", "item", "since", "until")
CHECK = verb("standards.check", "核对达标凭证", "item", "accepted", "share")
SHIPPED = Path(__file__).parents[1] / "data" / "schemes.toml"
AT_ONCE = 500


def shipped() -> dict[str, dict[str, Any]]:
    """The check-lists that come with the program, by key."""
    with SHIPPED.open("rb") as source:
        return tomllib.load(source)


@transaction.atomic
def adopt(*, actor: Actor, unit: Unit, key: str, since: date) -> Scheme:
    """One of those that come with the program, in force here from a day on."""
    values = shipped().get(key)
    if values is None:
        raise ValidationError("没有这个标准，请重新选")
    return keep_scheme(actor=actor, unit=unit, since=since, **values)


@transaction.atomic
def keep_scheme(*, actor: Actor, unit: Unit, since: date, **values: Any) -> Scheme:
    """A version in force from a day on; what was in force is followed by it and stays as it was."""
    made = Scheme(unit=unit, since=since, **values)
    try:
        read_items(made.items, made.kind)
        if made.kind == "points":
            read_thresholds(made.thresholds)
    except ValueError as fault:
        raise ValidationError(str(fault)) from fault
    made.items = made.items.strip()
    made.full_clean(exclude=["path"])
    made.save(force_insert=True)
    journal(
        actor, ADOPT, made, unit_id=unit.pk, label=made.label, version=made.version, since=since.isoformat()
    )
    return made


@transaction.atomic
def stop_scheme(*, actor: Actor, scheme: Scheme, until: date) -> Scheme:
    """停用: from that day on what was in force before, or is above, counts again."""
    scheme.until = until
    scheme.full_clean(exclude=["path"])
    scheme.save(update_fields=["until"])
    journal(actor, STOP, scheme, unit_id=scheme.unit_id, label=scheme.label, until=until.isoformat())
    return scheme


@transaction.atomic
def assess(*, actor: Actor, units: Iterable[int], family: str, since: date) -> int:
    """列入评定 the base unions named that are not yet; returns how many. Whether they pass is seen by whoever looks next."""
    if family not in LABELS:
        raise ValidationError("请选哪一种标准")
    there = set(Assessment.objects.visible_to(actor).filter(family=family).values_list("unit_id", flat=True))
    wanted = base_unions(actor).filter(pk__in=set(units) - there).values_list("pk", flat=True)
    made = [Assessment(unit_id=pk, family=family, since=since) for pk in wanted]
    Assessment.objects.bulk_create(made)
    if made:
        journal(actor, ASSESS, f"standards:{family}", unit_id=actor.unit_id or None, family=LABELS[family], unions=len(made), since=since.isoformat())  # fmt: skip
    return len(made)


@transaction.atomic
def give(
    *, actor: Actor, unit: Unit, item: str, today: date, since: date, until: date | None = None, words: str = "",
    file: StoredFile | None = None, against: bool = False,
) -> Holding:  # fmt: skip
    """提供凭证: it counts when another person has checked it, from the day it speaks of."""
    asked = _asked(actor, unit)
    if item not in asked:
        raise ValidationError("这一条不用凭证，系统自己核对")
    if since > today:
        raise ValidationError({"since": f"{since:%Y-%m-%d} 还没到，请核对日期"})
    if until is not None and until <= since:
        raise ValidationError({"until": "到期日要晚于开始的日期"})
    if against != (asked[item] == UNLESS):
        raise ValidationError("这一条记的是不良记录" if not against else "这一条不记不良记录")
    made = Holding(
        unit=unit, item=item, since=since, until=until, words=words.strip(), file=file, against=against,
        given_by=actor.account_id, given_name=actor.name, given_on=today,
    )  # fmt: skip
    made.full_clean(exclude=["path"])
    made.save(force_insert=True)
    until_words = until.isoformat() if until else ""
    journal(actor, GIVE, made, unit_id=unit.pk, item=item, since=since.isoformat(), until=until_words)
    return made


def _asked(actor: Actor, unit: Unit) -> dict[str, str]:
    """The items that evidence is given for, in any version kept here or above: item → how it is judged."""
    path = Unit.objects.get(pk=unit.pk).path
    with whole(actor) as program:
        rows = [one for one in schemes(program) if path.startswith(one.path)]
    return {item.key: item.by for one in rows for item in one.list if item.asked}


@transaction.atomic
def check(
    *, actor: Actor, holding: Holding, today: date, accepted: bool, share: int = 100, why_not: str = ""
) -> Holding:
    """核对: by another person than who gave it. What is not accepted says why."""
    locked = Holding.objects.visible_to(actor).select_for_update().get(pk=holding.pk)
    if locked.accepted is not None:
        raise ValidationError("这份凭证已经有人核对过，请看最新的")
    if locked.given_by == actor.account_id:
        raise ValidationError("凭证是您自己提供的，要由另一个人来核对")
    if not accepted and len(why_not.strip()) < 2:
        raise ValidationError("请写为什么不算")
    locked.accepted, locked.share, locked.why_not = accepted, share, "" if accepted else why_not.strip()
    locked.checked_by, locked.checked_name, locked.checked_on = actor.account_id, actor.name, today
    locked.full_clean(exclude=["path"])
    locked.save()
    journal(actor, CHECK, locked, unit_id=locked.unit_id, item=locked.item, accepted=accepted, share=share)
    return locked


def rejudge(units: Iterable[int], *, actor: Actor) -> int:
    """Compare what is kept of how these unions stand with the facts, and put it right; returns how many rows changed."""
    wanted = list(dict.fromkeys(units))
    with whole(actor) as program:
        rows = list(schemes(program).order_by())
        return sum(
            _rejudged(program, rows, wanted[at : at + AT_ONCE]) for at in range(0, len(wanted), AT_ONCE)
        )


def _rejudged(program: Actor, rows: list[Scheme], units: list[int]) -> int:
    now = judged(program, rows, units)
    kept = {(one.unit_id, one.family, one.since): one for one in _kept(program, units)}
    gone = [
        one.pk for place, one in kept.items()
        if place not in now
        or (now[place].scheme.pk, now[place].until, now[place].passed, now[place].stars) != (one.scheme_id, one.until, one.passed, one.stars)
    ]  # fmt: skip
    dropped = set(gone)
    fresh = [one for place, one in now.items() if place not in kept or kept[place].pk in dropped]
    Standing.objects.visible_to(program).filter(pk__in=gone).delete()
    Standing.objects.bulk_create(
        Standing(unit_id=one.unit, family=one.family, scheme_id=one.scheme.pk, since=one.since, until=one.until, passed=one.passed, stars=one.stars)
        for one in fresh
    )  # fmt: skip
    return len(fresh) + len(gone) - len([one for one in fresh if (one.unit, one.family, one.since) in kept])


def _kept(program: Actor, units: list[int]) -> Iterable[Standing]:
    return Standing.objects.visible_to(program).filter(unit_id__in=units)


def below_schemes(actor: Actor, places: Iterable[int]) -> list[int]:
    """The assessed unions under any of these units: for whom a version that is kept there may count."""
    found: set[int] = set()
    for path in Unit.objects.filter(pk__in=list(places)).values_list("path", flat=True):
        rows = Assessment.objects.visible_to(actor).filter(path__gte=path, path__lt=end_of(path))
        found |= set(rows.values_list("unit_id", flat=True))
    return sorted(found)
