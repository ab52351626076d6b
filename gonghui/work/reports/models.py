"""Reports that were signed: the words and numbers of that day, never changed afterwards."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.units.models import Unit


class Report(ScopedModel):
    """报告: what ``unit`` said of a period, as it was signed. ``content``: title, text and every number with its source;
    ``definition``: what the text was made from. The database takes no changes; a better one is signed as the next ``edition``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    unit_name = models.CharField("单位名称", max_length=120)
    kind = models.CharField("种类", max_length=20)
    period = models.CharField("期", max_length=10)
    since = models.DateField("自")
    until = models.DateField("至")
    edition = models.PositiveSmallIntegerField("第几次签发", default=1)
    title = models.CharField("标题", max_length=200)
    content = models.JSONField("内容", encoder=DjangoJSONEncoder)
    definition = models.JSONField("定义", encoder=DjangoJSONEncoder)
    version = models.CharField("定义版本", max_length=12)
    account_id = models.BigIntegerField("签发人编号")
    signer = models.CharField("签发人", max_length=60)
    signer_role = models.CharField("签发人身份", max_length=40)
    signed_at = models.DateTimeField("签发时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "period", "edition"],
                name="reports_once",
                violation_error_message="这一期刚才有人签发过，请看列表里最新的一份",
            )
        ]

    def __str__(self) -> str:
        return self.title.replace("\n", " ")
