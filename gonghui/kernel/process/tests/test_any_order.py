"""Whatever people do, in whatever order: one holder, all time charged, nothing ended without its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gonghui.kernel.calendar.rules import due as plain_due
from gonghui.kernel.calendar.rules import working, working_days_between
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.process import holding, moving
from gonghui.kernel.process.models import Deadline, Party, Proof, Step, Stint, WorkItem
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.tests.conftest import Scene, at
from gonghui.kernel.process.tests.sample import FAULT
from gonghui.kernel.reach.session import set_reach
from tests.support import database

pytestmark = database
FORWARD = [move.key for move in FAULT.moves]
WHO = st.sampled_from(["clerk", "colleague", "other", "above", "above2"])
HOLDER = st.just("holder")
OPS = st.tuples(
    st.sampled_from(
        [
            *("move:" + key for key in FORWARD),
            *["onward"] * len(FORWARD),
            *(
                "claim",
                "release",
                "assign",
                "back",
                "pause",
                "resume",
                "extend",
                "refer",
                "hand_down",
                "report",
            ),
            *("supervise", "ask_jointly", "sign", "prove", "undo", "withdraw", "later"),
        ]
    ),
    st.one_of(HOLDER, HOLDER, WHO),
    st.integers(0, 4),  # days that pass before
    st.integers(0, 1),
)


@dataclass
class World:
    scene: Scene
    item: WorkItem
    now: datetime

    def actor(self, who: str) -> Any:
        if who != "holder":
            return getattr(self.scene, who)
        self.item.refresh_from_db()
        people = [getattr(self.scene, name) for name in ("clerk", "colleague", "other", "above", "above2")]
        return next((p for p in people if self.item.held_by(p)), self.scene.clerk)

    def do(self, op: str, who: str, choice: int) -> None:
        actor = self.actor(who)
        ways = FAULT.moves_from(WorkItem.objects.get(pk=self.item.pk).stage_key)
        set_reach(actor)
        pk, now, common = self.item.pk, self.now, {"actor": actor, "now": self.now}
        places = [(self.scene.county.west, "town_clerk"), (self.scene.county.county, "county_clerk")]
        soon = timezone.localdate(now) + timedelta(days=2)
        if op == "onward":
            op = f"move:{ways[0].key}" if ways else "move:send"
        if op.startswith("move:"):
            moving.advance(pk, op[5:], **common)
            return
        {
            "claim": lambda: holding.claim(pk, **common),
            "release": lambda: holding.release(pk, **common),
            "assign": lambda: holding.assign(pk, **common, account_id=self.scene.colleague.account_id),
            "back": lambda: holding.send_back(pk, **common, reason="材料不全"),
            "pause": lambda: holding.pause(pk, **common, reason="等配件"),
            "resume": lambda: holding.resume(pk, **common),
            "extend": lambda: holding.extend(pk, **common, reason="缺人手"),
            "refer": lambda: holding.refer(
                pk, **common, unit=places[choice][0], role=places[choice][1], reason="转给县里"
            ),
            "hand_down": lambda: holding.hand_down(
                pk, **common, unit=places[0][0], role=places[0][1], task="去看看", due_on=soon
            ),
            "report": lambda: holding.report(pk, **common, text="看过了"),
            "supervise": lambda: holding.supervise(pk, **common, level=1, task="快一点"),
            "ask_jointly": lambda: holding.ask_jointly(pk, **common, posts=[places[choice]], task="请签"),
            "sign": lambda: holding.sign(pk, **common, text="同意"),
            "prove": lambda: add_proof(
                self.item.pk, **common, kind="photo", on=timezone.localdate(now), note="照片"
            ),
            "undo": lambda: moving.undo(pk, **common),
            "withdraw": lambda: moving.withdraw(pk, **common, reason="不办了"),
            "later": lambda: holding.later(pk, **common, until=soon),
        }[op]()

    def state(self) -> list[Any]:
        tables = (Stint, Deadline, Step, Party, Proof)
        rows = [list(table.objects.filter(item=self.item).order_by("pk").values()) for table in tables]
        return [list(WorkItem.objects.filter(pk=self.item.pk).values()), *rows]


def check(world: World) -> None:
    item = WorkItem.objects.get(pk=world.item.pk)
    stints = list(Stint.objects.filter(item=item).order_by("since", "pk"))
    one_holder(item, stints)
    time_adds_up(item, stints, world.now)
    if item.outcome == "cleared":
        assert {p.kind for p in Proof.objects.filter(item=item, dropped=False)} >= {"photo"}
        mended = Step.objects.filter(item=item, move="mend", undone=False).values_list(
            "account_id", flat=True
        )
        assert item.cleared_by not in set(mended)
    clock_is_right(item, stints, world.now)


def one_holder(item: WorkItem, stints: list[Stint]) -> None:
    running = [s for s in stints if s.until is None]
    if item.closed_on:
        assert running == []
        return
    assert [(s.unit_id, s.role, s.account_id, s.stage_key) for s in running] == [
        (item.holder_unit_id, item.role, item.account_id, item.stage_key)
    ]
    assert (running[0].kind == "paused") == (item.paused_on is not None)


def time_adds_up(item: WorkItem, stints: list[Stint], now: datetime) -> None:
    assert stints[0].since == item.opened_at
    assert [a.until for a in stints[:-1]] == [b.since for b in stints[1:]]
    dates = calendar()
    last = stints[-1].until or now
    spent = [working_days_between(day(s.since), day(s.until or now), dates) for s in stints]
    assert sum(spent) == working_days_between(item.opened_on, day(last), dates)


def clock_is_right(item: WorkItem, stints: list[Stint], now: datetime) -> None:
    """The whole's last day, counted the other way round: what of the limit is left, from today on."""
    whole = Deadline.objects.filter(item=item, key="all", ended_on=None).first()
    if whole is None or stints[-1].until or stints[-1].kind != "held":
        return
    dates = calendar()
    charged = sum(
        working_days_between(day(s.since), day(s.until or now), dates) for s in stints if s.kind == "held"
    )
    left = whole.number + whole.extra - charged
    if left > 0:
        assert whole.due_on == plain_due(day(now), working(left), dates).on


