"""工会组织: legal persons of their own, apart from the employers they cover."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit
from gonghui.registers.regions.models import Region
from gonghui.registers.unions import rules


class Union(ScopedModel):
    """工会组织: a federation, a base union or a branch; its place in the trees is its ``unit``."""

    unit: models.OneToOneField[Any, Any] = models.OneToOneField(
        Unit, models.PROTECT, primary_key=True, related_name="union", verbose_name="单位节点"
    )
    path = PathField()
    name = models.CharField("工会名称", max_length=120)
    tokens: ArrayField[Any, Any] = ArrayField(models.TextField(), default=list, editable=False)
    kind = models.CharField("类型", max_length=20, choices=rules.KINDS)
    level = models.CharField("层级", max_length=10, choices=rules.LEVELS)
    is_dual = models.BooleanField("兼有地方和基层双重职责", default=False)
    status = models.CharField("状态", max_length=20, choices=rules.STATES, default="established")
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, db_index=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="所在政区")
    founded_on = models.DateField("建会日期", null=True, blank=True)
    approval_number = models.CharField("批复文号", max_length=60, blank=True)
    term_since = models.DateField("本届起", null=True, blank=True)
    term_until = models.DateField("本届止", null=True, blank=True)
    workers = models.PositiveIntegerField("职工人数", default=0)
    address = models.CharField("办公地址", max_length=200, blank=True)
    office_phone = models.CharField("办公电话", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工会组织"
        indexes = [
            GinIndex(fields=["tokens"], name="unions_tokens"),
            models.Index(fields=["name"], name="unions_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(term_until=None) | models.Q(term_until__gt=models.F("term_since")),
                name="unions_term_forward",
                violation_error_message="本届止的日期要晚于本届起的日期",
            ),
            models.CheckConstraint(
                condition=~models.Q(level="base")
                | models.Q(credit_code=None)
                | models.Q(credit_code__startswith="81"),
                name="unions_base_code_81",
                violation_error_message="基层工会的信用代码以 81 开头；不要填所在单位的代码",
            ),
        ]

    scope: ClassVar[dict[str, str]] = {"leadership": "path"}

    def __str__(self) -> str:
        return self.name

    @property
    def above(self) -> Unit | None:
        """上级工会: the unit this one stands under today; rows read through ``unions`` have it at hand."""
        standing = getattr(self.unit, "standing", None)
        if standing is None:
            standing = self.unit.placements.filter(tree="leadership", until=None).select_related("parent")
        return next((edge.parent for edge in standing), None)
