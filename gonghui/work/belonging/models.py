"""What each change of a membership is about. A person is named by what tells them apart, wherever the file lies."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from gonghui.kernel.process.models import WorkRecord
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.rules import ID_TYPES, REASONS, SEXES
from gonghui.work.belonging import rules


class OfMember(WorkRecord):
    """Base: the member it is about; ``unit`` is the union that keeps the membership when it begins."""

    id_index = models.BinaryField(max_length=16, editable=False)
    name = models.CharField("姓名", max_length=60)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Transfer(OfMember):
    """转会: out of ``unit`` into ``to_unit``. ``wanted``: the receiving union has asked for it and is not asked again."""

    process_key: ClassVar[str] = "transfer"

    to_unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转入工会"
    )
    to_name = models.CharField("转入工会名称", max_length=120, blank=True)
    to_words = models.CharField("要转到哪里", max_length=120, blank=True)
    workplace = models.CharField("新的工作单位", max_length=120, blank=True)
    reason = models.CharField("变化原因", max_length=1, choices=REASONS, default="1")
    wanted = models.BooleanField("转入方已经同意", default=False)
    request_id = models.UUIDField("转入申请", null=True, blank=True)
    moved_on = models.DateField("转会日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "转会"
        indexes = [
            models.Index(fields=["id_index"], name="belonging_by_person"),
            models.Index(fields=["request_id"], name="belonging_by_request"),
        ]


class TransferRequest(OfMember):
    """转入申请: a union names somebody who now works there; where they belong is looked up above, never there."""

    process_key: ClassVar[str] = "transfer_request"

    id_type = models.CharField("证件类型", max_length=1, choices=ID_TYPES, default="1")
    id_number = SealedField("证件号码")
    birth_date = SealedField("出生日期")
    sex = models.CharField("性别", max_length=1, choices=SEXES, default="0")
    workplace = models.CharField("工作单位", max_length=120, blank=True)
    job = models.CharField("工种", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "转入申请"


class Retention(OfMember):
    """保留会籍: who retired, lost work or whose workplace closed stays a member without dues (MEM-02)."""

    process_key: ClassVar[str] = "retain"

    reason = models.CharField("原因", max_length=1, choices=rules.RETAINED, blank=True)
    since = models.DateField("从哪天起", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "保留会籍"


class Withdrawal(OfMember):
    """退会: the member said so, the committee announces it and takes the card back (MEM-03)."""

    process_key: ClassVar[str] = "withdrawal"

    asked_on = models.DateField("本人提出的日期", null=True, blank=True)
    announced_on = models.DateField("委员会宣布的日期", null=True, blank=True)
    card_back = models.BooleanField("会员证已收回", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "退会"


class Expulsion(OfMember):
    """除名: the group discussed it, the committee decided it, the next higher union has it on file (MEM-05)."""

    process_key: ClassVar[str] = "expulsion"

    facts = models.CharField("事由", max_length=400, blank=True)
    discussed_on = models.DateField("小组讨论的日期", null=True, blank=True)
    decided_on = models.DateField("委员会决定的日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "除名"


class IdleMember(OfMember):
    """久不参加: named by the chair; nobody is taken off but by a decision, after somebody talked to them (MEM-04)."""

    process_key: ClassVar[str] = "idle"

    idle_since = models.DateField("从哪天起没有交会费、没有参加活动", null=True, blank=True)
    educated_on = models.DateField("谈话教育的日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "久不参加的会员"


class Death(OfMember):
    """去世: the membership ends on the day of death."""

    process_key: ClassVar[str] = "death"

    died_on = models.DateField("去世日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "去世登记"
