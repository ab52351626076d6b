"""A survey of these tests' own: units with facts and versions, kept in memory, told of every record that arrives."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.sync.catalogue import Arrived, Settled

QUESTIONS = [
    {"key": "workers", "label": "职工人数", "kind": "number", "required": True, "choices": [], "hint": "大概的数也可以"},
    {"key": "has_union", "label": "有没有工会", "kind": "yes", "required": False, "choices": [], "hint": ""},
    {"key": "willing", "label": "愿不愿意建会", "kind": "choice", "required": False, "choices": [["yes", "愿意"], ["later", "再想想"], ["no", "不愿意"]], "hint": ""},
    {"key": "contact", "label": "联系人手机", "kind": "phone", "required": False, "choices": [], "hint": ""},
    {"key": "problem", "label": "反映的问题", "kind": "lines", "required": False, "choices": [], "hint": ""},
]  # fmt: skip

OF_GROUPS = [QUESTIONS[0], {"key": "joined", "label": "已经入会的", "kind": "number", "required": False, "choices": [], "hint": ""}]  # fmt: skip


@dataclass
class Book:
    """``both``: of every contradiction, what is known and what else was said."""

    subjects: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[Arrived] = field(default_factory=list)
    calls: Counter[UUID] = field(default_factory=Counter)
    both: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def plant(self, count: int) -> None:
        for n in range(1, count + 1):
            facts = {"workers": 10 + n} if n % 2 else {}
            self.subjects[f"u{n}"] = {
                "name": f"盘湾第{n}号商铺", "kind": "employer", "version": 1, "facts": facts, "address": f"湖滨路 {n} 号",
                "town": "盘湾镇", "grid": "第一网格", "line": "", "state": "met" if n == 1 else "", "as_of": "2020-08-01" if facts else "",
            }  # fmt: skip

    def package(self, actor: Actor, today: date) -> dict[str, Any]:
        year = f"{today:%Y}"
        rounds = [
            {"by_kind": {"employer": QUESTIONS, "group": OF_GROUPS}, "id": "r1", "label": f"{year} 年第 4 季度摸底", "kind": "quarter", "since": f"{today - timedelta(days=20)}", "until": f"{year}-12-31", "questions": QUESTIONS}
        ]  # fmt: skip
        return {"rounds": rounds, "subjects": [{"id": key} | one for key, one in self.subjects.items()]}

    def take(self, actor: Actor, arrived: Arrived, now: datetime) -> Settled:
        with self.lock:
            self.calls[arrived.id] += 1
            facts = arrived.content["facts"]
            if facts.get("workers") == 999999:
                return Settled("refused", "职工人数不像真的，请核对")
            self.answers.append(arrived)
            key = arrived.subject or f"new-{arrived.id}"
            one = self.subjects.setdefault(key, {"version": 0, "facts": {}, "state": ""} | self._new(arrived))
            return self._merged(key, one, arrived, facts)

    def _new(self, arrived: Arrived) -> dict[str, Any]:
        return {"name": arrived.content["name"], "kind": "employer", "address": "", "town": "", "grid": "", "line": "", "as_of": ""}  # fmt: skip

    def _merged(self, key: str, one: dict[str, Any], arrived: Arrived, facts: dict[str, Any]) -> Settled:
        behind = arrived.base_version < one["version"]
        clash = {name for name in facts if behind and one["facts"].get(name, facts[name]) != facts[name]}
        self.both += [(key, name, one["facts"][name], facts[name]) for name in sorted(clash)]
        one["facts"] |= {name: value for name, value in facts.items() if name not in clash}
        one["version"] += 1
        if arrived.content["outcome"] == "met":
            one["state"], one["as_of"] = "met", arrived.content["met_on"]
        if clash:
            return Settled("conflict", "另一个人也改了这家，两个都留着，等镇里核对", key, one["version"])
        return Settled("taken", "已收下", key, one["version"])
