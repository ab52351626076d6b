"""A number gives away as much as a name: every total must be the number of rows in one's own reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.leaks.probing import Probe
from tests.leaks.rights import Canary, Person, attackers
from tests.leaks.scene import Scene
from tests.leaks.siege import Answer, Siege

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
        bare = {scene.of[town].employer.pk for town in ("east", "west", "north")}
        return [one for one in found if kind != "figure" or one.text in {str(pk) for pk in bare}]
    units = [at for at, one in scene.of.items() if one.union is not None]
    return [Canary("", at, needs) for at in units if kind != "figure" or at in BASE]


def expected(scene: Scene, person: Person, key: str, kind: str = "") -> int:
    return sum(person.reaches(one) for one in rows(scene, key, kind)) if key in person.holds else 0


def count_all(siege: Siege) -> None:
    """Lists, their export pages, the API and the figures of the first page, for everybody who may look."""
    for person in attackers():
        if person.acts:
            for key in ("unions", "employers", "members", "cadres"):
                for probe, pattern in asked(key):
                    if (answer := siege.count(person, probe)).status == 200:
                        _compare(siege, person, probe, pattern, answer, expected(siege.scene, person, key))
            home(siege, person)


def asked(key: str) -> Iterator[tuple[Probe, str]]:
    yield Probe("api:listing", "GET", f"/api/registers/{key}?size=1"), r'"total": (\d+)'
    yield Probe("register", "GET", f"/r/{key}/?size=25"), r"<title>[^<]*· ([\d,]+) "
    yield Probe("register-export", "GET", f"/r/{key}/export/"), r'<p class="sub">([\d,]+) '


def home(siege: Siege, person: Person) -> None:
    probe = Probe("home", "GET", "/")
    answer = siege.count(person, probe)
    for label, key in FIGURES.items():
        if key in person.holds:
            pattern = rf'>{label}</a></span><span class="v">([\d,]+)</span>'
            _compare(siege, person, probe, pattern, answer, expected(siege.scene, person, key, "figure"))


def _compare(siege: Siege, person: Person, probe: Probe, pattern: str, answer: Answer, wanted: int) -> None:
    found = re.search(pattern, answer.text)
    if found is None or int(found[1].replace(",", "")) != wanted:
        siege.faults.append(f"{person.username}: {probe.url} counts {found and found[1]}, not {wanted}")
