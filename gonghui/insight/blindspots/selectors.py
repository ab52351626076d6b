"""What the registers hold in reach, in the shapes a list is compared with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q

from gonghui.insight.blindspots.rules import Known, KnownPerson, Sighted, Worker
from gonghui.kernel.linkage.candidates import Candidate
from gonghui.kernel.parameters.selectors import region
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import chain, open_units
from gonghui.registers.employers.models import Employer
from gonghui.registers.employers.rules.names import Places, short
from gonghui.registers.employers.selectors import files
from gonghui.registers.members.selectors import people
from gonghui.registers.regions.selectors import place_names
from gonghui.work.survey.rules import LISTS
from gonghui.work.survey.selectors import sighted

TOWN_KINDS = ("town", "zone")
UNION_WORDS = ("总工会", "工会联合会", "工会委员会", "工会")
PIECE = 5_000
SOURCES = {"field": "走访", "register": "台账"} | dict(LISTS)
AWAY = ("closed", "moved")


def known_employers(actor: Actor, only: Q | None = None) -> list[Known]:
    """Every employer in reach (``only``: of these), those closed too."""
    wanted = files(actor) if only is None else files(actor).filter(only)
    rows = wanted.order_by().values_list(
        "pk", "name", "credit_code", "address", "unit_id", "covered_by_id", "closed_on", "grid_id", "line_id"
    )  # fmt: skip
    return [
        Known(str(pk), name, code, address, str(unit), union, closed is not None, grid, line)
        for pk, name, code, address, unit, union, closed, grid, line in rows.iterator(chunk_size=PIECE)
    ]


def known_people(actor: Actor) -> Iterator[tuple[KnownPerson, Candidate, str | None, str]]:
    """Every file in reach: whose it is, how it is compared, and where they work (a key, and as written)."""
    rows = people(actor).order_by().values_list(
        "pk", "name", "birth_year", "sex", "id_index", "mobile_index", "path", "open__unit_id", "open__employer_id", "open__workplace"
    )  # fmt: skip
    for pk, name, year, sex, id_index, mobile, path, union, employer, workplace in rows.iterator(
        chunk_size=PIECE
    ):
        candidate: Candidate = {
            "id": str(pk), "name": name, "born_year": year, "birthday": None, "sex": sex if sex in "12" else None,
            "phone": bytes(mobile).hex() if mobile else None, "employer": None,
            "place": path.rstrip(".").rpartition(".")[0] or path,
        }  # fmt: skip
        yield (
            KnownPerson(str(pk), union, bytes(id_index)),
            candidate,
            str(employer) if employer else None,
            workplace or "",
        )


def towns(actor: Actor) -> dict[str, Unit]:
    """The towns in reach by the words people write for them: 盘湾镇, 盘湾."""
    found: dict[str, Unit] = {}
    for unit in open_units(actor, *TOWN_KINDS):
        name = next(
            (unit.name.removesuffix(end) for end in UNION_WORDS if unit.name.endswith(end)), unit.name
        )
        for word in (name, short(name)):
            found.setdefault(word, unit)
    return found


def places(actor: Actor) -> Places:
    """What names of firms begin with here."""
    unit = Unit.objects.filter(pk=actor.unit_id).first()
    far, near = place_names(region(chain(unit)) if unit else "")
    return Places([*far, *near, *map(short, near), *towns(actor)])


def tree_units(actor: Actor) -> dict[str, dict[str, int]]:
    """Grids and lines by name, for lists that name them."""
    found: dict[str, dict[str, int]] = {}
    for kind, kinds in (("grid", ("grid", "area")), ("line", ("line",))):
        found[kind] = {unit.name: unit.pk for unit in open_units(actor, *kinds)}
    return found


def names_of(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Names of the units in reach."""
    rows = Unit.objects.visible_to(actor).filter(pk__in=set(ids))
    return dict(rows.values_list("pk", "name"))


def employers_of(actor: Actor, keys: Iterable[str]) -> dict[str, Any]:
    """The register's rows as they are now, as long as they are in reach."""
    rows: Any = (
        Employer.objects.visible_to(actor).filter(pk__in=set(keys)).select_related("covered_by", "unit")
    )
    return {str(row.pk): row for row in rows}


def unseen(actor: Actor, seen: Collection[str]) -> list[str]:
    """The register's employers in reach that still are and are not among those seen, town by town."""
    rows = files(actor).filter(closed_on=None).order_by("path", "name", "pk").values_list("pk", flat=True)
    return [str(pk) for pk in rows if str(pk) not in seen]


def identified(actor: Actor, row: Sighted) -> list[Known]:
    """The register's rows that a listed employer is for certain, by what was settled before or by its code."""
    if row.known_id and (found := known_employers(actor, Q(pk=row.known_id))):
        return found
    return known_employers(actor, Q(credit_code=row.credit_code)) if row.credit_code else []


def memberships(actor: Actor, indexes: Iterable[bytes]) -> dict[bytes, KnownPerson]:
    """Those on file in reach by the keyed hash of their identity number."""
    rows = people(actor).filter(id_index__in=list(indexes)).order_by()
    return {
        bytes(index): KnownPerson(str(pk), union, bytes(index))
        for pk, index, union in rows.values_list("pk", "id_index", "open__unit_id")
    }


def surveyed(actor: Actor, only: UUID | None = None) -> Iterator[Sighted]:
    """Everybody a visit or a list of the surveys names, in reach; ``only``: that one."""
    for one in sighted(actor, only=only):
        yield Sighted(
            id=str(one.id), kind=one.kind, name=one.name, credit_code=one.credit_code or None, address=one.address,
            unit_id=one.unit_id, grid_id=one.grid_id, line_id=one.line_id, people=one.people or None,
            workers=tuple(Worker(*worker) for worker in one.workers), source=one.source, seen_on=one.seen_on,
            gone=one.state in AWAY, known_id=str(one.employer_id) if one.employer_id else None, at=SOURCES.get(one.source, one.source),
        )  # fmt: skip
