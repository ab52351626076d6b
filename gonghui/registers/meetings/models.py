"""会议与活动 of a union."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit
from gonghui.registers.meetings import rules


class Meeting(ScopedModel):
    """会议或活动: ``unit`` held it on a day; ``attended`` so many people, None where nobody counted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="哪个工会", db_index=False, db_constraint=False
    )
    path = PathField()
    title = models.CharField("会议、活动", max_length=80)
    tokens: ArrayField[Any, Any] = ArrayField(models.TextField(), default=list, editable=False)
    kind = models.CharField("类别", max_length=10, choices=rules.KINDS)
    held_on = models.DateField("哪天")
    attended = models.PositiveIntegerField("到了多少人", null=True, blank=True)
    place = models.CharField("在哪里", max_length=120, blank=True)
    words = models.CharField("议了什么、做了什么", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议与活动"
        indexes = [GinIndex(fields=["tokens"], name="meetings_tokens")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "held_on"],
                name="meetings_once",
                violation_error_message="这一天已经登记过同名的会议或活动",
            )
        ]

    def __str__(self) -> str:
        return self.title
