"""The unions as legal persons: founded, approved, with a term of office, some of it run out."""

from __future__ import annotations

import random
from datetime import date

from demo.counting import DAY, day_between, years_before
from demo.drafts import Base
from demo.names import address
from demo.places import CHAIN, COUNTY, towns
from demo.rows import UnionRow, UnitRow
from gonghui.kernel.identifiers import credit_code

NOWHERE = "999924"  # a division that does not exist, so that no code is anybody's
OVERDUE = 0.06  # of the unions have not held their election in time


class Establishments:
    """Draws what is on a union's certificate."""

    def __init__(self, rng: random.Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.registered = 0

    def rows(self, bases: list[Base]) -> list[UnionRow]:
        chain = [
            UnionRow(code, name, "federation", level, region, status="legal_person")
            for code, name, level, region in CHAIN
        ]
        return [*chain, *(self._town(*town) for town in towns().items()), *map(self._base, bases)]

    def _town(self, code: str, name: str) -> UnionRow:
        founded = day_between(self.rng, date(1998, 3, 1), date(2008, 12, 31))
        return UnionRow(
            code, f"{name}总工会", "town", "town", code, True, "legal_person", self._code(), founded,
            self._document(founded), *self._term(founded, (5,)), address=address(self.rng, name),
        )  # fmt: skip

    def _base(self, base: Base) -> UnionRow:
        status = self._status(base)
        founded = base.founded_on
        return UnionRow(
            base.code,
            base.name,
            base.kind,
            "base",
            COUNTY if base.parent == COUNTY else base.town,
            False,
            status,
            self._code() if status == "legal_person" else None,
            founded,
            self._document(founded),
            *self._term(founded, (3, 5)),
            sum(one.workers for one in base.workplaces),
            address(self.rng, towns()[base.town]),
        )

    def _status(self, base: Base) -> str:
        if base.members < 25 and self.rng.random() < 0.04:
            return "suspended"
        return "legal_person" if self.rng.random() < (0.45 if base.is_new else 0.7) else "established"

    def _code(self) -> str:
        self.registered += 1
        return credit_code.make("81", NOWHERE, f"{self.registered:08d}")

    def _document(self, founded: date) -> str:
        return f"射工发〔{founded.year}〕{self.rng.randint(1, 199)}号"

    def _term(self, founded: date, lengths: tuple[int, ...]) -> tuple[date, date]:
        """The present term: the last one that began, or, where the election is overdue, the one before."""
        length, since = self.rng.choice(lengths), founded
        while (following := years_before(since, -length)) <= self.today:
            if years_before(following, -length) > self.today and self.rng.random() < OVERDUE:
                break
            since = following
        return since, years_before(since, -length) - DAY


def unit_of(base: Base) -> UnitRow:
    return UnitRow(base.code, base.name, base.kind, base.parent, base.founded_on)
