"""会费与经费: money that came in for a union, as it is written down (domain.md §5.1)."""

from __future__ import annotations

KINDS = [
    ("dues", "会费"),
    ("levy", "拨缴经费"),
    ("refund", "返还经费"),
    ("grant", "上级补助"),
    ("other", "其他收入"),
]
PAID = ("dues", "levy")  # what members and employers pay; the rest comes from above
