from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from gonghui.kernel.journal.actions import VERBS, record, verb
from gonghui.kernel.process.tests.conftest import at
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.sync.catalogue import ARRIVALS, PACKAGES, Arrived, Settled, arrival, package
from gonghui.kernel.sync.phones import contact
from gonghui.kernel.sync.receiving import Sent, receive
from tests.support import County, officer

NOW = at("2026-09-10T18:00")


@dataclass
class Notebook:
    """A kind of record of these tests: a note, refused when it is empty, a fault when it says "break"."""

    seen: list[Arrived] = field(default_factory=list)

    def take(self, actor: Actor, arrived: Arrived, now: datetime) -> Settled:
        self.seen.append(arrived)
        record(actor, "test.note", "note", unit_id=actor.unit_id, said=arrived.content.get("text", ""))
        if arrived.content.get("text") == "break":
            raise ZeroDivisionError
        if not arrived.content.get("text"):
            return Settled("refused", "请写点什么")
        return Settled("taken", "已收下", subject=f"note:{arrived.id}", version=1)


@pytest.fixture
def notebook():
    book = Notebook()
    verb("test.note", "记一笔", "said")
    arrival("test.note", "记一笔")(book.take)
    package("test")(lambda actor, today: {"for": actor.unit_name, "on": today})
    yield book
    ARRIVALS.pop("test.note"), PACKAGES.pop("test"), VERBS.pop("test.note")


@dataclass
class Street:
    """A liaison of the first grid with a phone, and everybody who may not touch it."""

    county: County
    liaison: Actor
    phone: UUID

    def send(
        self, text: str = "走了一家", *, pk: UUID | None = None, now: datetime = NOW, **more: Any
    ) -> Settled:
        return receive(self.liaison, self.device(now), self.note(text, pk=pk, **more), made_at=now, now=now)

    def note(self, text: str, *, pk: UUID | None = None, **more: Any) -> Sent:
        fields = {"subject": "", "base_version": 0, "photos": (), "made_at": NOW} | more
        return Sent(id=pk or uuid4(), kind="test.note", content={"text": text}, **fields)

    def device(self, now: datetime = NOW):
        set_reach(self.liaison)
        return contact(actor=self.liaison, device_id=self.phone, kind="安卓手机", now=now)


@pytest.fixture
def street(county, notebook) -> Street:
    liaison = officer(county.grid, "liaison", "liaison1", "王磊")
    return Street(county, liaison, uuid4())


TODAY = date(2026, 9, 10)
