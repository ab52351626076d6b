"""The gap itself, the quarterly meeting about a grid, and what it decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from gonghui.kernel.ids import new_id
from gonghui.kernel.process.models import Part, Proof, WorkRecord
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit
from gonghui.work.gaps import rules


class Gap(WorkRecord):
    """缺口: what the data show to be missing; the rule and its facts stand on the matter. ``letter``: which paper goes
    to ``whom``, found at ``place``; empty where nobody is written to.
    """

    process_key: ClassVar[str] = "gap"

    measure = models.CharField("措施", max_length=400, blank=True)
    letter = models.CharField("文书", max_length=10, choices=rules.LETTERS, blank=True)
    whom = models.CharField("写给谁", max_length=120, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    done_on = models.DateField("整改日期", null=True, blank=True)
    words = models.TextField("整改情况", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "缺口"

    def __str__(self) -> str:
        return str(self.item.title)


class Visit(Part):
    """上门走访: planned for a day, and what came of it; at most one of a gap is still to be made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    planned_on = models.DateField("定在哪天", null=True, blank=True)
    visitors = models.CharField("谁去", max_length=200)
    bring = models.CharField("带什么", max_length=400, blank=True)
    done_on = models.DateField("走访日期", null=True, blank=True)
    given = models.BooleanField("文书已当面交给对方", default=False)
    result = models.CharField("结果", max_length=10, choices=rules.RESULTS, blank=True)
    words = models.TextField("走访情况", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上门走访"
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(done_on=None), name="gaps_visit_one_to_make",
                violation_error_message="已经定了一次上门，可以改日期",
            ),
            models.CheckConstraint(
                condition=models.Q(done_on=None) | ~models.Q(result=""), name="gaps_visit_told",
                violation_error_message="请写走访的结果",
            ),
            models.CheckConstraint(
                condition=~models.Q(done_on=None) | ~models.Q(planned_on=None), name="gaps_visit_has_a_day",
                violation_error_message="请写定在哪天，或哪天去的",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.item_id} {self.done_on or self.planned_on}"


class Contest(Part):
    """异议: somebody says that one fact of a gap is not so, with the reason and what shows it; another person decides.
    ``fact``: as it was said then. Upheld, it does not count again until something else is said.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sign = models.CharField("对哪一项", max_length=60)
    fact = models.CharField("系统怎么说", max_length=400)
    reason = models.TextField("哪里不属实", max_length=1000)
    proof: models.ForeignKey[Any, Any] = models.ForeignKey(
        Proof, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证据"
    )
    account_id = models.BigIntegerField("提出人")
    actor_name = models.CharField("提出人姓名", max_length=60)
    unit_name = models.CharField("提出单位", max_length=120, blank=True)
    at = models.DateTimeField("提出时间")
    upheld = models.BooleanField("成立", null=True, blank=True)
    answer = models.TextField("认定理由", max_length=1000, blank=True)
    decided_by = models.BigIntegerField("认定人", null=True, blank=True)
    decided_name = models.CharField("认定人姓名", max_length=60, blank=True)
    decided_at = models.DateTimeField("认定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "sign"], condition=models.Q(upheld=None), name="gaps_contest_one_open",
                violation_error_message="这一项已经有人提出异议，正等认定",
            ),
            models.CheckConstraint(
                condition=models.Q(upheld=None) | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("account_id"))),
                name="gaps_contest_by_another", violation_error_message="异议要由另一个人认定",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.item_id} {self.sign}"


class Meeting(ScopedModel):
    """网格联席会议: one a quarter, about one grid or all of them. ``briefing``: the figures as they stood when it was
    called, so that the page of an old meeting shows what was talked about.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="召集单位", db_index=False, db_constraint=False
    )
    path = PathField()
    grid: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="网格"
    )
    grid_path = PathField(null=True, default=None)
    label = models.CharField("名称", max_length=80)
    since = models.DateField("从哪天")
    until = models.DateField("到哪天")
    held_on = models.DateField("开会日期")
    briefing = models.JSONField("情况通报", default=dict, encoder=DjangoJSONEncoder)
    present = models.TextField("参加的单位和人员", max_length=2000, blank=True)
    minutes = models.TextField("会议纪要", max_length=8000, blank=True)

    scope: ClassVar[dict[str, str]] = {"leadership": "path", "grid": "grid_path"}

    class Meta:
        verbose_name = verbose_name_plural = "网格联席会议"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "label"], name="gaps_meeting_once", violation_error_message="已经有同名的会议"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Decision(WorkRecord):
    """议定事项: what a meeting decided; without somebody who does it and a day there is none."""

    process_key: ClassVar[str] = "decision"

    meeting: models.ForeignKey[Any, Any] = models.ForeignKey(
        Meeting, models.PROTECT, related_name="+", verbose_name="会议"
    )
    words = models.TextField("议定的事", max_length=1000)
    due_on = models.DateField("办结期限")
    done_on = models.DateField("办结日期", null=True, blank=True)
    done = models.TextField("办理情况", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议定事项"

    def __str__(self) -> str:
        return str(self.item.title)