def day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(OPS, max_size=25))
@example(
    [
        ("move:send", "holder", 1, 0),
        ("prove", "holder", 0, 0),
        ("move:mend", "holder", 1, 0),
        ("pause", "holder", 1, 0),
        ("resume", "holder", 3, 0),
        ("move:shown", "holder", 4, 0),
        ("ask_jointly", "holder", 0, 0),
        ("sign", "other", 1, 0),
        ("hand_down", "holder", 0, 0),
        ("report", "holder", 2, 0),
        ("extend", "holder", 0, 0),
        ("move:clear", "holder", 1, 0),
    ]
)
@example([(f"move:{move}", "holder", 1, 0) for move in ("send", "mend", "shown", "clear")])  # no evidence
@example(  # cleared by who mended
    [
        ("move:send", "clerk", 1, 0),
        ("refer", "clerk", 0, 1),
        ("claim", "above", 0, 0),
        ("prove", "above", 0, 0),
        ("move:mend", "above", 0, 0),
        ("move:shown", "clerk", 4, 0),
        ("move:clear", "above", 0, 0),
    ]
)
def test_any_order(scene: Scene, ops: list[tuple[str, str, int, int]]) -> None:
    with transaction.atomic():
        world = World(scene, scene.opened("2026-09-02"), at("2026-09-02"))
        for op, who, days, choice in ops:
            world.now += timedelta(days=days, minutes=7)
            before = world.state()
            try:
                with transaction.atomic():
                    world.do(op, who, choice)
            except MoveRefused:
                set_reach(scene.above)
                assert world.state() == before
            set_reach(scene.above)
            check(world)
        transaction.set_rollback(True)
