"""Pairs of rows that may be the same, what was decided, and everything needed to take a merge back."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.units.models import Unit

OPEN, MERGED, NOT_SAME = "open", "merged", "not_same"
STATES = [(OPEN, "待核对"), (MERGED, "已合并"), (NOT_SAME, "不是同一个")]
M = TypeVar("M", bound=models.Model)


def _unit() -> Any:
    return models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )


class TwoPlacesQuerySet(ScopedQuerySet[M]):
    def visible_to(self, actor: Actor) -> Self:
        """Both sides in reach; what lies across is decided by whoever reaches both."""
        if actor.tree != "leadership" or not actor.hi:
            return self.none()
        left = Q(left_path__gte=actor.lo, left_path__lt=actor.hi)
        return self.filter(left, right_path__gte=actor.lo, right_path__lt=actor.hi)


PairManager: Any = models.Manager.from_queryset(TwoPlacesQuerySet)


class Pair(ScopedModel):
    """疑似重复: two rows of one kind that may be the same. Proposed once; what was decided stays decided.

    ``evidence``: [[field, what was seen, weight in bits]], and no value of either row.
    """

    scope: ClassVar[dict[str, str]] = {"leadership": "left_path"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=40)
    left_id = models.UUIDField("一边")
    right_id = models.UUIDField("另一边")
    left_unit = _unit()
    left_path = PathField()
    right_unit = _unit()
    right_path = PathField()
    score = models.FloatField("把握")
    how = models.CharField(
        "怎么发现的", max_length=10, choices=[("exact", "证件相同"), ("likely", "各项相似")]
    )
    evidence: models.JSONField[Any, Any] = models.JSONField("依据", default=list)
    state = models.CharField("状态", max_length=10, choices=STATES, default=OPEN)
    found_at = models.DateTimeField("发现时间")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.CharField("决定人", max_length=60, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)

    objects: ClassVar[Any] = PairManager()

    class Meta:
        verbose_name = verbose_name_plural = "疑似重复"
        indexes = [models.Index(fields=["kind", "state", "-score"], name="linkage_to_decide")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "left_id", "right_id"],
                name="linkage_pair_once",
                violation_error_message="这一对已经提出过",
            ),
            models.CheckConstraint(condition=Q(left_id__lt=F("right_id")), name="linkage_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.score:.2f}"


class Merge(ScopedModel):
    """合并: ``lost`` became part of ``kept``. ``row``: the lost row as it was, as the database itself writes it
    (secret columns stay ciphers); ``moved``: {"app.Model.field": [keys]}, what was pointed anew.
    """

    scope: ClassVar[dict[str, str]] = {"leadership": "left_path"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="merges", verbose_name="疑似重复")
    kept = models.UUIDField("留下的")
    lost = models.UUIDField("并入的")
    left_unit = _unit()
    left_path = PathField()
    right_unit = _unit()
    right_path = PathField()
    row: models.JSONField[Any, Any] = models.JSONField("原来的样子")
    moved: models.JSONField[Any, Any] = models.JSONField("改指的记录")
    at = models.DateTimeField("合并时间")
    by = models.CharField("合并人", max_length=60)
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects: ClassVar[Any] = PairManager()

    class Meta:
        verbose_name = verbose_name_plural = "合并"
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(undone_at=None), name="linkage_merged_once",
                violation_error_message="这一对已经合并",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.lost} → {self.kept}"


class Estimate(models.Model):
    """重新估计: a model of likeness as it was estimated on a day from so many decisions; the newest one used is the one
    that compares. ``former``, ``quality``: of the model before and of this one on the kept check set.
    """

    kind = models.CharField("哪个模型", max_length=40)
    at = models.DateTimeField("时间")
    answers = models.PositiveIntegerField("依据的认定")
    former = models.FloatField("原来的检验分")
    quality = models.FloatField("新的检验分")
    used = models.BooleanField("启用")
    settings: models.JSONField[Any, Any] = models.JSONField("模型")

    class Meta:
        verbose_name = verbose_name_plural = "模型估计"
        indexes = [models.Index(fields=["kind", "-at"], name="linkage_estimates")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F}"
