"""换届、延期换届、补选: what is known of one election, or of one term put off."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from gonghui.kernel.process.models import WorkRecord
from gonghui.work.terms import rules


class Election(WorkRecord):
    """Base of an election: who was put forward and shown, what the assembly counted, what came back from above."""

    candidates = models.TextField("候选人", max_length=8000, blank=True)
    notice_on = models.DateField("公示日期", null=True, blank=True)
    held_on = models.DateField("大会日期", null=True, blank=True)
    should_attend = models.PositiveIntegerField("应到人数", default=0)
    attended = models.PositiveIntegerField("实到人数", default=0)
    issued = models.PositiveIntegerField("发出选票", default=0)
    returned = models.PositiveIntegerField("收回选票", default=0)
    votes = models.TextField("得票", max_length=8000, blank=True)
    elected: models.JSONField[Any, Any] = models.JSONField(
        "当选", default=list, blank=True
    )  # [name, sex, post]
    approval_number = models.CharField("批复文号", max_length=60, blank=True)
    approval_on = models.DateField("批复日期", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(approval_on=None) | Q(approval_on__gte=F("held_on")),
                name="%(class)s_approved_after",
                violation_error_message="批复日期不能早于选举大会，不能倒签",
            ),
        ]


class Reelection(Election):
    """换届事项: the term that ends, and the way to the next one. ``alerted_on``: the day of the last alert told."""

    process_key: ClassVar[str] = "reelection"

    term_since = models.DateField("本届起", null=True, blank=True)
    term_until = models.DateField("本届止", null=True, blank=True)
    alerted_on = models.DateField("已提醒", null=True, blank=True)
    request_on = models.DateField("请示日期", null=True, blank=True)
    planned_on = models.DateField("拟开会日期", null=True, blank=True)
    hold_number = models.CharField("同意召开的文号", max_length=60, blank=True)
    hold_on = models.DateField("同意召开日期", null=True, blank=True)
    members = models.PositiveIntegerField("会员数", default=0)
    women_members = models.PositiveIntegerField("女会员数", default=0)
    seats = models.PositiveSmallIntegerField("委员名额", default=0)
    cleared_on = models.DateField("候选人审核日期", null=True, blank=True)
    term_years = models.PositiveSmallIntegerField("任期（年）", default=0)

    class Meta(Election.Meta):
        verbose_name = verbose_name_plural = "换届事项"

    def __str__(self) -> str:
        return f"{self.item.unit_name}换届"


class Extension(WorkRecord):
    """延期换届: a term put off once; ``term_until`` is the day it would have ended, ``until`` the new one."""

    process_key: ClassVar[str] = "term_extension"

    term_until = models.DateField("原届满日期", null=True, blank=True)
    months = models.PositiveSmallIntegerField("延期（月）", default=0)
    reason = models.TextField("原因", max_length=1000, blank=True)
    request_on = models.DateField("申请日期", null=True, blank=True)
    until = models.DateField("延到", null=True, blank=True)
    approval_number = models.CharField("批复文号", max_length=60, blank=True)
    approval_on = models.DateField("批复日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "延期换届事项"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "term_until"],
                condition=~Q(until=None),
                name="terms_extended_once",
                violation_error_message="本届已经延过一次，不能再延",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | (Q(until__gt=F("term_until")) & ~Q(approval_number="")),
                name="terms_extended_by_reply",
                violation_error_message="没有批复，不能延期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.unit_name}延期换届"


class ByElection(Election):
    """补选事项: one post of chair or vice-chair that fell vacant within a term."""

    process_key: ClassVar[str] = "byelection"

    post = models.CharField("职务", max_length=20, choices=rules.BY_ELECTED)
    vacated_on = models.DateField("出缺日期")
    why = models.CharField("出缺原因", max_length=200, blank=True)

    class Meta(Election.Meta):
        verbose_name = verbose_name_plural = "补选事项"

    def __str__(self) -> str:
        return f"{self.item.unit_name}补选{self.get_post_display()}"
