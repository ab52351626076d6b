"""Survey rounds, whom they look for, every answer that was brought back, and the lists that say who should be there."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.actor import TREES, Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.rules import GROUPS
from gonghui.work.survey import rules

ALONG: dict[str, str] = {"leadership": "path", "grid": "grid_path", "industry": "line_path"}


def _unit(label: str, **options: Any) -> Any:
    return models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=label, **options)


def _json(label: str, make: Any = dict) -> Any:
    return models.JSONField(label, default=make, blank=True, encoder=DjangoJSONEncoder)


class RoundQuerySet(ScopedQuerySet["Round"]):
    def visible_to(self, actor: Actor) -> Self:
        """The rounds of the units in reach, and of those above, which are carried out here."""
        column = TREES[actor.tree]
        if column not in ALONG.values() or not actor.hi:
            return self.none()
        parts = actor.lo.split(".")[:-1]
        above = [".".join(parts[: n + 1]) + "." for n in range(len(parts))]
        within = Q(**{f"{column}__gte": actor.lo, f"{column}__lt": actor.hi})
        return self.filter(within | Q(**{f"{column}__in": above}))


RoundManager = models.Manager.from_queryset(RoundQuerySet)


class Round(ScopedModel):
    """摸底轮次: from one day to another, in the grids and lines named, or in all below ``unit`` where none is named."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit: models.ForeignKey[Any, Any] = _unit("组织单位", db_index=False, db_constraint=False)
    path = PathField()
    grid_path = PathField(null=True, default=None)
    line_path = PathField(null=True, default=None)
    kind = models.CharField("种类", max_length=10, choices=rules.ROUNDS)
    label = models.CharField("名称", max_length=60)
    since = models.DateField("开始")
    until = models.DateField("截止")
    subjects = models.CharField("摸什么", max_length=10, choices=rules.KINDS, blank=True)  # empty: both kinds
    places: ArrayField[Any, Any] = ArrayField(models.BigIntegerField(), default=list, blank=True)
    more = _json("另外问的", list)
    closed_on = models.DateField("结束日期", null=True, blank=True)

    scope: ClassVar[dict[str, str]] = ALONG
    objects: ClassVar[RoundManager[Round]] = RoundManager()

    class Meta:
        verbose_name = verbose_name_plural = "摸底轮次"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "label"], name="survey_round_once", violation_error_message="已经有同名的一轮"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="survey_round_forward",
                violation_error_message="截止日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def asked(self, kind: str) -> tuple[rules.Question, ...]:
        return rules.questions(kind, self.more)

    @property
    def is_by_teams(self) -> bool:
        return self.kind in rules.TEAMS


