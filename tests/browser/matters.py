"""Foundings of 盘湾镇 in every state a matter can be in, and the pages about them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from django.urls import reverse

from demo.foundings import actor_of, bring
from demo.places import PANWAN
from gonghui.kernel import clock
from gonghui.kernel.actors.actions import assign, open_account
from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.process import holding
from gonghui.kernel.process.leaving import begin_handover
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance, withdraw
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.actions import enter
from gonghui.registers.employers.models import Employer
from gonghui.site import roles
from tests.support import PASSWORD, ROOT

LONG_AGO = timedelta(days=20)
QUICK = tuple(f"quick{n}" for n in range(1, 5))  # their publicity is over: one click makes the move
BROUGHT = {  # how far each is brought by the ordinary way
    "survey": ("survey",),
    "papers": ("papers", "refused", "withdrawn", "paused", "signing"),
    "mobilise": ("mobilise",),
    "publicity": ("publicity", "elect", *QUICK),
    "approve": ("approve", "unveil", "handed"),
}
WHY = "按县里的安排办理"
KNOWN: dict[str, str] = {}  # the addresses, known once the county is planted
OWN = ("assign", "later", "back", "refer", "hand_down", "jointly", "pause", "withdraw")
ASKED = {
    "sign": "signing",
    "supervise": "papers",
    "report": "handed",
}  # own move → the matter it is asked about
COUNTY = (  # what the county sees of them; the rest is the town's
    *("matter-approve", "matter-reader", "do-approve", "own-sign", "own-supervise"),
    *("handovers", "handover-new-alone"),
)
MATTERS = (*BROUGHT, "elect", "unveil", "refused", "withdrawn", "paused", "handed", "signing", "quick1")
MOVES = {
    "surveyed": "survey",
    "complete": "papers",
    "nominate": "mobilise",
    "elected": "elect",
    "unveil": "unveil",
}
NAMES = (
    *(f"matter-{name}" for name in (*MATTERS, "reader")),
    *(f"do-{move}" for move in (*MOVES, "not_now", "approve")),
    *(f"own-{move}" for move in (*OWN, *ASKED)),
    *("handovers", "handover-new", "handover-new-alone", "handover", "put-aside", "founding-new", "founding-park"),
    *("founding-papers", "work-founding", "home-town", "beside"),
)  # fmt: skip
SHOWN_TO = {name: "panwan" for name in NAMES if name not in COUNTY}


def employer_of(town: Unit, name: str, seen_by: Actor) -> Employer:
    """A restaurant no union covers, named after the state its matter is to be in."""
    set_reach(ROOT)
    known = f"湖边第{[*itertools.chain(*BROUGHT.values()), 'free'].index(name) + 1}餐馆"
    made = enter(actor=ROOT, unit=town, name=known, workers=40, address="盘湾镇湖边路 1 号")
    set_reach(seen_by)
    return made


def plant(today: date) -> None:
    """Everything, committed, by the people of the demonstration."""
    set_reach(ROOT)
    town = Unit.objects.get(code=PANWAN)
    second = open_account(actor=ROOT, username="panwan2", name="韩梅", password=PASSWORD, unit=town)
    assign(actor=ROOT, account=second, role=roles.TOWN_CLERK.key, unit=town, since=today - LONG_AGO * 2)
    clerk, county = actor_of(ROOT, "panwan", today), actor_of(ROOT, "county", today)
    made = {
        name: bring(clerk, employer_of(town, name, clerk), stage, today - LONG_AGO, today)
        for stage, names in BROUGHT.items()
        for name in names
    }
    turned(made, clerk, county, town)
    set_reach(clerk)
    one = begin_handover(
        actor=clerk, unit=town, role=clerk.role, leaver=clerk.account_id, successor=second.pk,
        notes="钥匙在门卫处。\n答应过三家单位下月去看。", now=clock.now(),
    )  # fmt: skip
    remember(made, str(employer_of(town, "free", clerk).pk), clerk, county, one.pk)


def turned(made: dict[str, WorkItem], clerk: Actor, county: Actor, town: Unit) -> None:
    """What people did with some of them beside the ordinary way."""
    now = clock.now()
    set_reach(county)
    office = Unit.objects.get(pk=county.unit_id)
    advance(made["unveil"].pk, "approve", actor=county, now=now)
    due = clock.today() + timedelta(days=9)
    holding.hand_down(
        made["handed"].pk,
        actor=county,
        now=now,
        unit=town,
        role=clerk.role,
        task="请再核一遍名册",
        due_on=due,
    )
    holding.supervise(made["signing"].pk, actor=county, now=now, level=2, task="本月办完")
    set_reach(clerk)
    advance(made["elect"].pk, "shown", actor=clerk, now=now)
    holding.send_back(made["refused"].pk, actor=clerk, now=now, reason="内容有误：重新摸底")
    advance(made["refused"].pk, "not_now", actor=clerk, now=now, text="单位要搬走了")
    withdraw(made["withdrawn"].pk, actor=clerk, now=now, reason="重复发起")
    holding.pause(made["paused"].pk, actor=clerk, now=now, reason="等单位补材料：营业执照")
    holding.ask_jointly(made["signing"].pk, actor=clerk, now=now, posts=[(office, county.role)], task=WHY)
    holding.claim(made["papers"].pk, actor=clerk, now=now)


def remember(made: dict[str, WorkItem], employer: str, clerk: Actor, county: Actor, handover: int) -> None:
    pk = {name: item.pk for name, item in made.items()}
    KNOWN.update({name: reverse("matter", args=[one]) for name, one in pk.items()})
    KNOWN.update({f"matter-{name}": reverse("matter", args=[pk[name]]) for name in MATTERS})
    KNOWN.update({f"do-{move}": reverse("matter-do", args=[pk[at], move]) for move, at in MOVES.items()})
    KNOWN.update({f"own-{move}": reverse("matter-own", args=[pk["papers"], move]) for move in OWN})
    KNOWN.update({f"own-{move}": reverse("matter-own", args=[pk[at], move]) for move, at in ASKED.items()})
    set_reach(ROOT)
    code = OfficialDocument.objects.get(item_id=pk["unveil"]).verification
    KNOWN.update({
        "do-not_now": reverse("matter-do", args=[pk["survey"], "not_now"]),
        "do-approve": reverse("matter-do", args=[pk["approve"], "approve"]),
        "matter-reader": reverse("matter", args=[pk["survey"]]),
        "handovers": reverse("handovers"), "handover": reverse("handover", args=[handover]),
        "handover-new": reverse("handover-new", args=[clerk.post_id]),
        "handover-new-alone": reverse("handover-new", args=[county.post_id]),
        "put-aside": reverse("put-aside"), "beside": reverse("beside"), "home-town": "/",
        "founding-new": reverse("founding-new", args=[employer]), "founding-park": reverse("founding-park"),
        "founding-papers": reverse("founding-papers", args=[pk["elect"]]),
        "work-founding": reverse("register", args=["work"]) + "?process=founding&state=late",
        "verify-found": reverse("verify", args=[code]),
    })  # fmt: skip
