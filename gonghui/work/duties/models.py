"""权责清单, its matters cycle by cycle, and what is asked of or told to the office above."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from gonghui.kernel.process.models import WorkRecord
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.units.models import Unit
from gonghui.work.duties import rules


class DutyQuerySet(ScopedQuerySet["Duty"]):
    def visible_to(self, actor: Actor) -> Self:
        """The lists kept in reach, and those kept above, which hold here."""
        if actor.tree != "leadership" or not actor.hi:
            return self.none()
        parts = actor.lo.split(".")[:-1]
        above = [".".join(parts[: n + 1]) + "." for n in range(len(parts))]
        return self.filter(Q(path__gte=actor.lo, path__lt=actor.hi) | Q(path__in=above))


DutyManager = models.Manager.from_queryset(DutyQuerySet)


class Duty(ScopedModel):
    """职责: one line of the list a county keeps for the unions of one level below it, itself included."""

    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    key = models.CharField("编号", max_length=40, blank=True)  # of the default it came from
    level = models.CharField("哪一级的", max_length=10, choices=rules.LEVELS)
    title = models.CharField("职责", max_length=120)
    basis = models.CharField("依据", max_length=200, blank=True)
    status = models.CharField("依据核实情况", max_length=1, choices=rules.STATUS, default="U")
    role = models.CharField("责任人", max_length=40, choices=rules.ROLES)
    cycle = models.CharField("多久一次", max_length=10, choices=rules.CYCLES)
    due_month = models.PositiveSmallIntegerField(
        "每期第几个月", default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    due_day = models.PositiveSmallIntegerField(
        "几号以前", default=20, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    evidence = models.CharField("凭证", max_length=200)
    fact = models.CharField("系统自动核对", max_length=20, blank=True)
    begun_on = models.DateField("从哪天起")
    is_on = models.BooleanField("启用", default=False)

    scope: ClassVar[dict[str, str]] = {"leadership": "path"}
    objects: ClassVar[DutyManager[Duty]] = DutyManager()

    class Meta:
        verbose_name = verbose_name_plural = "职责"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "level", "title"],
                name="duties_once",
                violation_error_message="这一级已经有这项职责",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def period_at(self, on: date) -> rules.Period:
        """The period to be done on that day, or the first one still to come."""
        return rules.running_period(self.cycle, self.due_month, self.due_day, on, self.begun_on)

    @property
    def when(self) -> str:
        """ "每季度，第 3 个月 20 号以前"."""
        month = f"第 {self.due_month} 个月 " if rules.MONTHS[self.cycle] > 1 else ""
        return "一次" if self.cycle == "once" else f"{self.get_cycle_display()}，{month}{self.due_day} 号以前"


class DutyMatter(WorkRecord):
    """履职事项: one duty of one union in one period."""

    process_key: ClassVar[str] = "duty"

    duty: models.ForeignKey[Any, Any] = models.ForeignKey(
        Duty, models.PROTECT, related_name="+", verbose_name="职责"
    )
    period = models.CharField("期", max_length=10)
    since = models.DateField("本期从")
    due_on = models.DateField("本期截止")
    done_on = models.DateField("办理日期", null=True, blank=True)
    words = models.TextField("办理情况", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "履职事项"
        constraints = [
            models.UniqueConstraint(fields=["duty", "unit", "period"], name="duties_once_a_period"),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=models.F("since")),
                name="duties_done_within",
                violation_error_message="办理日期不能早于这一期，不能倒签",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.period}"


class Upward(WorkRecord):
    """Base of what goes to the office above: about what, in which words, and who can be asked."""

    field = models.CharField("领域", max_length=20, choices=rules.FIELDS)
    body = models.TextField("正文", max_length=8000)
    contact = models.CharField("联系人", max_length=60)
    mobile = SealedField("联系手机")

    class Meta:
        abstract = True


class UpwardRequest(Upward):
    """请示: one matter, to the office directly above, which answers it."""

    process_key: ClassVar[str] = "upward_request"

    reply_number = models.CharField("批复文号", max_length=60, blank=True)
    reply_on = models.DateField("答复日期", null=True, blank=True)
    reply = models.TextField("答复", max_length=4000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "请示"

    def __str__(self) -> str:
        return str(self.item.title)


class UpwardReport(Upward):
    """报告: told to the office directly above; nobody answers."""

    process_key: ClassVar[str] = "upward_report"

    class Meta:
        verbose_name = verbose_name_plural = "报告"

    def __str__(self) -> str:
        return str(self.item.title)
