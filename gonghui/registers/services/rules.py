"""服务菜单: which needs a union's services answer, and when one stands on the menu (domain.md §8.3)."""

from __future__ import annotations

from datetime import date

NEEDS = [
    ("rights", "维权、法律"),
    ("health", "体检、健康"),
    ("heart", "心理关怀"),
    ("skills", "学技能、考证"),
    ("jobs", "找工作"),
    ("culture", "文体活动"),
    ("children", "托管、助学"),
    ("matching", "交友联谊"),
    ("hardship", "困难帮扶"),
    ("living", "理发、维修等便民"),
    ("other", "其他"),
]
OPEN_TO = [("all", "所有职工"), ("members", "会员")]
STATES = [("now", "正在提供"), ("soon", "还没开始"), ("over", "已结束")]


def state(since: date, until: date, today: date) -> str:
    return "soon" if today < since else "over" if today > until else "now"
