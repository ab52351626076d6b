"""行政区划: the country's divisions, as published; open reference data."""

from __future__ import annotations

from django.db import models


class Region(models.Model):
    """行政区划: one division; ``level`` 1 省, 2 市, 3 县, 4 乡镇街道."""

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.SmallIntegerField("层级")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="上级")

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        indexes = [models.Index(fields=["level", "code"], name="regions_by_level")]

    def __str__(self) -> str:
        return self.name
