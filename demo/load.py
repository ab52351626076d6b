"""Writing the demonstration county into an empty database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from demo.accounts import ACCOUNTS
from demo.county import plan
from demo.doings import write_down
from demo.duties import keep_duties
from demo.foundings import begin_foundings
from demo.ground import walk
from demo.joining import open_joining
from demo.menu import set_out
from demo.outlines import draw_outlines
from demo.places import COUNTY
from demo.planting import plant_all
from demo.reaching import reach_accounts
from demo.rows import Plan
from demo.standards import hold_to_standards
from demo.structure import set_up
from demo.terms import begin_terms
from demo.writing import open_accounts, write_cadres, write_employers, write_members, write_unions
from gonghui.kernel.database.home import PACKAGE
from gonghui.kernel.indicators.folding import recount
from gonghui.kernel.journal.actions import record
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.registers.regions.actions import load_divisions
from gonghui.site.verbs import LOAD_DEMO

NOT_EMPTY = (
    "库里已经有单位，没有载入演示数据：演示数据只能装进空库，以免和真实数据混在一起。请换一个空的数据目录再试"
)


class NotEmpty(Exception):
    """There are units already; says so to the operator."""


@dataclass(frozen=True)
class Summary:
    """How many rows of each kind were written."""

    units: int
    unions: int
    employers: int
    members: int
    cadres: int
    accounts: int


def load(small: bool, today: date) -> Summary:
    """Write the county, all or nothing; ``NotEmpty`` where there is a unit already."""
    with acting(system("演示数据")) as actor:
        if Unit.objects.exists():
            raise NotEmpty(NOT_EMPTY)
        return _write(plan(small=small, today=today), actor, today)


def _write(county: Plan, actor: Actor, today: date) -> Summary:
    load_divisions(actor=actor)
    for path in sorted(PACKAGE.glob("*/*/data/parameters.csv")):
        seed_parameters(actor=actor, path=path)
    units = plant_all(actor, county.units, COUNTY)
    write_unions(county.unions, units)
    employers = write_employers(county.employers, units)
    write_cadres(county.cadres, units)
    members = write_members(county.members, units, employers, today)
    open_accounts(actor, units, today)
    reach_accounts(actor, today)
    draw_outlines(actor, today)
    begin_foundings(actor, today)
    begin_terms(actor, today)
    keep_duties(actor, today)
    made = set_up(actor, today)
    open_joining(actor, today)
    walk(actor, today)
    set_out(actor, today)
    write_down(actor, today)
    hold_to_standards(actor, today)
    done = Summary(
        len(units) + made.unions, len(county.unions) + made.unions, len(employers), members,
        len(county.cadres) + made.cadres, len(ACCOUNTS),
    )  # fmt: skip
    recount(today)  # so that whoever opens the first page does not wait for it
    record(actor, LOAD_DEMO, "demo", unit_id=units[COUNTY].pk, **vars(done))
    return done
