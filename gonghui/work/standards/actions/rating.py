"""星级评定: what each step finds out from the facts of its day, and what an award is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.calendar.rules import months_later
from gonghui.kernel.clock import day_of
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.unions.models import Union
from gonghui.work.standards.actions import assess
from gonghui.work.standards.actions.titles import give_title
from gonghui.work.standards.models import Assessment, Award, Rating, Scheme, Title
from gonghui.work.standards.process import RATING
from gonghui.work.standards.rules import AWARDED, LABELS, POINTS
from gonghui.work.standards.rules.schemes import Piece
from gonghui.work.standards.rules.titles import LABELS as TITLED
from gonghui.work.standards.rules.titles import RANK, unfit
from gonghui.work.standards.selectors import counting, replay, schemes, whole

AWARDING = verb("standards.award", "公布评定结果", "label", "stars", "points", "until")


@transaction.atomic
def begin_rating(union: Union, *, actor: Actor, family: str, now: datetime) -> WorkItem:
    """发起 for one union, under the version that counts for it today."""
    today = day_of(now)
    if family not in AWARDED:
        raise MoveRefused("这一种标准按台账和凭证算，不用另外评定")
    scheme = counting(schemes(actor), union.path, family, today)
    if scheme is None:
        raise MoveRefused(f"还没有采用{LABELS[family]}的标准，请县总工会先采用")
    open_ = Rating.objects.visible_to(actor).filter(
        unit_id=union.pk, scheme__family=family, item__closed_on=None
    )
    if open_.exists():
        raise MoveRefused(f"这家工会的{LABELS[family]}评定正在办，请在待办里找")
    title = f"{union.name}：{scheme.label}"
    item = open_item(RATING, title=title, unit=union.unit, actor=actor, now=now, record={"scheme": scheme})
    if not Assessment.objects.visible_to(actor).filter(unit_id=union.pk, family=family).exists():
        assess(actor=actor, units=[union.pk], family=family, since=today)
    return item


def _scored(record: Rating, actor: Actor, today: date) -> Piece:
    """What the facts of the day come to; kept with the matter."""
    found = replay(record.scheme, record.unit_id, today, actor=actor)
    record.points, record.stars = found.points, found.stars
    record.save(update_fields=["points", "stars"])
    return found


def _labels(scheme: Scheme, found: Piece) -> str:
    return "、".join(
        one.label for one in scheme.list if one.key in found.short and (one.veto or scheme.kind != POINTS)
    )


@consequence(RATING, "submit")
@consequence(RATING, "checked")
@consequence(RATING, "reviewed")
def still_comes_up(record: Rating, actor: Actor, today: date, **_: Any) -> None:
    """Counted anew at every step, so that nobody carries forward what has lapsed in the meantime."""
    found = _scored(record, actor, today)
    if vetoes := _labels(record.scheme, found):
        raise MoveRefused(f"{'一票否决' if record.scheme.kind == POINTS else '还缺'}：{vetoes}")
    if not found.passed:
        raise MoveRefused(
            f"按今天的台账和凭证是 {found.points.normalize():f} 分，够不上最低一档，先把缺的补齐"
        )


@consequence(RATING, "award")
def awarded(record: Rating, actor: Actor, today: date, **_: Any) -> None:
    """公布: from today, for as many months as the version says."""
    still_comes_up(record=record, actor=actor, today=today)
    give_award(
        actor=actor, unit_id=record.unit_id, scheme=record.scheme, stars=record.stars, points=record.points,
        since=today, number=record.item.number,
    )  # fmt: skip
    if record.scheme.family in TITLED:
        _titled(record, actor, today)


def _titled(record: Rating, actor: Actor, today: date) -> None:
    """A rating by the check-list of 模范职工之家 or 小家 gives the title of the level that keeps the list."""
    kind = record.scheme.family
    with whole(actor) as program:
        keeper = Union.objects.visible_to(program).filter(pk=record.scheme.unit_id).first()
    union = Union.objects.visible_to(actor).select_related("unit").get(pk=record.unit_id)
    if keeper is None or keeper.level not in RANK or unfit(kind, union.kind, union.level):
        return
    held = Title.objects.visible_to(actor).filter(unit_id=union.pk, kind=kind, level=keeper.level, until=None)
    if not held.exists():
        try:
            give_title(
                actor=actor, union=union, kind=kind, level=keeper.level, year=today.year, since=today, today=today,
                by=keeper.name, number=record.item.number,
            )  # fmt: skip
        except ValidationError as refusal:
            raise MoveRefused("；".join(refusal.messages)) from refusal


@transaction.atomic
def give_award(*, actor: Actor, unit_id: int, scheme: Scheme, stars: int, since: date, number: str, points: Any = 0) -> Award:  # fmt: skip
    until = months_later(since, scheme.months)
    made = Award(
        unit_id=unit_id, scheme=scheme, family=scheme.family, stars=stars, points=points, since=since, until=until, number=number
    )  # fmt: skip
    made.full_clean(exclude=["path", "unit"])
    made.save(force_insert=True)
    journal(actor, AWARDING, made, unit_id=unit_id, label=scheme.label, stars=stars, points=str(points), until=until.isoformat())  # fmt: skip
    return made
