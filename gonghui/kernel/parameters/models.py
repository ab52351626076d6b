"""How much: every number set by a rule, by jurisdiction and day."""

from __future__ import annotations

from typing import Any

from django.db import models

from gonghui.kernel.units.models import Unit

STATUS = [("C", "已核实"), ("K", "来自实践"), ("U", "未核实")]


class Parameter(models.Model):
    """参数: a number a rule fixes, what it counts, and where it comes from. Open reference data."""

    key = models.CharField("参数", max_length=60, primary_key=True)
    unit_of_measure = models.CharField("计量单位", max_length=40)
    label = models.CharField("含义", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参数"

    def __str__(self) -> str:
        return self.label or self.key


class ParameterValue(models.Model):
    """参数值: the value in one jurisdiction, from ``since`` on; the nearest jurisdiction above decides.

    A jurisdiction is a division code ("CN", "32", "320924") or, for one's own rules, a unit.
    """

    parameter = models.ForeignKey(Parameter, models.CASCADE, related_name="values", verbose_name="参数")
    jurisdiction = models.CharField("适用地区", max_length=12, blank=True)
    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="适用单位"
    )
    value = models.CharField("值", max_length=60)
    since = models.DateField("自")
    status = models.CharField("核实情况", max_length=1, choices=STATUS)
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "参数值"
        constraints = [
            models.UniqueConstraint(
                fields=["parameter", "jurisdiction", "unit", "since"],
                nulls_distinct=False,
                name="parameters_once",
                violation_error_message="这个地区同一天已经有一个值",
            ),
            models.CheckConstraint(
                condition=models.Q(jurisdiction="") ^ models.Q(unit=None),
                name="parameters_one_place",
                violation_error_message="适用地区和适用单位填一个",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parameter_id}={self.value}"
