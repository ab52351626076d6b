"""What follows when somebody looks at what is kept about them, or asks for something."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.registers.members.models import Person

ENTERED = verb("own.sign_in", "本人登录服务网")
REVEALED = verb("own.reveal", "本人查看自己的全号", "field")
COPIED = verb("own.export", "本人导出自己的信息")
HIMSELF = "本人"


def note(pk: UUID, key: str, **detail: str) -> None:
    """Put what a person did about themselves into the journal, in the transaction of the page.

    The person is no actor and may write no journal: the program writes it, a moment later.
    """
    write_down.enqueue(str(pk), key, detail)


@task()
def write_down(pk: str, key: str, detail: dict[str, str]) -> None:
    with acting(system(HIMSELF)) as actor:
        one = Person.objects.filter(pk=pk).first()
        if one is not None:
            journal(actor, key, one, unit_id=one.unit_id, **detail)
