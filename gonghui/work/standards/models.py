"""Check-lists in force, who is held against them, what shows that an item is met, and how every union stands."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.ids import new_id
from gonghui.kernel.process.models import WorkRecord
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.units.models import Unit
from gonghui.work.standards import rules
from gonghui.work.standards.rules import titles
from gonghui.work.standards.rules.schemes import Item, read_items, read_thresholds

_read = lru_cache(256)(read_items)


def _unit(label: str) -> Any:
    return models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=label, db_index=False, db_constraint=False)  # fmt: skip


def _file() -> Any:
    return models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件")  # fmt: skip


def _scheme() -> Any:
    return models.ForeignKey("standards.Scheme", models.PROTECT, related_name="+", verbose_name="标准", db_constraint=False)  # fmt: skip


class SchemeQuerySet(ScopedQuerySet["Scheme"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those kept in reach, and those kept above, which hold here."""
        if actor.tree != "leadership" or not actor.hi:
            return self.none()
        parts = actor.lo.split(".")[:-1]
        above = [".".join(parts[: n + 1]) + "." for n in range(len(parts))]
        return self.filter(Q(path__gte=actor.lo, path__lt=actor.hi) | Q(path__in=above))


SchemeManager = models.Manager.from_queryset(SchemeQuerySet)


