"""The plan of the demonstration county: plain rows, the same for the same size and day."""

from __future__ import annotations

import random
from datetime import date

from demo.counting import choose_new, count, found
from demo.drafts import Draft
from demo.establishments import Establishments, unit_of
from demo.figures import FULL, SMALL
from demo.officers import Officers
from demo.people import People
from demo.places import ground
from demo.rows import Plan
from demo.workplaces import employers

SEED = 320924


def plan(*, small: bool, today: date) -> Plan:
    """Everything that will be loaded. Nobody in it exists; every total is one of ``Figures``."""
    figures, rng = (SMALL if small else FULL), random.Random(SEED)
    draft = Draft(rng, figures)
    choose_new(draft, rng, figures)
    count(draft, rng, figures)
    found(draft, rng, today)
    unions = Establishments(rng, today).rows(draft.bases)
    return Plan(
        [*ground(), *map(unit_of, draft.bases)],
        unions,
        employers(draft, rng),
        People(draft, rng, figures, today).rows(),
        Officers(rng, figures, today).rows(draft.bases, {union.unit: union for union in unions}),
    )
