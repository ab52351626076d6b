"""The county's list of duties, what it asks of the county and of 盘湾镇 this season, and what that town sent up."""

from __future__ import annotations

from datetime import date, timedelta

from demo.foundings import actor_of, at
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions.selectors import unions
from gonghui.work.duties.actions import adopt, draft, open_cycle
from gonghui.work.duties.selectors import duties_of

TITLE = "关于召开会员代表大会的请示"
ASK = "我镇拟于下月召开会员代表大会，选举新一届委员会，已与镇党委商定。妥否，请批示。"
TELL = "本季度新建工会三家，新增会员一百二十人，劳动关系总体平稳。特此报告。"


def keep_duties(root: Actor, today: date) -> int:
    """Adopt the list, open this period's matters of the county and of one town, send one 请示 and one 报告."""
    county, town = actor_of(root, "county", today), actor_of(root, "panwan", today)
    set_reach(county)
    adopt(actor=county, unit=Unit.objects.get(pk=county.unit_id), today=today - timedelta(days=40))
    set_reach(root)
    opened = sum(_opened(root, actor, today) for actor in (county, town))
    for kind, title, body in (("request", TITLE, ASK), ("report", "关于本季度建会情况的报告", TELL)):
        _sent(town, kind, title, body, today)
    set_reach(root)
    return opened


def _opened(root: Actor, actor: Actor, today: date) -> int:
    union = unions(root).get(pk=actor.unit_id)
    now = at(today - timedelta(days=10))
    due = [(duty, duty.period_at(today)) for duty in duties_of(root, union) if duty.is_on]
    begun = [(duty, period) for duty, period in due if period.since <= today]
    return sum(open_cycle(duty, union, period, actor=root, now=now) is not None for duty, period in begun)


def _sent(town: Actor, kind: str, title: str, body: str, today: date) -> None:
    set_reach(town)
    day = today - timedelta(days=4)
    unit = Unit.objects.get(pk=town.unit_id)
    item = draft(
        actor=town, unit=unit, now=at(day), kind=kind, field="party", title=title, body=body, contact=town.name,
        mobile="19900800002",
    )  # fmt: skip
    add_proof(item.pk, actor=town, now=at(day), kind="paper", on=day, note="原件在镇工会")
    advance(item.pk, "send", actor=town, now=at(day), body=body)
