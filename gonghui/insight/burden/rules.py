"""填报负担: how much the platform asks of those who work with it, and what it would ask twice. Pure.

Told by role and month, never by person: roles that fewer than ``FEWEST`` people worked in are put together, and when
they are fewer together they are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

FEWEST = 3  # people behind a line, so that no line is one person's
TOGETHER = "人数少的身份（合在一起）"
MEANING = (
    "“填写的项”数的是登记、更正台账，办事步骤和走访记录的表单：每办成一次，数页面上有几项可以填；"
    "打开时系统已经替人填好的，算“已填好”。导入名册、一键办理的步骤不要人填，不数。"
)

PAPER = "每份批复有自己的文号和日期，只有拿到纸的人知道"
PERSON = "干部不一定是本系统里的会员，两本账的人还没有对上；对上以后从会员名册带出"
EXCUSED = {
    "* ~ list_*": "名单是别的部门给的，整份导入用来核对，不是让人再填一遍",
    "cadres ~ members.姓名": PERSON,
    "cadres ~ members.性别": PERSON,
    "cadres ~ members.学历": PERSON,
    "cadres ~ members.手机": PERSON,
    "unions ~ employers.统一社会信用代码": "工会和单位是两个法人，各有各的代码",
    "unions ~ employers.职工人数": "一个工会可以覆盖几家单位，两个数不是一回事",
    "services ~ meetings.在哪里": "服务的地点和会议的地点是两回事",
    "after_legal.credit_code": "刚领到的代码，系统里以前没有",
    "term_certificate.certificate_until": "换领以后的新日期，系统里以前没有",
    "founding.name": "要成立的工会还没有名称，登记的是单位的名称",
    "document.kind": "公文的文种，和工会的类型只是同名",
    "order.hours": "约的是这一次几点，和服务平时的时间不一定一样",
    "order.supplier": "约的是这一次谁去，和服务平时的不一定一样",
    "*.approval_number": PAPER,
    "reelection.hold_number": PAPER,
    "upward_request.reply_number": PAPER,
}  # a field, or a pattern of fields, that asks what the platform seems to have: why it is no second time


@dataclass(frozen=True)
class Effort:
    """What those in one role were asked in one month. ``people``: accounts, kept only to be counted."""

    month: date
    role: str
    forms: int
    asked: int
    known: int
    people: frozenset[int]

    def with_(self, other: Effort) -> Effort:
        return Effort(
            self.month, TOGETHER, self.forms + other.forms, self.asked + other.asked, self.known + other.known,
            self.people | other.people,
        )  # fmt: skip

    @property
    def typed(self) -> int:
        return self.asked - self.known

    @property
    def share(self) -> int:
        """Per cent that was filled in beforehand."""
        return round(100 * self.known / self.asked) if self.asked else 0


def told(every: Iterable[Effort]) -> tuple[list[Effort], bool]:
    """The lines of one month that may be shown, the most asked first; and whether something had to be left out."""
    shown, pooled = [], None
    for one in every:
        if len(one.people) >= FEWEST:
            shown.append(one)
        else:
            pooled = pooled.with_(one) if pooled else one.with_(Effort(one.month, "", 0, 0, 0, frozenset()))
    if pooled and len(pooled.people) >= FEWEST:
        shown.append(pooled)
        pooled = None
    return sorted(shown, key=lambda one: (-one.asked, one.role)), pooled is not None


def finding(now: Iterable[Effort], before: Iterable[Effort]) -> str:
    """What the month says, as the title of the chart."""
    asked, known = _sums(now)
    if not asked:
        return "填表单的人太少，不单列"
    earlier, _ = _sums(before)
    change = "" if not earlier else f"，{_compared(asked, earlier)}"
    return f"共要填 {asked:,} 项，其中系统先填好 {100 * known / asked:.0f}%{change}"


def _sums(every: Iterable[Effort]) -> tuple[int, int]:
    found = list(every)
    return sum(one.asked for one in found), sum(one.known for one in found)


def _compared(now: int, before: int) -> str:
    if now == before:
        return "和上个月一样多"
    return f"比上个月{'多' if now > before else '少'} {abs(now - before):,} 项"


@dataclass(frozen=True)
class Question:
    """One field of one form. ``form``: the register, procedure or page; ``where``: the field's name in it. ``about``: the
    models whose rows are on record when it is asked. ``shown``: the form opens with what its own matter has of it.
    ``filled``: it opens with what the registers have of it.
    """

    form: str
    where: str
    label: str
    about: frozenset[str] = frozenset()
    shown: bool = False
    filled: bool = False

    @property
    def name(self) -> str:
        return f"{self.form}.{self.where}"

    @property
    def words(self) -> frozenset[str]:
        """What makes two the same fact: the column's name, or what people read."""
        return frozenset({self.where, self.label})


def asked_twice(ledgers: Iterable[Question], steps: Iterable[Question]) -> list[str]:
    """Every field in which something is typed that the platform has: ``ledgers``, where facts have their home, and
    ``steps``, everything else that asks. Sorted names; those that have a reason are in ``EXCUSED``.
    """
    homes: dict[str, set[str]] = {}
    twice = set()
    for one in ledgers:
        for model in one.about:
            homes.setdefault(model, set()).update(one.words)
    before: set[tuple[str, str]] = set()
    for one in steps:
        on_record = any(one.words & homes.get(model, set()) for model in one.about)
        again = (one.form, one.where) in before
        before.add((one.form, one.where))
        if (on_record and not one.filled) or (again and not one.shown):
            twice.add(one.name)
    return sorted(twice | _in_two_ledgers(ledgers))


def unexcused(twice: Iterable[str]) -> list[str]:
    """What is asked twice and has no reason; there shall be none."""
    return [name for name in twice if not any(fnmatchcase(name, one) for one in EXCUSED)]


def _in_two_ledgers(ledgers: Iterable[Question]) -> set[str]:
    """Facts that two ledgers of different things ask under one name ("members ~ cadres.姓名")."""
    first: dict[str, Question] = {}
    found = set()
    for one in ledgers:
        home = first.setdefault(one.label, one)
        if home.about != one.about:
            found.add(f"{home.form} ~ {one.form}.{one.label}")
    return found
