"""A register is data: what a ledger shows, searches, asks and accepts.

List, form, import, export, API and half the tests are made from it. It never writes: form, import and
API hand over to the module's own action.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from typing import Any, Protocol

import polars as pl
from django.db.models import Model, QuerySet

from gonghui.kernel.reach.actor import TREES, Actor, end_of
from gonghui.kernel.reach.scope import ScopedModel
from gonghui.kernel.register.kinds import TEXT, Kind
from gonghui.kernel.register.reading.headings import Wanted
from gonghui.kernel.secrets.fields import Sealed
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """``key`` is where the value is found ("unit.name"); what can be imported or typed has ``asked``."""

    key: str
    label: str
    kind: Kind = TEXT
    also: tuple[str, ...] = ()
    section: str = "基本情况"
    listed: bool = False
    asked: bool = True
    required: bool = False
    longest: int = 200  # characters that can be kept
    distinct: bool = False  # no two rows of one file may have the same
    mask: Callable[[str], str] | None = None  # given: a secret, shown only like this
    choices: Options = ()
    tone: Callable[[Any], str] | None = None  # given: shown as a tag of this tone
    sort: str = ""
    wide: bool = False
    hint: str = ""
    example: str = ""
    units: tuple[str, ...] = ()  # given: names a unit of one of these kinds, inside the reach
    tree: str = "leadership"  # along which such a unit is picked; who works along another one is not asked
    varies: tuple[str, Mapping[str, Kind]] | None = None  # another column by whose code the kind differs
    at: str = ""  # where a row holds what is shown, when not under ``key``

    @property
    def name(self) -> str:
        """How forms, files and the API call it."""
        return self.key.replace(".", "__")

    def raw(self, row: Model) -> Any:
        words = (self.at or self.key).split(".")
        return reduce(lambda at, part: None if at is None else getattr(at, part), words, row)

    def kind_by(self, code: str) -> Kind:
        """What a cell may be when the column it varies by says ``code``."""
        return self.varies[1].get(code, self.kind) if self.varies else self.kind

    def is_asked_of(self, actor: Actor) -> bool:
        return self.asked and (not self.units or self.tree == actor.tree)

    def text(self, row: Model) -> str:
        """What a person without further rights sees."""
        value = self.raw(row)
        if isinstance(value, Sealed):
            return self.mask(value.reveal()) if self.mask else str(value)
        if value is None or value == "" or value == []:
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if self.choices:
            labels = dict(self.choices)
            several = value if isinstance(value, list) else [value]
            return "、".join(labels.get(str(one), str(one)) for one in several)
        return value.isoformat() if isinstance(value, date) else str(value)

    def whole(self, row: Model) -> str:
        """The value itself, for whoever may see it and has said why."""
        value = self.raw(row)
        if isinstance(value, Sealed):
            return dict(self.choices).get(found := value.reveal(), found)
        return self.text(row)


@dataclass(frozen=True)
class Between:
    """A rule between columns. ``wrong`` is asked of canonical texts of all asked columns, "" where nothing is given."""

    column: str
    reason: str
    wrong: pl.Expr


@dataclass(frozen=True)
class Filter:
    """A condition of the list. ``apply`` narrows the rows; options may depend on who asks."""

    name: str
    label: str
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]
    options: Options | Callable[[Actor], Options] = ()
    kind: str = "select"

    def choices(self, actor: Actor) -> Options:
        return self.options(actor) if callable(self.options) else self.options


def by_field(name: str, label: str, options: Options, lookup: str = "") -> Filter:
    """Rows whose field has the picked value; a value nobody offered finds nothing."""
    known = dict(options)

    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        wanted: Any = [value] if lookup.endswith("__contains") else value
        return rows.filter(**{lookup or name: wanted}) if value in known else rows.none()

    return Filter(name, label, apply, options)


def by_unit(name: str, label: str, *kinds: str, tree: str = "leadership", column: str = "") -> Filter:
    """Rows that lie below a unit the person picks from those in reach."""
    path = column or TREES[tree]

    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        unit = (
            Unit.objects.filter(pk=int(value)).first()
            if value.isascii() and value.isdigit() and len(value) < 19
            else None
        )
        lo = unit.place_in(tree) if unit else None
        return rows.filter(**{f"{path}__gte": lo, f"{path}__lt": end_of(lo)}) if lo else rows.none()

    def options(actor: Actor) -> Options:
        return [(str(pk), text) for pk, text in open_units(actor, *kinds).values_list("pk", "name")]

    return Filter(name, label, apply, options)


class Taker(Protocol):
    """How a module takes in rows of a roster. Both give one line per row: row, outcome, column, reason.

    ``outcome`` is new, changed, same or wrong. ``check`` changes nothing and may not disagree with ``take``.
    What can be worked out from the lines alone, without the database, is worked out once: ``keyed`` for all lines
    before ``check`` and ``take``; ``ready`` for lines about to be new, in another thread while the database is busy.
    """

    def keyed(self, lines: pl.DataFrame) -> pl.DataFrame: ...

    def ready(self, lines: pl.DataFrame) -> pl.DataFrame: ...

    def check(self, actor: Actor, unit: Unit, lines: pl.DataFrame, today: date) -> pl.DataFrame: ...

    def take(self, actor: Actor, unit: Unit, lines: pl.DataFrame, today: date) -> pl.DataFrame: ...


# (actor=, today=, row=None | row, unit=, **values) → (row, created). created None: nothing had to change;
# row None: taken down, and ``Register.received`` says what happens next.
Save = Callable[..., tuple[Any, bool | None]]


@dataclass(frozen=True)
class Register:
    key: str
    label: str
    label_one: str
    model: type[ScopedModel]
    columns: tuple[Column, ...]
    rows: Callable[[Actor], QuerySet[Any]]  # the module's selector: scoped, with all related rows joined
    bare: Callable[[Actor], QuerySet[Any]] | None = (
        None  # the same rows without the joins, to count and to page
    )
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    between: tuple[Between, ...] = ()
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ("pk",)
    save: Save | None = None  # the module's own action; None: read only
    taker: Taker | None = None  # None: rows go one by one through ``save``
    unit_kinds: tuple[str, ...] = ()  # which kinds of unit a roster may be brought in for
    counter: str = "条"
    received: str = ""
    hint: str = ""
    search_hint: str = ""
    group: str = "一本账"
    title: str = "name"
    page: str = ""  # the name of an ordinary view that shows one row instead of the generic page
    ways: tuple[
        tuple[str, str, str], ...
    ] = ()  # beside the list: an ordinary view's name, its label, the permission
    index: dict[str, Column] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.index.update({column.name: column for column in self.columns})
        if len(self.index) != len(self.columns):
            raise ValueError(f"{self.key}: two columns have the same name")

    @cached_property
    def listed(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.listed)

    @cached_property
    def asked(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.asked)

    @property
    def wanted(self) -> list[Wanted]:
        return [Wanted(c.name, c.label, c.also, c.required) for c in self.asked]

    def may(self, actor: Actor, deed: str) -> bool:
        """New rows need a place in the leadership tree: only who works along it enters them."""
        if deed in {"enter", "import"} and actor.tree != "leadership":
            return False
        return actor.may(f"{self.key}.{'write' if deed == 'enter' else deed}")

    def found(self, actor: Actor, q: str, chosen: dict[str, str]) -> QuerySet[Any]:
        """The rows that answer a search and filters; unknown filters are ignored, impossible values find nothing.

        Without joins: a page is found first and only its rows are read whole (``whole``).
        """
        rows = (self.bare or self.rows)(actor)
        if q and self.search:
            rows = self.search(rows, q)
        for one in self.filters:
            if value := chosen.get(one.name):
                rows = one.apply(rows, value)
        return rows

    def whole(self, actor: Actor, keys: Sequence[Any]) -> list[Any]:
        """These rows, complete, in this order; whatever is not in reach is left out."""
        found = self.rows(actor).in_bulk(keys)
        return [found[key] for key in keys if key in found]


REGISTERS: dict[str, Register] = {}


def register(**options: Any) -> Register:
    """Declare a register and put it in the catalogue."""
    made = Register(**options)
    REGISTERS[made.key] = made
    return made
