"""A second place: a city's social organisations as one study counted them (domain.md, appendix A, 003), row by row.

Invented throughout: organisations by number, people with numbers nobody has. It is loaded beside nothing else, by
``make run ARGS=--empty`` and the test of published figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from demo.planting import plant_all
from demo.rows import UnionRow, UnitRow
from demo.writing import write_unions
from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.identifiers.resident_id import make
from gonghui.kernel.indicators.folding import recount
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.actions.entering import enter
from gonghui.registers.members.actions.sealing import newcomers

CITY, BUREAU = "CC", "CC-S"
COUNTED_ON = date(2017, 8, 31)
FOUNDED = date(2012, 5, 1)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "明华丽军敏静涛洋燕强"
FIRST_BIRTH = date(1965, 1, 1)


class Kind(NamedTuple):
    """``nearly``: the study says only that there were nearly so many."""

    social_class: str
    name: str
    organisations: int
    with_union: int
    members: int


KINDS = (
    Kind("association", "社会团体", 457, 37, 986),  # "近千": nearly a thousand
    Kind("service", "民办非企业单位", 1_221, 402, 6_240),
    Kind("agency", "中介机构", 218, 36, 1_540),
    Kind("community", "社区社会组织", 227, 24, 0),
)


def load_changchun(actor: Actor) -> Unit:
    """Write the city; its union."""
    names = [(kind, number) for kind in KINDS for number in range(kind.with_union)]
    rows = [
        UnitRow(CITY, "长春市总工会", "federation", None, FOUNDED),
        UnitRow(BUREAU, "长春市社会组织工会联合会", "town_federation", CITY, FOUNDED),
        *(UnitRow(_code(kind, n), f"{_name(kind, n)}工会", "single", BUREAU, FOUNDED) for kind, n in names),
    ]
    units = plant_all(actor, rows, CITY)
    write_unions(
        [
            UnionRow(CITY, "长春市总工会", "federation", "city", None, founded_on=FOUNDED),
            UnionRow(BUREAU, "长春市社会组织工会联合会", "town_federation", "town", None, founded_on=FOUNDED),
            *(UnionRow(_code(kind, n), f"{_name(kind, n)}工会", "single", "base", None, founded_on=FOUNDED) for kind, n in names),
        ],
        units,
    )  # fmt: skip
    employers = [
        Employer(
            name=_name(kind, n), unit=units[BUREAU], social_class=kind.social_class, nature="700", tokens=search_tokens(_name(kind, n)),
            covered_by=units[_code(kind, n)] if n < kind.with_union else None, covered_since=FOUNDED if n < kind.with_union else None,
        )
        for kind in KINDS
        for n in range(kind.organisations)
    ]  # fmt: skip
    Employer.objects.bulk_create(employers, batch_size=1000)
    enter(newcomers(_people(units, {one.name: one for one in employers})), COUNTED_ON)
    recount(COUNTED_ON)
    return units[CITY]


def _people(
    units: dict[str, Unit], employers: dict[str, Employer]
) -> Iterator[tuple[Unit, dict[str, object]]]:
    number = 0
    for kind in KINDS:
        for n in range(kind.members):
            at = n % kind.with_union
            born = FIRST_BIRTH + timedelta(days=number // 900)
            yield (
                units[_code(kind, at)],
                {
                    "name": SURNAMES[number % 10] + GIVEN[number // 10 % 10], "id_type": "1", "id_number": make("999022", born, number % 900),
                    "since": FOUNDED + timedelta(days=number % 1000), "employer_id": employers[_name(kind, at)].pk,
                },
            )  # fmt: skip
            number += 1


def _code(kind: Kind, number: int) -> str:
    return f"CC-{kind.social_class[:3]}-{number:04d}"


def _name(kind: Kind, number: int) -> str:
    return f"长春市第{number + 1}{kind.name}"
