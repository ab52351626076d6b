"""The cadres: who holds which post in which union, grid or line."""

from __future__ import annotations

import random
from datetime import date

from demo import names
from demo.accounts import ACCOUNTS
from demo.counting import DAY, day_between, years_before
from demo.drafts import Base
from demo.figures import Figures
from demo.places import AREAS, COUNTY, GRIDS, LINES, towns
from demo.rows import CadreRow, UnionRow

FIRST_MOBILE = 19_900_500_001
COUNTY_POSTS = ["chair", "executive_vice_chair", *["vice_chair"] * 3, "audit_chair", "women_chair"]
COUNTY_STAFF = ["clerk"] * 8 + [
    "accountant",
    "cashier",
    "bargaining_adviser",
    "labour_inspector",
    "mediator",
    "lawyer",
]
FULL_TIME = {"clerk", "executive_vice_chair", "accountant", "cashier"}
HIRED = {"liaison", "founding_adviser", "bargaining_adviser"}
RANKS = {"chair": "正科级", "executive_vice_chair": "正科级", "vice_chair": "副科级", "clerk": "中层正职"}
NAMED = {(one.code, one.post): one for one in ACCOUNTS if one.post}


class Officers:
    """Draws cadres; those with an account bear its name."""

    def __init__(self, rng: random.Random, figures: Figures, today: date) -> None:
        self.rng, self.figures, self.today = rng, figures, today
        self.named = dict(NAMED)
        self.made = 0

    def rows(self, bases: list[Base], unions: dict[str, UnionRow]) -> list[CadreRow]:
        electing = [base.code for base in bases if (base.code, "chair") not in NAMED]
        vacant = set(self.rng.sample(electing, self.figures.without_chair))
        posts = [(COUNTY, post) for post in COUNTY_POSTS + COUNTY_STAFF]
        posts += [
            (town, post) for town in towns() for post in ("chair", "clerk", "audit_chair", "women_chair")
        ]
        posts += [(code, "liaison") for code in (*GRIDS, *AREAS)]
        posts += [(code, "founding_adviser") for code in LINES.values()]
        for base in bases:
            posts += [(base.code, post) for post in self._of_base(base, base.code in vacant)]
        return [self._row(code, post, unions.get(code)) for code, post in posts]

    def _of_base(self, base: Base, vacant: bool) -> list[str]:
        likely = 0.74 if base.members >= 25 else 0.35
        posts = ["audit_chair", "women_chair"]
        return [*([] if vacant else ["chair"]), *(post for post in posts if self.rng.random() < likely)]

    def _row(self, code: str, post: str, union: UnionRow | None) -> CadreRow:
        rng, self.made = self.rng, self.made + 1
        known = self.named.pop((code, post), None)
        sex = known.sex if known else self._sex(post)
        born = self.today.year - rng.randint(27, 58)
        since = self._since(union)
        is_official = len(code) <= len("320924100")  # county and towns
        return CadreRow(
            code,
            known.name if known else names.person_name(rng, sex, born),
            post,
            "full" if post in FULL_TIME else "hired" if post in HIRED else "part",
            RANKS.get(post, "") if is_official else "",
            sex,
            born,
            rng.choices(("10", "20", "30", "40", "60"), (4, 40, 34, 12, 10))[0],
            str(FIRST_MOBILE + self.made),
            since,
            f"射工组〔{since.year}〕{rng.randint(1, 160)}号" if post == "chair" else "",
            rng.choice((0, 0, 8, 12, 16, 16, 24, 40)),
        )

    def _sex(self, post: str) -> str:
        return "2" if post == "women_chair" or self.rng.random() < 0.3 else "1"

    def _since(self, union: UnionRow | None) -> date:
        """With the union's term; a holder whose term has run out still holds the post."""
        if union and union.term_since:
            return union.term_since
        return day_between(self.rng, years_before(self.today, 6), self.today - 60 * DAY)
