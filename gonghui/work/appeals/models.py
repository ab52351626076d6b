"""What a worker told the union, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gonghui.kernel.process.models import WorkRecord
from gonghui.kernel.secrets.fields import SealedField
from gonghui.work.appeals import rules


class Appeal(WorkRecord):
    """职工诉求: brought by whoever met the worker, or by the worker on their own phone, as a member (``person_id``) or under
    a ``receipt``. Who it was, where they work and what they told lie sealed; ``answer`` is what the worker is told.
    """

    process_key: ClassVar[str] = "appeal"

    kind = models.CharField("哪一类", max_length=10, choices=rules.KINDS)
    urgent = models.BooleanField("很急", default=False)
    told_on = models.DateField("哪天说的")
    name = SealedField("姓名")
    mobile = SealedField("手机")
    workplace = SealedField("在哪里干活")
    story = SealedField("什么事")
    person_id = models.UUIDField("哪个会员说的", null=True, editable=False)
    receipt = models.BinaryField("凭证", max_length=16, null=True, unique=True, editable=False)
    answer = models.CharField("答复", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "职工诉求"
        indexes = [models.Index(fields=["person_id"], name="appeals_of_person")]

    def __str__(self) -> str:
        return str(self.get_kind_display())
