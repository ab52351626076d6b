"""What is particular to founding a federation: its members are unions, and its committee is made of their leaders
and a share of others (domain.md §1.1, 《中国工会章程》第十二条). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gonghui.registers.unions.rules.elections import (
    COMMITTEE,
    DIVIDERS,
    Candidate,
    Numbers,
    lines_of,
    list_faults,
    read_candidates,
)

WORD = "工会联合会"
OTHER = "其他"


@dataclass(frozen=True)
class Proposed:
    """A candidate and the member union they come from; "" for one of the other representatives."""

    candidate: Candidate
    union: str


def name_faults(name: str) -> list[str]:
    """A federation is called 工会联合会, and not 联合工会, which is one base union of several employers."""
    return [] if WORD in name else [f"名称里要有“{WORD}”；几家单位合建一个工会的叫联合工会，用“发起建会”办"]


def joining_faults(names: Sequence[str], least: int) -> list[str]:
    faults = ["加入的工会里有重复的"] if len(set(names)) != len(names) else []
    if len(names) < least:
        faults.append(f"成立联合会至少要 {least} 家工会，现在是 {len(names)} 家")
    return faults


def read_delegates(text: str, names: Iterable[str]) -> dict[str, int]:
    """How many delegates each member union sends: name, number. ``ValueError`` says what is wrong."""
    wanted = list(names)
    found: dict[str, int] = {}
    for number, words in lines_of(text):
        name, count = "".join(words[:-1]), words[-1]
        if not name or not count.isdecimal() or not 1 <= int(count) < 1_000:
            raise ValueError(f"代表名额第 {number} 行要写成“工会名称 人数”，例如：{wanted[0]} 3")
        if name not in wanted:
            raise ValueError(f"代表名额第 {number} 行：“{name}”不在加入的工会里，名称要写全")
        if name in found:
            raise ValueError(f"代表名额里{name}写了两次")
        found[name] = int(count)
    if missing := [name for name in wanted if name not in found]:
        raise ValueError(
            f"没有写{'、'.join(missing[:3])}{'等' if len(missing) > 3 else ''}的代表名额，每家至少一名"
        )
    return found


def read_proposed(text: str, names: Iterable[str]) -> list[Proposed]:
    """One person a line: name, sex, post, member union or 其他. ``ValueError`` names the line."""
    known = {*names, OTHER}
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = [word for word in DIVIDERS.split(line.strip()) if word]
        if not words:
            continue
        at = next((place for place, word in enumerate(words) if place > 2 and word in known), 0)
        if not at:
            raise ValueError(
                f"候选人第 {number} 行最后要写所在的工会（名称写全），不是工会负责人的写“{OTHER}”"
            )
        union = words.pop(at)
        (one,) = read_candidates(" ".join(words))
        found.append(Proposed(one, "" if union == OTHER else union))
    return found


def proposal_faults(
    found: Sequence[Proposed], seats: int, leaders: Mapping[str, set[str]], others: Decimal, numbers: Numbers
) -> list[str]:
    """``leaders``: member union → its chair and vice-chairs by the register; ``others``: the most others may be of it."""
    faults = list_faults([one.candidate for one in found], seats, numbers)
    committee = [one for one in found if one.candidate.post in COMMITTEE]
    faults += [
        f"{one.candidate.name}在台账里不是{one.union}的主席、副主席；不是负责人的写“{OTHER}”"
        for one in committee
        if one.union and one.candidate.name not in leaders.get(one.union, set())
    ]
    beside = sum(not one.union for one in committee)
    if beside > len(committee) * others:
        faults.append(
            f"委员候选人主要是所属工会的负责人，其他代表最多占 {others:.0%}，现在 {len(committee)} 人里有 {beside} 人"
        )
    if not {"audit_chair", "audit_member"} & {one.candidate.post for one in found}:
        faults.append("要同时选举经费审查委员（人少的设一名）")
    return faults
