"""What the ledger of dues answers for: money in, in yuan to the fen."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import F, Q

from gonghui.kernel.indicators.definition import AfterMonths, Measure, NextYear, Source, indicator
from gonghui.registers.dues.models import Receipt
from gonghui.registers.dues.rules import KINDS
from gonghui.registers.unions.indicators import BASES

WATCHES = ("dues_receipt.unit_id", "unions_union.unit_id")
RULE = "工会经费收缴有关规定"


def told(row: Receipt) -> str:
    return f"{row.paid_on} {row.get_kind_display()} {row.period} {row.amount:,} 元"


YEAR = Source(
    "dues",
    Receipt,
    "本年到账的款",
    "paid_on",
    NextYear(F("paid_on")),
    watches=WATCHES,
    told=told,
    permission="dues.read",
)
EVER = replace(YEAR, key="dues.ever", label="到账的款", until=None)
PAID = Source(
    "dues.paid",
    Receipt,
    "十二个月以内到账的款",
    "paid_on",
    AfterMonths(F("paid_on"), 12),
    Q(unit__union__level="base"),
    watches=WATCHES,
    told=told,
    permission="dues.read",
)

for _kind, _label in KINDS:
    indicator(
        f"dues.{_kind}",
        f"本年{_label}",
        "元",
        Measure(f"dues.{_kind}", YEAR, Q(kind=_kind), amount="amount", scale=100),
        f"当年到账的{_label}",
        RULE,
        words=(f"收{_label}",),
    )
    indicator(
        f"dues.flow_{_kind}", f"{_label}（累计）", "元", Measure(f"dues.flow_{_kind}", EVER, Q(kind=_kind), amount="amount", scale=100),
        f"到当日为止到账的{_label}", RULE, flow=True,
    )  # fmt: skip
indicator(
    "dues.all",
    "本年收款合计",
    "元",
    Measure("dues.all", YEAR, amount="amount", scale=100),
    "当年到账的各种款项",
    RULE,
    parts=tuple(f"dues.{kind}" for kind, _ in KINDS),
)
indicator(
    "dues.levy_rate",
    "有拨缴经费的基层工会占比",
    "%",
    Measure("dues.levied", PAID, Q(kind="levy"), once=True),
    "十二个月以内有拨缴经费到账的基层工会，占基层工会",
    RULE,
    denominator=BASES,
    words=("经费拨缴面",),
)
