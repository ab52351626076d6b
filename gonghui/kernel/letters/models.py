"""The box."""

from __future__ import annotations

from django.db import models

from gonghui.kernel.ids import new_id
from gonghui.kernel.secrets.fields import SealedField


class Letter(models.Model):
    """来件: what somebody signed in, or a guest, put in, sealed, until the program has taken it in.

    The database takes one only from the person it is about, or about nobody known (``subject_id`` None) under a
    ``receipt`` (keyed hash of what the guest was shown), and shows them to the program alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_id = models.UUIDField("本人", null=True, blank=True)
    receipt = models.BinaryField("凭证", max_length=16, null=True, unique=True, editable=False)
    kind = models.CharField("哪一种", max_length=30)
    content = SealedField("内容")
    at = models.DateTimeField("交来时间")
    taken_at = models.DateTimeField("收进时间", null=True, blank=True)
    fault = models.CharField("没有收进的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "来件"
        indexes = [
            models.Index(fields=["subject_id", "-at"], name="letters_of"),
            models.Index(fields=["at"], name="letters_waiting", condition=models.Q(taken_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_id=None, receipt__isnull=False)
                | models.Q(subject_id__isnull=False, receipt=None),
                name="letters_of_one_or_by_receipt",
                violation_error_message="来件要么是本人的，要么凭凭证",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
