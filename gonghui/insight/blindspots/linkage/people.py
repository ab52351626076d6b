"""Workers named on a list against the membership register: exact by identity first, then by how alike they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from gonghui.insight.blindspots.linkage.firms import Towns
from gonghui.insight.blindspots.linkage.persons import persons
from gonghui.insight.blindspots.rules import (
    AMBIGUOUS,
    Candidate,
    KnownPerson,
    Result,
    Sighted,
    Worker,
    certain,
)
from gonghui.insight.blindspots.selectors import known_people
from gonghui.kernel.linkage import candidates as people_compared
from gonghui.kernel.linkage.selectors import current
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.employers.rules.names import Places, taken_apart
from gonghui.registers.members.selectors import classify

BY_IDENTITY = "证件"
ELSEWHERE = Candidate("", 1.0, AMBIGUOUS, ((BY_IDENTITY, "在别的工会登记过", 0.0),))


class Workers:
    """The workers named on a list against the membership register."""

    def __init__(
        self, actor: Actor, rows: list[Sighted], firms: Mapping[str, Result], here: Places, paths: Towns
    ) -> None:
        self.actor, self.rows, self.firms, self.here, self.paths = actor, rows, firms, here, paths
        self.wanted = {f"{row.id}:{n}": (row, one) for row in rows for n, one in enumerate(row.workers)}

    def results(self) -> dict[str, Result]:
        if not self.wanted:
            return {}
        at = cache(self._at)
        kept: dict[str, KnownPerson] = {}
        rows: list[people_compared.Candidate] = []
        for person, candidate, employer, workplace in known_people(self.actor):
            kept[person.id] = person
            rows.append({**candidate, "employer": employer or at(workplace)})
        by_identity = {one.id_index: one.id for one in kept.values()}

        def outcome_of(key: str) -> str:
            return kept[key].outcome

        found = self._exact(by_identity, outcome_of)
        rest = {key: pair for key, pair in self.wanted.items() if key not in found}
        listed = [self._compared(key, row, one, at) for key, (row, one) in rest.items()]
        numbered = {key for key, (_, one) in rest.items() if one.id_index}
        return found | persons(listed, numbered, rows, outcome_of, current("person"))

    def _exact(self, known: Mapping[bytes, str], outcome_of: Callable[[str], str]) -> dict[str, Result]:
        """By identity; one known elsewhere is told only to who settles memberships, and is for them to look at."""
        asked = {key: one.id_index for key, (_, one) in self.wanted.items() if one.id_index}
        found = {
            key: certain([known[index]], outcome_of, BY_IDENTITY)
            for key, index in asked.items()
            if index in known
        }
        rest = {key: index for key, index in asked.items() if key not in found}
        if rest and self.actor.may("members.settle"):
            elsewhere = classify(list(set(rest.values())))
            found |= {
                key: Result(AMBIGUOUS, 1.0, (ELSEWHERE,)) for key, index in rest.items() if index in elsewhere
            }
        return found

    def _compared(
        self, key: str, row: Sighted, one: Worker, at: Callable[[str], str | None]
    ) -> people_compared.Candidate:
        firm = self.firms.get(row.id)
        employer = (firm.match if firm else None) or at(row.name)
        return {
            "id": key, "name": one.name, "born_year": one.birth_year, "birthday": None, "sex": None,
            "phone": one.mobile_index.hex() if one.mobile_index else None, "employer": employer,
            "place": self.paths.of(row.town, row.address, row.name),
        }  # fmt: skip

    def _at(self, name: str) -> str | None:
        return taken_apart(name, self.here).core or None
