"""建会: what is known of one founding, from the first visit to the plaque on the door."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.ids import new_id
from gonghui.kernel.process.models import Part, Proof, WorkRecord
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import ScopedModel, ScopedQuerySet
from gonghui.kernel.register.models import Intake
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.registers.unions.rules import FEDERATION_KINDS
from gonghui.work.founding import rules


class Founding(WorkRecord):
    """建会事项: the employer is a row of its register; only what belongs to the founding itself stands here."""

    process_key: ClassVar[str] = "founding"

    employer: models.ForeignKey[Any, Any] = models.ForeignKey(
        Employer, models.PROTECT, related_name="foundings", verbose_name="用人单位"
    )
    women = models.PositiveIntegerField("女职工数", default=0)
    dispatched = models.PositiveIntegerField("劳务派遣数", default=0)
    new_forms = models.PositiveIntegerField("新就业形态数", default=0)
    has_party = models.BooleanField("有党组织", default=False)
    contact = models.CharField("联系人", max_length=60, blank=True)
    mobile = SealedField("联系手机")
    willing = models.CharField("建会意愿", max_length=10, choices=rules.WILLING, blank=True)
    form = models.CharField("建会形式", max_length=10, choices=rules.FORMS, blank=True)
    name = models.CharField("工会名称", max_length=120, blank=True)
    covers = models.TextField("一起建会的单位", max_length=8000, blank=True)
    request_on = models.DateField("请示日期", null=True, blank=True)
    group = models.TextField("筹备组", max_length=2000, blank=True)
    roster: models.ForeignKey[Any, Any] = models.ForeignKey(
        Intake, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会员花名册"
    )
    members = models.PositiveIntegerField("会员数", default=0)
    women_members = models.PositiveIntegerField("女会员数", default=0)
    seats = models.PositiveSmallIntegerField("委员名额", default=0)
    candidates = models.TextField("候选人", max_length=8000, blank=True)
    notice_on = models.DateField("公示日期", null=True, blank=True)
    held_on = models.DateField("大会日期", null=True, blank=True)
    should_attend = models.PositiveIntegerField("应到人数", default=0)
    attended = models.PositiveIntegerField("实到人数", default=0)
    issued = models.PositiveIntegerField("发出选票", default=0)
    returned = models.PositiveIntegerField("收回选票", default=0)
    votes = models.TextField("得票", max_length=8000, blank=True)
    elected: models.JSONField[Any, Any] = models.JSONField(
        "当选", default=list, blank=True
    )  # [name, sex, post] each
    term_years = models.PositiveSmallIntegerField("任期（年）", default=0)
    approval_number = models.CharField("批复文号", max_length=60, blank=True)
    approval_on = models.DateField("批复日期", null=True, blank=True)
    unveiled_on = models.DateField("揭牌日期", null=True, blank=True)
    union: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="成立的工会"
    )

    class Meta:
        verbose_name = verbose_name_plural = "建会事项"
        constraints = [
            models.CheckConstraint(
                condition=Q(union=None) | ~Q(approval_number=""),
                name="founding_approved_first",
                violation_error_message="没有批复，不能揭牌成立",
            ),
            models.CheckConstraint(
                condition=Q(unveiled_on=None) | Q(unveiled_on__gte=F("approval_on")),
                name="founding_unveiled_after",
                violation_error_message="揭牌日期不能早于批复日期，不能倒签",
            ),
            models.CheckConstraint(
                condition=Q(approval_on=None) | Q(approval_on__gte=F("held_on")),
                name="founding_approved_after",
                violation_error_message="批复日期不能早于选举大会，不能倒签",
            ),
        ]

    @cached_property
    def employer_seen(self) -> Employer | None:
        """The employer, for who reaches it; whoever was handed the matter from elsewhere may not."""
        rows = Employer.objects.visible_to(self.asker) if self.asker else Employer.objects.all()
        return rows.filter(pk=self.employer_id).first()

    def __str__(self) -> str:
        return self.name or str(self.employer_id)


class ShotQuerySet(ScopedQuerySet["Shot"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the employers in reach, and what one took oneself of somebody no register knows yet."""
        reached = Employer.objects.visible_to(actor).values("pk")
        return self.filter(Q(employer__in=reached) | Q(employer=None, account_id=actor.account_id))


