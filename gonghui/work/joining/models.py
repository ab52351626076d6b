"""Codes that lead to a union, what applicants hand in, and the applications themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gonghui.kernel.ids import new_id
from gonghui.kernel.process.models import WorkRecord
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.rules import ID_TYPES, SEXES
from gonghui.work.joining import rules


def _unit(label: str) -> Any:
    return models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=label, db_index=False, db_constraint=False
    )


class JoinCode(ScopedModel):
    """入会码: printed on a poster; leads who scans it to one union, or to the union of one place. ``grid``: whose liaisons
    take it along on their phones.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit: models.ForeignKey[Any, Any] = _unit("哪个工会")
    path = PathField()
    key = models.CharField(max_length=rules.KEY, unique=True, editable=False)
    kind = models.CharField("贴在哪里", max_length=10, choices=rules.KINDS, default="union")
    grid: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="在哪个网格"
    )
    grid_path = PathField(null=True, default=None)
    label = models.CharField("海报上的名称", max_length=60)
    made_on = models.DateField("制作日期")
    expires_on = models.DateField("有效期至")
    revoked_on = models.DateField("停用日期", null=True, blank=True)

    scope: ClassVar[dict[str, str]] = {"leadership": "path", "grid": "grid_path"}

    class Meta:
        verbose_name = verbose_name_plural = "入会码"

    def __str__(self) -> str:
        return self.label

    def is_valid_on(self, day: Any) -> bool:
        return self.revoked_on is None and day <= self.expires_on


class Destination(ScopedModel):
    """入会去向: which union takes in who comes from this place without a union of their own (domain.md §2.2)."""

    unit: models.ForeignKey[Any, Any] = _unit("哪里来的人")
    path = PathField()
    group = models.CharField("哪个群体", max_length=12, blank=True)
    union = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="去哪个工会")
    reason = models.CharField("哪一种建法", max_length=6, choices=rules.REASONS)

    class Meta:
        verbose_name = verbose_name_plural = "入会去向"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "group"],
                name="joining_one_way",
                violation_error_message="这里的这个群体已经定过去向",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.group} → {self.union_id}"


class Submission(models.Model):
    """收件: what somebody without an account handed in, sealed, until the program has taken it in.

    Anybody may put one in, only the program reads them; the receipt is kept as a keyed hash.
    """

    KINDS = [("join", "申请"), ("supply", "补充"), ("withdraw", "撤回")]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("哪一种", max_length=10, choices=KINDS)
    receipt = models.BinaryField("受理凭证", max_length=16)
    about = models.UUIDField("哪张码", null=True, blank=True)
    content = SealedField("内容")
    at = models.DateTimeField("交来时间")
    taken_at = models.DateTimeField("收进时间", null=True, blank=True)
    item_id = models.UUIDField("事项", null=True, blank=True)
    fault = models.CharField("没有收进的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "收件"
        indexes = [
            models.Index(fields=["receipt"], name="joining_by_receipt"),
            models.Index(fields=["about", "at"], name="joining_arrived_at", condition=~Q(about=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Application(WorkRecord):
    """入会申请: one person's wish to belong to ``unit``; what it says was given by the person alone."""

    process_key: ClassVar[str] = "joining"

    receipt = models.BinaryField(max_length=16, unique=True, editable=False)
    name = models.CharField("姓名", max_length=60)
    id_type = models.CharField("证件类型", max_length=1, choices=ID_TYPES, default="1")
    id_number = SealedField("证件号码")
    id_index = models.BinaryField(max_length=16, editable=False)
    mobile = SealedField("手机")
    mobile_index = models.BinaryField(max_length=16, null=True, editable=False)
    sex = models.CharField("性别", max_length=1, choices=SEXES, default="0")
    birth_date = SealedField("出生日期")
    workplace = models.CharField("在哪里干活", max_length=120, blank=True)
    job = models.CharField("工种", max_length=60, blank=True)
    groups: models.Field[Any, Any] = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, verbose_name="重点群体"
    )
    is_migrant = models.BooleanField("是否农民工", default=False)
    way = models.CharField("怎么来的", max_length=6, choices=rules.WAYS)
    reason = models.CharField("为什么归这个工会", max_length=6, choices=rules.REASONS)
    code = models.ForeignKey(
        JoinCode, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="入会码"
    )
    problems: models.Field[Any, Any] = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name="要留意的"
    )
    consents: models.Field[Any, Any] = models.JSONField("同意了什么", default=list)
    joined_on = models.DateField("批准日期", null=True, blank=True)
    number = models.CharField("会员号", max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "入会申请"
        indexes = [
            models.Index(fields=["id_index"], name="joining_by_person"),
            models.Index(fields=["mobile_index"], name="joining_by_mobile"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(joined_on=None) | ~Q(number=""), name="joining_numbered_when_joined"
            )
        ]

    def __str__(self) -> str:
        return self.name
