"""Rows belong to a unit; ``visible_to`` is the one door through which people see them."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from gonghui.kernel.reach.actor import TREES, Actor

M = TypeVar("M", bound=models.Model)


class PathField(models.CharField):  # type: ignore[type-arg]
    """The place of a row in one tree: ids from the root, dot-terminated ("1.7.42."), in byte order.

    Kept by the database (a key with ON UPDATE CASCADE and a trigger); the program never computes it.
    """

    def __init__(self, *args: object, **options: object) -> None:
        options.setdefault("max_length", 200)
        options.setdefault("editable", False)
        options.setdefault("default", "")
        options.setdefault("db_collation", "C")
        super().__init__(*args, **options)  # type: ignore[arg-type]


class ScopedQuerySet(models.QuerySet[M]):
    def visible_to(self, actor: Actor) -> Self:
        """The rows inside the actor's reach, along the tree their post works in."""
        field = self.model.scope.get(actor.tree)  # type: ignore[attr-defined]
        if field is None or not actor.hi:
            return self.none()
        return self.filter(Q(**{f"{field}__gte": actor.lo, f"{field}__lt": actor.hi}))


class ScopedModel(models.Model):
    """A model whose rows lie in a reach. ``scope`` names, for each tree the table honours, its path column."""

    scope: ClassVar[dict[str, str]] = {"leadership": TREES["leadership"]}

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
