"""What the register engine itself remembers: files on their way in, and which column means what."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.ids import new_id
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit

STATES = [
    ("uploaded", "待对列"),
    ("checking", "正在核对"),
    ("checked", "待导入"),
    ("taking", "正在导入"),
    ("taken", "已导入"),
    ("cancelled", "已取消"),
]


class Intake(ScopedModel):
    """导入: one table file on its way into a register, from upload to result."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.CharField("台账", max_length=40)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    account_id = models.BigIntegerField("办理人")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    state = models.CharField("状态", max_length=10, choices=STATES, default="uploaded")
    sheet = models.IntegerField("工作表", default=0)
    mapping = models.JSONField("对应关系", default=dict)  # heading → column name; "" = leave out
    report = models.JSONField("核对结果", default=dict, encoder=DjangoJSONEncoder)
    marked: models.ForeignKey[Any, Any] = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="错误表"
    )
    job: models.ForeignKey[Any, Any] = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name="后台任务"
    )
    at = models.DateTimeField("时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        indexes = [models.Index(fields=["account_id", "-at"], name="register_intakes")]

    def __str__(self) -> str:
        return f"{self.register} {self.at}"


class ColumnMemory(ScopedModel):
    """对列记忆: which heading means what in the rosters a unit sends, so that it is asked once."""

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    register = models.CharField("台账", max_length=40)
    signature = models.CharField("表头特征", max_length=64)
    mapping = models.JSONField("对应关系", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "对列记忆"
        constraints = [
            models.UniqueConstraint(fields=["unit", "register", "signature"], name="register_memory_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.signature[:8]}"
