"""What a worker may bring to the union, and how it is read. No database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gonghui.kernel.identifiers import mobile as mobiles

KINDS = [
    ("wage", "欠薪、少发工资"),
    ("injury", "工伤、职业病"),
    ("dismissal", "辞退、不签合同"),
    ("hours", "加班、休息休假"),
    ("insurance", "社保、公积金"),
    ("safety", "安全隐患"),
    ("hardship", "生活困难"),
    ("union", "对工会的服务不满意"),
    ("advice", "给工会提建议"),
    ("other", "其他"),
]
ABOUT_UNION = "union"  # answered by the office above the one it is about
HOTLINE = "12351"  # 职工维权服务热线, the same number in the whole country
LONGEST = {"name": 60, "workplace": 120, "story": 2_000}
LABELS = {"name": "姓名", "workplace": "在哪里干活", "story": "什么事"}
ANONYMOUS = "没有留姓名"


@dataclass(frozen=True)
class Told:
    """What a worker told. ``name`` and ``mobile`` may be empty: nobody has to say who they are."""

    kind: str
    story: str
    told_on: date
    name: str = ""
    mobile: str = ""
    workplace: str = ""
    urgent: bool = False


def read(content: dict[str, Any], made_on: date, today: date) -> Told:
    """From what was written down; ``ValueError``: a sentence for who wrote it."""
    kind = str(content.get("kind") or "")
    if kind not in dict(KINDS):
        raise ValueError("请选是哪一类事")
    said = {name: _text(content.get(name), name) for name in LONGEST}
    if len(said["story"]) < 4:
        raise ValueError("请写清楚是什么事，至少 4 个字")
    mobile = _text(content.get("mobile"), "mobile")
    told_on = _day(content.get("told_on"), made_on, today)
    return Told(
        kind, said["story"], told_on, said["name"], mobiles.clean(mobile) if mobile else "", said["workplace"],
        content.get("urgent") is True,
    )  # fmt: skip


def _text(value: Any, name: str) -> str:
    """One line of text, or several for the story, without what no column could hold."""
    plain = str(value or "").replace("\x00", "").encode("utf-8", "replace").decode()
    text = plain.strip() if name == "story" else " ".join(plain.split())
    if len(text) > (most := LONGEST.get(name, 60)):
        raise ValueError(f"{LABELS.get(name, '手机号')}最多 {most} 个字，您填了 {len(text)} 个")
    return text


def _day(value: Any, made_on: date, today: date) -> date:
    try:
        on = date.fromisoformat(str(value)) if value else made_on
    except ValueError:
        raise ValueError("日期读不出来，请填成 2026-03-05 这样") from None
    if on > today:
        raise ValueError(f"日期 {on:%Y-%m-%d} 还没到")
    return on
