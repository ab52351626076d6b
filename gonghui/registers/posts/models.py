"""工会干部: who holds which post in a union. It describes and grants nothing; rights come from 任职."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.units.models import Unit
from gonghui.registers.posts import rules


class Cadre(ScopedModel):
    """工会干部: one person in one post, full-time, part-time, seconded or hired (社会化)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="所在工会", db_index=False, db_constraint=False
    )
    path = PathField()
    name = models.CharField("姓名", max_length=60)
    tokens: ArrayField[Any, Any] = ArrayField(models.TextField(), default=list, editable=False)
    post = models.CharField("职务", max_length=20, choices=rules.POSTS)
    form = models.CharField("专兼挂", max_length=10, choices=rules.FORMS)
    rank = models.CharField("职级", max_length=40, blank=True)
    sex = models.CharField("性别", max_length=1, choices=[("1", "男"), ("2", "女")], blank=True)
    birth_year = models.SmallIntegerField("出生年份", null=True, blank=True)
    education = models.CharField("学历", max_length=2, choices=rules.EDUCATION, blank=True)
    mobile = SealedField("手机")
    since = models.DateField("任职起")
    until = models.DateField("任职止", null=True, blank=True)
    document_number = models.CharField("任职文号", max_length=60, blank=True)
    training_hours = models.PositiveSmallIntegerField("本年培训学时", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "工会干部"
        indexes = [GinIndex(fields=["tokens"], name="posts_tokens")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="posts_term_forward",
                violation_error_message="任职止的日期不能早于任职起",
            ),
        ]

    def __str__(self) -> str:
        return self.name
