"""J3: every declared indicator for any node and its children, beside the naive way with the ORM, in one run.

python -m bench.indicators [MEMBERS] [UNIONS]
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from bench.scratch import scratch

DAY = date(2026, 11, 21)
TOWNS, COUNTIES, CITIES = 0.1, 0.011, 0.0011  # of the base unions
READS, ASKED = 300, 3  # nodes read our way; nodes counted the naive way

PEOPLE = """
INSERT INTO members_person (id, unit_id, path, name, tokens, sex, id_type, id_index, ethnicity, education, skill_level, political_status,
                            hukou, native_place, title, is_migrant, groups)
SELECT gen_random_uuid(), u.id, u.path, '人' || n, '', CASE WHEN n %% 5 < 2 THEN '2' ELSE '1' END, '1', decode(md5(n::text), 'hex'), '', '', '', '',
       '', '', '', n %% 3 = 0, CASE WHEN n %% 17 = 0 THEN ARRAY['rider'] ELSE ARRAY[]::varchar[] END
FROM generate_series(1, %s) n JOIN unnest(%s::bigint[]) WITH ORDINALITY w(unit, at) ON w.at = 1 + n %% %s JOIN units_unit u ON u.id = w.unit
"""
PLACES = """
INSERT INTO members_membership (id, person_id, unit_id, path, workplace, employment, job, number, is_retained, since)
SELECT gen_random_uuid(), id, unit_id, path, '', '1', '', '', false, date '2012-01-01' + ((('x' || substr(md5(name), 1, 6))::bit(24)::int) %% 5400)
FROM members_person
"""
UNIONS = """
INSERT INTO unions_union (unit_id, path, name, tokens, kind, level, is_dual, status, approval_number, workers, address, office_phone, founded_on,
                          term_since, term_until)
