"""Phones that work without network, and what has come from them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.sync.catalogue import CONFLICT, REFUSED, TAKEN
from gonghui.kernel.units.models import Unit

STATES = [(TAKEN, "已收下"), (CONFLICT, "两人都改了，等人核对"), (REFUSED, "没收下")]


class DeviceQuerySet(ScopedQuerySet["Device"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own phones, and those of the posts in reach."""
        own = Q(account_id=actor.account_id)
        if not actor.hi or actor.tree != "leadership":
            return self.filter(own)
        return self.filter(own | Q(path__gte=actor.lo, path__lt=actor.hi))


DeviceManager = models.Manager.from_queryset(DeviceQuerySet)


class Device(ScopedModel):
    """手机: one phone, used by one person in one post. Its id was made on it and is known to nobody else.

    ``clock_ahead``: seconds by which its clock was ahead when it last called.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    account_id = models.BigIntegerField("使用人账号")
    account_name = models.CharField("使用人", max_length=60)
    post_id = models.BigIntegerField("身份")
    role_label = models.CharField("身份名称", max_length=60)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    kind = models.CharField("机型", max_length=60)
    first_seen_at = models.DateTimeField("第一次联系")
    last_seen_at = models.DateTimeField("最近一次联系")
    expires_at = models.DateTimeField("资料到期")
    clock_ahead = models.IntegerField("时钟快多少秒", default=0)
    wipe_asked_at = models.DateTimeField("要求清除", null=True, blank=True)
    wiped_at = models.DateTimeField("已清除", null=True, blank=True)

    objects: ClassVar[DeviceManager[Device]] = DeviceManager()

    class Meta:
        verbose_name = verbose_name_plural = "手机"
        indexes = [models.Index(fields=["account_id", "-last_seen_at"], name="sync_devices_of")]

    def __str__(self) -> str:
        return self.kind


class ArrivalQuerySet(ScopedQuerySet["Arrival"]):
    def visible_to(self, actor: Actor) -> Self:
        """What one sent oneself; what became of it is seen where it went."""
        return self.filter(account_id=actor.account_id)


ArrivalManager = models.Manager.from_queryset(ArrivalQuerySet)


class Arrival(ScopedModel):
    """来件: one record that came from a phone, under the id made there, and what became of it.

    ``content`` is kept, encrypted, only of what was refused, until its sender has dealt with it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+", verbose_name="手机")
    account_id = models.BigIntegerField("交来的人")
    kind = models.CharField("种类", max_length=60)
    state = models.CharField("状态", max_length=10, choices=STATES)
    text = models.CharField("说明", max_length=300)
    subject = models.CharField("关于", max_length=80, blank=True)
    version = models.IntegerField("版本", default=0)
    content = SealedField("内容")
    made_at = models.DateTimeField("写下时间")
    received_at = models.DateTimeField("收到时间")

    objects: ClassVar[ArrivalManager[Arrival]] = ArrivalManager()

    class Meta:
        verbose_name = verbose_name_plural = "来件"
        indexes = [models.Index(fields=["account_id", "-received_at"], name="sync_arrivals_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_state_display()}"


class PhotoQuerySet(ScopedQuerySet["Photo"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(account_id=actor.account_id)


PhotoManager = models.Manager.from_queryset(PhotoQuerySet)


class Photo(ScopedModel):
    """来件照片: a photo that came ahead of the record it belongs to, under the id made on the phone."""

    id = models.UUIDField(primary_key=True, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+", verbose_name="手机")
    account_id = models.BigIntegerField("交来的人")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    received_at = models.DateTimeField("收到时间")

    objects: ClassVar[PhotoManager[Photo]] = PhotoManager()

    class Meta:
        verbose_name = verbose_name_plural = "来件照片"

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d}"
