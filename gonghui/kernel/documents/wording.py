"""What documents of a procedure say, as data: a text with places to fill in, and nothing that runs.

A TOML file holds one table for each document. ``{name}`` is filled in; a paragraph that begins with ``[name]`` stands
only when there is something under that name, with ``[!name]`` only when there is not; ``<<name>>`` alone is a table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gonghui.kernel.documents.paper import KINDS, Paper, Table

PLACE = re.compile(r"\{(\w+)\}")
ONLY = re.compile(r"^\[(!?)(\w+)\]\s*")
TABLE = re.compile(r"^<<(\w+)>>$")
BLANK = "＿＿＿＿＿＿"  # what is not known yet is left to be written by hand


@dataclass(frozen=True)
class Wording:
    """One document's text. ``needs``: without these facts it cannot be made."""

    key: str
    label: str
    kind: str
    title: str
    body: tuple[str, ...]
    office: str = ""
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    note: str = ""
    copies: str = ""
    printed_by: str = ""
    needs: tuple[str, ...] = ()
    dated: bool = True
    form: tuple[tuple[str, ...], ...] = ()  # the rows of a form, four cells wide; ``<<form>>`` in the body

    def is_ready(self, facts: Mapping[str, str]) -> bool:
        return all(facts.get(name) for name in self.needs)

    def paper(self, facts: Mapping[str, str], tables: Mapping[str, Table] | None = None) -> Paper:
        """The document with everything filled in that is known."""
        return Paper(
            self.kind, filled(self.title, facts), filled(self.office, facts), tuple(self._body(facts, {"form": self._form(facts), **(tables or {})})),
            addressee=filled(self.addressee, facts), attachments=tuple(_standing(self.attachments, facts)),
            note=filled(self.note, facts), copies=filled(self.copies, facts),
            printed_by=filled(self.printed_by, facts), dated=self.dated,
        )  # fmt: skip

    def _body(self, facts: Mapping[str, str], tables: Mapping[str, Table]) -> Sequence[str | Table]:
        found: list[str | Table] = []
        for text in _standing(self.body, facts):
            table = TABLE.match(text)
            found.append(tables[table[1]] if table else text)
        return found

    def _form(self, facts: Mapping[str, str]) -> Table:
        """What is not known is an empty cell."""
        rows = tuple(tuple(filled(cell, facts, "") for cell in row) for row in self.form)
        return Table(rows, (3, 5, 3, 5), head=False)

    @property
    def places(self) -> set[str]:
        """Every name that is filled in or asked for."""
        texts = [
            self.title,
            self.office,
            self.addressee,
            self.note,
            self.copies,
            self.printed_by,
            *self.body,
            *self.attachments,
        ]
        found = {name for text in texts for name in PLACE.findall(text)}
        return found | {asked[2] for text in texts if (asked := ONLY.match(text))} | set(self.needs)


def _standing(texts: Sequence[str], facts: Mapping[str, str]) -> list[str]:
    """The paragraphs that stand, filled in."""
    found = []
    for text in texts:
        asked = ONLY.match(text)
        if asked is None or bool(facts.get(asked[2])) is not bool(asked[1]):
            found.append(filled(text[asked.end() :] if asked else text, facts))
    return found


def filled(text: str, facts: Mapping[str, str], blank: str = BLANK) -> str:
    """``KeyError`` for a name nobody knows: a fault in the text, found by its test."""
    return PLACE.sub(lambda place: facts[place[1]] or blank, text)


@cache
def wordings(path: Path) -> dict[str, Wording]:
    """The documents of a file, in its order."""
    found = {}
    for key, given in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if given["kind"] not in KINDS:
            raise ValueError(f"{path.name} {key}: no kind {given['kind']!r}")
        lists: dict[str, Any] = {
            name: tuple(given.pop(name, ())) for name in ("body", "attachments", "needs")
        }
        form = tuple(tuple(row) for row in given.pop("form", ()))
        found[key] = Wording(key=key, form=form, **given, **lists)
    return found
