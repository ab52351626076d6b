"""One street, from the phone to the ledger: whoever is met on it is entered once and followed until it is settled."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.models import Employer
from gonghui.work.gaps.actions import sweep
from gonghui.work.gaps.rules import FINDERS
from gonghui.work.survey.models import Answer, Subject
from gonghui.work.survey.tests.scene import place
from tests.support import ROOT, database, set_today, sign_in

OTHER = {"name": "湖畔大酒楼", "facts": {"workers": 30}}
NEW = {"name": "老街砂锅店", "facts": {"workers": 26, "address": "湖边路 68 号", "willing": "yes"}}


class Phone:
    """A liaison's phone, spoken for by what it would send."""

    def __init__(self, client, actor) -> None:
        self.client, self.key = sign_in(client, actor), str(uuid4())

    def _ask(self, name: str, **body):
        given = {"device": self.key, "sent_at": clock.now().isoformat()} | body
        return self.client.post(f"/m/api/{name}/", json.dumps(given), content_type="application/json").json()

    def pack(self):
        return self._ask("pack")["packages"]["survey"]

    def send(self, *records):
        return self._ask("records", records=list(records))["answers"]


def visit(round_: str, minute: int, subject: str = "", base: int = 0, **content):
    made_at = clock.now() - timedelta(hours=3) + timedelta(minutes=minute)
    given = {"round": round_, "met_on": "2026-11-21", "outcome": "met"} | content
    told = {"subject": subject, "base_version": base, "content": given, "made_at": made_at.isoformat()}
    return {"id": str(uuid4()), "kind": "survey.answer"} | told


@database
def test_a_street_walked_without_network(db_with_reach, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-11-21")
    here = place()
    first, second = Phone(client, here.liaison), Phone(Client(), here.second)
    pack = first.pack()
    assert second.pack() == pack
    (known,), (round_,) = pack["subjects"], pack["rounds"]
    street = [
        visit(round_["id"], 1, known["id"], known["version"], facts={"workers": 31}),
        visit(round_["id"], 2, **NEW),
        visit(round_["id"], 3, **OTHER),
    ]
    beside = visit(round_["id"], 4, known["id"], known["version"], facts={"workers": 45})
    told = first.send(*street)
    assert [told[one["id"]]["state"] for one in street] == ["taken"] * 3
    assert second.send(beside)[beside["id"]]["state"] == "conflict"
    assert first.send(*street) == told
    set_reach(ROOT)
    assert Answer.objects.count() == 4
    assert {one.name for one in Subject.objects.filter(employer=None)} == {"老街砂锅店", "湖畔大酒楼"}
    _linked(client, here, told[street[2]["id"]]["subject"])
    _founded(client, here, told[street[1]["id"]]["subject"])


def _linked(client, here, pk: str) -> None:
    """The one under another name is the one of the register; all that was said of either stands together."""
    town = sign_in(client, here.town)
    assert (
        town.post(reverse("survey-link", args=[pk]), {"employer": str(here.employer.pk)}).status_code == 302
    )
    subject = here.subject
    assert (subject.version, subject.contested) == (3, ["workers"])
    liaison = sign_in(client, here.liaison)
    page = liaison.get(reverse("survey-subject", args=[subject.pk]))
    for one in page.context["differs"]:
        press = {"field": one["key"], "chosen": one["values"][0]["chosen"]}
        assert liaison.post(reverse("survey-settle", args=[subject.pk]), press).status_code == 302
    set_reach(ROOT)
    assert here.subject.contested == []
    assert WorkItem.objects.get(process_key="survey_differs").outcome == "cleared"


def _founded(client, here, pk: str) -> None:
    """The new one goes into the register and a union is begun there, with nothing typed twice."""
    town = sign_in(client, here.town)
    made = town.post(reverse("survey-register", args=[pk]), {"unit": here.county.east.pk})
    set_reach(ROOT)
    employer = Employer.objects.get(name="老街砂锅店")
    assert (made.url, employer.workers, employer.address) == (
        reverse("employer", args=[employer.pk]),
        26,
        "湖边路 68 号",
    )
    page = town.get(made.url).content.decode()
    assert reverse("founding-new", args=[employer.pk]) in page


@database
def test_a_round_that_ends_too_early_is_a_gap_until_somebody_has_gone(db_with_reach, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-11-21")
    here = place()

    def night(day: str) -> dict[str, int]:
        set_reach(ROOT)
        return sweep(
            FINDERS["survey.left"], actor=ROOT, now=datetime.fromisoformat(f"{day}T04:10:00+08:00"), most=9
        )[0]

    assert night("2026-12-31")["opened"] == 0
    assert night("2027-01-01")["opened"] == 2  # the first grid, and what lies in none
    item = WorkItem.objects.get(process_key="gap", grid_id=here.county.grid.pk)
    assert (item.title, item.role) == ("第一网格：2026 年第 4 季度还有 1 家没有走到", "liaison")
    assert item.facts == {"轮次": "2026 年第 4 季度", "该走": "1 家", "没有走到": "1 家"}
    late = visit(str(here.round.pk), 1, str(here.employer.pk), facts={"workers": 31})
    answers = Phone(client, here.liaison).send(late)
    assert answers[late["id"]]["state"] == "taken"
    assert night("2027-01-02")["proposed"] == 1
    item.refresh_from_db()
    assert (item.stage_key, item.closed_on) == ("proposed", None)
