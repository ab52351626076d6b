"""会议与活动: what a union does together, as it is written down (domain.md §3.1, §6)."""

from __future__ import annotations

KINDS = [
    ("congress", "会员（代表）大会"),
    ("workers", "职工（代表）大会"),
    ("committee", "委员会会议"),
    ("audit", "经审会会议"),
    ("women", "女职工委员会会议"),
    ("group", "分会、小组会"),
    ("training", "学习培训"),
    ("culture", "文体活动"),
    ("comfort", "慰问、走访"),
    ("other", "其他活动"),
]
MEETINGS = ("congress", "workers", "committee", "audit", "women", "group")  # the others are activities
