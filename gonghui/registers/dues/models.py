"""会费与经费 of a union."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit
from gonghui.registers.dues import rules


class Receipt(ScopedModel):
    """收款: money that came in for ``unit`` on a day, in yuan to the fen; ``period``: what it is for, in words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="哪个工会", db_index=False, db_constraint=False
    )
    path = PathField()
    period = models.CharField("所属期", max_length=40)
    tokens: ArrayField[Any, Any] = ArrayField(models.TextField(), default=list, editable=False)
    kind = models.CharField("款项", max_length=10, choices=rules.KINDS)
    paid_on = models.DateField("到账日期")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    voucher = models.CharField("凭证号", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会费与经费"
        indexes = [GinIndex(fields=["tokens"], name="dues_tokens")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="dues_positive",
                violation_error_message="金额要大于 0",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "period", "paid_on", "voucher"],
                name="dues_once",
                violation_error_message="这一天已经登记过同一期、同一凭证号的这笔款",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.amount}"
