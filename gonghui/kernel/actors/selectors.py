"""Reads about people and posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from gonghui.kernel.actors.models import Account, Assignment
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.reach.actor import TREES, Actor, end_of


@dataclass(frozen=True)
class Post:
    """One post a person may act in today."""

    pk: int
    role: str
    unit_id: int
    unit_name: str
    paths: dict[str, str | None]

    @property
    def label(self) -> str:
        return ROLES[self.role].label


def own_posts(on: date) -> list[Post]:
    """The posts of the person this transaction belongs to (``app.person``); needs no reach."""
    columns = ", ".join(TREES.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, role, unit_id, unit_name, {columns} FROM posts_of_person(%s)", [on])
        rows = cursor.fetchall()
    return [
        Post(pk, role, unit, name, dict(zip(TREES, paths, strict=True)))
        for pk, role, unit, name, *paths in rows
        if role in ROLES
    ]


def actor_in(account: Account, post: Post) -> Actor:
    """The person, acting in this post: its rights, and its reach along the tree its role works in."""
    role = ROLES[post.role]
    lo = post.paths[role.tree]
    return Actor(
        account_id=account.pk,
        name=account.name,
        post_id=post.pk,
        role=role.key,
        role_label=role.label,
        permissions=role.permissions if lo else frozenset(),
        unit_id=post.unit_id,
        unit_name=post.unit_name,
        tree=role.tree,
        lo=lo or "",
        hi=end_of(lo) if lo else "",
        traits=role.traits,
    )


def accounts(actor: Actor) -> QuerySet[Account]:
    """The accounts this actor may know of."""
    found: QuerySet[Account] = Account.objects.visible_to(actor)
    return found


def assignments(actor: Actor) -> QuerySet[Assignment]:
    """The posts inside the reach, newest first."""
    found = Assignment.objects.visible_to(actor).select_related("account", "unit")
    return found.order_by("until", "-since", "-pk")
