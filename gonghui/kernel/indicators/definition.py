"""How a module says what its rows answer for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from gonghui.kernel.reach.actor import TREES
from gonghui.kernel.reach.scope import ScopedModel

EVER = date(1, 1, 1)  # the beginning of what has none
Expression = Any  # the name of a column, or a Django expression


class AfterMonths(Func):
    """The day ``months`` after a day, the last of the month where there is no such day."""

    template = "(%(expressions)s + make_interval(months => %(months)s))::date"
    output_field = DateField()

    def __init__(self, expression: Expression, months: int) -> None:
        super().__init__(expression, months=int(months))


class AfterDays(Func):
    """The day ``days`` after a day: what is kept up to and including a day ends the day after."""

    template = "(%(expressions)s + %(days)s)"
    output_field = DateField()

    def __init__(self, expression: Expression, days: int = 1) -> None:
        super().__init__(expression, days=int(days))


class NextYear(Func):
    """The first of January after a day: what is counted "this year" is counted up to it."""

    template = "make_date(extract(year FROM %(expressions)s)::int + 1, 1, 1)"
    output_field = DateField()


@dataclass(frozen=True)
class Source:
    """Rows of one model that hold from ``since`` until the day before ``until``, each belonging to a unit.

    ``unit``: the column with the unit; ``own``: other columns for trees in which the row stands by itself.
    ``watches``: "table.column" of every table the answer depends on, with the column that names the unit.
    ``told``: a row in words; ``url``: its page. ``undated``: the rows tell today alone, whatever day is asked for.
    ``permission``: who may open the rows; the number itself is everybody's who reads figures.
    """

    key: str
    model: type[ScopedModel]
    label: str
    since: Expression = None
    until: Expression = None
    where: Q = field(default_factory=Q)
    unit: str = "unit"
    own: Mapping[str, str] = field(default_factory=dict)
    watches: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    told: Callable[[Any], str] = str
    url: Callable[[Any], str] | None = None
    undated: bool = False
    permission: str = ""

    def rows(self) -> QuerySet[Any]:
        """Every row, with ``begins`` and ``ends``: the days between which it counts; no ``ends``: it counts still."""
        manager: Any = self.model._default_manager
        begins = _ever() if self.since is None else Coalesce(_day(self.since), _ever())
        found: QuerySet[Any] = manager.filter(self.where).annotate(begins=begins)
        if self.until is None:
            endless: QuerySet[Any] = found.annotate(ends=_never())
            return endless
        later = Greatest("stops", "begins")  # GREATEST alone would pass over a missing end
        ends = Case(When(stops__isnull=True, then=_never()), default=later, output_field=DateField())
        told: QuerySet[Any] = found.annotate(stops=_day(self.until)).annotate(ends=ends)
        return told

    def on(self, day: date) -> QuerySet[Any]:
        """The rows that hold on a day."""
        return self.rows().filter(Q(ends=None) | Q(ends__gt=day), begins__lte=day)

    def basis(self, tree: str) -> str:
        """Along which tree's column the rows are kept for ``tree``."""
        return tree if tree in self.own else "leadership"

    def column(self, tree: str) -> str:
        return self.own.get(tree, self.unit)

    def path(self, tree: str) -> str:
        """The lookup of a row's place in ``tree``: its own path where it keeps one, else its unit's."""
        own = self.model.scope.get(tree)
        kept = tree in self.own or (tree == "leadership" and self.unit == "unit")
        return own if own and kept else f"{self.column(tree)}__{TREES[tree]}"


@dataclass(frozen=True)
class Measure:
    """What is counted: rows of a source (``where``), or the sum of ``amount``; ``once``: a unit at most once.

    ``scale``: into how many parts the amount is kept whole (money: 100).
    """

    key: str
    source: Source
    where: Q = field(default_factory=Q)
    amount: Expression = None
    once: bool = False
    scale: int = 1


@dataclass(frozen=True)
class Indicator:
    """指标: a count, or a share of ``denominator``. ``meaning``: its definition in words; ``words``: how texts name it.

    ``parts``: keys of counts that add up to this one. ``flow``: everything that has ever happened; what is wanted of it is
    mostly how much happened between two days (``selectors.flows``).
    """

    key: str
    label: str
    unit: str
    numerator: Measure
    meaning: str
    source: str
    denominator: Measure | None = None
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    flow: bool = False

    @property
    def is_rate(self) -> bool:
        return self.denominator is not None

    @property
    def url(self) -> str:
        return reverse("figure", args=[self.key])


INDICATORS: dict[str, Indicator] = {}


def indicator(
    key: str,
    label: str,
    unit: str,
    numerator: Measure,
    meaning: str,
    source: str,
    *,
    denominator: Measure | None = None,
    words: tuple[str, ...] = (),
    parts: tuple[str, ...] = (),
    flow: bool = False,
) -> Indicator:
    """Declare one; a key is declared once."""
    if key in INDICATORS:
        raise ValueError(f"indicator {key} is declared twice")
    made = Indicator(key, label, unit, numerator, meaning, source, denominator, words, parts, flow)
    INDICATORS[key] = made
    return made


def indicators() -> tuple[Indicator, ...]:
    """Every declared one, in the order of declaration."""
    return tuple(INDICATORS.values())


def measures() -> dict[str, Measure]:
    """Everything that is counted for them, by key; two of one key must be the same."""
    found: dict[str, Measure] = {}
    for one in INDICATORS.values():
        for part in (one.numerator, one.denominator):
            if part is not None and found.setdefault(part.key, part) is not part:
                raise ValueError(f"measure {part.key} is declared twice")
    return found


def sources() -> dict[str, tuple[Source, tuple[Measure, ...]]]:
    """Each source with what is counted of it."""
    found: dict[str, tuple[Source, tuple[Measure, ...]]] = {}
    for one in measures().values():
        source, so_far = found.get(one.source.key, (one.source, ()))
        if source is not one.source:
            raise ValueError(f"source {source.key} is declared twice")
        found[source.key] = (source, (*so_far, one))
    return found


def _day(expression: Expression) -> Any:
    return F(expression) if isinstance(expression, str) else expression


def _ever() -> Any:
    return Value(EVER, DateField())


def _never() -> Any:
    return Value(None, DateField())
