"""选举: who may be elected, how many, and when an election counts (domain.md §1.2, §1.3). Pure.

Numbers that differ by place come in as ``Numbers``, read from the parameters of the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import ceil

from gonghui.kernel.calendar.rules import months_later

POSTS = [
    ("chair", "主席"),
    ("vice_chair", "副主席"),
    ("committee_member", "委员"),
    ("audit_chair", "经审主任"),
    ("audit_member", "经审委员"),
    ("women_chair", "女工主任"),
    ("women_member", "女工委员"),
]
POST_WORDS = {label: key for key, label in POSTS} | {
    "工会主席": "chair",
    "工会副主席": "vice_chair",
    "工会委员": "committee_member",
    "经审会主任": "audit_chair",
    "经费审查委员": "audit_member",
    "经审会委员": "audit_member",
    "女职工委员会主任": "women_chair",
    "女职工委员": "women_member",
    "女职工委员会委员": "women_member",
}
COMMITTEE = frozenset({"chair", "vice_chair", "committee_member"})
BARRED = {
    "负责人": "行政负责人",
    "副职": "行政副职",
    "合伙人": "合伙人",
    "亲属": "单位主要负责人的近亲属",
    "人事": "人力资源部门负责人",
    "外籍": "外籍职工",
}
NO_CHAIR = frozenset(BARRED)  # 《企业工会主席产生办法（试行）》第六条
NO_COMMITTEE = frozenset({"亲属"})  # 《工会法》第十条
SEATS = [  # committee seats by members, 《工会基层组织选举工作条例》 (2016) [K]
    (24, 3, 5),
    (200, 3, 7),
    (1_000, 7, 15),
    (5_000, 15, 21),
    (10_000, 21, 29),
    (50_000, 29, 37),
    (None, 37, 45),
]
DIVIDERS = re.compile(r"[\s,，、;；\t]+")


@dataclass(frozen=True)
class Numbers:
    """What the law of the place fixes, on the day of the decision."""

    min_members: int
    min_women: int
    all_members_below: int
    quorum: Decimal
    win_share: Decimal
    diff_ratio: Decimal
    publicity_days: int
    terms: tuple[int, ...]


@dataclass(frozen=True)
class Candidate:
    """候选人: who is put forward for which post; ``barred`` says why the law may exclude them."""

    name: str
    sex: str
    post: str
    barred: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assembly:
    """选举大会: who should have come, who came, what was counted."""

    held_on: date
    should_attend: int
    attended: int
    issued: int
    returned: int


def read_candidates(text: str) -> list[Candidate]:
    """One person a line: name, sex, post, and what may exclude them. ``ValueError`` names the line."""
    return [_candidate(number, words) for number, words in lines_of(text)]


def read_votes(text: str) -> dict[tuple[str, str], int]:
    """One line a candidate: name, post, votes."""
    found: dict[tuple[str, str], int] = {}
    for number, words in lines_of(text):
        if len(words) != 3 or words[1] not in POST_WORDS or not words[2].isdecimal():
            raise ValueError(f"第 {number} 行要写成“姓名 职务 票数”，例如：张三 主席 28")
        key = (words[0], POST_WORDS[words[1]])
        if key in found:
            raise ValueError(f"第 {number} 行：{words[0]}的{words[1]}写了两次")
        found[key] = int(words[2])
    return found


def lines_of(text: str) -> Iterable[tuple[int, list[str]]]:
    """The words of each line that has any, with the line's number."""
    for number, line in enumerate(text.splitlines(), 1):
        words = [word for word in DIVIDERS.split(line.strip()) if word]
        if words:
            yield number, words


def _candidate(number: int, words: list[str]) -> Candidate:
    if len(words) < 3 or words[1] not in ("男", "女") or words[2] not in POST_WORDS:
        posts = "、".join(label for _, label in POSTS)
        raise ValueError(f"第 {number} 行要写成“姓名 性别 职务”，例如：张三 男 主席；职务可以是{posts}")
    if unknown := [word for word in words[3:] if word not in BARRED]:
        raise ValueError(f"第 {number} 行看不懂“{unknown[0]}”；身份可以写{'、'.join(BARRED)}，没有就不写")
    return Candidate(words[0], words[1], POST_WORDS[words[2]], tuple(words[3:]))


