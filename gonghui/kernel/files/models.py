"""Uploads and made files: encrypted on disk, handed out only through an authorised view."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.units.models import Unit


class StoredFileQuerySet(ScopedQuerySet["StoredFile"]):
    def visible_to(self, actor: Actor) -> Self:
        """Along the leadership tree: inside the reach. Along another: what was kept for the post's own unit."""
        if actor.tree == "leadership":
            return super().visible_to(actor)
        return self.filter(unit_id=actor.unit_id, account_id=actor.account_id)


StoredFileManager = models.Manager.from_queryset(StoredFileQuerySet)


class StoredFile(ScopedModel):
    """文件: what somebody uploaded, or the program made for them; its bytes lie encrypted in the data folder."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    account_id = models.BigIntegerField("上传人")
    name = models.CharField("文件名", max_length=200)
    purpose = models.CharField("用途", max_length=40)
    media_type = models.CharField("类型", max_length=100)
    size = models.BigIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    at = models.DateTimeField("时间", db_default=Now())

    objects: ClassVar[StoredFileManager[StoredFile]] = StoredFileManager()

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        indexes = [models.Index(fields=["account_id", "-at"], name="files_of_account")]

    def __str__(self) -> str:
        return self.name
