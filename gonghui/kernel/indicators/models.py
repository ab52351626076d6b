"""What is kept of figures: which units changed, the steps of each, and what every node has."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gonghui.kernel.reach.actor import TREES
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit

TREE_KEYS = [(key, key) for key in TREES]
BY_UNIT = {key: column if key == "leadership" else f"unit__{column}" for key, column in TREES.items()}


class Mark(models.Model):
    """变动标记: rows of ``watched`` ("table.column") changed for a unit and have not been counted yet.

    Written by the database with every change. Never joined with an earlier one: who takes marks away may not have
    seen what a writer who came later is about to commit. ``judged``: rows made from other rows (``derived``) were made
    again for it already.
    """

    watched = models.CharField("哪张表", max_length=80)
    number = models.BigIntegerField("单位")
    judged = models.BooleanField("重新核对过", db_default=False)

    class Meta:
        verbose_name = verbose_name_plural = "变动标记"

    def __str__(self) -> str:
        return f"{self.watched} {self.number}"


class Leaf(ScopedModel):
    """单位的数: from ``days[i]`` on, ``unit`` alone had ``counts[i]`` of a measure. ``now``: of the kept day.

    ``next_on``: the first later day on which it changes by itself (a term ends), if any.
    """

    scope: ClassVar[dict[str, str]] = BY_UNIT

    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    source = models.CharField("来源", max_length=40)
    measure = models.CharField("数什么", max_length=60)
    basis = models.CharField("按哪个体系", max_length=12, choices=TREE_KEYS)
    days: ArrayField[Any, Any] = ArrayField(models.DateField(), verbose_name="哪天起")
    counts: ArrayField[Any, Any] = ArrayField(models.BigIntegerField(), verbose_name="是多少")
    now = models.BigIntegerField("当日", default=0)
    next_on = models.DateField("下次变化", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位的数"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "source", "basis", "measure"], name="indicators_leaf_once"
            )
        ]
        indexes = [
            models.Index(fields=["next_on"], name="indicators_next", condition=~models.Q(next_on=None))
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure}"


class Total(ScopedModel):
    """节点的数: what ``unit`` and everything below it in ``tree`` had on the kept day, by measure."""

    scope: ClassVar[dict[str, str]] = BY_UNIT

    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    tree = models.CharField("所属体系", max_length=12, choices=TREE_KEYS)
    counts = models.JSONField("各项", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "节点的数"
        constraints = [models.UniqueConstraint(fields=["unit", "tree"], name="indicators_total_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.tree}"


class Kept(models.Model):
    """结存: the day all totals are of, and a fingerprint of what was counted. One row."""

    day = models.DateField("日期")
    fingerprint = models.CharField("口径", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "结存"

    def __str__(self) -> str:
        return str(self.day)
