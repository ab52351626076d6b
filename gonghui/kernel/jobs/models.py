"""Work done later, in chunks: each chunk's effect and its checkpoint are one transaction."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.units.models import Unit

STATES = [
    ("waiting", "等待开始"),
    ("running", "正在办"),
    ("done", "办完了"),
    ("failed", "没办成"),
    ("stopped", "已停下"),
]


class JobQuerySet(ScopedQuerySet["Job"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own jobs; the jobs of others below stay theirs."""
        return self.filter(Q(account_id=actor.account_id) & Q(post_id=actor.post_id))


JobManager = models.Manager.from_queryset(JobQuerySet)


class Job(ScopedModel):
    """后台任务: one long piece of work on behalf of one person in one post."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=60)
    label = models.CharField("名称", max_length=120)
    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    path = PathField(null=True)
    account_id = models.BigIntegerField("办理人")
    post_id = models.BigIntegerField("身份")
    state = models.CharField("状态", max_length=10, choices=STATES, default="waiting")
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    checkpoint = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    done = models.BigIntegerField("已办", default=0)
    total = models.BigIntegerField("共", default=0)
    message = models.CharField("进度", max_length=200, blank=True)
    counts = models.JSONField(default=list)
    error = models.CharField("原因", max_length=500, blank=True)
    stop_requested = models.BooleanField(default=False)
    slot = models.DateTimeField("应办时间", null=True)  # of regular work: the moment this one stands for
    created_at = models.DateTimeField("建立时间", db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[JobManager[Job]] = JobManager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        indexes = [models.Index(fields=["account_id", "-created_at"], name="jobs_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slot"],
                name="jobs_once_per_slot",
                violation_error_message="这个时间的任务已经有了",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def percent(self) -> int:
        return 100 if self.state == "done" else int(100 * self.done / self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed", "stopped"}
