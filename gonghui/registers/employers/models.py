"""用人单位: who employs people, apart from the union that may cover it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers import rules


class Employer(ScopedModel):
    """用人单位: stands in one area (``unit``), one grid and one line; ``covered_by`` is its union, if any."""

    scope: ClassVar[dict[str, str]] = {
        "leadership": "path",
        "grid": "grid_path",
        "industry": "line_path",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="所在地工会", db_index=False, db_constraint=False
    )
    path = PathField()
    grid: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="网格"
    )
    grid_path = PathField(null=True, default=None)
    line: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="条线"
    )
    line_path = PathField(null=True, default=None)
    covered_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属工会"
    )
    covered_since = models.DateField("纳入工会日期", null=True, blank=True)
    name = models.CharField("单位名称", max_length=120)
    tokens: ArrayField[Any, Any] = ArrayField(models.TextField(), default=list, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, db_index=True)
    nature = models.CharField("单位性质", max_length=3, choices=rules.NATURES, blank=True)
    industry = models.CharField("所属行业", max_length=1, choices=rules.INDUSTRIES, blank=True)
    size = models.CharField("规模", max_length=10, choices=rules.SIZES, blank=True)
    social_class = models.CharField("社会组织类别", max_length=12, choices=rules.SOCIAL_CLASSES, blank=True)
    workers = models.PositiveIntegerField("职工人数", default=0)
    migrant_workers = models.PositiveIntegerField("农民工人数", default=0)
    address = models.CharField("地址", max_length=200, blank=True)
    closed_on = models.DateField("注销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "用人单位"
        indexes = [
            GinIndex(fields=["tokens"], name="employers_tokens"),
            models.Index(fields=["covered_by"], name="employers_by_union"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(migrant_workers__lte=models.F("workers")),
                name="employers_migrants_within",
                violation_error_message="农民工人数不能多于职工人数",
            ),
        ]

    def __str__(self) -> str:
        return self.name
