"""What somebody may ask about what is kept of them (PIPL 44-50), and in which words."""

from __future__ import annotations

from datetime import date
from typing import Any

KINDS = [
    ("correct", "更正、补充"),
    ("copy", "复制、转移"),
    ("delete", "删除"),
    ("withdraw", "撤回同意"),
    ("close", "注销登录"),
    ("explain", "说明怎么处理的"),
]
MEANING = {
    "correct": "登记错了、变了、缺了的，请工会改。",
    "copy": "要一份盖章的，或转给您指定的地方。自己下载不用申请，在“我的信息”里就能下载。",
    "delete": "不该收的、用不着了的，请工会删。是会员期间，认定会籍必需的删不了；按规定要存档的，存而不用。",
    "withdraw": "撤回以后不再那样用；撤回以前用过的仍然有效。撤回处理证件号码的同意，会籍就没法保留。",
    "close": "注销以后不能再用验证码登录这里；会籍不受影响。",
    "explain": "想知道为什么收、给谁看过、怎么用的，请工会说明。",
}
FIELDS = [
    ("name", "姓名"),
    ("mobile", "手机号"),
    ("workplace", "工作单位"),
    ("job", "工种"),
    ("home_address", "家庭住址"),
]
OTHER = ("", "别的（写在下面）")
LONGEST = {"name": 60, "mobile": 30, "workplace": 120, "job": 60, "home_address": 120}
MOST_OPEN = 10  # requests of one person at a time


def carried_out(record: Any, answers: dict[str, Any], today: date) -> None:
    """The answer is what the person reads."""
    record.answer = answers["answer"]
