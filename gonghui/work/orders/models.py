"""What members order from the menu."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from gonghui.kernel.process.models import WorkRecord
from gonghui.registers.services.models import Service


class Order(WorkRecord):
    """点单: one member orders one service. ``letter``: what they put in, so that it is taken in once. ``came``: whether
    they came, once it is over. ``stars``: their judgement, 1 to 5.
    """

    process_key: ClassVar[str] = "order"

    service: models.ForeignKey[Any, Any] = models.ForeignKey(
        Service, models.PROTECT, related_name="+", verbose_name="服务"
    )
    person_id = models.UUIDField("谁点的", editable=False)  # whose file may become part of another
    name = models.CharField("姓名", max_length=60)
    wish = models.CharField("希望什么时候", max_length=60, blank=True)
    words = models.CharField("补充说明", max_length=200, blank=True)
    served_on = models.DateField("约在哪天", null=True, blank=True)
    hours = models.CharField("几点、在哪里", max_length=120, blank=True)
    supplier = models.CharField("谁去服务", max_length=60, blank=True)
    came = models.BooleanField("来了没有", null=True, blank=True)
    stars = models.PositiveSmallIntegerField("评价", null=True, blank=True)
    judged = models.CharField("评语", max_length=300, blank=True)
    judged_on = models.DateField("评价日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "点单"
        indexes = [
            models.Index(fields=["service", "stars"], name="orders_of_service"),
            models.Index(fields=["person_id"], name="orders_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__range=(1, 5), came=True, judged_on__isnull=False),
                name="orders_judged_who_came",
                violation_error_message="只有享受过的才能评价，1 到 5 分",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.service_id}"
