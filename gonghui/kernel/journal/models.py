"""What happened: append-only, sealed in batches into a chain of hashes."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from gonghui.kernel.reach.actor import Actor


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, actor: Actor) -> Self:
        """Entries about units inside the reach, and the actor's own deeds."""
        if not actor.hi:
            return self.filter(account_id=actor.account_id)
        within = models.Q(unit_id__in=_units_within(actor))
        return self.filter(within | models.Q(account_id=actor.account_id))


EntryManager = models.Manager.from_queryset(EntryQuerySet)


class Entry(models.Model):
    """日志: one act, written in the transaction of the change it records."""

    at = models.DateTimeField("时间", db_default=Now())
    account_id = models.BigIntegerField("操作人编号")
    actor_name = models.CharField("操作人", max_length=60)
    role = models.CharField("身份", max_length=40, blank=True)
    unit_id = models.BigIntegerField("有关单位", null=True)
    verb = models.CharField("事项", max_length=80)
    subject = models.CharField("对象", max_length=120, db_index=True)
    detail = models.JSONField("内容", default=dict, encoder=DjangoJSONEncoder)

    objects: ClassVar[EntryManager[Entry]] = EntryManager()

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        indexes = [models.Index(fields=["unit_id", "-id"], name="journal_by_unit")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor_name} {self.verb} {self.subject}"


class Seal(models.Model):
    """日志封签: entries ``first``…``last`` (inclusive) were exactly these; ``head`` chains to the seal before."""

    first = models.BigIntegerField("起")
    last = models.BigIntegerField("止")
    count = models.IntegerField("条数")
    leaves = models.BinaryField("逐条摘要")  # per entry: its number (8 bytes), then 8 bytes of its hash
    digest = models.CharField("内容摘要", max_length=64)
    head = models.CharField("链头", max_length=64)
    at = models.DateTimeField("时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "日志封签"

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


def _units_within(actor: Actor) -> Any:
    from django.apps import apps  # the journal lies below units; the model is found, not imported

    unit = apps.get_model("units", "Unit")
    return unit._default_manager.visible_to(actor).values("pk")
