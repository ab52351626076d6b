"""Where every matter stands, who has had it how long, by when, and what has been done. One set of tables
for all procedures there are.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Func, Q

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.ids import new_id
from gonghui.kernel.process.definition import OUTCOMES, PROCESSES, Move, Process, Stage
from gonghui.kernel.reach.actor import TREES, Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.units.models import Unit

OPEN = Q(closed_on=None)
PARTY_KINDS = [("principal", "交办"), ("supervisor", "督办"), ("cosigner", "会办"), ("reader", "知会")]


class WorkItemQuerySet(ScopedQuerySet["WorkItem"]):
    def visible_to(self, actor: Actor) -> Self:
        """What lies in the reach, what is held there, and what somebody there has a part in."""
        if not actor.hi:
            return self.none()
        column = TREES[actor.tree]
        own = (
            Q(**{f"{column}__gte": actor.lo, f"{column}__lt": actor.hi}) if column in LEADING else Q(pk=None)
        )
        held = Q(holder_path__gte=actor.lo, holder_path__lt=actor.hi)
        held = held if actor.tree == "leadership" else Q(holder_unit_id=actor.unit_id)
        part = Q(pk__in=Party.objects.filter(unit_id=actor.unit_id, role=actor.role).values("item_id"))
        return self.filter(own | held | part)


LEADING = {"path", "grid_path", "line_path"}
WorkItemManager = models.Manager.from_queryset(WorkItemQuerySet)


def _unit(label: str, **options: Any) -> Any:
    return models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=label, **options)


class WorkItem(ScopedModel):
    """事项: one matter on its way through a procedure. At every instant one post, and within it at most one
    person, answers for it: ``holder_unit`` and ``role``, and ``account_id`` once somebody has claimed it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField("编号", max_length=24, unique=True)
    process_key = models.CharField("事项种类", max_length=40)
    stage_key = models.CharField("环节", max_length=40)
    title = models.CharField("事项", max_length=200)
    unit: models.ForeignKey[Any, Any] = _unit("单位", db_index=False, db_constraint=False)
    path = PathField()
    unit_name = models.CharField("单位名称", max_length=120)  # who holds it may not reach the unit itself
    grid: models.ForeignKey[Any, Any] = _unit("网格", null=True)
    grid_path = PathField(null=True, default=None)
    line: models.ForeignKey[Any, Any] = _unit("条线", null=True)
    line_path = PathField(null=True, default=None)
    holder_unit: models.ForeignKey[Any, Any] = _unit("承办单位", db_index=False, db_constraint=False)
    holder_path = PathField()
    role = models.CharField("承办身份", max_length=40, blank=True)
    account_id = models.BigIntegerField("承办人", null=True, blank=True)
    holder_name = models.CharField("承办人姓名", max_length=60, blank=True)
    holder_label = models.CharField("承办方", max_length=200, blank=True)
    opened_by = models.BigIntegerField("发起人")
    opened_at = models.DateTimeField("发起时间")
    opened_on = models.DateField("发起日期")
    entered_on = models.DateField("进入本环节")
    warn_on = models.DateField("提醒日", null=True, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    provisional = models.BooleanField("期限暂定", default=False)
    later_until = models.DateField("稍后办至", null=True, blank=True)
    paused_on = models.DateField("暂停自", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, blank=True, choices=list(OUTCOMES.items()))
    cleared_by = models.BigIntegerField("销号人", null=True, blank=True)
    rule = models.CharField("触发规则", max_length=40, blank=True)
    rule_subject = models.CharField("触发对象", max_length=120, blank=True)
    facts = models.JSONField("触发事实", default=dict, encoder=DjangoJSONEncoder)
    reopened = models.PositiveSmallIntegerField("再次出现", default=0)
    moves_made = models.PositiveIntegerField("步数", default=0)
    told_on = models.DateField("已提醒期限", null=True, blank=True)
    late_told_on = models.DateField("已提醒逾期", null=True, blank=True)

    scope: ClassVar[dict[str, str]] = {"leadership": "path", "grid": "grid_path", "industry": "line_path"}
    objects: ClassVar[WorkItemManager[WorkItem]] = WorkItemManager()

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        indexes = [
            models.Index(
                fields=["holder_unit", "role", "due_on", "id"], name="process_inbox", condition=OPEN
            ),
            models.Index(fields=["holder_path", "due_on"], name="process_held", condition=OPEN),
            models.Index(fields=["due_on"], name="process_due", condition=OPEN),
            models.Index(fields=["opened_by", "closed_on"], name="process_opened_by"),
            models.Index(fields=["process_key", "stage_key"], name="process_stage"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["process_key", "rule", "rule_subject"],
                condition=~Q(rule=""),
                name="process_rule_once",
            ),
            models.CheckConstraint(condition=Q(closed_on=None) | ~Q(outcome=""), name="process_closed_how"),
            models.CheckConstraint(condition=~Q(closed_on=None) | ~Q(role=""), name="process_open_is_held"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def process(self) -> Process:
        return PROCESSES[self.process_key]

    @property
    def stage(self) -> Stage:
        return self.process.by_key[self.stage_key]

    arriving = False  # within one move: it has come to another holder, who is to be told

    @property
    def place(self) -> Unit:
        """The matter's unit, for who reads its path and name only: the row itself may be out of their reach."""
        return Unit(pk=self.unit_id, name=self.unit_name, path=self.path)

    @property
    def process_label(self) -> str:
        return self.process.label

    @property
    def stage_label(self) -> str:
        return self.stage.label

    def held_by(self, actor: Actor) -> bool:
        """Whether this person, in this post, is the one who answers for the matter (or may claim it)."""
        mine = actor.role == self.role and actor.unit_id == self.holder_unit_id
        return mine and self.account_id in (None, actor.account_id) and self.closed_on is None

    def moves(self) -> list[Move]:
        return [] if self.closed_on else self.process.moves_from(self.stage_key)


P = TypeVar("P", bound=models.Model)


class PartQuerySet(ScopedQuerySet[P]):
    def visible_to(self, actor: Actor) -> Self:
        """What belongs to a matter is seen with it."""
        return self.filter(item__in=WorkItem.objects.visible_to(actor).values("pk"))


class Part(ScopedModel):
    """A row about one matter: seen by whoever sees the matter."""

    objects: ClassVar[Any] = PartQuerySet.as_manager()

    item: models.ForeignKey[Any, Any] = models.ForeignKey(
        WorkItem, models.PROTECT, related_name="%(class)ss", verbose_name="事项"
    )

    class Meta:
        abstract = True


class Stint(Part):
    """经手段: one post had the matter from ``since`` until ``until``. ``kind``: its time is charged to the
    holder ("held"), to nobody because the stage waits ("waiting"), or the matter was paused ("paused").
    The stints of a matter follow each other without a gap or an overlap.
    """

    stage_key = models.CharField("环节", max_length=40)
    unit: models.ForeignKey[Any, Any] = _unit("承办单位")
    role = models.CharField("承办身份", max_length=40)
    account_id = models.BigIntegerField("承办人", null=True)
    label = models.CharField("承办方", max_length=200, blank=True)
    kind = models.CharField(
        "计时", max_length=8, choices=[("held", "计时"), ("waiting", "不计时"), ("paused", "暂停")]
    )
    reason = models.CharField("原因", max_length=200, blank=True)
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "经手段"
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(until=None), name="process_one_holder"),
            ExclusionConstraint(
                name="process_stints_apart",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    (
                        Func(
                            "since",
                            "until",
                            RangeBoundary(),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.stage_key} {self.since:%F}"


class Deadline(Part):
    """期限: the stage's own (``key`` = "stage") or that of a clock over several stages; keeps the number it
    was counted with, so that a later parameter does not change it.
    """

    key = models.CharField("期限", max_length=20)
    label = models.CharField("名称", max_length=60)
    started_on = models.DateField("起算日")
    number = models.PositiveSmallIntegerField("天数")
    unit = models.CharField("单位", max_length=8, choices=[(u, u) for u in ("working", "calendar", "months")])
    extra = models.PositiveSmallIntegerField("已延长", default=0)
    due_on = models.DateField("截止日")
    warn_on = models.DateField("提醒日")
    provisional = models.BooleanField("暂定", default=False)
    ended_on = models.DateField("停止日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "key"], condition=Q(ended_on=None), name="process_one_limit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.due_on}"


class Party(Part):
    """有关方: a post beside the holder: who assigned the matter down and is owed a report (交办), who watches
    it (督办), who signs with others (会办), who was told.
    """

    kind = models.CharField("关系", max_length=10, choices=PARTY_KINDS)
    unit: models.ForeignKey[Any, Any] = _unit("单位", db_index=False, db_constraint=False)
    path = PathField()
    unit_name = models.CharField("单位名称", max_length=120, blank=True)
    role = models.CharField("身份", max_length=40)
    account_id = models.BigIntegerField("人", null=True)
    stage_key = models.CharField("环节", max_length=40)
    task = models.CharField("要求", max_length=400, blank=True)
    level = models.PositiveSmallIntegerField("级别", default=0)
    asked_on = models.DateField("提出日期")
    due_on = models.DateField("要求期限", null=True)
    answered_on = models.DateField("答复日期", null=True)
    answer = models.CharField("答复", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "有关方"
        indexes = [
            models.Index(fields=["unit", "role", "item"], name="process_parts"),
            models.Index(fields=["item"], name="process_party_open", condition=Q(answered_on=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(kind="principal", answered_on=None),
                name="process_one_principal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit_name}"


class Step(Part):
    """办理记录: one thing done to the matter, by whom, in words; nothing is ever changed in it but that a
    move which could be taken back can no longer be.
    """

    seq = models.PositiveIntegerField("序")
    move = models.CharField("动作", max_length=40)
    label = models.CharField("动作名称", max_length=60)
    source = models.CharField("从", max_length=40, blank=True)
    target = models.CharField("到", max_length=40)
    account_id = models.BigIntegerField("办理人")
    actor_name = models.CharField("姓名", max_length=60)
    role_label = models.CharField("身份", max_length=40, blank=True)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    at = models.DateTimeField("时间")
    note = models.CharField("说明", max_length=1000, blank=True)
    before = models.JSONField(
        null=True, encoder=DjangoJSONEncoder
    )  # what to restore; None: cannot be taken back
    undone = models.BooleanField("已撤销", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        constraints = [models.UniqueConstraint(fields=["item", "seq"], name="process_step_order")]

    def __str__(self) -> str:
        return f"{self.seq} {self.label}"


class Proof(Part):
    """凭证: a paper or picture that shows something happened, on ``on``; ``file`` or the ``number`` of an
    official document that says so.
    """

    kind = models.CharField("种类", max_length=40)
    on = models.DateField("发生日期")
    file: models.ForeignKey[Any, Any] = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="文件"
    )
    number = models.CharField("文号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    account_id = models.BigIntegerField("提供人")
    added_on = models.DateField("提供日期")
    dropped = models.BooleanField("已作废", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "凭证"
        constraints = [
            models.CheckConstraint(
                condition=Q(on__lte=models.F("added_on")),
                name="process_proof_happened",
                violation_error_message="凭证上的日期不能晚于今天",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Handover(ScopedModel):
    """工作交接: all that ``leaver`` holds in a post goes to ``successor``, once both and the one above have
    signed the same list.
    """

    unit: models.ForeignKey[Any, Any] = _unit("单位", db_index=False, db_constraint=False)
    path = PathField()
    role = models.CharField("身份", max_length=40)
    leaver = models.BigIntegerField("移交人")
    leaver_name = models.CharField("移交人姓名", max_length=60)
    successor = models.BigIntegerField("接手人")
    successor_name = models.CharField("接手人姓名", max_length=60)
    matters: models.JSONField[Any, Any] = models.JSONField("清单", default=list)  # ids, as signed
    notes = models.TextField("移交说明", max_length=2000, blank=True)
    leaver_signed_at = models.DateTimeField("移交人签字", null=True)
    successor_signed_at = models.DateTimeField("接手人签字", null=True)
    superior = models.BigIntegerField("监交人", null=True)
    superior_name = models.CharField("监交人姓名", max_length=60, blank=True)
    superior_signed_at = models.DateTimeField("监交人签字", null=True)
    done_at = models.DateTimeField("交接完成", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作交接"
        constraints = [
            models.CheckConstraint(
                condition=~Q(leaver=models.F("successor")), name="process_handover_to_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leaver_name}→{self.successor_name}"


class WorkRecord(ScopedModel):
    """Base of what a procedure is about: its own fields, and the matter that carries it."""

    process_key: ClassVar[str]
    asker: Actor | None = None  # who looks at it, on a page
    objects: ClassVar[Any] = PartQuerySet.as_manager()
    item: models.OneToOneField[Any, Any] = models.OneToOneField(
        WorkItem, models.PROTECT, primary_key=True, related_name="%(class)s", verbose_name="事项"
    )
    unit: models.ForeignKey[Any, Any] = _unit("单位", db_index=False, db_constraint=False)
    path = PathField()

    class Meta:
        abstract = True
