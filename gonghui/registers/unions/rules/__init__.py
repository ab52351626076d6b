"""What kinds, levels and states a union has (domain.md §1.1, §1.4)."""

from __future__ import annotations

KINDS = [
    ("federation", "地方总工会"),
    ("town", "乡镇（街道）总工会"),
    ("town_federation", "乡镇（街道）工会联合会"),
    ("town_committee", "乡镇（街道）工会委员会"),
    ("zone", "开发区（园区）工会"),
    ("village", "村（社区）工会"),
    ("area_federation", "区域性工会联合会"),
    ("industry_federation", "行业性工会联合会"),
    ("single", "独立基层工会"),
    ("joint", "联合基层工会"),
    ("flexible", "灵活就业人员联合工会"),
    ("branch", "分会"),
    ("group", "工会小组"),
]
LEVELS = [
    ("nation", "全国"),
    ("province", "省级"),
    ("city", "市级"),
    ("county", "县级"),
    ("town", "乡镇级"),
    ("village", "村级"),
    ("base", "基层"),
    ("sub", "基层以下"),
]
STATES = [
    ("preparing", "筹建中"),
    ("established", "已建会"),
    ("legal_person", "已登记法人"),
    ("suspended", "空壳待整改"),
    ("merged", "已并入"),
    ("dissolved", "已撤销"),
]
FEDERATION_KINDS = [
    ("area_federation", "区域性工会联合会"),
    ("industry_federation", "行业性工会联合会"),
]
BASE_KINDS = frozenset(
    {"single", "joint", "flexible"}
)  # those whose members are people: what a federation is made of
AREA_KINDS = (
    "federation",
    "town",
    "town_federation",
    "town_committee",
    "zone",
)  # of a place, not of an employer
SUB_KINDS = [("branch", "分会"), ("group", "工会小组")]
MEMBER_KINDS = frozenset({"single", "joint", "flexible", "village", "industry_federation", "town", "zone"})
EMPLOYER_SIDE_KINDS = frozenset({"single", "branch", "group"})


def state_tone(state: str) -> str:
    """How a state is shown (ux.md §5.7)."""
    return {"preparing": "info", "established": "ok", "legal_person": "ok", "suspended": "err"}.get(
        state, "mute"
    )


def takes_members(kind: str) -> bool:
    """Whether people can belong to this kind of union directly."""
    return kind in MEMBER_KINDS
