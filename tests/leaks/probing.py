"""A request by which somebody might come at another unit's rows, and the words by which rows are found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus, urlencode
from uuid import UUID

from django.http import QueryDict

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.register.definition import REGISTERS
from tests.leaks.rights import TOWN_OF
from tests.leaks.scene import Holding, Scene
from tests.people import mobile, number

ABSENT_UUID = UUID("01900000-0000-7000-8000-000000000000")
ABSENT_INT = 987654


@dataclass(frozen=True)
class Probe:
    """One request. ``right``: what a write needs; "" for a read. ``by``: who shows that it can be
    done, where it is not the town's clerk. ``always``: every
    attacker makes it, however few the attempts. ``absent``: the same request for no row at all."""

    name: str
    method: str
    url: str
    body: str = ""
    kind: str = "form"
    right: str = ""
    at: str = ""
    row: str = ""
    htmx: bool = False
    by: str = ""
    always: bool = False

    @property
    def said(self) -> str:
        """Everything the asker typed, so that an echo is not taken for a leak."""
        return f"{unquote_plus(self.url)} {self.body}"

    def absent(self) -> Probe | None:
        if not self.row:
            return None
        gone = str(ABSENT_INT) if self.row.isdigit() else str(ABSENT_UUID)
        url = self.url.replace(f"/{self.row}", f"/{gone}") if f"/{self.row}" in self.url else self.url
        body = self.body.replace(self.row, gone) if url == self.url else self.body
        return Probe(
            self.name, self.method, url, body, self.kind, self.right, self.at, gone, self.htmx, self.by
        )


def get(name: str, url: str, row: Any = "", at: str = "", **query: str) -> Probe:
    return Probe(name, "GET", f"{url}?{urlencode(query)}" if query else url, row=str(row), at=at)


def post(
    name: str,
    url: str,
    right: str,
    at: str,
    body: dict[str, Any],
    row: Any = "",
    kind: str = "form",
    by: str = "",
) -> Probe:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return Probe(name, "POST", url, text, kind, right, at, str(row), by=by)


def rows_of(holding: Holding) -> dict[str, Any]:
    """One row of each register that this unit has."""
    found = {"unions": holding.union, "employers": holding.employer, "cadres": holding.cadre}
    if holding.members:
        found["members"] = holding.members[0]
    if holding.matters:
        found["work"] = holding.matters["小馆"]
    if holding.service is not None:
        found |= {"services": holding.service, "meetings": holding.gathering, "dues": holding.paid}
    if holding.document is not None:
        found["documents"] = holding.document
    return {key: row for key, row in found.items() if row is not None}


def words_of(holding: Holding, key: str) -> list[str]:
    """What a row of this register is found by: name, two characters, pinyin, initials, last four, whole numbers."""
    row = rows_of(holding)[key]
    if key == "work":
        return [row.title, holding.tag, row.number, row.number.lower(), f" {row.title[:3]} "]
    if key == "documents":
        return [row.title, holding.tag, row.number, row.office]
    name = getattr(row, REGISTERS[key].title)
    latin = [token for token in search_tokens(name) if token.isascii()]
    words = [name, holding.tag, latin[-1], latin[-2], f" {name[:3]} "]
    if key == "members":
        n = holding.base + 1
        words += [number(n), number(n)[-4:], mobile(n), mobile(n)[-4:], f"{number(n)[:6]} {number(n)[6:]}"]
    if key in {"employers"}:
        words += [row.credit_code, row.credit_code.lower()]
    return words


def queries(scene: Scene, holding: Holding, key: str) -> Iterator[dict[str, str]]:
    """Every way of narrowing and ordering a list so that this unit's rows would be in it."""
    row, register = rows_of(holding)[key], REGISTERS[key]
    yield {}
    yield {"size": "100"}
    yield {"page": "1", "size": "50"}
    for column in register.columns:
        if column.sort:
            yield {"sort": column.name}
            yield {"sort": f"-{column.name}", "size": "100"}
    for word in words_of(holding, key):
        yield {"q": word}
    town = str(scene.units[TOWN_OF[holding.key]].pk)
    for one in register.filters:
        for value in values_of(scene, holding, row, one.name):
            yield {one.name: value}
            yield {one.name: value, "q": holding.tag}
    yield {"q": holding.tag, "town": town, "size": "100"}


def values_of(scene: Scene, holding: Holding, row: Any, name: str) -> list[str]:
    """The values of a filter under which this unit's row falls."""
    if name == "town":
        return [str(scene.units[TOWN_OF[holding.key]].pk), str(holding.unit.pk)]
    if name == "union":
        return [str(holding.unit.pk)]
    if name in {"grid", "line"}:
        return [str(pk)] if (pk := getattr(row, f"{name}_id")) else []
    fixed = {
        "standing": "open",
        "serving": "now",
        "offered": "now",
        "covered": "yes",
        "is_migrant": "False",
        "process": "founding",
        "state": "open",
    }
    if name == "state" and hasattr(row, "direction"):
        return [row.state]
    if name == "stage":
        return [f"{row.process_key}.{row.stage_key}"]
    value = fixed.get(name) or getattr(row, name, "")
    return [str(value)] if value and not isinstance(value, list) else []


def typed(body: str) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in json.loads(body or "{}").items():
        found.setlist(name, value if isinstance(value, list) else [value])
    return found