def seats_for(members: int) -> tuple[int, int]:
    """Smallest and largest committee for a union of so many members."""
    return next((low, high) for most, low, high in SEATS if most is None or members <= most)


def candidate_faults(
    candidates: Sequence[Candidate], seats: int, members: int, women: int, numbers: Numbers
) -> list[str]:
    """What stands against this list of candidates in a union of so many members."""
    faults = list_faults(candidates, seats, numbers)
    low, high = seats_for(members)
    if not low <= seats <= high:
        faults.append(f"{members} 名会员的工会，委员会要 {low} 到 {high} 人，现在写的是 {seats} 人")
    return faults + _bodies_faults(candidates, women, numbers)


def list_faults(candidates: Sequence[Candidate], seats: int, numbers: Numbers) -> list[str]:
    """What stands against a list whatever the union's size: a federation's committee is not fixed by members."""
    faults = [*eligibility_faults(candidates), *_post_faults(candidates)]
    committee = [one for one in candidates if one.post in COMMITTEE]
    least = seats + int((seats * numbers.diff_ratio).to_integral_value(ROUND_CEILING))
    if len(committee) < least:
        faults.append(f"委员要差额选举：选 {seats} 人，候选人至少 {least} 人，现在 {len(committee)} 人")
    return faults


def eligibility_faults(candidates: Sequence[Candidate]) -> list[str]:
    """Whom the law keeps out of the post they are put forward for."""
    faults = []
    for one in candidates:
        kept_out = NO_CHAIR if one.post == "chair" else NO_COMMITTEE if one.post in COMMITTEE else frozenset()
        why = [BARRED[word] for word in one.barred if word in kept_out]
        if why:
            what = "工会主席" if one.post == "chair" else "工会委员"
            faults.append(f"{one.name}是{'、'.join(why)}，不能作为{what}候选人")
        if one.post in {"women_chair", "women_member"} and one.sex != "女":
            faults.append(f"{one.name}是男职工，不能作为女职工委员会候选人")
    return faults


def _post_faults(candidates: Sequence[Candidate]) -> list[str]:
    faults = []
    posts = [one.post for one in candidates]
    if "chair" not in posts:
        faults.append("候选人里没有主席人选")
    seen: set[tuple[str, str]] = set()
    for one in candidates:
        body = "委员会" if one.post in COMMITTEE else one.post
        if (one.name, body) in seen:
            faults.append(f"{one.name}在候选人里重复了")
        seen.add((one.name, body))
    chairs = {one.name for one in candidates if one.post == "chair"}
    both = chairs & {one.name for one in candidates if one.post in {"audit_chair", "audit_member"}}
    return faults + [f"{name}是主席候选人，不能兼任经费审查委员" for name in sorted(both)]


def _bodies_faults(candidates: Sequence[Candidate], women: int, numbers: Numbers) -> list[str]:
    posts = [one.post for one in candidates]
    faults = []
    if not {"audit_chair", "audit_member"} & set(posts):
        faults.append("要同时选举经费审查委员（人少的设一名）")
    if women >= numbers.min_women and "women_chair" not in posts:
        faults.append(f"有 {women} 名女会员，要设女职工委员会，候选人里要有女工主任")
    elif 0 < women < numbers.min_women and not {"women_chair", "women_member"} & set(posts):
        faults.append(f"有 {women} 名女会员，要设一名女职工委员")
    return faults


def shown_long_enough(notice_on: date, today: date, numbers: Numbers) -> str | None:
    """公示: why it cannot end yet. The day it went up is not counted."""
    last = notice_on + timedelta(days=numbers.publicity_days)
    if today <= last - timedelta(days=1):
        return f"公示要满 {numbers.publicity_days} 天：{notice_on:%Y-%m-%d} 贴出，{last:%Y-%m-%d} 满"
    return None


