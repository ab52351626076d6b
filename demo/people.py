"""The members: who they are, where they work, and since when they belong."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from demo import names
from demo.counting import DAY, day_between, years_before
from demo.drafts import Base, Draft, Workplace
from demo.figures import Figures
from demo.rows import MemberRow
from gonghui.kernel.identifiers import resident_id

FIRST_MOBILE = 19_900_000_001
ALONE = "灵活就业"  # the workplace of somebody who belongs to an industry union without an employer
GROUPS_ALONE = {"truck", "ride", "rider"}
EDUCATION = {
    "young": (("10", "20", "30", "40", "60", "70"), (3, 30, 30, 17, 12, 8)),
    "middle": (("10", "20", "30", "40", "60", "70"), (1, 16, 22, 18, 24, 19)),
    "old": (("20", "30", "40", "60", "70", "80"), (6, 10, 14, 28, 34, 8)),
}
SKILLS = ("", "1", "2", "3", "4", "5")
SKILL_WEIGHTS = (70, 1, 3, 7, 11, 8)

Slot = tuple[Base, int, Workplace, bool]  # union, place of the employer in the plan, employer, is a migrant


class People:
    """Draws members one by one; every identity number is given once."""

    def __init__(self, draft: Draft, rng: random.Random, figures: Figures, today: date) -> None:
        self.draft, self.rng, self.figures, self.today = draft, rng, figures, today
        self.cutoff = years_before(today, 3)
        self.numbers: defaultdict[tuple[str, date, str], int] = defaultdict(int)

    def rows(self) -> list[MemberRow]:
        slots = list(self._slots())
        recent = self._recent(slots)
        return [self._row(n, slot, n in recent) for n, slot in enumerate(slots)]

    def _slots(self) -> Iterator[Slot]:
        place = 0
        for base in self.draft.bases:
            for one in base.workplaces:
                for number in range(one.members):
                    yield base, place, one, number < one.migrants
                place += 1

    def _recent(self, slots: list[Slot]) -> set[int]:
        """Who joined within three years: all of the new unions, and others by lot up to the figures."""
        figures = self.figures
        wanted = {True: figures.recent_migrants, False: figures.recent - figures.recent_migrants}
        chosen: set[int] = set()
        for migrant, number in wanted.items():
            mine = [n for n, slot in enumerate(slots) if slot[3] is migrant]
            forced = [n for n in mine if slots[n][0].is_new]
            others = [n for n in mine if not slots[n][0].is_new]
            chosen.update(forced, self.rng.sample(others, number - len(forced)))
        return chosen

    def _row(self, n: int, slot: Slot, is_recent: bool) -> MemberRow:
        base, place, one, migrant = slot
        rng = self.rng
        since = self._since(base, is_recent)
        sex = "1" if rng.random() < (0.62 if migrant else 0.54) else "2"
        birth = self._birth(since)
        groups = self._groups(base, migrant)
        alone = not migrant and not GROUPS_ALONE.isdisjoint(groups) and rng.random() < 0.3
        age = self.today.year - birth.year
        return MemberRow(
            base.code,
            None if alone else place,
            names.person_name(rng, sex, birth.year),
            self._number(one.town, birth, sex),
            str(FIRST_MOBILE + n),
            since,
            migrant,
            groups,
            ALONE if alone else one.name,
            one.job or rng.choice(one.trade.jobs),
            f"SY{n + 1:07d}",
            rng.choices(("1", "8", "7"), (985, 8, 7))[0],
            rng.choices(("汉族", "回族", "苗族", "土家族", "壮族"), (990, 4, 2, 2, 2))[0],
            self._education(age, migrant),
            rng.choices(SKILLS, SKILL_WEIGHTS)[0],
            self._political(age, migrant),
            "1" if migrant or rng.random() < 0.25 else "2",
        )

    def _since(self, base: Base, is_recent: bool) -> date:
        if is_recent:
            return day_between(self.rng, max(base.founded_on, self.cutoff + 2 * DAY), self.today - DAY)
        return day_between(self.rng, base.founded_on, self.cutoff - 30 * DAY)

    def _birth(self, since: date) -> date:
        """At least eighteen when joining, under sixty today."""
        oldest = self.today - int(59.9 * 365.25) * DAY
        youngest = years_before(since, 18) - DAY
        likely = years_before(since, round(self.rng.triangular(18, 50, 29)))
        return min(max(oldest, likely - self.rng.randint(1, 365) * DAY), youngest)

    def _number(self, town: str, birth: date, sex: str) -> str:
        """Valid in form and impossible in fact: no county ever had an area of 999."""
        area = f"999{town[-3:]}"
        self.numbers[area, birth, sex] += 1
        return resident_id.make(area, birth, 2 * self.numbers[area, birth, sex] + (sex == "1"))

    def _groups(self, base: Base, migrant: bool) -> tuple[str, ...]:
        tag = base.industry.group if base.industry else ""
        by_lot = self.rng.random()
        if not tag and by_lot < 0.012:
            tag = self.rng.choice(("guard", "shop", "truck", "property", "nurse"))
        dispatched = migrant and 0.9 < by_lot < 0.94
        return tuple(filter(None, (tag, "dispatched" if dispatched else "")))

    def _education(self, age: int, migrant: bool) -> str:
        codes, weights = EDUCATION["old" if age > 48 or migrant else "middle" if age > 33 else "young"]
        return self.rng.choices(codes, weights)[0]

    def _political(self, age: int, migrant: bool) -> str:
        by_lot = self.rng.random()
        if by_lot < (0.03 if migrant else 0.16):
            return "01"
        return "03" if age < 28 and by_lot < 0.45 else "13"
