"""What the pages of figures read: a node, what stands under it, and days gone by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from gonghui.kernel.indicators.definition import Indicator, indicators
from gonghui.kernel.indicators.selectors import Figure, children, figures, figures_of
from gonghui.kernel.reach.actor import TREES, Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import units

GROUPS = {
    "unions": "工会组织", "employers": "用人单位", "members": "会员", "cadres": "工会干部", "meetings": "会议与活动", "dues": "会费与经费",
    "standards": "规范化建设", "founding": "建会", "joining": "入会", "terms": "换届", "appeals": "职工诉求", "gaps": "销号台账",
}  # fmt: skip
POINTS = 9


def trees(actor: Actor) -> list[tuple[str, str]]:
    """The trees in which this post may read figures."""
    named = {"leadership": "管辖", "grid": "网格", "industry": "条线", "money": "经费"}
    return [(key, named[key]) for key in TREES if actor.tree in {"leadership", key}]


def grouped() -> list[tuple[str, list[Indicator]]]:
    """All indicators, by what they are about."""
    found: dict[str, list[Indicator]] = {}
    for one in indicators():
        found.setdefault(one.key.split(".")[0], []).append(one)
    order = [*GROUPS, *(key for key in found if key not in GROUPS)]
    return [(GROUPS.get(key, key), found[key]) for key in order if key in found]


def under(
    actor: Actor, unit: Unit, as_of: date, tree: str, keys: Sequence[str], as_was: bool
) -> list[tuple[Unit, dict[str, Figure]]]:
    """What stands directly under a node, with the figures asked for."""
    nodes = children(actor, unit, as_of, tree, as_was)
    found = figures_of(actor, nodes, as_of, tree, keys, as_was)
    return [(node, found[node.pk]) for node in nodes]


def leading(actor: Actor, nodes: Sequence[Unit], tree: str) -> set[int]:
    """Those of the nodes under which others stand: towns are compared with towns, not with a union beside them."""
    column = TREES[tree]
    below = Unit.objects.visible_to(actor).filter(
        closed_on=None, **{f"{column}__gt": OuterRef(column), f"{column}__startswith": OuterRef(column)}
    )
    found = units(actor).filter(Exists(below), pk__in=[node.pk for node in nodes])
    return set(found.values_list("pk", flat=True))


def alike(actor: Actor, nodes: Sequence[Unit], tree: str) -> list[Unit]:
    """What may be compared: those that lead others, where several do, else all."""
    found = leading(actor, nodes, tree)
    return [node for node in nodes if node.pk in found] if len(found) > 1 else list(nodes)


def over_days(
    actor: Actor, unit: Unit, as_of: date, tree: str, keys: Sequence[str]
) -> dict[str, list[Figure]]:
    """Of the last two years by quarters up to a day, along the tree as it is."""
    days = [as_of - timedelta(days=91 * back) for back in reversed(range(POINTS))]
    read = [figures(actor, unit, day, tree, keys) for day in days]
    return {key: [one[key] for one in read] for key in keys}