class Scheme(ScopedModel):
    """标准: one version of a check-list, in force for ``unit`` and everything below it from ``since`` until the day
    before ``until``; of several the nearest above counts, in one unit the newest. Its content never changes: what is
    to be different is a new version.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit("哪个单位定的")
    path = PathField()
    family = models.CharField("哪一种", max_length=12, choices=rules.FAMILIES)
    kind = models.CharField("怎么算", max_length=6, choices=rules.KINDS)
    label = models.CharField("名称", max_length=80)
    version = models.CharField("版本", max_length=20)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天停用", null=True, blank=True)
    months = models.PositiveSmallIntegerField("有效几个月", default=24)
    items = models.TextField("条目", max_length=20_000)
    thresholds = models.CharField("分数线", max_length=60, blank=True)
    basis = models.CharField("依据", max_length=200)
    status = models.CharField("核实情况", max_length=1, choices=rules.STATUS, default="U")

    scope: ClassVar[dict[str, str]] = {"leadership": "path"}
    objects: ClassVar[SchemeManager[Scheme]] = SchemeManager()

    class Meta:
        verbose_name = verbose_name_plural = "标准"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "family", "since"], name="standards_scheme_once",
                violation_error_message="这一种标准在这一天已经有一个版本开始，请换一天",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="standards_scheme_forward",
                violation_error_message="停用的日期要晚于开始的日期",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.label}（{self.version}）"

    @property
    def list(self) -> tuple[Item, ...]:
        return _read(self.items, self.kind)

    @property
    def lines(self) -> dict[int, int]:
        """分数线: stars → points."""
        return read_thresholds(self.thresholds) if self.thresholds else {}


class Assessment(ScopedModel):
    """列入评定: the union is held against a kind of standard from ``since`` on; before, it neither passes nor fails."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit("哪个工会")
    path = PathField()
    family = models.CharField("哪一种", max_length=12, choices=rules.FAMILIES)
    since = models.DateField("从哪天起")

    class Meta:
        verbose_name = verbose_name_plural = "列入评定"
        constraints = [models.UniqueConstraint(fields=["unit", "family"], name="standards_assessed_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.family}"


class Holding(ScopedModel):
    """达标凭证: what shows that ``item`` is met by ``unit`` from ``since`` until the day before ``until`` (a lease ends).
    Counts from when another person has checked it, never for days before: what was found on those stays found. ``against``: it records what must not happen. ``share``: how much of
    the item's points it is worth, in percent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit("哪个工会")
    path = PathField()
    item = models.CharField("条目", max_length=40)
    words = models.CharField("说明、文号、数字", max_length=200, blank=True)
    file = _file()
    since = models.DateField("从哪天起")
    until = models.DateField("到期日", null=True, blank=True)
    share = models.PositiveSmallIntegerField("给分（%）", default=100)
    against = models.BooleanField("是不良记录", default=False)
    given_by = models.BigIntegerField("提供人")
    given_name = models.CharField("提供人姓名", max_length=60)
    given_on = models.DateField("提供日期")
    checked_by = models.BigIntegerField("核对人", null=True, blank=True)
    checked_name = models.CharField("核对人姓名", max_length=60, blank=True)
    checked_on = models.DateField("核对日期", null=True, blank=True)
    accepted = models.BooleanField("核对结果", null=True, blank=True)
    why_not = models.CharField("为什么不算", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "达标凭证"
        indexes = [models.Index(fields=["unit", "item"], name="standards_of_item")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="standards_held_forward",
                violation_error_message="到期日要晚于开始的日期",
            ),
            models.CheckConstraint(
                condition=~Q(words="") | Q(file__isnull=False), name="standards_held_shown",
                violation_error_message="请上传文件，或写明文号、数字",
            ),
            models.CheckConstraint(
                condition=Q(accepted=None) | (Q(checked_by__isnull=False) & ~Q(checked_by=models.F("given_by"))),
                name="standards_checked_by_another", violation_error_message="凭证要由另一个人核对",
            ),
            models.CheckConstraint(
                condition=Q(share__lte=100), name="standards_share", violation_error_message="给分在 0 到 100 % 之间",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit_id} {self.item} {self.since}"

    @property
    def counts_from(self) -> date | None:
        """None while it does not count."""
        return max(self.since, self.checked_on) if self.accepted and self.checked_on else None


class Standing(ScopedModel):
    """达标情况: from ``since`` until the day before ``until`` the union stood so. Made from the facts, nobody enters it;
    what is known to end (a lease, a term) ends here on its day without anybody doing anything.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit("哪个工会")
    path = PathField()
    scheme = _scheme()
    family = models.CharField("哪一种", max_length=12, choices=rules.FAMILIES)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天", null=True, blank=True)
    passed = models.BooleanField("达标")
    stars = models.PositiveSmallIntegerField("星", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "达标情况"
        indexes = [models.Index(fields=["family", "since"], name="standards_stood")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "family", "since"], name="standards_stood_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="standards_stood_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.family} {self.since}"


class Award(ScopedModel):
    """评定结果: stars, or an honour, given to a union under one version of a standard: from ``since`` until the day before
    ``until``, and no longer than the day it was lost. A veto that comes up in the meantime takes it away the same day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit("哪个工会")
    path = PathField()
    scheme = _scheme()
    family = models.CharField("哪一种", max_length=12, choices=rules.FAMILIES)
    stars = models.PositiveSmallIntegerField("星", default=0)
    points = models.DecimalField("得分", max_digits=5, decimal_places=2, default=0)
    since = models.DateField("评定日期")
    until = models.DateField("有效到")
    lost_on = models.DateField("取消日期", null=True, blank=True)
    lost_why = models.CharField("取消原因", max_length=200, blank=True)
    number = models.CharField("文号、事项编号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评定结果"
        constraints = [
            models.UniqueConstraint(fields=["unit", "family", "since"], name="standards_award_once"),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="standards_award_forward"
            ),
            models.CheckConstraint(
                condition=Q(lost_on=None) | (Q(lost_on__gte=models.F("since")) & ~Q(lost_why="")),
                name="standards_award_lost", violation_error_message="请写取消的原因，取消日期不能早于评定日期",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit_id} {self.family} {self.stars}"


class Rating(WorkRecord):
    """星级评定: one union on its way through self-check, township check, county review and publicity."""

    process_key: ClassVar[str] = "rating"

    scheme = _scheme()
    words = models.TextField("自评说明", max_length=1000, blank=True)
    opinion = models.TextField("核查意见", max_length=1000, blank=True)
    points = models.DecimalField("得分", max_digits=5, decimal_places=2, default=0)
    stars = models.PositiveSmallIntegerField("星", default=0)
    shown_on = models.DateField("公示从哪天开始", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "星级评定"

    def __str__(self) -> str:
        return str(self.item.title)


class Loss(WorkRecord):
    """取消评定结果: an award taken away, which its union accepts or appeals against."""

    process_key: ClassVar[str] = "loss"

    award: models.ForeignKey[Any, Any] = models.ForeignKey(
        Award, models.PROTECT, related_name="+", verbose_name="评定结果", db_constraint=False
    )
    lost_on = models.DateField("取消日期")
    why = models.CharField("取消原因", max_length=200)
    restored_on = models.DateField("恢复的决定日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "取消评定结果"

    def __str__(self) -> str:
        return str(self.item.title)


class Adopted(ScopedModel):
    """通过的制度: a rule of the library that a union has adopted, on which day and by which meeting, until it was dropped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit("哪个工会")
    path = PathField()
    rule = models.CharField("哪项制度", max_length=40)
    since = models.DateField("通过日期")
    until = models.DateField("废止日期", null=True, blank=True)
    meeting_id = models.UUIDField("会议", null=True, blank=True)
    by = models.CharField("由哪次会议通过", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "通过的制度"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "rule"], condition=Q(until=None), name="standards_rule_once",
                violation_error_message="这项制度已经通过，没有废止",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="standards_rule_forward",
                violation_error_message="废止的日期要晚于通过的日期",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit_id} {self.rule}"


class Title(ScopedModel):
    """称号: 模范职工之家 or 小家 of one level, held by ``unit`` from the day it was given until it was taken back. ``year``:
    of which year it is; ``by``: who gave it. Several levels can be held at once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit("哪个工会")
    path = PathField()
    kind = models.CharField("称号", max_length=10, choices=titles.KINDS)
    level = models.CharField("级别", max_length=8, choices=titles.LEVELS)
    year = models.PositiveSmallIntegerField("哪一年度")
    since = models.DateField("命名日期")
    by = models.CharField("命名单位", max_length=120)
    number = models.CharField("文号", max_length=60, blank=True)
    file = _file()
    until = models.DateField("撤销日期", null=True, blank=True)
    why = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "模范职工之家、小家称号"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "level"], condition=Q(until=None), name="standards_title_once",
                violation_error_message="这一级的称号已经登记过，没有撤销",
            ),
            models.CheckConstraint(
                condition=(Q(until=None) & Q(why="")) | (Q(until__gt=models.F("since")) & ~Q(why="")),
                name="standards_title_forward", violation_error_message="撤销的日期要晚于命名的日期，并写明原因",
            ),
            models.CheckConstraint(
                condition=~Q(number="") | Q(file__isnull=False), name="standards_title_shown",
                violation_error_message="请写文号，或上传文件、奖牌照片",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{titles.title_words(self.kind, self.level)}（{self.year} 年度）"


class Poll(ScopedModel):
    """会员评家: single-use codes go out to members; each answers once. Only counts are kept: no row says who, or which
    code, answered what. ``opened_on`` until the day it is closed; the result counts from then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit("哪个工会")
    path = PathField()
    label = models.CharField("名称", max_length=60)
    opened_on = models.DateField("开始日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    issued = models.PositiveIntegerField("发出", default=0)
    satisfied = models.PositiveIntegerField("满意", default=0)
    mostly = models.PositiveIntegerField("基本满意", default=0)
    unsatisfied = models.PositiveIntegerField("不满意", default=0)
    unsure = models.PositiveIntegerField("不了解", default=0)
    quorum = models.DecimalField("收回比例至少", max_digits=8, decimal_places=6, default=0)

    class Meta:
        verbose_name = verbose_name_plural = "会员评家"
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(closed_on=None), name="standards_one_poll",
                violation_error_message="上一次会员评家还没有结束",
            ),
            models.CheckConstraint(
                condition=Q(
                    issued__gte=models.F("satisfied") + models.F("mostly") + models.F("unsatisfied") + models.F("unsure")
                ),
                name="standards_poll_returned", violation_error_message="收回的票不能比发出的多",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label

    @property
    def returned(self) -> int:
        return self.satisfied + self.mostly + self.unsatisfied + self.unsure


class Ticket(ScopedModel):
    """评家票: a code that answers once, known by its hash; whether it was used, not what was answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    poll: models.ForeignKey[Any, Any] = models.ForeignKey(
        Poll, models.CASCADE, related_name="+", verbose_name="会员评家"
    )
    unit = _unit("哪个工会")
    path = PathField()
    digest = models.BinaryField("码的摘要", max_length=32, unique=True)
    used = models.BooleanField("用过", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "评家票"

    def __str__(self) -> str:
        return f"{self.poll_id}"
