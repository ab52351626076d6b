"""What the county's unions have made among themselves: a federation, one being founded, a branch, two groups; and who
leads each line.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from demo.foundings import actor_of, at
from demo.names import person_name
from demo.places import LINES
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions import put_in
from gonghui.registers.members.selectors import in_no_sub
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.actions import affiliate, enter, lead
from gonghui.registers.unions.models import Union
from gonghui.work.branches.actions import begin_branch, set_up_group
from gonghui.work.founding.actions.federation import begin
from gonghui.work.founding.selectors.federation import candidates_for

DEPARTMENTS = {
    "机关": "县委县级机关工委", "教育": "县教育局", "卫健": "县卫生健康委", "住建": "县住房和城乡建设局", "交通": "县交通运输局",
    "工信": "县工业和信息化局", "商务": "县商务局", "农业农村": "县农业农村局", "文旅": "县文化广电和旅游局", "金融": "县地方金融监管局",
    "邮政快递": "县邮政管理局", "供销": "县供销合作总社", "园区": "县经济开发区管委会", "社会组织": "县民政局", "市场监管": "县市场监督管理局",
    "水利": "县水利局",
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """How many units, each of them a union, and how many officers of theirs."""

    unions: int
    cadres: int


def set_up(root: Actor, today: date) -> Made:
    set_reach(root)
    before = Union.objects.count(), Cadre.objects.count()
    _lines(root)
    _federations(root, today)
    _inside(root, today)
    set_reach(root)
    return Made(Union.objects.count() - before[0], Cadre.objects.count() - before[1])


def _lines(root: Actor) -> None:
    for name, code in LINES.items():
        lead(actor=root, unit=Unit.objects.get(code=code), department=DEPARTMENTS[name])


def _federations(root: Actor, today: date) -> None:
    """One of 合德镇 that stands; one whose papers are being gathered, of 盘湾镇, in the small county of the county."""
    hede, panwan, county = (actor_of(root, username, today) for username in ("hede", "panwan", "county"))
    seat, town = _unions(hede)[:12], _unions(panwan)
    set_reach(root)
    _standing(root, Unit.objects.get(pk=hede.unit_id), seat, today)
    taken = {one.pk for one in seat}
    clerk = panwan if len(town) >= 3 else county
    joining = [one for one in (town if clerk is panwan else _unions(county)) if one.pk not in taken][:13]
    set_reach(clerk)
    place = Unit.objects.get(pk=clerk.unit_id)
    begin(
        actor=clerk, unit=place, kind="area_federation", name=_called(place, "商圈"), unions=joining, line=None,
        now=at(today - timedelta(days=6)),
    )  # fmt: skip


def _unions(clerk: Actor) -> list[Union]:
    set_reach(clerk)
    return list(candidates_for(clerk).order_by("pk"))


def _called(place: Unit, what: str) -> str:
    return f"{place.name.removesuffix('总工会')}{what}工会联合会"


def _standing(root: Actor, place: Unit, unions: list[Union], today: date) -> None:
    since = date(today.year - 1, 5, 20)
    made = enter(
        actor=root, parent=place, today=today, name=_called(place, "区域"), kind="area_federation", founded_on=since, term_since=since,
        term_until=since.replace(year=since.year + 5),
    )  # fmt: skip
    for union in unions:
        affiliate(
            actor=root,
            federation=made.unit,
            member=union.unit,
            kind="area_federation",
            on=max(since, union.founded_on or since),
        )


def _inside(root: Actor, today: date) -> None:
    """At the union of the demonstration's chair: a branch that its members are about to elect, two groups."""
    chair = actor_of(root, "chair", today)
    set_reach(chair)
    union = Union.objects.select_related("unit").get(pk=chair.unit_id)
    rng = random.Random(union.name)
    item = begin_branch(actor=chair, union=union, given="一车间", now=at(today - timedelta(days=5)))
    day = today - timedelta(days=3)
    add_proof(item.pk, actor=chair, now=at(day), kind="decision", on=day, note="会议记录在工会")
    advance(item.pk, "decide", actor=chair, now=at(day), decided_on=day)
    for given in ("甲班", "乙班"):
        group = set_up_group(
            actor=chair, union=union, given=given, leader=person_name(rng, "1", 1985), on=today - timedelta(days=30), today=today
        )  # fmt: skip
        people = list(in_no_sub(chair, union.pk).order_by("since", "pk")[:8])
        put_in(actor=chair, unit=group.unit, memberships=people, on=today - timedelta(days=30))
