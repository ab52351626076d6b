"""People to be told apart: a generated registry with planted doubles, and which rows are whose.

The matcher knows nothing of this file. ``dirt`` is how often each thing goes wrong in a double; training and
measuring use other seeds and other dirt.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from typing import Any

from demo.names import person_name
from gonghui.kernel.linkage.candidates import Candidate

SOUNDS = {"伟": "玮", "强": "蔷", "芳": "方", "娜": "那", "敏": "珉", "静": "净", "丽": "莉", "军": "君", "杰": "洁", "明": "铭", "艳": "燕", "勇": "永", "平": "萍", "刚": "钢", "辉": "晖", "玲": "铃", "红": "虹", "霞": "侠", "华": "桦", "超": "潮", "秀": "绣", "兰": "岚", "建": "健", "国": "帼", "文": "雯", "志": "智", "海": "涵", "晓": "小", "佳": "家", "雨": "宇", "婷": "亭"}  # fmt: skip
WRONG = "王李文元明月山川木林开云"


@dataclass(frozen=True)
class Dirt:
    """Shares of doubles in which something differs."""

    homophone: float = 0.08
    wrong: float = 0.03
    phone_gone: float = 0.25
    phone_new: float = 0.12
    moved: float = 0.12
    year_gone: float = 0.08
    year_off: float = 0.03
    day_gone: float = 0.15
    day_off: float = 0.02
    sex_wrong: float = 0.005
    elsewhere: float = 0.06


def registry(
    seed: int, people: int, doubled: float = 0.08, dirt: Dirt | None = None
) -> tuple[list[Candidate], set[tuple[str, str]]]:
    """``people`` persons of whom a share stands twice; the rows shuffled, and the true pairs, the smaller id first."""
    rng, how = random.Random(seed), dirt or Dirt()
    rows, pairs = [], set()
    for n in range(people):
        one = _person(rng, f"{n:08d}a", people)
        rows.append(one)
        if rng.random() < doubled:
            rows.append(_double(one, rng, how, people))
            pairs.add((one["id"], rows[-1]["id"]))
    rng.shuffle(rows)
    return rows, pairs


def _person(rng: random.Random, key: str, people: int) -> Candidate:
    sex, born = rng.choice("12"), rng.randint(1962, 2004)
    employer = int(rng.random() ** 2 * max(10, people // 25))  # some are much larger than others
    return {
        "id": key, "name": person_name(rng, sex, born), "born_year": born, "birthday": _day(rng),
        "sex": sex, "phone": _phone(rng) if rng.random() > 0.1 else None, "employer": f"e{employer}", "place": f"p{employer % 14}",
    }  # fmt: skip


def _phone(rng: random.Random) -> str:
    return hashlib.sha256(str(rng.random()).encode()).hexdigest()[:32]


def _double(one: Candidate, rng: random.Random, how: Dirt, people: int) -> Candidate:
    """The same person written down a second time."""
    two: Candidate = {**one, "id": one["id"][:-1] + "b", "name": _misheard(one["name"], rng, how)}
    two["phone"] = _perhaps(
        rng, how.phone_gone, None, _perhaps(rng, how.phone_new, _phone(rng), one["phone"])
    )
    two["employer"] = _perhaps(rng, how.moved, f"e{rng.randrange(max(10, people // 25))}", one["employer"])
    year = (one["born_year"] or 0) + _perhaps(rng, how.year_off, rng.choice((-1, 1)), 0)
    two["born_year"] = _perhaps(rng, how.year_gone, None, year)
    two["birthday"] = _perhaps(
        rng, how.day_gone, None, _perhaps(rng, how.day_off, _day(rng), one["birthday"])
    )
    two["sex"] = _perhaps(rng, how.sex_wrong, "2" if one["sex"] == "1" else "1", one["sex"])
    two["place"] = _perhaps(rng, how.elsewhere, f"p{rng.randrange(14)}", one["place"])
    return two


def _perhaps(rng: random.Random, share: float, other: Any, usual: Any) -> Any:
    return other if rng.random() < share else usual


def _day(rng: random.Random) -> str:
    return f"{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _misheard(name: str, rng: random.Random, how: Dirt) -> str:
    chance = rng.random()
    given = range(1, len(name))
    if chance < how.homophone:
        known = [at for at in given if name[at] in SOUNDS]
        return _with(name, at := rng.choice(known), SOUNDS[name[at]]) if known else name
    return _with(name, rng.choice(given), rng.choice(WRONG)) if chance < how.homophone + how.wrong else name


def _with(name: str, at: int, mark: str) -> str:
    return name[:at] + mark + name[at + 1 :]
