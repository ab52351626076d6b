"""What orders of services answer for (domain.md §10.2: satisfied of those who judged)."""

from __future__ import annotations

from django.db.models import F, Q
from django.urls import reverse

from gonghui.kernel.indicators.definition import Measure, NextYear, Source, indicator
from gonghui.work.orders.models import Order
from gonghui.work.orders.rules import STARS

RULE = "点单服务：享受过的会员评一次，五档"
GOOD = 4  # 很满意 and 满意
WATCHES = ("orders_order.unit_id",)
JUDGED = Q(stars__isnull=False)


def told(row: Order) -> str:
    """What was said of which service; never by whom."""
    return f"{row.judged_on} {row.service.title}：{dict(STARS)[str(row.stars)]}"


def page(row: Order) -> str:
    return reverse("matter", args=[row.item_id])


def _source(key: str, label: str, until: object) -> Source:
    return Source(
        key, Order, label, "judged_on", until, JUDGED, watches=WATCHES, related=("service",), told=told, url=page,
        permission="orders.read",
    )  # fmt: skip


YEAR = _source("orders.judged", "本年的服务评价", NextYear(F("judged_on")))
EVER = _source("orders.ever_judged", "服务评价", None)
ALL = Measure("orders.judged", YEAR)
EVERY = Measure("orders.flow_judged", EVER)

indicator(
    "orders.judged", "本年收到的服务评价", "次", ALL, "当年会员对点单服务的评价，一次服务最多一次", RULE, words=("服务评价",)
)  # fmt: skip
indicator(
    "orders.satisfied_rate", "服务满意率", "%", Measure("orders.satisfied", YEAR, Q(stars__gte=GOOD)),
    "当年评价里很满意和满意的，占当年的评价；没有评的不算", RULE, denominator=ALL, words=("服务满意率",),
)  # fmt: skip
indicator(
    "orders.flow_satisfied_rate", "服务满意率（累计）", "%", Measure("orders.flow_satisfied", EVER, Q(stars__gte=GOOD)),
    "到当日为止的评价里很满意和满意的，占全部评价", RULE, denominator=EVERY, flow=True,
)  # fmt: skip