def assembly_faults(held: Assembly, notice_on: date, today: date, numbers: Numbers) -> list[str]:
    """Why the meeting's election does not count."""
    faults = []
    first = notice_on + timedelta(days=numbers.publicity_days)
    if held.held_on > today:
        faults.append(f"大会日期 {held.held_on:%Y-%m-%d} 还没到")
    if held.held_on < first:
        faults.append(f"候选人公示到 {first:%Y-%m-%d} 才满，大会不能早于那天")
    if held.attended > held.should_attend:
        faults.append("实到人数多于应到人数，请核对")
    if held.attended < _ceil(held.should_attend, numbers.quorum):
        need = _ceil(held.should_attend, numbers.quorum)
        faults.append(f"应到 {held.should_attend} 人，到会要有 {need} 人选举才有效，实到 {held.attended} 人")
    if held.issued > held.attended:
        faults.append(f"发出选票 {held.issued} 张，多于到会的 {held.attended} 人，请核对")
    if held.returned > held.issued:
        faults.append(f"收回选票 {held.returned} 张，多于发出的 {held.issued} 张，选举无效，要重新投票")
    return faults


def _ceil(number: int, share: Decimal) -> int:
    """The least whole number that is ``share`` of ``number``; 0.6667 stands for two thirds."""
    return ceil(number * Fraction(share).limit_denominator(100))


def elected(
    candidates: Sequence[Candidate],
    votes: dict[tuple[str, str], int],
    seats: int,
    held: Assembly,
    numbers: Numbers,
) -> tuple[list[Candidate], list[str]]:
    """Who is elected, and what does not add up. Elected: more than half of all who should have come; among
    those of the committee the most votes first, up to the seats.
    """
    faults = vote_faults(candidates, votes, held)
    passed = passing(candidates, votes, held, numbers)
    ranked = [one for one in passed if one.post in COMMITTEE]
    committee = {one.name for one in ranked[:seats]} | {one.name for one in ranked if one.post == "chair"}
    won = [
        one for one in candidates if one in passed and (one.post not in COMMITTEE or one.name in committee)
    ]
    return won, faults + _missing(candidates, won, seats)


def passing(
    candidates: Sequence[Candidate], votes: dict[tuple[str, str], int], held: Assembly, numbers: Numbers
) -> list[Candidate]:
    """Whose votes are more than half of all who should have come, most votes first."""
    enough = held.should_attend * numbers.win_share
    won = [one for one in candidates if votes.get((one.name, one.post), 0) > enough]
    return sorted(won, key=lambda one: -votes[one.name, one.post])


def vote_faults(
    candidates: Sequence[Candidate], votes: dict[tuple[str, str], int], held: Assembly
) -> list[str]:
    labels = dict(POSTS)
    known = {(one.name, one.post) for one in candidates}
    faults = [f"{name}不是{labels[post]}候选人" for name, post in votes if (name, post) not in known]
    faults += [f"没有写{name}（{labels[post]}）的得票" for name, post in known if (name, post) not in votes]
    over = [name for (name, _), count in votes.items() if count > held.returned]
    return sorted(faults) + [f"{name}的得票多于收回的选票 {held.returned} 张" for name in sorted(over)]


def _missing(candidates: Sequence[Candidate], won: Sequence[Candidate], seats: int) -> list[str]:
    posts = [one.post for one in won]
    faults = []
    if "chair" not in posts:
        faults.append("主席候选人得票没有超过应到会人数的一半，没有选出主席，要再选")
    committee = sum(post in COMMITTEE for post in posts)
    if committee < min(seats, 3):
        faults.append(f"委员会选出 {committee} 人，少于 {min(seats, 3)} 人，要再选")
    wanted = {one.post for one in candidates if one.post in {"audit_chair", "audit_member"}}
    if wanted and not wanted & set(posts):
        faults.append("没有选出经费审查委员，要再选")
    return faults


def term_end(since: date, years: int) -> date:
    """任期届满: the corresponding day ``years`` on; for 29 February the 28th where there is none."""
    return months_later(since, 12 * years)
