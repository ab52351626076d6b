"""会员评家: codes go out, each answers once, and nothing is kept that says who answered what."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from gonghui.kernel.identifiers.receipts import draw, plain
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.secrets.fields import index_of_typed
from gonghui.kernel.units.models import Unit
from gonghui.work.standards.models import Poll, Ticket
from gonghui.work.standards.rules.polls import ANSWERS

OPEN = verb("standards.poll", "开始会员评家", "label")
ISSUE = verb("standards.issue", "发会员评家票", "label", "issued")
CLOSE = verb("standards.poll_close", "结束会员评家", "label", "issued", "returned")
AT_THE_HALL = "会员评家"
LENGTH, MOST = 16, 500


@transaction.atomic
def open_poll(*, actor: Actor, unit: Unit, label: str, today: date) -> Poll:
    """开始: how many have to come back is what the place asks for today."""
    quorum = parameter("standards.quorum", unit, today).numbers[0]
    made = Poll(unit=unit, label=label.strip(), opened_on=today, quorum=quorum)
    made.full_clean(exclude=["path"])
    made.save(force_insert=True)
    journal(actor, OPEN, made, unit_id=unit.pk, label=made.label)
    return made


def _index(code: str) -> bytes:
    return index_of_typed(plain(code), "standards.ticket")


@transaction.atomic
def issue_tickets(*, actor: Actor, poll: Poll, number: int) -> list[str]:
    """发票: fresh codes, shown this once; only their hashes are kept."""
    locked = Poll.objects.visible_to(actor).select_for_update().get(pk=poll.pk)
    if locked.closed_on is not None:
        raise ValidationError("这次会员评家已经结束，不能再发票")
    if not 1 <= number <= MOST:
        raise ValidationError(f"一次发 1 到 {MOST} 张")
    codes = [draw(LENGTH) for _ in range(number)]
    Ticket.objects.bulk_create(
        Ticket(poll=locked, unit_id=locked.unit_id, digest=_index(code)) for code in sorted(codes)
    )
    locked.issued += number
    locked.save(update_fields=["issued"])
    journal(actor, ISSUE, locked, unit_id=locked.unit_id, label=locked.label, issued=number)
    return codes


@transaction.atomic
def close_poll(*, actor: Actor, poll: Poll, today: date) -> Poll:
    """结束: from today the result counts, if enough came back."""
    locked = Poll.objects.visible_to(actor).select_for_update().get(pk=poll.pk)
    if locked.closed_on is not None:
        raise ValidationError("已经结束了")
    if not locked.issued:
        raise ValidationError("还没有发票，不能结束")
    locked.closed_on = today
    locked.save(update_fields=["closed_on"])
    journal(
        actor, CLOSE, locked, unit_id=locked.unit_id, label=locked.label, issued=locked.issued, returned=locked.returned
    )  # fmt: skip
    return locked


def ticket_of(code: str) -> Ticket | None:
    """What a code answers for: unused, of a poll that is open. Read by the program: whoever holds the code is nobody."""
    with acting(system(AT_THE_HALL)) as program:
        rows = Ticket.objects.visible_to(program).filter(
            digest=_index(code), used=False, poll__closed_on=None
        )
        return rows.select_related("poll__unit").first()


def vote(code: str, answer: str) -> bool:
    """投票: the code is used up and one count goes up by one; nothing joins the two, and the journal keeps neither."""
    if answer not in dict(ANSWERS):
        return False
    with acting(system(AT_THE_HALL)) as program:
        rows = Ticket.objects.visible_to(program).select_for_update(of=("self",))
        ticket = rows.filter(digest=_index(code), used=False).first()
        if ticket is None:
            return False
        counted = Poll.objects.visible_to(program).filter(pk=ticket.poll_id, closed_on=None)
        if not counted.update(**{answer: F(answer) + 1}):
            return False
        ticket.used = True
        ticket.save(update_fields=["used"])
    return True
