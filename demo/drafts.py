"""Unions and employers while the plan is being made: who stands where, before anybody is counted."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from demo import names, places
from demo.apportion import apportion
from demo.figures import Figures
from demo.trades import BY_LINE, INDUSTRIES, SOCIAL, SOCIAL_NAMES, TRADES, Industry, Trade

SHOWN = "射阳县恒通纺织有限公司"  # the union whose chair has a demonstration account
TOWN_WEIGHTS = dict(zip(places.towns(), (300, 52, 46, 58, 60, 44, 50, 54, 38, 48, 52, 36, 62), strict=True))


@dataclass
class Base:
    """A base union; ``workplaces`` are those it covers."""

    code: str
    name: str
    kind: str
    parent: str
    town: str
    industry: Industry | None = None
    workplaces: list[Workplace] = field(default_factory=list)
    founded_on: date = places.BEGINNING
    is_new: bool = False

    @property
    def members(self) -> int:
        return sum(one.members for one in self.workplaces)

    @property
    def migrants(self) -> int:
        return sum(one.migrants for one in self.workplaces)


@dataclass
class Workplace:
    """An employer. ``weight``: how large beside the others; ``rate``: how many of its people are migrants."""

    name: str
    town: str
    trade: Trade
    nature: str
    category: str
    industry: str
    social_class: str
    weight: float
    rate: float
    job: str = ""
    members: int = 0
    migrants: int = 0
    workers: int = 0
    migrant_workers: int = 0


class Draft:
    """Draws unions and employers; every employer's name is taken once."""

    def __init__(self, rng: random.Random, figures: Figures) -> None:
        self.rng, self.figures = rng, figures
        self.taken: set[str] = set()
        self.bases = [*self._singles(), *self._industries()]
        self.blind = [self._anyone(self._town(), 1.0) for _ in range(figures.blind)]
        self._cover_more()

    @property
    def workplaces(self) -> list[Workplace]:
        return [one for base in self.bases for one in base.workplaces] + self.blind

    def _singles(self) -> list[Base]:
        weights = list(TOWN_WEIGHTS.values())
        shares = [1 + more for more in apportion(self.figures.singles - len(weights), weights)]
        counted = zip(TOWN_WEIGHTS, shares, strict=True)
        return [self._single(town, number) for town, share in counted for number in range(1, share + 1)]

    def _single(self, town: str, number: int) -> Base:
        code = f"{town}-{number:03d}"
        shown = number == 1 and town == places.PANWAN
        head = self._shown() if shown else self._anyone(town, 1.6)
        return Base(code, f"{head.name}工会", "single", town, town, workplaces=[head])

    def _shown(self) -> Workplace:
        self.taken.add(SHOWN)
        return Workplace(SHOWN, places.PANWAN, BY_LINE["工信"], "170", "91", "C", "", 190.0, 0.45)

    def _industries(self) -> list[Base]:
        shares = apportion(self.figures.industry_employers, [self.rng.uniform(1, 3) for _ in INDUSTRIES])
        return [
            Base(
                f"{places.COUNTY}-H{number:02d}", f"射阳县{one.name}行业工会联合会", "industry_federation",
                places.COUNTY, places.SEAT, one, [self._of_industry(one) for _ in range(share)],
            )
            for number, (one, share) in enumerate(zip(INDUSTRIES, shares, strict=True), 1)
        ]  # fmt: skip

    def _of_industry(self, one: Industry) -> Workplace:
        trade, rng = BY_LINE[one.line], self.rng
        patterns = tuple(f"射阳县{{brand}}{goods}有限公司" for goods in one.goods.split())
        town = self._town()
        name, weight = self._name(patterns, town), 9 * rng.lognormvariate(0, 0.5)
        return Workplace(name, town, trade, "170", "91", one.industry, "", weight, 0.75, one.job)

    def _cover_more(self) -> None:
        """Further, smaller employers covered by a union of their own town."""
        singles = [base for base in self.bases if base.kind == "single"]
        for _ in range(self.figures.single_employers - self.figures.singles):
            base = self.rng.choice(singles)
            base.workplaces.append(self._anyone(base.town, 0.45))

    def _anyone(self, town: str, factor: float) -> Workplace:
        rng = self.rng
        trade = rng.choices(TRADES, [one.share for one in TRADES])[0]
        nature, category = rng.choice(trade.natures)
        patterns, kind = trade.names, ""
        if trade.line == "社会组织":
            kind = rng.choices(list(SOCIAL), (45, 35, 4, 16))[0]
            patterns, category = SOCIAL_NAMES[kind], SOCIAL[kind]
        name, weight = self._name(patterns, town), factor * trade.scale * rng.lognormvariate(0, 0.6)
        rate = trade.migrant * rng.uniform(0.6, 1.4)
        return Workplace(
            name, town, trade, nature, category, rng.choice(trade.industries), kind, weight, rate
        )

    def _town(self) -> str:
        return self.rng.choices(list(TOWN_WEIGHTS), list(TOWN_WEIGHTS.values()))[0]

    def _name(self, patterns: tuple[str, ...], town: str) -> str:
        """A name nobody has yet; where a pattern has run out, the trade name makes it new."""
        called = places.towns()[town]
        for attempt in range(500):
            pattern = self.rng.choice(patterns)
            if attempt > 20 and "{brand}" not in pattern:
                pattern = pattern.replace("射阳县", "射阳县{brand}")
            name = pattern.format(brand=names.brand(self.rng), town=called)
            if name not in self.taken:
                self.taken.add(name)
                return name
        raise RuntimeError(f"no name left for {patterns}")
