"""What is particular to founding a union: its organisers and its size (domain.md §2.1). Pure.

Who may be elected and when an election counts is the same for every election: ``registers/unions/rules/elections.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gonghui.registers.unions.rules.elections import (
    COMMITTEE,
    POSTS,
    Assembly,
    Candidate,
    Numbers,
    assembly_faults,
    candidate_faults,
    elected,
    lines_of,
    read_candidates,
    read_votes,
    seats_for,
    shown_long_enough,
)
from gonghui.registers.unions.rules.wording import YEARS, result_words

__all__ = [
    "COMMITTEE",
    "POSTS",
    "YEARS",
    "Assembly",
    "Candidate",
    "Numbers",
    "assembly_faults",
    "candidate_faults",
    "elected",
    "read_candidates",
    "read_votes",
    "result_words",
    "seats_for",
    "shown_long_enough",
]

FORMS = [("single", "单独建会"), ("joint", "联合建会")]
WILLING = [("yes", "愿意建会"), ("persuade", "还要再做工作"), ("no", "现在不愿意")]
GROUP_SIZE = (3, 5)
SHOTS = [
    ("request", "成立工会的请示", "盖了章的，单位和筹备组的名字要清楚"),
    ("organisers", "筹备组成员名单", "3 到 5 人，写明谁是组长"),
    ("applications", "入会申请书、花名册", "本人签了名的；多页一张一张拍"),
    ("method", "选举办法", "大会通过的，或草案"),
    ("publicity", "候选人公示", "贴出来的样子，日期要拍到"),
    ("report", "选举结果报告", "大会盖章或签字的"),
]  # the papers of a founding that exist on paper alone (domain.md §2.1), in the order they come about


@dataclass(frozen=True)
class Organiser:
    """筹备组成员."""

    name: str
    sex: str
    job: str
    leads: bool


def read_group(text: str) -> list[Organiser]:
    """One person a line: name, sex, job, and 组长 for who leads."""
    return [_organiser(number, words) for number, words in lines_of(text)]


def _organiser(number: int, words: list[str]) -> Organiser:
    if len(words) < 3 or words[1] not in ("男", "女"):
        raise ValueError(
            f"第 {number} 行要写成“姓名 性别 职务”，组长在后面写“组长”，例如：张三 男 车间主任 组长"
        )
    return Organiser(words[0], words[1], words[2], "组长" in words[3:])


def group_faults(group: Sequence[Organiser]) -> list[str]:
    """筹备组: three to five people, one of them leads."""
    faults = []
    if not GROUP_SIZE[0] <= len(group) <= GROUP_SIZE[1]:
        faults.append(f"筹备组要 3 到 5 人，现在是 {len(group)} 人")
    if sum(one.leads for one in group) != 1:
        faults.append("筹备组要有一名组长，在那一行后面写“组长”")
    if len({one.name for one in group}) != len(group):
        faults.append("筹备组里有人写了两次")
    return faults


def size_faults(form: str, members: int, numbers: Numbers) -> list[str]:
    """A union of its own from the legal number of members on; below, together with others."""
    if form == "single" and members < numbers.min_members:
        return [
            f"名册里有 {members} 人，单独建会要 {numbers.min_members} 人以上；可以再发动职工入会，或改为联合建会"
        ]
    return []


def term_until(since: date, years: int) -> date:
    """The last day of a term: the same day, so many years on."""
    if (since.month, since.day) == (2, 29):
        return date(since.year + years, 2, 28)
    return since.replace(year=since.year + years)


def base_of(name: str) -> str:
    """The union's name without 委员会, to which 第一届委员会 or 筹备组 is added."""
    return name.removesuffix("委员会")
