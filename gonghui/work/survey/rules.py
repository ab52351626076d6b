"""What a survey asks, and how answers given without a network become one picture. No database.

Every answer is kept. What is known of a subject is worked out from all its answers by ``merged``, which gives the
same picture in whatever order they have arrived: an answer outdoes those its author had before them, and only those;
where two that knew nothing of each other say different things, both stand until somebody decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gonghui.registers.members.rules import GROUPS

KINDS = [("employer", "用人单位"), ("group", "职工群体")]
ROUNDS = [("quarter", "季度摸底"), ("theme", "专题摸底"), ("stay", "蹲点"), ("partner", "对口联系")]
TEAMS = frozenset({"stay", "partner"})  # the kinds of round that are done by teams on the spot
OUTCOMES = [("met", "见到了"), ("absent", "没有人"), ("closed", "已经关门"), ("moved", "已经搬走")]
STATES = [("", "还没有走访"), ("met", "在经营"), ("closed", "已经关门"), ("moved", "已经搬走")]
LISTS = [
    ("market", "市场监管名单"),
    ("tax", "税务社保名单"),
    ("park", "园区入驻名单"),
    ("couriers", "平台骑手名单"),
]
WILLING = [("yes", "愿意"), ("later", "再想想"), ("no", "不愿意")]
MOST = 10_000_000  # nobody employs more
LONGEST = 200
POSITION = (
    "position"  # measured, never quite the same twice: the one that counts is taken, no difference is a to-do
)
STATE = "state"  # the fact that an outcome tells; nobody at home tells nothing


@dataclass(frozen=True)
class Question:
    """``kind``: text, number, yes, choice, lines, people or place (latitude and longitude). ``secret``: kept sealed in the answer, shown to who may
    see the subject, and no part of what is compared.
    """

    key: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    secret: bool = False

    def shape(self) -> dict[str, Any]:
        """As a phone takes it along."""
        return {
            "key": self.key, "label": self.label, "kind": self.kind, "required": self.required,
            "choices": [list(one) for one in self.choices], "hint": self.hint,
        }  # fmt: skip


PLACE = Question(POSITION, "位置", "place", hint="站在门口记一下，下次按远近找得到；不记也行")
SEEN = (
    Question("problem", "反映的问题", "lines", secret=True),
    Question("people", "见到的人（姓名、手机）", "people", hint="本人愿意留的才填", secret=True),
)
EMPLOYER = (
    Question("workers", "职工人数", "number", required=True, hint="大概的数也可以"),
    Question("migrant_workers", "其中农民工", "number"),
    Question("new_workers", "其中新就业形态劳动者", "number"),
    Question("has_union", "有没有工会", "yes"),
    Question("willing", "愿不愿意建会", "choice", choices=tuple(WILLING)),
    Question("address", "实际地址", hint="和登记的不一样才填"),
    PLACE,
    *SEEN,
)
GROUP = (
    Question("workers", "大约多少人", "number", required=True),
    Question("joined", "已经入会的", "number"),
    Question("group", "哪一类", "choice", choices=tuple(GROUPS)),
    Question("platform", "平台或合作单位"),
    Question("willing", "愿不愿意入会", "choice", choices=tuple(WILLING)),
    Question("address", "常在哪里"),
    PLACE,
    *SEEN,
)
BY_KIND = {"employer": EMPLOYER, "group": GROUP}


def questions(kind: str, more: Sequence[dict[str, Any]] = ()) -> tuple[Question, ...]:
    """What is asked of this kind of subject; ``more``: what a round asks besides."""
    return (*BY_KIND[kind], *(of_shape(one) for one in more))


def of_shape(one: dict[str, Any]) -> Question:
    choices = tuple((str(code), str(label)) for code, label in one.get("choices", ()))
    return Question(
        one["key"], one["label"], one["kind"], bool(one.get("required")), choices, one.get("hint", "")
    )


def questions_in(text: str) -> list[dict[str, Any]]:
    """The questions somebody wrote for a theme, one a line; "问题：甲、乙" has the answers to choose from.

    ``ValueError`` names the line that cannot be used.
    """
    found = []
    for number, line in enumerate((one.strip() for one in text.splitlines() if one.strip()), 1):
        label, _, after = line.replace(":", "：").partition("：")
        choices = list(dict.fromkeys(part.strip() for part in re.split("[、，,]", after) if part.strip()))
        if not label.strip() or len(label.strip()) > 60 or any(len(one) > 40 for one in choices):
            raise ValueError(f"第 {number} 个问题写得不对：问题最多 60 个字，每个选项最多 40 个字")
        if len(choices) == 1:
            raise ValueError(f"第 {number} 个问题只有一个选项，请写两个以上，用顿号隔开")
        kind = "choice" if choices else "text"
        asked = Question(f"q{number}", label.strip(), kind, choices=tuple((one, one) for one in choices))
        found.append(asked.shape())
    if len(found) > 20:
        raise ValueError("一次最多加 20 个问题")
    return found


def cleaned(given: dict[str, Any], asked: Iterable[Question]) -> dict[str, Any]:
    """The answers that are facts, in one way of writing; what nobody asked is left out, what is empty as well.

    ``ValueError``: a sentence for who answered.
    """
    found = {}
    for one in asked:
        value = given.get(one.key)
        if not one.secret and value not in (None, "", []):
            found[one.key] = _value(one, value)
    return found


def _value(asked: Question, value: Any) -> Any:
    if asked.kind == "number":
        return _number(asked, value)
    if asked.kind == "yes":
        return _yes(asked, value)
    if asked.kind == "place":
        return _place(asked, value)
    text = " ".join(str(value).replace("\x00", "").split())
    if asked.kind == "choice" and text not in dict(asked.choices):
        raise ValueError(f"{asked.label}：没有“{text[:20]}”这个选项")
    if len(text) > LONGEST:
        raise ValueError(f"{asked.label}最多 {LONGEST} 个字，您填了 {len(text)} 个")
    return text


def _number(asked: Question, value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,8}", text) or int(text) > MOST:
        raise ValueError(f"{asked.label}请填一个整数，您填的是“{text[:20]}”")
    return int(text)


def _place(asked: Question, value: Any) -> str:
    """Degrees north and east of WGS 84 with five decimals, which is a metre: "33.77130,120.25400"."""
    found = re.fullmatch(
        r"\s*([0-9]{1,2}(?:\.[0-9]{1,12})?)\s*,\s*([0-9]{1,3}(?:\.[0-9]{1,12})?)\s*", str(value)
    )
    north, east = (float(part) for part in found.groups()) if found else (0.0, 0.0)
    if not (3 <= north <= 54 and 73 <= east <= 136):
        raise ValueError(f"{asked.label}读不出来，或不在国内。请在门口再记一次，或不记")
    return f"{north:.5f},{east:.5f}"


def _yes(asked: Question, value: Any) -> bool:
    known = {
        "true": True,
        "1": True,
        "是": True,
        "有": True,
        "false": False,
        "0": False,
        "否": False,
        "没有": False,
    }
    text = str(value).strip().lower()
    if text not in known:
        raise ValueError(f"{asked.label}请答是或否")
    return known[text]


@dataclass(frozen=True)
class Said:
    """One answer as far as merging goes. ``number``: which of the subject's answers it was to arrive, from 1;
    ``base``: how many of them its author's phone had seen; always smaller than ``number``.
    """

    id: str
    author: int
    number: int
    base: int
    made_at: datetime
    facts: dict[str, Any]

    @property
    def moment(self) -> tuple[datetime, str]:
        return self.made_at, self.id

    def knew(self, other: Said) -> bool:
        """Whether this was said in knowledge of the other: it was on the phone, or the same person said it before.

        Along this relation (base, moment) always grows, so it has no circles, whatever the clocks of the phones say.
        """
        before = other.base <= self.base and other.moment < self.moment
        return other.number <= self.base or (other.author == self.author and before)


@dataclass(frozen=True)
class Picture:
    """``facts``: what counts now. ``contested``: fact → the different values that stand beside each other, with the
    ids of the answers that gave them; the first said is the one that counts meanwhile.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    contested: dict[str, list[tuple[Any, list[str]]]] = field(default_factory=dict)


