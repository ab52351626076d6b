"""工作交接: nobody leaves a post with matters in hand. One list, signed by who leaves, who takes over and who is
above both; then everything on it changes hands at once, and the successor sees what was promised to whom.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gonghui.kernel.actors.leaving import asked_before_leaving
from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.clock import day_of
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.process.models import Handover, Stint, WorkItem
from gonghui.kernel.process.steps import Holder, MoveRefused, hand_to, note
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

BEGIN = verb("process.handover", "列交接清单", "role", "matters")
SIGN = verb("process.handover_sign", "签交接清单", "as")
DONE = verb("process.handover_done", "交接完成", "role", "matters")
OVERSEE = "work.handover"  # the permission to sign as the one above
SIGNERS = {"leaver": "移交人", "successor": "接手人", "superior": "监交人"}


def in_hand(unit_id: int, role: str, account_id: int, on: date) -> QuerySet[WorkItem]:
    """What somebody would leave behind: what they have claimed, and what waits for their post when nobody else
    holds it.
    """
    mine = Q(account_id=account_id)
    if set(people_in(unit_id, role, on)) <= {account_id}:
        mine |= Q(account_id=None)
    return WorkItem.objects.filter(mine, holder_unit_id=unit_id, role=role, closed_on=None).order_by(
        "due_on", "pk"
    )


def people_in(unit_id: int, role: str, on: date) -> dict[int, str]:
    """Who holds the post on that day: account → name, for who reaches the unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id, name FROM process_people_in(%s, %s, %s)", [unit_id, role, on])
        return dict(cursor.fetchall())


@asked_before_leaving
def nothing_left_behind(post: Assignment, on: date) -> str | None:
    """Why a post cannot end yet."""
    count = in_hand(post.unit_id, post.role, post.account_id, on).count()
    if not count:
        return None
    return f"{post.account.name}手里还有 {count} 件事，先办工作交接，交给接手的人，再免去任职"


@transaction.atomic
def begin_handover(
    *, actor: Actor, unit: Unit, role: str, leaver: int, successor: int, notes: str, now: datetime
) -> Handover:
    """List what is in hand; by who leaves, or by who oversees the post."""
    people = people_in(unit.pk, role, day_of(now))
    own = (actor.account_id, actor.unit_id, actor.role) == (leaver, unit.pk, role)
    if not own and not actor.may(OVERSEE):
        raise MoveRefused("交接清单由移交人自己列，或由上级列")
    if leaver not in people:
        raise MoveRefused("移交人现在不在这个岗位上")
    if successor not in people or successor == leaver:
        raise MoveRefused("接手人要先任同一单位、同一身份，再来交接")
    matters = [str(pk) for pk in in_hand(unit.pk, role, leaver, day_of(now)).values_list("pk", flat=True)]
    if not matters:
        raise MoveRefused(f"{people[leaver]}手里没有在办的事，不用交接")
    made = Handover.objects.create(
        unit=unit, path=unit.path, role=role, leaver=leaver, leaver_name=people[leaver], successor=successor,
        successor_name=people[successor], matters=matters, notes=notes.strip(),
    )  # fmt: skip
    record(actor, BEGIN, made, unit_id=unit.pk, role=role, matters=len(matters))
    return made


def part_of(actor: Actor, made: Handover) -> str:
    """As what this person may sign the list: "leaver", "successor", "superior", or ""."""
    if made.done_at:
        return ""
    if actor.account_id == made.leaver:
        return "" if made.leaver_signed_at else "leaver"
    if actor.account_id == made.successor:
        return "" if made.successor_signed_at else "successor"
    if actor.may(OVERSEE) and actor.reaches(made.path) and not made.superior_signed_at:
        return "superior"
    return ""


@transaction.atomic
def sign_handover(*, actor: Actor, made: Handover, now: datetime) -> Handover:
    """Put one's name under the list; with the third, everything on it changes hands."""
    made = Handover.objects.select_for_update().get(pk=made.pk)
    part = part_of(actor, made)
    if not part:
        raise MoveRefused("这份清单不用您签，或您已经签过")
    setattr(made, f"{part}_signed_at", now)
    if part == "superior":
        made.superior, made.superior_name = actor.account_id, actor.name
    record(actor, SIGN, made, unit_id=made.unit_id, **{"as": SIGNERS[part]})
    if made.leaver_signed_at and made.successor_signed_at and made.superior_signed_at:
        _change_hands(actor, made, now)
    made.save()
    return made


def _change_hands(actor: Actor, made: Handover, now: datetime) -> None:
    rows = in_hand(made.unit_id, made.role, made.leaver, day_of(now)).select_for_update(of=("self",))
    matters = list(rows)
    fresh = [item for item in matters if str(item.pk) not in made.matters]
    if fresh:
        raise MoveRefused(f"列清单以后又来了 {len(fresh)} 件，请重新列一份，三方再签")
    for item in matters:
        unit_name = item.holder_label.split(" · ")[0]
        to = Holder(made.unit_id, made.role, unit_name, made.successor, made.successor_name)
        kind = "paused" if item.paused_on else "waiting" if item.stage.waits else "held"
        hand_to(item, to, kind, now, _why_still(item))
        note(
            item, actor, now, move="handover", label=f"交接给{made.successor_name}", source=item.stage_key,
            text=made.notes[:1000],
        )  # fmt: skip
    made.done_at = now
    record(actor, DONE, made, unit_id=made.unit_id, role=made.role, matters=len(matters))


def _why_still(item: WorkItem) -> str:
    """Why its clocks stand still, as was said when they were stopped."""
    running = Stint.objects.filter(item=item, until=None).first()
    return running.reason if running else ""


def matters_of(made: Handover) -> list[WorkItem]:
    """What stands on the list, nearest deadline first; what was promised to whom is shown with each."""
    return list(WorkItem.objects.filter(pk__in=made.matters).order_by("due_on", "pk"))


def handovers(actor: Actor) -> QuerySet[Handover]:
    """Those one has a part in, and those of the posts in reach for who oversees them."""
    own = Q(leaver=actor.account_id) | Q(successor=actor.account_id)
    if actor.may(OVERSEE):
        own |= Q(pk__in=Handover.objects.visible_to(actor).values("pk"))
    return Handover.objects.filter(own).order_by("-pk")
