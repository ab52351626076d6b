"""What is being done when somebody dies: two of one person made one, a post handed over, a phone's records, a founding."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.files.store import opened
from gonghui.kernel.linkage.actions import propose
from gonghui.kernel.linkage.finding import Found
from gonghui.kernel.linkage.models import Pair
from gonghui.kernel.process import holding
from gonghui.kernel.process.definition import PROCESSES
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.tests.conftest import Scene as Town
from gonghui.kernel.process.tests.sample import FAULT
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.registers.employers.actions import enter
from gonghui.registers.members.linkage import PEOPLE
from gonghui.registers.members.tests.test_linkage import file, joined
from gonghui.work.founding.actions import begin
from gonghui.work.founding.models import Founding
from gonghui.work.founding.process import FOUNDING
from gonghui.work.founding.tests.scene import Place
from gonghui.work.founding.tests.scene import place as plant_restaurant
from gonghui.work.survey.tests.scene import place as plant_street
from tests.faults.killing import Words
from tests.faults.rows import Watch
from tests.procedures import BEGUN, at, bring, filled
from tests.support import ROOT, officer, plant_county, sign_in

TODAY = date(2026, 11, 21)
NOW = timezone.make_aware(datetime.combine(TODAY, time(10)))
PHONE = UUID("01930000-0000-7000-8000-000000000001")


def session_of(actor: Actor) -> str:
    """Somebody signs in; the key in their cookie."""
    with acting(ROOT):
        return str(sign_in(Client(), actor).session.session_key)


class Merging:
    """The same two files, made one and taken apart again."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def begin(self) -> None:
        with acting(ROOT):
            county = plant_county()
            clerk = officer(county.county, "county_clerk", "clerk1", "郑敏")
            kept, lost = file(county.east, 1, phone=5), file(county.west, 2, phone=5)
            joined(kept)
            joined(lost, until=date(2025, 6, 1))
            left, right = sorted((kept.pk, lost.pk))
            found = Found(str(left), str(right), 0.97, "likely", (("姓名", "相同", 12.0),))
            set_reach(clerk)
            propose(actor=clerk, one=PEOPLE, found=[found], now=NOW)
            self.pair, self.keep = Pair.objects.get().pk, "left" if left == kept.pk else "right"
        self.session = session_of(clerk)

    def step(self, n: int, watch: Watch) -> Words:
        deed = "undo" if n % 2 else self.keep
        return ["page", self.session, reverse("linkage-decide", args=["people", self.pair]), {"do": deed}]


class HandingOver:
    """Six matters go from one to the other and back: a list, and its three signatures."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def begin(self) -> None:
        PROCESSES["fault"] = FAULT
        with acting(ROOT):
            county = plant_county()
            clerk = officer(county.east, "town_clerk", "east1", "甲")
            colleague = officer(county.east, "town_clerk", "east2", "乙")
            above = officer(county.county, "county_clerk", "county1", "丁")
            town = Town(county, clerk, colleague, clerk, above, above)
            for _ in range(6):
                item = town.opened("2026-11-02")
                holding.claim(item.pk, actor=clerk, now=NOW)
        self.clerk, self.colleague, self.above = clerk, colleague, above
        self.sessions = {one.account_id: session_of(one) for one in (clerk, colleague, above)}

    def step(self, n: int, watch: Watch) -> Words:
        leaver, successor = (self.clerk, self.colleague) if n // 4 % 2 == 0 else (self.colleague, self.clerk)
        if n % 4 == 0:
            url = reverse("handover-new", args=[leaver.post_id])
            data = {"successor": successor.account_id, "notes": "路灯厂答应周五来"}
            return ["page", self.sessions[leaver.account_id], url, data]
        made = watch.newest("process_handover")
        signer = (leaver, successor, self.above)[n % 4 - 1]
        return ["page", self.sessions[signer.account_id], reverse("handover-sign", args=[made]), {}]


class Syncing:
    """A phone comes back with three records at a time and sends until it has an answer."""

    asks_again = True

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def begin(self) -> None:
        with acting(ROOT):
            here = plant_street()
            self.round, self.employer = str(here.round.pk), str(here.employer.pk)
        self.session = session_of(here.liaison)

    def step(self, n: int, watch: Watch) -> Words:
        new = self._record(n, 0, "", name=f"小面馆{n}")
        later = self._record(n, 1, new["id"], facts={"workers": 3 + n})
        known = self._record(n, 2, self.employer, facts={"workers": 30 + n % 3})
        body = {"device": str(PHONE), "sent_at": NOW.isoformat(), "records": [new, later, known]}
        return ["page", self.session, reverse("field-records"), body]

    def _record(self, n: int, place: int, subject: str, **content: Any) -> dict[str, Any]:
        said = {"round": self.round, "met_on": TODAY.isoformat(), "outcome": "met", "facts": {"workers": 4}}
        made_at = NOW - timedelta(hours=9) + timedelta(minutes=3 * n + place)
        return {
            "id": str(uuid5(PHONE, f"{n}.{place}")), "kind": "survey.answer", "subject": subject,
            "base_version": 0, "made_at": made_at.isoformat(), "content": said | content,
        }  # fmt: skip


class Stepping:
    """Foundings, each approved (a paper with a number) and then unveiled (a union, its committee, what comes next)."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def begin(self) -> None:
        with acting(ROOT):
            self.here = plant_restaurant()
        self.items = []
        for n in range((self.steps + 1) // 2):
            self.items.append(founding(self.here, n, "approve"))

    def step(self, n: int, watch: Watch) -> Words:
        item, who = self.items[n // 2], self.here.clerk if n % 2 else self.here.official
        move = "unveil" if n % 2 else "approve"
        return ["move", str(item.pk), move, who.account_id, who.post_id, TODAY.isoformat()]

    @staticmethod
    def papers() -> list[int]:
        """The numbers given, of papers that can be read."""
        with acting(ROOT):
            found = list(OfficialDocument.objects.order_by("serial").select_related("docx", "pdf"))
            for paper in found:
                for file in (paper.docx, paper.pdf):
                    with opened(file) as path:
                        assert path.stat().st_size > 1_000
        return [paper.serial for paper in found]


def founding(here: Place, n: int, stage: str) -> WorkItem:
    """One founding with all its facts, in this stage."""
    with acting(ROOT):
        employer = enter(
            actor=ROOT, unit=here.county.east, name=f"第{n}餐馆", workers=31, address="东镇湖边路 1 号"
        )
    with acting(here.official):  # who is told when it is over
        item = begin(actor=here.official, employer=employer, now=at(BEGUN))
    with acting(ROOT):
        filled("founding", item)
        signed = {} if stage == "approve" else {"approval_number": f"云工复〔2025〕{n}号"}
        empty = {"approval_on": None, "approval_number": ""} if stage == "approve" else {}
        name = f"第{n}餐馆工会委员会"
        Founding.objects.filter(pk=item.pk).update(name=name, **signed, **empty, unveiled_on=None)
        set_reach(ROOT)
        return bring(item, FOUNDING.by_key[stage])
