"""Where: organisations as nodes, and dated edges that place them in several trees."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from gonghui.kernel.reach.actor import TREES
from gonghui.kernel.reach.scope import PathField, ScopedModel


class Unit(ScopedModel):
    """单位节点: an organisation, a grid or a line of trade; what it is to the field is its ``kind``.

    ``path`` and its sisters say where it stands *today* in each tree; ``Placement`` remembers every day.
    """

    scope: ClassVar[dict[str, str]] = dict(TREES)

    name = models.CharField("名称", max_length=120)
    code = models.CharField("编码", max_length=40, unique=True, null=True, blank=True)
    kind = models.CharField("类别", max_length=20)
    path = PathField("管辖路径")
    grid_path = PathField("网格路径", null=True, default=None)
    line_path = PathField("条线路径", null=True, default=None)
    money_path = PathField("经费路径", null=True, default=None)
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    successor: models.ForeignKey[Any, Any] = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="并入"
    )

    class Meta:
        verbose_name = verbose_name_plural = "单位节点"
        constraints = [
            models.UniqueConstraint("path", name="units_path_once", violation_error_message="单位路径重复"),
            *(
                models.UniqueConstraint(fields=["id", column], name=f"units_key_{column}")
                for column in TREES.values()
            ),
        ]
        indexes = [models.Index(fields=[column], name=f"units_by_{column}") for column in TREES.values()]

    def __str__(self) -> str:
        return self.name

    def place_in(self, tree: str) -> str | None:
        """Today's path in ``tree``; None when the unit does not stand in it."""
        found: str | None = getattr(self, TREES[tree])
        return found


class Placement(ScopedModel):
    """隶属关系: from ``since`` until the day before ``until``, ``unit`` stood under ``parent`` in ``tree``."""

    tree = models.CharField("所属体系", max_length=12, choices=[(key, key) for key in TREES])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements", verbose_name="单位")
    path = PathField()
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="上级")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "隶属关系"
        constraints = [
            models.UniqueConstraint(
                fields=["tree", "unit"],
                condition=models.Q(until=None),
                name="units_one_place",
                violation_error_message="一个单位在同一体系里同时只能有一个上级",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="units_placement_forward",
                violation_error_message="隶属关系的截止日要晚于起始日",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}→{self.parent_id} {self.tree}"
