"""What a unit's ground looks like from above: a sketch for the office's own use, no surveyed map."""

from __future__ import annotations

from typing import Any

from django.db import models

from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit


class Outline(ScopedModel):
    """轮廓: the shape of a unit's ground, as its office brought it in.

    ``shape``: polygons, each a list of rings (the first outside, holes after it), each a flat list of longitude and
    latitude in turn, in hundred-thousandths of a degree (about a metre).
    """

    unit: models.OneToOneField[Any, Any] = models.OneToOneField(
        Unit, models.PROTECT, primary_key=True, related_name="+", verbose_name="单位", db_constraint=False
    )
    path = PathField()
    shape = models.JSONField("轮廓")
    origin = models.CharField("出处", max_length=100)
    taken_on = models.DateField("何时放入")

    class Meta:
        verbose_name = verbose_name_plural = "轮廓"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.origin}"
