"""服务项目: what a union offers its workers, for how long and for how many. The menu is made of nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit
from gonghui.registers.services import rules


class Service(ScopedModel):
    """服务项目: offered by ``unit`` to whoever works below it, from ``since`` to ``until``, both days included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="提供的工会", db_index=False, db_constraint=False
    )
    path = PathField()
    title = models.CharField("服务", max_length=60)
    tokens: ArrayField[Any, Any] = ArrayField(models.TextField(), default=list, editable=False)
    need = models.CharField("哪类需要", max_length=10, choices=rules.NEEDS)
    told = models.CharField("服务内容", max_length=300)
    open_to = models.CharField("面向谁", max_length=10, choices=rules.OPEN_TO, default="members")
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止")
    places = models.PositiveIntegerField("名额", null=True, blank=True)
    place = models.CharField("在哪里", max_length=120, blank=True)
    hours = models.CharField("什么时候", max_length=60, blank=True)
    fee = models.CharField("收费", max_length=60, blank=True)
    supplier = models.CharField("谁来服务", max_length=60, blank=True)
    phone = models.CharField("咨询电话", max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "服务项目"
        indexes = [
            GinIndex(fields=["tokens"], name="services_tokens"),
            models.Index(fields=["until"], name="services_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="services_forward",
                violation_error_message="“到哪天止”不能早于“从哪天起”",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__gt=0),
                name="services_some_places",
                violation_error_message="名额至少 1 个；不限名额的，这一格不填",
            ),
            models.UniqueConstraint(
                fields=["unit", "title", "since"],
                name="services_once",
                violation_error_message="本会同一天起已有同名的服务",
            ),
        ]

    def __str__(self) -> str:
        return self.title
