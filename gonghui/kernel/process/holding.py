"""Whose turn it is: claimed, assigned, sent back, paused, extended; and the four hand-overs between offices
(转办 交办 督办 会办). At every instant exactly one post answers for a matter.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.clock import day_of
from gonghui.kernel.process import clocks, telling
from gonghui.kernel.process.limits import limit_of
from gonghui.kernel.process.models import Deadline, Party, Step, Stint, WorkItem
from gonghui.kernel.process.steps import (
    Holder,
    MoveRefused,
    end_stint,
    enter,
    hand_to,
    held,
    locked,
    note,
    of,
    open_stint,
)
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

SUPERVISE = "work.supervise"  # the permission to 督办
LEVELS = {1: "一般督办", 2: "重点督办", 3: "挂牌督办"}


def _reason(text: str, what: str) -> str:
    if len(text.strip()) < 2:
        raise MoveRefused(f"请写明{what}")
    return text.strip()[:1000]


@transaction.atomic
def claim(item_id: UUID, *, actor: Actor, now: datetime, seen: int | None = None) -> WorkItem:
    """认领: from those in the same post, this person takes it."""
    item = held(item_id, actor, seen)
    if item.account_id == actor.account_id:
        raise MoveRefused("这件事已经在您手里")
    return _hand(item, of(actor), actor, now, "claim", "认领")


@transaction.atomic
def release(item_id: UUID, *, actor: Actor, now: datetime, seen: int | None = None) -> WorkItem:
    """放回: back to everybody in the same post."""
    item = held(item_id, actor, seen)
    if item.account_id is None:
        raise MoveRefused("这件事没有人认领，不用放回")
    return _hand(item, Holder(actor.unit_id, actor.role, actor.unit_name), actor, now, "release", "放回")


@transaction.atomic
def assign(
    item_id: UUID, *, actor: Actor, now: datetime, account_id: int, seen: int | None = None, text: str = ""
) -> WorkItem:
    """派给: another person in the same post."""
    item = held(item_id, actor, seen)
    name = _colleagues(item, day_of(now)).get(account_id)
    if name is None:
        raise MoveRefused("只能派给同一单位、同一身份的人；要给别的单位，请用转办或交办")
    to = Holder(item.holder_unit_id, item.role, actor.unit_name, account_id, name)
    return _hand(item, to, actor, now, "assign", f"派给{name}", text)


def colleagues(item: WorkItem, today: date) -> dict[int, str]:
    """Who else could have it: the people in the post that holds the matter, by account."""
    return _colleagues(item, today)


def _colleagues(item: WorkItem, today: date) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, name FROM process_people_in(%s, %s, %s)",
            [item.holder_unit_id, item.role, today],
        )
        return dict(cursor.fetchall())


def _hand(
    item: WorkItem, to: Holder, actor: Actor, now: datetime, move: str, label: str, text: str = ""
) -> WorkItem:
    if item.paused_on:
        raise MoveRefused("这件事暂停着，请先恢复办理")
    waits = item.stage.waits
    hand_to(item, to, "waiting" if waits else "held", now, waits)
    note(item, actor, now, move=move, label=label, source=item.stage_key, text=text)
    return item


@transaction.atomic
def send_back(
    item_id: UUID, *, actor: Actor, now: datetime, reason: str, seen: int | None = None
) -> WorkItem:
    """退回: to the stage the matter came from, with a reason; what was filled in stays."""
    item = held(item_id, actor, seen)
    why = _reason(reason, "退回的原因，对方才知道怎么改")
    if item.paused_on:
        raise MoveRefused("这件事暂停着，请先恢复办理")
    came = came_from(item)
    if came is None:
        raise MoveRefused("这是第一个环节，没有上一步可退；不该办的请撤回")
    source = item.stage_key
    answer_parties(item, now, "已退回")
    enter(item, item.process.by_key[came], now)
    note(item, actor, now, move="back", label="退回", source=source, text=why)
    return item


def came_from(item: WorkItem) -> str | None:
    """The stage from which the matter came forward to this one."""
    step = (
        Step.objects.filter(item=item, target=item.stage_key, undone=False)
        .exclude(source=item.stage_key)
        .exclude(move__in=["back", "undo", "open"])
        .order_by("-seq")
        .first()
    )
    return step.source if step and not item.process.by_key[step.source].retired else None


def answer_parties(item: WorkItem, now: datetime, words: str) -> None:
    """What was asked of others in this stage is void."""
    Party.objects.filter(item=item, answered_on=None, kind__in=["cosigner", "principal"]).update(
        answered_on=day_of(now), answer=words
    )


@transaction.atomic
def pause(item_id: UUID, *, actor: Actor, now: datetime, reason: str, seen: int | None = None) -> WorkItem:
    """暂停: the clocks stand still, for one of the reasons the rule of this procedure allows."""
    item = held(item_id, actor, seen)
    if item.paused_on:
        raise MoveRefused("这件事已经暂停着")
    allowed = item.process.pause_reasons
    if not allowed:
        raise MoveRefused(f"{item.process.label}不能暂停计时")
    if not any(reason.strip().startswith(one) for one in allowed):
        raise MoveRefused(f"只有这些原因可以暂停计时：{'、'.join(allowed)}")
    end_stint(item, now)
    item.paused_on = day_of(now)
    open_stint(item, "paused", now, reason.strip()[:200])
    clocks.count_again(item, calendar())
    note(item, actor, now, move="pause", label="暂停", source=item.stage_key, text=reason.strip())
    return item


@transaction.atomic
def resume(
    item_id: UUID, *, actor: Actor, now: datetime, seen: int | None = None, text: str = ""
) -> WorkItem:
    """恢复: the clocks go on; every deadline has moved by what the pause took."""
    item = held(item_id, actor, seen)
    if not item.paused_on:
        raise MoveRefused("这件事没有暂停")
    end_stint(item, now)
    item.paused_on = None
    open_stint(item, "waiting" if item.stage.waits else "held", now, item.stage.waits)
    clocks.count_again(item, calendar())
    note(item, actor, now, move="resume", label="恢复", source=item.stage_key, text=text)
    return item


@transaction.atomic
def extend(item_id: UUID, *, actor: Actor, now: datetime, reason: str, seen: int | None = None) -> WorkItem:
    """延期: once for a matter, by what the rule of the place allows."""
    item = held(item_id, actor, seen)
    why = _reason(reason, "延期的原因")
    if item.process.extension is None:
        raise MoveRefused(f"{item.process.label}不能延期")
    if Step.objects.filter(item=item, move="extend", undone=False).exists():
        raise MoveRefused("已经延过一次，不能再延")
    more = limit_of(item.process.extension, item.place, day_of(now))
    running = Deadline.objects.filter(item=item, ended_on=None)
    fitting = [one for one in running if more and one.unit == more.unit]
    if more is None or not fitting:
        raise MoveRefused("本地没有规定这件事可以延多久，不能延期")
    for one in fitting:
        one.extra += more.number
    Deadline.objects.bulk_update(fitting, ["extra"])
    clocks.count_again(item, calendar())
    note(item, actor, now, move="extend", label=f"延期 {more}", source=item.stage_key, text=why)
    return item


@transaction.atomic
def later(item_id: UUID, *, actor: Actor, until: date, now: datetime, seen: int | None = None) -> WorkItem:
    """稍后办: out of the list until that day; never beyond the deadline."""
    item = held(item_id, actor, seen)
    if until <= day_of(now):
        raise MoveRefused("请选明天或以后的一天")
    if item.due_on and until > item.due_on:
        raise MoveRefused(f"这件事 {item.due_on:%Y-%m-%d} 到期，不能推到那以后")
    item.later_until = until
    item.save(update_fields=["later_until"])
    return item


@transaction.atomic
def refer(
    item_id: UUID, *, actor: Actor, now: datetime, unit: Unit, role: str, reason: str, seen: int | None = None
) -> WorkItem:
    """转办: another office owns the matter from now on; the sender only keeps sight of it."""
    item = held(item_id, actor, seen)
    why = _reason(reason, "为什么转办")
    _not_owed(item)
    to = _post(unit, role, item, day_of(now))
    return _hand(item, to, actor, now, "refer", f"转办给{unit.name}", why)


@transaction.atomic
def hand_down(
    item_id: UUID, *, actor: Actor, now: datetime, unit: Unit, role: str, task: str, due_on: date,
    seen: int | None = None,
) -> WorkItem:  # fmt: skip
    """交办: an office below has to do it by ``due_on`` and reports back; the sender decides what follows."""
    item = held(item_id, actor, seen)
    why = _reason(task, "交办的要求")
    _not_owed(item)
    today = day_of(now)
    if due_on <= today:
        raise MoveRefused("回报期限要在今天以后")
    if not actor.reaches(unit.path) or unit.pk == actor.unit_id:
        raise MoveRefused("只能交办给下级单位；给平级或上级请用转办")
    to = _post(unit, role, item, today)
    Party.objects.create(
        item=item, kind="principal", unit_id=actor.unit_id, unit_name=actor.unit_name, role=actor.role,
        account_id=actor.account_id, stage_key=item.stage_key, task=why, asked_on=today, due_on=due_on,
    )  # fmt: skip
    return _hand(item, to, actor, now, "hand_down", f"交办给{unit.name}", why)


@transaction.atomic
def report(item_id: UUID, *, actor: Actor, now: datetime, text: str, seen: int | None = None) -> WorkItem:
    """回报: what was handed down goes back to who sent it, with the result."""
    item = held(item_id, actor, seen)
    result = _reason(text, "办理结果")
    party = Party.objects.filter(item=item, kind="principal", answered_on=None).first()
    if party is None:
        raise MoveRefused("这件事不是交办的，不用回报")
    party.answered_on, party.answer = day_of(now), result
    party.save(update_fields=["answered_on", "answer"])
    to = Holder(party.unit_id, party.role, party.unit_name)
    return _hand(item, to, actor, now, "report", "回报结果", result)


@transaction.atomic
def supervise(
    item_id: UUID, *, actor: Actor, now: datetime, level: int, task: str, due_on: date | None = None,
    seen: int | None = None,
) -> WorkItem:  # fmt: skip
    """督办: somebody above watches from now on, with a day by which; who answers for it stays the same."""
    item = locked(item_id, actor, seen)
    why = _reason(task, "督办的要求")
    if item.closed_on:
        raise MoveRefused("这件事已经办结，不用督办")
    if not actor.may(SUPERVISE) or item.held_by(actor) or not actor.reaches(item.path):
        raise MoveRefused("督办由上级提出；自己承办的事不能自己督办")
    if level not in LEVELS:
        raise MoveRefused("督办分 1、2、3 级")
    Party.objects.create(
        item=item, kind="supervisor", unit_id=actor.unit_id, unit_name=actor.unit_name, role=actor.role,
        account_id=actor.account_id, stage_key=item.stage_key, task=why, level=level, asked_on=day_of(now), due_on=due_on,
    )  # fmt: skip
    note(item, actor, now, move="supervise", label=LEVELS[level], source=item.stage_key, text=why)
    return item


@transaction.atomic
def ask_jointly(
    item_id: UUID, *, actor: Actor, now: datetime, posts: list[tuple[Unit, str]], task: str,
    due_on: date | None = None, seen: int | None = None,
) -> WorkItem:  # fmt: skip
    """会办: others sign beside the holder; the matter goes on only when all have."""
    item = held(item_id, actor, seen)
    why = _reason(task, "请对方会办什么")
    today = day_of(now)
    if not posts:
        raise MoveRefused("请选会办的单位")
    open_now = set(
        Party.objects.filter(item=item, kind="cosigner", answered_on=None).values_list("unit_id", "role")
    )
    for unit, role in posts:
        if (unit.pk, role) in open_now or (unit.pk, role) == (item.holder_unit_id, item.role):
            raise MoveRefused(f"{unit.name}已经在会办这件事")
        _post(unit, role, item, today)
        party = Party.objects.create(
            item=item, kind="cosigner", unit=unit, unit_name=unit.name, role=role, stage_key=item.stage_key, task=why,
            asked_on=today, due_on=due_on,
        )  # fmt: skip
        telling.tell_to_sign(item, party, actor, now)
    names = "、".join(unit.name for unit, _ in posts)
    note(item, actor, now, move="ask_jointly", label=f"请{names}会办", source=item.stage_key, text=why)
    return item


@transaction.atomic
def sign(item_id: UUID, *, actor: Actor, now: datetime, text: str) -> WorkItem:
    """签意见: a post that was asked to sign beside the holder does so."""
    item = locked(item_id, actor)
    opinion = _reason(text, "会办意见")
    party = Party.objects.filter(
        item=item, kind="cosigner", answered_on=None, unit_id=actor.unit_id, role=actor.role
    ).first()
    if party is None:
        raise MoveRefused("没有请您会办这件事，或您已经签过")
    party.answered_on, party.answer, party.account_id = day_of(now), opinion, actor.account_id
    party.save(update_fields=["answered_on", "answer", "account_id"])
    note(item, actor, now, move="sign", label="会办签意见", source=item.stage_key, text=opinion)
    return item


def _not_owed(item: WorkItem) -> None:
    if Party.objects.filter(item=item, kind="principal", answered_on=None).exists():
        raise MoveRefused("上级交办的事要先回报，不能再转给别人")


def _post(unit: Unit, role: str, item: WorkItem, today: date) -> Holder:
    if role not in ROLES:
        raise MoveRefused("没有这种身份")
    if (reads := item.process.reads) and not Actor(0, "", permissions=ROLES[role].permissions).may(reads):
        raise MoveRefused(f"“{ROLES[role].label}”看不了{item.process.label}，请换一个身份")
    if (unit.pk, role) == (item.holder_unit_id, item.role):
        raise MoveRefused("这件事本来就在那里办")
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id FROM process_nearest_post(%s, %s, %s)", [[unit.pk], [role], today])
        if cursor.fetchone() is None:
            raise MoveRefused(f"{unit.name}现在没有人任“{ROLES[role].label}”，请换一个身份或单位")
    return Holder(unit.pk, role, unit.name)


def time_of(item: WorkItem) -> list[Stint]:
    """Who had the matter when, oldest first."""
    return list(Stint.objects.filter(item=item).order_by("since"))
