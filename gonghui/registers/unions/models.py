"""工会组织: legal persons of their own, apart from the employers they cover."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
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
    certificate_until = models.DateField("法人证书有效期至", null=True, blank=True)
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


class AffiliationQuerySet(ScopedQuerySet["Affiliation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the unions in reach, and of the federations in reach."""
        if actor.tree != "leadership" or not actor.hi:
            return self.none()
        member = models.Q(path__gte=actor.lo, path__lt=actor.hi)
        return self.filter(member | models.Q(federation_path__gte=actor.lo, federation_path__lt=actor.hi))


AffiliationManager = models.Manager.from_queryset(AffiliationQuerySet)


class Affiliation(ScopedModel):
    """加入工会联合会: from ``since`` until the day before ``until`` the union ``unit`` belonged to ``federation``.

    The union stays where it stands in the tree and keeps its people, so nobody is counted twice. At most one
    federation of each ``kind`` (area, trade) at a time.
    """

    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="工会", db_index=False, db_constraint=False
    )
    path = PathField()
    federation: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="工会联合会", db_index=False, db_constraint=False
    )
    federation_path = PathField()
    kind = models.CharField("哪种联合会", max_length=20, choices=rules.FEDERATION_KINDS)
    since = models.DateField("加入日期")
    until = models.DateField("退出日期", null=True, blank=True)

    objects: ClassVar[AffiliationManager[Affiliation]] = AffiliationManager()

    class Meta:
        verbose_name = verbose_name_plural = "加入工会联合会"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=models.Q(until=None),
                name="unions_one_federation",
                violation_error_message="已经加入别的同类联合会，先退出来",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="unions_affiliated_forward",
                violation_error_message="退出日期不能早于加入日期",
            ),
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("federation")),
                name="unions_not_of_itself",
                violation_error_message="联合会不能加入自己",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.federation_id} {self.since}"


class Lead(ScopedModel):
    """牵头部门: the government department that leads a line or a grid."""

    unit: models.OneToOneField[Any, Any] = models.OneToOneField(
        Unit,
        models.PROTECT,
        primary_key=True,
        related_name="+",
        verbose_name="条线或网格",
        db_constraint=False,
    )
    path = PathField()
    department = models.CharField("牵头部门", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "牵头部门"

    def __str__(self) -> str:
        return self.department