ShotManager = models.Manager.from_queryset(ShotQuerySet)


class Cover(Part):
    """覆盖单位: another employer whose workers the joint union takes in."""

    employer: models.ForeignKey[Any, Any] = models.ForeignKey(
        Employer, models.PROTECT, related_name="+", verbose_name="用人单位"
    )

    class Meta:
        verbose_name = verbose_name_plural = "覆盖单位"
        constraints = [models.UniqueConstraint(fields=["item", "employer"], name="founding_cover_once")]

    def __str__(self) -> str:
        return str(self.employer_id)


class Shot(ScopedModel):
    """建会材料照片: a paper of a founding, photographed at the employer. ``about``: the key it had in the field;
    ``employer``: once the register knows it; ``proof``: the evidence it is, once a founding is under way.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.UUIDField("关于")
    employer: models.ForeignKey[Any, Any] = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位"
    )
    kind = models.CharField("哪一份", max_length=20, choices=[(key, label) for key, label, _ in rules.SHOTS])
    file: models.ForeignKey[Any, Any] = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", verbose_name="照片"
    )
    account_id = models.BigIntegerField("拍的人")
    taken_on = models.DateField("拍的日期")
    replaced = models.BooleanField("重拍过", default=False)
    proof: models.ForeignKey[Any, Any] = models.ForeignKey(
        Proof, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证"
    )

    objects: ClassVar[ShotManager[Shot]] = ShotManager()

    class Meta:
        verbose_name = verbose_name_plural = "建会材料照片"
        indexes = [
            models.Index(fields=["employer"], name="founding_shots_of"),
            models.Index(fields=["about"], name="founding_shots_about"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class FederationFounding(WorkRecord):
    """成立工会联合会: unions of an area or a trade that join together; who joins stands in ``Joining``."""

    process_key: ClassVar[str] = "federation"

    kind = models.CharField("哪种联合会", max_length=20, choices=FEDERATION_KINDS)
    name = models.CharField("联合会名称", max_length=120)
    request_on = models.DateField("请示日期", null=True, blank=True)
    group = models.TextField("筹备组", max_length=2000, blank=True)
    delegates = models.TextField("代表名额", max_length=8000, blank=True)
    seats = models.PositiveSmallIntegerField("委员名额", default=0)
    candidates = models.TextField("候选人", max_length=8000, blank=True)
    notice_on = models.DateField("公示日期", null=True, blank=True)
    held_on = models.DateField("大会日期", null=True, blank=True)
    should_attend = models.PositiveIntegerField("应到代表", default=0)
    attended = models.PositiveIntegerField("实到代表", default=0)
    issued = models.PositiveIntegerField("发出选票", default=0)
    returned = models.PositiveIntegerField("收回选票", default=0)
    votes = models.TextField("得票", max_length=8000, blank=True)
    elected: models.JSONField[Any, Any] = models.JSONField("当选", default=list, blank=True)
    term_years = models.PositiveSmallIntegerField("任期（年）", default=0)
    approval_number = models.CharField("批复文号", max_length=60, blank=True)
    approval_on = models.DateField("批复日期", null=True, blank=True)
    unveiled_on = models.DateField("揭牌日期", null=True, blank=True)
    union: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="成立的联合会"
    )

    class Meta:
        verbose_name = verbose_name_plural = "联合会成立事项"
        constraints = [
            models.CheckConstraint(
                condition=Q(union=None) | ~Q(approval_number=""),
                name="federation_approved_first",
                violation_error_message="没有批复，不能揭牌成立",
            ),
            models.CheckConstraint(
                condition=Q(approval_on=None) | Q(approval_on__gte=F("held_on")),
                name="federation_approved_after",
                violation_error_message="批复日期不能早于选举大会，不能倒签",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Joining(Part):
    """要加入的工会: a union that joins the federation to be founded; ``name`` as it was called then."""

    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="工会"
    )
    name = models.CharField("工会名称", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "要加入的工会"
        constraints = [models.UniqueConstraint(fields=["item", "unit"], name="founding_joining_once")]

    def __str__(self) -> str:
        return self.name
