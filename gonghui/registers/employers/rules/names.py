"""Names of employers taken apart, so that two spellings of one name come out alike. Pure.

江苏省射阳县恒源餐饮管理有限公司（盘湾店） → place 江苏省射阳县, mark 恒源, trade 餐饮管理, form 有限公司, branch 盘湾.
Which words are places is given by the caller (``registers.regions``): a mark may read like a far-off town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gonghui.kernel.identifiers.names import readings
from gonghui.kernel.identifiers.text import half_width
from gonghui.registers.employers.rules import words

LEAST_MARK = 2  # characters a name keeps when its place, trade and form are taken away
LONGEST_OFFICE = 8  # characters of what an office is called, such as 退役军人服务站
NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff·•・,，.。、:：;；!！?？'’‘\"“”*＊#\-—–_/\\]+")
BRACKETS = re.compile(r"[(\[{【〔<《「](.*?)[)\]}】〕>》」]")
STRAY = re.compile(r"[()\[\]{}【】〔〕<>《》「」]")
_BY_LENGTH = {name: tuple(sorted(set(found), key=len, reverse=True)) for name, found in (
    ("forms", words.FORMS), ("trades", words.TRADES), ("branches", words.BRANCHES),
)}  # fmt: skip
BRANCH = "|".join(re.escape(word) for word in _BY_LENGTH["branches"])
AFTER_COMPANY = re.compile(rf"^(.{{2,}}?(?:公司|集团|合作社|大学|学院|医院|银行))(.*?)(?:{BRANCH})$")
ALONE = re.compile(r"^(.{2,}?)(?:分公司|支公司|分店|分厂|分院|分校|分园|办事处|项目部)$")
SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "街道",
    "省",
    "市",
    "区",
    "县",
    "镇",
    "乡",
    "旗",
    "盟",
)


@dataclass(frozen=True)
class Name:
    """The parts, in simplified half-width characters, small letters; "" for what the name does not say."""

    place: str
    mark: str
    trade: str
    form: str
    branch: str

    @property
    def core(self) -> str:
        """What is left of a name when everybody leaves out something else."""
        return self.mark + self.trade

    @property
    def sound(self) -> str:
        """The mark as it is heard: usual pinyin without tones, syllables apart."""
        return next(iter(readings(self.mark)), self.mark)

    @property
    def heard(self) -> str:
        """Mark and trade as they are heard."""
        return next(iter(readings(self.core)), self.core)


class Places:
    """The words that count as places at the head of a name, the longest tried first."""

    def __init__(self, names: Iterable[str]) -> None:
        self.words = tuple(
            sorted({plain(name) for name in names} - {""}, key=lambda word: (-len(word), word))
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def at_head(self, text: str) -> str:
        return next((word for word in self.words if text.startswith(word)), "")


def short(place: str) -> str:
    """A division as people say it: 射阳县 → 射阳; a name of one character keeps its kind."""
    bare = next((place.removesuffix(end) for end in SUFFIXES if place.endswith(end)), place)
    return bare if len(bare) > 1 else place


def plain(text: str) -> str:
    """One spelling of every character: simplified, half-width, small, without blanks and signs; brackets stay."""
    return half_width(NOISE.sub("", half_width(text))).translate(words.OLD).lower()


def taken_apart(name: str, places: Places) -> Name:
    """Total: every text has parts, and only the mark of a text that says anything is never empty."""
    text, branch, form = _without_brackets(plain(name), places)
    text, branch = _without_branch(text, branch, places)
    text, ending = _without_ending(text, _BY_LENGTH["forms"], LEAST_MARK)
    place, rest = _without_place(text, places)
    mark, trade = _without_trades(rest)
    return Name(place, mark, trade, ending or form, branch)


def _without_brackets(text: str, places: Places) -> tuple[str, str, str]:
    """A place in brackets is left out, a branch or a form is kept apart; anything else is a remark."""
    branch = form = ""
    for inside in BRACKETS.findall(text):
        if inside in words.IN_BRACKETS:
            form = inside
        elif inside not in places.words and (found := _branch_of(inside, places)):
            branch = found
    bare = STRAY.sub("", BRACKETS.sub("", text))
    return bare or STRAY.sub("", text), branch, form


def _branch_of(inside: str, places: Places) -> str:
    ending = next((word for word in _BY_LENGTH["branches"] if inside.endswith(word)), "")
    return _where(inside.removesuffix(ending), places) or inside if ending else ""


def _without_branch(text: str, branch: str, places: Places) -> tuple[str, str]:
    """恒源餐饮有限公司盘湾店 → its company, 盘湾. A name that only ends in 店 is no branch."""
    if found := AFTER_COMPANY.match(text):
        return found[1], branch or _where(found[2], places) or "分支"
    if found := ALONE.match(text):
        at = next(
            (word for word in places if found[1].endswith(word) and len(found[1]) - len(word) >= LEAST_MARK),
            "",
        )
        return found[1].removesuffix(at), branch or _where(at, places) or "分支"
    return text, branch


def _where(text: str, places: Places) -> str:
    """The place a branch is named for, as people say it."""
    while (head := places.at_head(text)) and len(text) > len(head):
        text = text[len(head) :]
    return short(text)


def _without_ending(text: str, endings: tuple[str, ...], least: int) -> tuple[str, str]:
    for ending in endings:
        if text.endswith(ending) and len(text) - len(ending) >= least:
            return text.removesuffix(ending), ending
    return text, ""


def _without_place(text: str, places: Places) -> tuple[str, str]:
    """盘湾财政所 has no mark but its place: there the last place stays in front, as people say it."""
    taken = last = ""
    while (head := places.at_head(text)) and len(text) - len(head) >= LEAST_MARK:
        taken, last, text = taken + head, head, text[len(head) :]
    unmarked = text in words.TRADES or (len(text) <= LONGEST_OFFICE and text.endswith(words.OFFICES))
    return taken, short(last) + text if last and unmarked else text


def _without_trades(text: str) -> tuple[str, str]:
    trade = ""
    while True:
        text, found = _without_ending(text, _BY_LENGTH["trades"], LEAST_MARK)
        if not found:
            return text, trade
        trade = found + trade
