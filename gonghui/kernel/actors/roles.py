"""What a post lets its holder do. Roles are declared by the program, given by ``Assignment``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """``tree``: along which tree the post reaches from its unit. ``traits``: what kind of post it is,
    for rules that depend on it (such as being on an employer's side)."""

    key: str
    label: str
    tree: str
    permissions: frozenset[str]
    traits: frozenset[str] = frozenset()


ROLES: dict[str, Role] = {}


def role(key: str, label: str, *permissions: str, tree: str = "leadership", traits: str = "") -> Role:
    """Declare a role and put it in the catalogue."""
    ROLES[key] = Role(key, label, tree, frozenset(permissions), frozenset(traits.split()))
    return ROLES[key]
