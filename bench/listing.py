"""The generated county in the shapes the comparison takes."""

from __future__ import annotations

from bench.companies import COUNTY, TOWNS, World
from gonghui.insight.blindspots.linkage.firms import Towns
from gonghui.insight.blindspots.rules import EMPLOYER, Known, Sighted
from gonghui.registers.employers.rules.names import Places, short


def places() -> Places:
    names = [*COUNTY, *TOWNS]
    return Places([*names, *map(short, names)])


def towns() -> Towns:
    return Towns({word: str(n) for n, name in enumerate(TOWNS) for word in (name, short(name))})


def known_of(world: World) -> list[Known]:
    at = {name: str(n) for n, name in enumerate(TOWNS)}
    return [
        Known(one.id, one.name, one.code, one.address, at[one.town], one.union, False)
        for one in world.register
    ]


def sighted_of(world: World) -> list[Sighted]:
    return [
        Sighted(
            one.id, EMPLOYER, one.name, one.code, one.address or "", people=one.people, town=one.town or ""
        )
        for one in world.listed
    ]
