"""A number gives away as much as a name: every total must be the number of rows in one's own reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import connection

from gonghui.kernel.reach.session import set_reach
from tests.leaks.probing import Probe
from tests.leaks.rights import Canary, Person, attackers
from tests.leaks.scene import Scene
from tests.leaks.siege import Answer, Siege
from tests.support import ROOT

BASE = {"mill", "loom", "mine", "mover", "quay"}  # base unions that still are
FIGURES = {"基层工会": "unions", "会员": "members", "还没有工会的单位": "employers"}


def rows(scene: Scene, key: str, kind: str = "") -> list[Canary]:
    """One canary for each row of a register; which of them somebody reaches, ``rights`` says."""
    needs = frozenset({key})
    if key == "members":
        homes = [("mill" if at == "merged" else at) for at, one in scene.of.items() for _ in one.members]
        homes = [
            at for at in homes if kind != "figure" or at != "closed"
        ]  # who is on file is not yet a member
        return [Canary("", at, needs) for at in homes]
    if key == "employers":
        found = [scene.canaries[str(one.employer.pk)] for one in scene.of.values() if one.employer]
        bare = {scene.of[town].employer.pk for town in ("east", "west", "north", "south")}
        ventures = [one.pk for holding in scene.of.values() for one in holding.ventures.values()]
        found += [scene.canaries[str(pk)] for pk in ventures]
        bare |= set(ventures)
        return [one for one in found if kind != "figure" or one.text in {str(pk) for pk in bare}]
    if key == "work":
        return [scene.canaries[str(item.pk)] for one in scene.of.values() for item in one.items]
    if key in {"services", "meetings", "dues"}:
        return [Canary("", at, needs) for at, one in scene.of.items() if one.service]
    units = [at for at, one in scene.of.items() if one.union is not None]
    return [Canary("", at, needs) for at in units if kind != "figure" or at in BASE]


def expected(siege: Siege, person: Person, key: str, kind: str = "") -> int:
    known = rows(siege.scene, key, kind)
    coarse = siege.coarse and key != "work"  # which procedures a post reads is not asked of the rows
    mine = [one for one in known if coarse or (one.for_ - {"journal"}) & person.holds]
    return sum(person.reaches(one, siege.coarse) for one in mine) if key in person.holds else 0


def count_all(siege: Siege) -> None:
    """Lists, their export pages, the API and the figures of the first page, for everybody who may look."""
    for person in attackers():
        if person.acts:
            for key in ("unions", "employers", "members", "cadres", "services", "meetings", "dues", "work"):
                for probe, pattern in asked(key):
                    if (answer := siege.count(person, probe)).status == 200:
                        _compare(siege, person, probe, pattern, answer, expected(siege, person, key))
            home(siege, person)


def asked(key: str) -> Iterator[tuple[Probe, str]]:
    yield Probe("api:listing", "GET", f"/api/registers/{key}?size=1"), r'"total": (\d+)'
    yield Probe("register", "GET", f"/r/{key}/?size=25"), r"<title>[^<]*· ([\d,]+) "
    yield Probe("register-export", "GET", f"/r/{key}/export/"), r'<p class="sub">([\d,]+) '


def to_do(siege: Siege, person: Person) -> int:
    """Matters this person holds now or may claim, and signatures they are asked for."""
    held = dict.fromkeys(
        ("south.town_clerk", "east.town_clerk", "west.town_clerk"), 1
    )  # handed down; to be elected
    held |= dict.fromkeys(
        ("east.town_clerk", "west.town_clerk"), 3
    )  # and the federation of their unions, and what a worker told
    held |= {"east.county_clerk": 3}  # of branch and loom, claimed by nobody; whom mill asks for
    held |= {"west.county_clerk": 1}  # whom mine asks for
    held |= dict.fromkeys(("east.liaison", "west.liaison"), 2)  # missing in their grid; counted twice
    held |= dict.fromkeys(("east.union_chair", "west.union_chair"), 1)  # who has applied
    held |= dict.fromkeys(
        ("mill.union_chair", "mine.union_chair"), 5
    )  # the same, a transfer, a withdrawal, what somebody asks about their own data, and an order
    held |= dict.fromkeys(("north.county_clerk", "both.clerk"), 1)  # of quay
    return held.get(person.username, 0)


PARTS = (
    "process_stint",
    "process_deadline",
    "process_step",
    "process_proof",
    "founding_founding",
    "founding_cover",
    "founding_federationfounding",
    "founding_joining",
)
GIVEN_ANEW = ("founding_cover", "founding_joining")  # rows that are put in and taken out, never changed


def count_rows(siege: Siege) -> None:
    """Raw SQL, past every filter of the program: whose rows the policies themselves let through."""
    every = {str(item.pk) for one in siege.scene.of.values() for item in one.items}
    for person in attackers():
        if person.acts:
            seen = {pk for pk in every if reached(siege, person, pk)}
            set_reach(siege.scene.actors[person.username])
            for table in ("process_workitem", "process_party", *PARTS):
                column = "id" if table == "process_workitem" else "item_id"
                found = raw(f"SELECT DISTINCT {column}::text FROM {table}")
                if not (found <= seen and (found == seen or column != "id")):
                    siege.faults.append(f"{person.username}: {table} shows {found ^ seen}")
                if person.role == "auditor" and (touched := raw(_touch(table, column, every - seen))):
                    siege.faults.append(f"{person.username}: {table} lets {touched} be changed")
    set_reach(ROOT)


def reached(siege: Siege, person: Person, pk: str) -> bool:
    one = siege.scene.canaries[pk]
    passed = any(person.saw(place, coarse=True) for place in one.also)
    return passed or person.reaches(one, coarse=True)


def _touch(table: str, column: str, others: set[str]) -> str:
    keys = ",".join(f"'{pk}'" for pk in sorted(others)) or "NULL"
    verb = f"DELETE FROM {table}" if table in GIVEN_ANEW else f"UPDATE {table} SET {column} = {column}"
    return f"{verb} WHERE {column} IN ({keys}) RETURNING {column}::text"


def raw(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {text for (text,) in cursor.fetchall()}


def home(siege: Siege, person: Person) -> None:
    """The figures beside the to-dos, and how many to-dos there are."""
    probe = Probe("home", "GET", "/")
    heading = r"<h1>今天要办 (\d+) 件" if (held := to_do(siege, person)) else "<h1>今天的事办完了()"
    _compare(siege, person, probe, heading, siege.count(person, probe), held)
    probe = Probe("beside", "GET", "/home/beside/")
    answer = siege.count(person, probe)
    for label, key in FIGURES.items():
        if key in person.holds:
            pattern = rf'>{label}</a></span><span class="v">([\d,]+)</span>'
            _compare(siege, person, probe, pattern, answer, expected(siege, person, key, "figure"))


def _compare(siege: Siege, person: Person, probe: Probe, pattern: str, answer: Answer, wanted: int) -> None:
    found = re.search(pattern, answer.text)
    if found is None or int(found[1].replace(",", "") or 0) != wanted:
        siege.faults.append(f"{person.username}: {probe.url} counts {found and found[1]}, not {wanted}")
