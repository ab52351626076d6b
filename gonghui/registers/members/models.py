"""会员: a person, the one union that keeps their membership now, and every change there ever was."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.scope import PathField, ScopedModel
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.registers.members import rules


class Person(ScopedModel):
    """职工: one natural person, told apart by the keyed hash of the identity number.

    ``unit`` is the union that keeps the person's file now: of the open membership, else of the last one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="所属工会", db_index=False, db_constraint=False
    )
    path = PathField()
    name = models.CharField("姓名", max_length=60)
    tokens = SearchVectorField(editable=False)
    sex = models.CharField("性别", max_length=1, choices=rules.SEXES, default="0")
    birth_year = models.SmallIntegerField("出生年份", null=True, blank=True)
    id_type = models.CharField("证件类型", max_length=1, choices=rules.ID_TYPES, default="1")
    id_number = SealedField("证件号码")
    id_index = models.BinaryField(max_length=16, unique=True, editable=False)
    mobile = SealedField("手机")
    mobile_index = models.BinaryField(max_length=16, null=True, editable=False)
    birth_date = SealedField("出生日期")  # only of whom the document does not tell it
    home_address = SealedField("家庭住址")
    hukou_place = SealedField("户籍所在地")
    marital = SealedField("婚姻状况")
    note = SealedField("备注")
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    education = models.CharField("学历", max_length=2, choices=rules.EDUCATION, blank=True)
    skill_level = models.CharField("技能等级", max_length=1, choices=rules.SKILLS, blank=True)
    political_status = models.CharField("政治面貌", max_length=2, choices=rules.POLITICAL, blank=True)
    hukou = models.CharField("户籍类型", max_length=1, choices=rules.HUKOU, blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    title = models.CharField("职称", max_length=40, blank=True)
    worked_since = models.SmallIntegerField("参加工作年份", null=True, blank=True)
    is_migrant = models.BooleanField("是否农民工", default=False)
    groups: ArrayField[Any, Any] = ArrayField(
        models.CharField(max_length=12, choices=rules.GROUPS),
        default=list,
        blank=True,
        verbose_name="重点群体",
    )

    class Meta:
        verbose_name = verbose_name_plural = "职工"
        indexes = [GinIndex(fields=["tokens"], name="members_tokens")]

    def __str__(self) -> str:
        return self.name


class Membership(ScopedModel):
    """会籍: ``person`` belongs to ``unit`` from ``since``; open until ``until`` is set. Never two open at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name="职工", db_constraint=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="所属工会", db_index=False, db_constraint=False
    )
    path = PathField()
    employer: models.ForeignKey[Any, Any] = models.ForeignKey(
        Employer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="工作单位",
        db_index=False,
    )
    workplace = models.CharField("工作单位（原文）", max_length=120, blank=True)
    employment = models.CharField("就业状况", max_length=1, choices=rules.EMPLOYMENT, default="1")
    job = models.CharField("工种", max_length=60, blank=True)
    number = models.CharField("会员号", max_length=30, blank=True)
    is_retained = models.BooleanField("保留会籍", default=False)
    since = models.DateField("入会日期")
    until = models.DateField("会籍终止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会籍"
        indexes = [
            models.Index(fields=["employer"], name="members_at", condition=models.Q(employer__isnull=False))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(until=None),
                name="members_one_open",
                violation_error_message="一个人同时只能有一个有效会籍",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="members_forward",
                violation_error_message="会籍终止日不能早于入会日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.since}"


class MembershipEvent(ScopedModel):
    """会籍变化: one of the six changes of the national registry; written once, never altered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="events", verbose_name="会籍", db_constraint=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="办理工会", db_index=False, db_constraint=False
    )
    path = PathField()
    change = models.CharField("会籍变化类型", max_length=1, choices=rules.CHANGES)
    reason = models.CharField("变化原因", max_length=1, choices=rules.REASONS, blank=True)
    on = models.DateField("变化日期")

    class Meta:
        verbose_name = verbose_name_plural = "会籍变化"

    def __str__(self) -> str:
        return f"{self.get_change_display()} {self.on}"


class RosterEntry(ScopedModel):
    """名册条目: a person on a union's roster whose membership still has to be settled above.

    Kept in the same words for everybody, so that no union learns from it where somebody belongs.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="所属工会", db_index=False, db_constraint=False
    )
    path = PathField()
    name = models.CharField("姓名", max_length=60)
    id_index = models.BinaryField(max_length=16, editable=False)
    particulars = SealedField("名册内容")
    received_on = models.DateField("收到日期")
    settled_on = models.DateField("核对日期", null=True, blank=True)
    outcome = models.CharField(
        "核对结果",
        max_length=10,
        blank=True,
        choices=[("joined", "已入会"), ("moved", "已转入"), ("kept", "会籍在其他工会")],
    )

    class Meta:
        verbose_name = verbose_name_plural = "名册条目"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "id_index"],
                condition=models.Q(settled_on=None),
                name="members_roster_once",
                violation_error_message="这个人已经在名册里，等待核对",
            )
        ]

    def __str__(self) -> str:
        return self.name


class IdentityLookup(models.Model):
    """身份核对记录: how many numbers an account has had checked against the whole database, and when."""

    at = models.DateTimeField("时间", db_default=Now())
    account_id = models.BigIntegerField("账号")
    numbers = models.IntegerField("个数")

    class Meta:
        verbose_name = verbose_name_plural = "身份核对记录"
        indexes = [models.Index(fields=["account_id", "at"], name="members_lookups")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.numbers}"


class Consent(ScopedModel):
    """同意: somebody agreed to one purpose in these words; taken back from ``withdrawn_at`` on.

    Known by the keyed hash of the identity number: it is given before there is a file. ``unit``: who asked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="哪个工会", db_index=False, db_constraint=False
    )
    path = PathField()
    id_index = models.BinaryField(max_length=16, editable=False)
    purpose = models.CharField("目的", max_length=20)
    version = models.CharField("规则版本", max_length=20, blank=True)
    digest = models.CharField("原文摘要", max_length=64, blank=True)
    given_at = models.DateTimeField("同意时间")
    channel = models.CharField(
        "在哪里同意", max_length=10, choices=[("hall", "服务网"), ("behalf", "工作人员代办")]
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "同意"
        indexes = [models.Index(fields=["id_index"], name="members_consents_of")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="members_consent_forward",
                violation_error_message="撤回不能早于同意",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class SubPlace(ScopedModel):
    """编入分会、小组: a member of a union belongs to its branch or group ``unit``; it ends with the membership itself."""

    membership: models.ForeignKey[Any, Any] = models.ForeignKey(
        Membership, models.PROTECT, related_name="places", verbose_name="会籍"
    )
    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="分会或小组", db_index=False, db_constraint=False
    )
    path = PathField()
    since = models.DateField("编入日期")
    until = models.DateField("调出日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "编入分会、小组"
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(until=None),
                name="members_one_sub",
                violation_error_message="一个人同时只编在一个分会或小组",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="members_sub_forward",
                violation_error_message="调出日期不能早于编入日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.unit_id}"
