"""What members ask about what is kept of them: as it was put in, and as it is dealt with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gonghui.kernel.process.models import WorkRecord
from gonghui.kernel.secrets.fields import SealedField
from gonghui.work.own import rules


class Binding(models.Model):
    """本人的微信: whose pages open when 微信 says who it is. Only a keyed hash of what it says is kept."""

    person_id = models.UUIDField("本人", primary_key=True)
    index = models.BinaryField("微信", max_length=16, unique=True)
    bound_at = models.DateTimeField("绑定时间")

    class Meta:
        verbose_name = verbose_name_plural = "本人的微信"

    def __str__(self) -> str:
        return f"{self.bound_at:%Y-%m-%d}"


class Correction(WorkRecord):
    """个人信息权利申请: what somebody asks of the union that keeps their file. ``wanted``: the value ``field`` should have."""

    process_key: ClassVar[str] = "correction"

    person_id = models.UUIDField("本人", editable=False)
    name = models.CharField("姓名", max_length=60)
    kind = models.CharField("要求", max_length=10, choices=rules.KINDS)
    field = models.CharField("更正哪一项", max_length=20, blank=True, choices=rules.FIELDS)
    wanted = SealedField("改成什么")
    reason = models.CharField("理由", max_length=500)
    answer = models.CharField("答复", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "个人信息权利申请"
        indexes = [models.Index(fields=["person_id"], name="own_correction_of")]

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()}"
