"""设分会: what is known of one branch on its way."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from gonghui.kernel.process.models import WorkRecord
from gonghui.kernel.units.models import Unit


class BranchSetting(WorkRecord):
    """设立分会事项: decided by the union's committee, elected by the branch's own members."""

    process_key: ClassVar[str] = "branch"

    name = models.CharField("分会名称", max_length=120)
    decided_on = models.DateField("委员会决定日期", null=True, blank=True)
    held_on = models.DateField("选举日期", null=True, blank=True)
    should_attend = models.PositiveIntegerField("应到人数", default=0)
    attended = models.PositiveIntegerField("实到人数", default=0)
    issued = models.PositiveIntegerField("发出选票", default=0)
    returned = models.PositiveIntegerField("收回选票", default=0)
    candidates = models.TextField("候选人", max_length=8000, blank=True)
    votes = models.TextField("得票", max_length=8000, blank=True)
    elected: models.JSONField[Any, Any] = models.JSONField("当选", default=list, blank=True)
    branch: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="成立的分会"
    )

    class Meta:
        verbose_name = verbose_name_plural = "设立分会事项"

    def __str__(self) -> str:
        return self.name
