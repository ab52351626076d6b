"""模范职工之家、小家: a title is written down with who gave it, when and what shows it; and when it was taken back."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.unions.models import Union
from gonghui.work.standards.models import Title
from gonghui.work.standards.rules.titles import FIRST_YEAR, below, title_words, unfit

TITLE = verb("standards.title", "登记模范职工之家、小家称号", "title", "year", "by")
GIVE_BACK = verb("standards.title_back", "恢复模范职工之家、小家称号", "title")
TAKE_BACK = verb("standards.title_end", "撤销模范职工之家、小家称号", "title", "until")
LADDER = "standards.title_ladder"


@transaction.atomic
def give_title(
    *, actor: Actor, union: Union, kind: str, level: str, year: int, since: date, today: date, by: str, number: str = "",
    file: StoredFile | None = None,
) -> Title:  # fmt: skip
    """登记 one. Where the rules here say so (``standards.title_ladder``), the next lower title comes first."""
    if why := unfit(kind, union.kind, union.level):
        raise ValidationError({"kind": why})
    if since > today:
        raise ValidationError({"since": f"{since:%Y-%m-%d} 还没到，请核对日期"})
    if not FIRST_YEAR <= year <= since.year:
        raise ValidationError({"year": f"哪一年度的称号，填 {FIRST_YEAR} 到命名那年（{since.year}）"})
    _has_the_lower(actor, union, kind, level, since, today)
    made = Title(
        unit=union.unit, kind=kind, level=level, year=year, since=since, by=by.strip(), number=number.strip(), file=file
    )  # fmt: skip
    made.full_clean(exclude=["path"])
    made.save(force_insert=True)
    journal(actor, TITLE, made, unit_id=union.pk, title=title_words(kind, level), year=year, by=made.by)
    return made


def _has_the_lower(actor: Actor, union: Union, kind: str, level: str, on: date, today: date) -> None:  # fmt: skip
    lower = below(level)
    if not lower or not parameter(LADDER, union.unit, today).number:
        return
    held = Title.objects.visible_to(actor).filter(unit=union.unit, kind=kind, level=lower, since__lte=on)
    if not any(one.until is None or one.until > on for one in held):
        raise ValidationError(
            {
                "level": f"命名那天还没有{title_words(kind, lower)}：先有下一级的称号，才评上一级的；已经有的请先登记"
            }
        )


@transaction.atomic
def take_back_title(*, actor: Actor, title: Title, on: date, why: str) -> Title:
    """撤销: from that day on it does not count; that it was held before stays."""
    locked = Title.objects.visible_to(actor).select_for_update().get(pk=title.pk)
    if locked.until is not None:
        raise ValidationError("已经撤销过")
    if len(why.strip()) < 2:
        raise ValidationError("请写撤销的原因")
    if on <= locked.since:
        raise ValidationError("撤销的日期要晚于命名的日期")
    locked.until, locked.why = on, why.strip()
    locked.full_clean(exclude=["path"])
    locked.save(update_fields=["until", "why"])
    journal(actor, TAKE_BACK, locked, unit_id=locked.unit_id, title=str(locked), until=on.isoformat())
    return locked


@transaction.atomic
def give_back_title(*, actor: Actor, title: Title) -> Title:
    """恢复: as if it had never been taken back."""
    locked = Title.objects.visible_to(actor).select_for_update().get(pk=title.pk)
    locked.until, locked.why = None, ""
    locked.full_clean(exclude=["path"])
    locked.save(update_fields=["until", "why"])
    journal(actor, GIVE_BACK, locked, unit_id=locked.unit_id, title=str(locked))
    return locked
