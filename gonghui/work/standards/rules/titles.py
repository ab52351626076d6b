"""模范职工之家、模范职工小家: titles by level (domain.md §3.3), lowest first. Pure."""

from __future__ import annotations

HOME, SMALL_HOME = "home", "small_home"
KINDS = [(HOME, "模范职工之家"), (SMALL_HOME, "模范职工小家")]
LABELS = dict(KINDS)
LEVELS = [("county", "县级"), ("city", "市级"), ("province", "省级"), ("nation", "全国")]
LEVEL_LABELS = dict(LEVELS)
RANK = {level: rank for rank, (level, _) in enumerate(LEVELS, 1)}
FIRST_YEAR = 1950  # the first 职工之家 are of the years after


def below(level: str) -> str:
    """The next lower level; "" of the lowest."""
    return next((one for one, rank in RANK.items() if rank == RANK[level] - 1), "")


def title_words(kind: str, level: str) -> str:
    """全国模范职工之家, 县级模范职工小家."""
    return f"{LEVEL_LABELS[level]}{LABELS[kind]}"


def unfit(kind: str, union_kind: str, union_level: str) -> str:
    """Why a union of this kind cannot have such a title; "" where it can."""
    is_sub = union_kind in ("branch", "group") or union_level == "sub"
    if kind == SMALL_HOME and not is_sub:
        return "模范职工小家评的是分会、小组，请选分会或小组"
    if kind == HOME and is_sub:
        return "分会、小组评的是模范职工小家"
    if kind == HOME and union_kind == "federation":
        return "地方总工会不评模范职工之家"
    return ""
