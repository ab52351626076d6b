"""分会 and 小组: how they are called, and when a branch's election counts (《中国工会章程》第三十条). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gonghui.registers.unions.rules.elections import (
    COMMITTEE,
    Assembly,
    Candidate,
    Numbers,
    assembly_faults,
    eligibility_faults,
    passing,
    vote_faults,
)

PARENTS = frozenset({"single", "joint", "flexible", "village", "town_committee", "branch"})
LONGEST = 40


def branch_name(union: str, given: str) -> str:
    """ "纺织厂工会", "一车间" → "纺织厂工会一车间分会": alone in its county, as its union is."""
    return f"{union.removesuffix('委员会')}{given.strip().removesuffix('分会')}分会"


def group_name(union: str, given: str) -> str:
    words = given.strip().removesuffix("工会小组").removesuffix("小组")
    return f"{union.removesuffix('委员会')}{words}小组"


def result(
    candidates: Sequence[Candidate], votes: dict[tuple[str, str], int], held: Assembly, numbers: Numbers
) -> tuple[list[Candidate], list[str]]:
    """Who is elected to the branch, and what stands against it. A branch elects its chair and committee alone; its
    candidates are not shown for days as the union's own are.
    """
    there = replace(numbers, publicity_days=0)
    faults = assembly_faults(held, held.held_on, held.held_on, there) + eligibility_faults(candidates)
    faults += vote_faults(candidates, votes, held)
    if [one for one in candidates if one.post not in COMMITTEE]:
        faults.append("分会只选主席、副主席和委员，经费审查和女职工工作由工会统一负责")
    won = passing(candidates, votes, held, numbers)
    if "chair" not in {one.post for one in won}:
        faults.append("主席候选人得票没有超过应到会人数的一半，没有选出分会主席，要再选")
    return won, faults
