"""Which rows are looked at for pairs, what of them is compared, and what becomes of whatever points at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.db import models
from django.db.models import Q

from gonghui.kernel.linkage.candidates import Candidate
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import ScopedModel

Deed = Literal["move", "keep", "refuse"]


@dataclass(frozen=True)
class Relation:
    """What points at a row. ``move``: to the survivor; ``keep``: stays as it is, its text names the lost row (no key);
    ``refuse``: while there is one, the two are not made one. ``alone``: at most one such row may point at the survivor
    afterwards, and ``sentence`` says what to do before.
    """

    model: str  # "app.Model"
    field: str
    deed: Deed
    sentence: str = ""
    alone: Q | None = None

    @property
    def of(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def column(self) -> Any:
        found: Any = self.of._meta.get_field(self.field)
        return found


@dataclass(frozen=True)
class Linked:
    """One kind of rows. ``candidates``: those in the asker's reach; ``identity``: the field whose equal values mean the
    same one at once; ``shown``: what a page says of one row, masked, label by label; ``page``: the row's own page.
    ``decides``: the right to say same or not.
    """

    key: str
    label: str
    model: str
    candidates: Callable[[Actor], Iterator[Candidate]]
    shown: Callable[[Any], list[tuple[str, str]]]
    relations: tuple[Relation, ...]
    decides: str
    identity: str = ""
    page: str = ""

    @property
    def of(self) -> type[ScopedModel]:
        found: type[ScopedModel] = apps.get_model(self.model)
        return found


LINKED: dict[str, Linked] = {}


def linked(one: Linked) -> Linked:
    LINKED[one.key] = one
    return one


def pointing_at(one: Linked) -> set[tuple[str, str]]:
    """Every key to the rows in the installed models: (model, field)."""
    every: Any = one.of._meta.get_fields(include_hidden=True)
    return {
        (
            f"{relation.related_model._meta.app_label}.{relation.related_model._meta.object_name}",
            relation.field.name,
        )
        for relation in every
        if relation.auto_created and not relation.concrete and hasattr(relation, "field")
    }