class Subject(ScopedModel):
    """摸排对象: an employer or a group of workers as it was found on the spot, linked to the register's employer
    when that is known. ``known``: what registers and lists said; ``facts``: what all answers make of it;
    ``version``: how many answers there are. ``into``: found to be the same as that one, which has its answers now.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=10, choices=rules.KINDS, default="employer")
    unit: models.ForeignKey[Any, Any] = _unit("所在地", db_index=False, db_constraint=False)
    path = PathField()
    grid: models.ForeignKey[Any, Any] = _unit("网格", null=True, blank=True)
    grid_path = PathField(null=True, default=None)
    line: models.ForeignKey[Any, Any] = _unit("条线", null=True, blank=True)
    line_path = PathField(null=True, default=None)
    employer: models.ForeignKey[Any, Any] = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="台账上的用人单位"
    )
    name = models.CharField("名称", max_length=120)
    tokens: ArrayField[Any, Any] = ArrayField(models.TextField(), default=list, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, db_index=True)
    state = models.CharField("现在怎样", max_length=10, choices=rules.STATES, blank=True)
    sources: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=10), default=list)
    known = _json("原来登记的")
    facts = _json("情况")
    contested: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    workers = models.PositiveIntegerField("人数", default=0)
    version = models.PositiveIntegerField("版本", default=0)
    since = models.DateField("列入日期")
    seen_on = models.DateField("最近走访", null=True, blank=True)
    into: models.ForeignKey[Any, Any] = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="就是"
    )

    scope: ClassVar[dict[str, str]] = ALONG

    class Meta:
        verbose_name = verbose_name_plural = "摸排对象"
        indexes = [
            GinIndex(fields=["tokens"], name="survey_tokens"),
            models.Index(fields=["employer"], name="survey_by_employer"),
        ]

    def __str__(self) -> str:
        return self.name


P = TypeVar("P", bound=models.Model)


class OfSubjectQuerySet(ScopedQuerySet[P]):
    def visible_to(self, actor: Actor) -> Self:
        """What is about a subject is seen with it."""
        return self.filter(subject__in=Subject.objects.visible_to(actor).values("pk"))


class OfSubject(ScopedModel):
    """A row about one subject: seen by whoever sees the subject."""

    objects: ClassVar[Any] = OfSubjectQuerySet.as_manager()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject: models.ForeignKey[Any, Any] = models.ForeignKey(
        Subject, models.PROTECT, related_name="%(class)s_rows", verbose_name="摸排对象"
    )

    class Meta:
        abstract = True

    @property
    def unit_id(self) -> int:
        return int(self.subject.unit_id)

    @property
    def town(self) -> Any:
        return self.subject.unit

    @property
    def grid(self) -> Any:
        return self.subject.grid

    @property
    def town_id(self) -> int:
        return self.unit_id

    @property
    def grid_id(self) -> int | None:
        found: int | None = self.subject.grid_id
        return found


class Answer(OfSubject):
    """摸排记录: what one person found on one visit, never changed afterwards. ``number``: which of the subject's
    answers it was to arrive; ``base``: how many of them had been seen by who answered. ``whole``: everything that was
    answered, sealed; ``facts``: the part that is compared.
    """

    round: models.ForeignKey[Any, Any] = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="轮次"
    )
    number = models.PositiveIntegerField("序")
    base = models.PositiveIntegerField("看到的版本", default=0)
    account_id = models.BigIntegerField("填报人")
    actor_name = models.CharField("填报人姓名", max_length=60)
    made_at = models.DateTimeField("填写时间")
    received_at = models.DateTimeField("收到时间")
    met_on = models.DateField("走访日期", null=True, blank=True)
    outcome = models.CharField(
        "结果", max_length=10, choices=rules.OUTCOMES, blank=True
    )  # empty: settled, no visit
    facts = _json("情况")
    whole = SealedField("全部回答")
    files: ArrayField[Any, Any] = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "摸排记录"
        constraints = [models.UniqueConstraint(fields=["subject", "number"], name="survey_answer_order")]
        indexes = [models.Index(fields=["round", "subject"], name="survey_by_round")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.number}"

    def said(self) -> rules.Said:
        return rules.Said(str(self.pk), self.account_id, self.number, self.base, self.made_at, self.facts)

    def everything(self) -> dict[str, Any]:
        """All that was answered, what is secret as well."""
        found: dict[str, Any] = json.loads(self.whole.reveal()) if self.whole else {}
        return found


class Worker(OfSubject):
    """摸到的职工: somebody named on a visit or in a platform's list; the number and the telephone are sealed."""

    source = models.CharField("来源", max_length=10, default="field")
    answer: models.ForeignKey[Any, Any] = models.ForeignKey(
        Answer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="摸排记录"
    )
    name = models.CharField("姓名", max_length=60)
    id_number = SealedField("证件号码")
    id_index = models.BinaryField(max_length=16, null=True, editable=False)
    mobile = SealedField("手机")
    mobile_index = models.BinaryField(max_length=16, null=True, editable=False)
    birth_year = models.PositiveSmallIntegerField("出生年", null=True, blank=True)
    group = models.CharField("哪一类", max_length=12, choices=GROUPS, blank=True)
    platform = models.CharField("平台", max_length=60, blank=True)
    seen_on = models.DateField("列入日期")

    class Meta:
        verbose_name = verbose_name_plural = "摸到的职工"
        indexes = [models.Index(fields=["mobile_index"], name="survey_by_mobile")]

    def __str__(self) -> str:
        return self.name


class Listed(OfSubject):
    """名单条目: one row of a list as it stood there, and the subject it is about."""

    source = models.CharField("来源", max_length=10, choices=rules.LISTS)
    name = models.CharField("名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    contact = models.CharField("法定代表人或负责人", max_length=60, blank=True)
    workers = models.PositiveIntegerField("人数", default=0)
    registered_on = models.DateField("成立或入驻日期", null=True, blank=True)
    listed_on = models.DateField("列入日期")

    class Meta:
        verbose_name = verbose_name_plural = "名单条目"
        constraints = [
            models.UniqueConstraint(fields=["subject", "source", "name"], name="survey_listed_once")
        ]

    def __str__(self) -> str:
        return self.name


class Team(ScopedModel):
    """蹲点组、联系组: who goes where in a round of that kind, and what they found. ``people``: one a line."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="teams", verbose_name="轮次")
    unit: models.ForeignKey[Any, Any] = _unit("去哪里", db_index=False, db_constraint=False)
    path = PathField()
    name = models.CharField("名称", max_length=60)
    people: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=60), default=list)
    since = models.DateField("从哪天")
    until = models.DateField("到哪天")
    findings = models.TextField("发现的问题", max_length=4000, blank=True)
    families = models.PositiveIntegerField("走访家庭户数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "蹲点组"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"],
                name="survey_team_once",
                violation_error_message="这一轮已经有同名的组",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="survey_team_forward",
                violation_error_message="结束的日期不能早于开始的日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name