def merged(known: dict[str, Any], said: Sequence[Said]) -> Picture:
    """The picture that all answers together give. ``known``: what stood in registers and lists before anybody went."""
    facts, contested = dict(known), {}
    for key in sorted({key for one in said for key in one.facts}):
        about = [one for one in said if key in one.facts]
        last = [one for one in about if not any(other is not one and other.knew(one) for other in about)]
        last.sort(key=lambda one: one.moment)
        by_value: dict[str, list[Said]] = {}
        for one in last:
            by_value.setdefault(json.dumps(one.facts[key], sort_keys=True), []).append(one)
        facts[key] = last[0].facts[key]
        if len(by_value) > 1 and key != POSITION:
            contested[key] = [(group[0].facts[key], [one.id for one in group]) for group in by_value.values()]
    return Picture(facts, contested)


def label_of(key: str, asked: Iterable[Question]) -> str:
    fixed = {"name": "名称", STATE: "现在怎样"}
    return fixed.get(key) or next((one.label for one in asked if one.key == key), key)


def text_of(key: str, value: Any, asked: Iterable[Question]) -> str:
    """A fact as people read it."""
    if isinstance(value, bool):
        return "有" if value else "没有"
    choices = (
        dict(STATES) if key == STATE else next((dict(one.choices) for one in asked if one.key == key), {})
    )
    return str(choices.get(value, value))


def quarter(on: date) -> tuple[str, date, date]:
    """The quarter a day lies in: its name, first and last day."""
    first = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    after = date(on.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)
    return f"{on.year} 年第 {(on.month + 2) // 3} 季度", first, date.fromordinal(after.toordinal() - 1)
