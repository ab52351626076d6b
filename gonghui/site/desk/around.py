"""What stands around one union on its page: its people, what is below it, the federations it belongs to, its deeds."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gonghui.kernel.reach.actor import Actor
from gonghui.registers.employers.selectors import covered_by
from gonghui.registers.members.selectors import in_sub, members
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import FEDERATION_KINDS, SUB_KINDS
from gonghui.registers.unions.selectors import affiliated, directly_below, federations_of
from gonghui.work.branches.rules import PARENTS
from gonghui.work.founding.selectors.federation import figures_of

SHOWN = 12
FEDERATION, SUB = dict(FEDERATION_KINDS), dict(SUB_KINDS)
HOMES = frozenset({"federation", "town", "zone"})  # where a federation of unions can be founded


def figures(actor: Actor, union: Union) -> list[dict[str, Any]]:
    """A federation's are those of its unions, each person once; a group's people stay members of its union."""
    workers = [{"label": "职工", "value": union.workers, "unit": "人"}]
    if not actor.may("members.read"):
        return workers
    if union.kind in FEDERATION:
        found = figures_of(actor, [union.pk])
        shown = [
            ("所属工会", found.unions, "家"),
            ("覆盖单位", found.employers, "家"),
            ("会员（每人算一次）", found.people, "人"),
        ]
        return [{"label": label, "value": value, "unit": unit} for label, value, unit in shown]
    if union.kind in SUB:
        url = reverse("sub-members", args=[union.pk])
        return [{"label": "编入的会员", "value": in_sub(actor, union.pk).count(), "unit": "人", "url": url}]
    url = reverse("register", args=["members"]) + f"?union={union.pk}"
    count = members(actor).filter(unit_id=union.pk).count()
    return [{"label": "会员", "value": count, "unit": "人", "url": url}, *workers]


def children(actor: Actor, union: Union) -> list[dict[str, str]]:
    """The unions of a federation, the unions below, the employers covered, the federations it belongs to."""
    found = [
        _shown(actor, one.unit_id, one.name, f"所属工会 · {one.since} 起")
        for one in affiliated(actor, union.pk)[:60]
    ]
    found += [
        {"label": one.name, "url": reverse("union", args=[one.pk]), "detail": one.get_kind_display()}
        for one in directly_below(actor, union.pk).order_by("pk")[:SHOWN]
    ]
    employers = covered_by(actor, union.pk)[:SHOWN] if actor.may("employers.read") else []
    found += [
        {"label": one.name, "url": reverse("employer", args=[one.pk]), "detail": "覆盖单位"}
        for one in employers
    ]
    belongs = [one for one in federations_of(actor, union.pk) if one.until is None]
    above = [_shown(actor, one.federation_id, one.name, f"加入的联合会 · {one.since} 起") for one in belongs]
    return above + (found if union.kind in FEDERATION else found[:SHOWN])


def _shown(actor: Actor, pk: int, name: str, detail: str) -> dict[str, str]:
    """With a way to its page where that is in reach."""
    seen = Union.objects.visible_to(actor).filter(pk=pk).exists()
    return {"label": name, "url": reverse("union", args=[pk]) if seen else "", "detail": detail}


def acts(actor: Actor, union: Union) -> list[dict[str, Any]]:
    """What can be begun from here."""
    found: list[tuple[str, list[int], str]] = []
    if actor.may("founding.open") and union.kind in HOMES and union.pk == actor.unit_id:
        found.append(("federation-new", [], "成立联合会"))
    if actor.may("branches.open") and union.status in {"established", "legal_person"}:
        if union.kind in PARENTS:
            found += [("branch-new", [union.pk], "设分会"), ("group-new", [union.pk], "设小组")]
        if union.kind in SUB:
            found.append(("sub-members", [union.pk], "编入会员"))
    if actor.may("terms.read") and union.kind != "group":
        found.append(("term", [union.pk], "任期和换届"))
    return [{"label": label, "url": reverse(name, args=args)} for name, args, label in found]
