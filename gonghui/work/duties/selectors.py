"""Reads about duties: which hold for a union, where they stand, and what the program's own figures already show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db.models import QuerySet

from gonghui.kernel.documents.paper import Paper
from gonghui.kernel.documents.wording import wordings
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.selectors import items
from gonghui.kernel.reach.actor import Actor, end_of
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.selectors import files as employer_files
from gonghui.registers.members.selectors import members, pending_roster
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.selectors import standing_below, unions
from gonghui.work.duties import rules
from gonghui.work.duties.models import Duty, DutyMatter, UpwardRequest
from gonghui.work.duties.rules import LEVEL_OF

STANDING = ("established", "legal_person")
UPWARD = ("upward_request", "upward_report")


def duties(actor: Actor) -> QuerySet[Duty]:
    """Every duty of the lists that are kept in reach or hold there."""
    return Duty.objects.visible_to(actor).order_by("level", "pk")


def kept_here(actor: Actor) -> QuerySet[Duty]:
    """The list the actor's own unit keeps."""
    order = ("level", "due_month", "pk")
    return Duty.objects.visible_to(actor).filter(unit_id=actor.unit_id).order_by(*order)


def duties_of(actor: Actor, union: Union) -> list[Duty]:
    """What holds for one union: of its level, from the lists kept by it and above it."""
    level = LEVEL_OF.get(union.level)
    above = [int(part) for part in union.path.split(".")[:-1]]
    found = duties(actor).filter(level=level, unit_id__in=above) if level else Duty.objects.none()
    return list(found.order_by("-is_on", "due_month", "pk"))


def bound_by(actor: Actor, duty: Duty) -> QuerySet[Union]:
    """The unions a duty holds for today."""
    levels = [level for level, of in LEVEL_OF.items() if of == duty.level]
    below = unions(actor).filter(path__gte=duty.path, path__lt=end_of(duty.path))
    return below.filter(level__in=levels, status__in=STANDING, unit__closed_on=None).order_by("pk")


def last_matters(actor: Actor, unit_id: int) -> dict[int, list[DutyMatter]]:
    """The matters of a union by duty, newest period first."""
    seen = items(actor).filter(process_key="duty", unit_id=unit_id)
    rows = DutyMatter.objects.filter(item__in=seen).select_related("item").order_by("-since")
    found: dict[int, list[DutyMatter]] = {}
    for row in rows[:400]:
        found.setdefault(row.duty_id, []).append(row)
    return found


def sent_up(actor: Actor, unit: Unit) -> QuerySet[WorkItem]:
    """What a unit has asked or told upwards, newest first."""
    return items(actor).filter(process_key__in=UPWARD, unit_id=unit.pk).order_by("-opened_at")


def come_up(actor: Actor, unit: Unit) -> QuerySet[WorkItem]:
    """What units below have asked or told, newest first."""
    below = items(actor).filter(process_key__in=UPWARD, path__gt=unit.path, path__lt=end_of(unit.path))
    return below.exclude(stage_key="draft").order_by("-opened_at")


def _roster(actor: Actor, unit: Unit, on: date) -> str:
    below = {"path__gte": unit.path, "path__lt": end_of(unit.path)}
    count = members(actor).filter(**below).count()
    if not count or pending_roster(actor).filter(**below).exists():
        return ""
    return f"会员 {count:,} 人都按身份证号登记，名册里没有待核对的"


def _terms(actor: Actor, unit: Unit, on: date) -> str:
    below = standing_below(actor, unit).filter(status__in=STANDING)
    return "" if below.filter(term_until__lt=on).exists() else f"下级工会 {below.count():,} 家，没有超届的"


def _uncovered(actor: Actor, unit: Unit, on: date) -> str:
    least = int(parameter("org.committee.min_members", unit, on).numbers[0])
    rows = employer_files(actor).filter(path__gte=unit.path, path__lt=end_of(unit.path))
    blind = rows.filter(covered_by=None, closed_on=None, workers__gte=least)
    return "" if blind.exists() else f"{least} 人以上的单位都有工会"


Fact = Callable[[Actor, Unit, date], str]
FACTS: dict[str, tuple[str, Fact]] = {
    "roster": ("名册没有待核对的", _roster),
    "terms": ("下级没有超届的", _terms),
    "uncovered": ("够人数的单位都有工会", _uncovered),
}


def known_done(duty: Duty, actor: Actor, unit: Unit, on: date) -> str:
    """What the program's own figures show: the sentence when the duty needs no asking, else ""."""
    return FACTS[duty.fact][1](actor, unit, on) if duty.fact in FACTS else ""


def kind_of_answer(record: UpwardRequest, office: Unit) -> str:
    """批复 from an office above, 复函 from any other to which the matter was referred."""
    return "reply" if record.item.path.startswith(office.path) else "letter"


def answer_of(record: UpwardRequest, office: Unit) -> Paper:
    """The answer as it is signed."""
    kind, item = kind_of_answer(record, office), record.item
    facts = {
        "title": item.title,
        "matter": rules.matter_of(item.title),
        "unit": item.unit_name,
        "above": office.name,
    }
    paper = wordings(Path(__file__).with_name("data") / "papers.toml")[kind].paper(facts)
    return paper.with_(body=(*paper.body, *rules.closed(kind, record.reply)))