SELECT id, path, name, '{}', 'single', 'base', false, 'established', '', 100, '', '', date '2012-01-01' + (id %% 4000)::int, date '2023-06-01', date '2026-01-01' + (id %% 900)::int
FROM units_unit WHERE kind = 'single'
"""
EMPLOYERS = """
INSERT INTO employers_employer (id, unit_id, path, covered_by_id, covered_since, name, tokens, nature, industry, size, social_class, workers, migrant_workers, address)
SELECT gen_random_uuid(), p.id, p.path, u.id, date '2012-01-01', u.name, '{}', '170', 'C', '', '', 120, 40, ''
FROM units_unit u JOIN units_unit p ON p.path = regexp_replace(u.path, '[0-9]+\\.$', '') WHERE u.kind = 'single'
"""


def fill(members: int, unions: int, people: str = PEOPLE, more: Sequence[Any] = ()) -> None:
    """A province: cities, counties, towns, base unions; everybody belongs to one of the last. ``people``: how they are written."""
    from django.db import connection

    sizes = [
        1,
        max(2, int(unions * CITIES)),
        max(4, int(unions * COUNTIES)),
        max(8, int(unions * TOWNS)),
        unions,
    ]
    kinds = ["federation", "federation", "federation", "town", "single"]
    above: list[tuple[int, str]] = [(0, "")]
    number = 0
    with connection.cursor() as cursor:
        for size, kind in zip(sizes, kinds, strict=True):
            made = []
            for at in range(size):
                number += 1
                parent, path = above[at % len(above)]
                made.append((number, f"{path}{number}.", parent))
            cursor.execute(
                "INSERT INTO units_unit (id, name, kind, path) SELECT i, '单位' || i, %s, p FROM unnest(%s::bigint[], %s::text[]) w(i, p)",
                [kind, [one[0] for one in made], [one[1] for one in made]],
            )
            cursor.execute(
                "INSERT INTO units_placement (tree, unit_id, path, parent_id, since) SELECT 'leadership', i, p, nullif(a, 0), date '2012-01-01'"
                " FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) w(i, p, a)",
                [list(column) for column in zip(*made, strict=True)],
            )
            above = [(one[0], one[1]) for one in made]
        bases = [one[0] for one in above]
        cursor.execute(people, [members, bases, len(bases), *more])
        for text in (PLACES, UNIONS, EMPLOYERS):
            cursor.execute(text, [])


def timed(work: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def naive(unit: Any) -> dict[str, int]:
    """One count for each indicator and part: what a page does that asks the tables."""
    from django.db.models import Sum

    from gonghui.kernel.indicators.definition import measures
    from gonghui.kernel.reach.actor import end_of

    found = {}
    for key, one in measures().items():
        path = one.source.path("leadership")
        rows = one.source.on(DAY).filter(
            one.where, **{f"{path}__gte": unit.path, f"{path}__lt": end_of(unit.path)}
        )
        if one.once:
            found[key] = rows.values(one.source.unit).distinct().count()
        elif one.amount:
            found[key] = int((rows.aggregate(n=Sum(one.amount))["n"] or 0) * one.scale)
        else:
            found[key] = rows.count()
    return found


def compare(members: int, unions: int) -> dict[str, Any]:
    from django.db import connection

    from gonghui.kernel.indicators.definition import indicators, measures
    from gonghui.kernel.indicators.folding import folded, recount
    from gonghui.kernel.indicators.models import Total
    from gonghui.kernel.indicators.selectors import children, figures, figures_of
    from gonghui.kernel.reach.actor import system
    from gonghui.kernel.reach.session import acting
    from gonghui.kernel.units.models import Unit
    from gonghui.registers.members.models import Membership, Person

    root = system("基准")
    with acting(root):
        filled, _ = timed(lambda: fill(members, unions))
    analysed()
    with acting(root):
        counted, _ = timed(lambda: recount(DAY))
    chance = random.Random(3)
    with acting(root):
        inner = list(Unit.objects.exclude(kind="single"))
        nodes = [chance.choice(inner) for _ in range(READS)]
        families = [[one, *children(root, one, DAY)] for one in nodes]
        reads = sorted(timed(lambda family=family: figures_of(root, family, DAY))[0] for family in families)
        plain = sorted(timed(lambda family=family: list(Total.objects.filter(unit__in=[one.pk for one in family], tree="leadership").values_list("unit_id", "counts")))[0] for family in families)  # fmt: skip
        then, _ = timed(lambda: figures(root, inner[0], date(2024, 6, 30)))
        asked = [inner[0], *[one for one in inner if one.kind == "town"][: ASKED - 1]]
        naive_seconds, wrong = 0.0, 0
        for one in asked:
            seconds, found = timed(lambda one=one: naive(one))
            naive_seconds += seconds
            kept = Total.objects.get(unit=one, tree="leadership").counts
            wrong += sum(kept.get(key, 0) != number for key, number in found.items())
        town = [timed(lambda one=one: naive(one))[0] for one in asked[1:]]
        somebody = Person.objects.order_by("pk").first()
        changed, _ = timed(
            lambda: (Membership.objects.filter(person=somebody).update(until=DAY), folded(otherwise=DAY))
        )
        moving = figures(root, inner[0], DAY)["members.count"].numerator
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_total_relation_size('indicators_leaf'), pg_total_relation_size('indicators_total')"
            )
            leaf, total = cursor.fetchone()
    assert wrong == 0, f"{wrong} figures differ from a count of the rows"
    assert moving == members - 1
    ours = statistics.median(reads)
    a_family = statistics.median(len(family) for family in families)
    return {
        "members": members, "unions": unions, "indicators": len(indicators()), "measures": len(measures()), "filled": round(filled, 1),
        "recount": round(counted, 1), "read_p50_ms": round(ours * 1000, 2), "read_p99_ms": round(reads[int(len(reads) * 0.99)] * 1000, 2),
        "database_p50_ms": round(statistics.median(plain) * 1000, 2), "database_p99_ms": round(plain[int(len(plain) * 0.99)] * 1000, 2),
        "family": a_family, "another_day_s": round(then, 2), "change_ms": round(changed * 1000, 1),
        "naive_root_s": round(naive_seconds - sum(town), 1), "naive_town_s": round(statistics.mean(town), 2),
        "ratio_of_a_town_and_its_unions": round(statistics.mean(town) * a_family / ours),
        "leaf_mb": round(leaf / 1e6), "total_mb": round(total / 1e6),
    }  # fmt: skip


def analysed() -> None:
    """What the database does by itself within minutes; only a table's owner may ask for it."""
    code = "import django; django.setup(); from django.db import connections; connections['owner'].cursor().execute('ANALYZE')"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], check=True, env=os.environ | {"GONGHUI_AS_OWNER": "1"}
    )


def main(members: int = 1_000_000, unions: int = 10_000) -> dict[str, Any]:
    with scratch():
        return compare(members, unions)


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:])), ensure_ascii=False))
