"""Two members of two unions, and a phone that one of them holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import gonghui
from gonghui.kernel import clock
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.members.models import Person
from gonghui.registers.unions.models import Union
from tests.people import member, mobile, number
from tests.support import ROOT, County

MINE, HERS = 601, 602


def settled(county: County) -> tuple[Person, Person]:
    """李 belongs to the mill, 王 to the mine; both unions and towns have their telephone."""
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    for n, (unit, kind) in enumerate(
        [(county.east, "town"), (county.west, "town"), (county.mill, "single"), (county.mine, "single")]
    ):
        Union.objects.create(
            unit=unit, name=unit.name, kind=kind, level="town" if kind == "town" else "base", office_phone=f"0571-8000000{n}"
        )  # fmt: skip
    mine = member(county.mill, MINE, name="李小会", workplace="纺织一车间")
    hers = member(county.mine, HERS, name="王大矿", workplace="二号矿井")
    return mine, hers


def digits_of(stand_in: Any) -> str:
    """The code that came to the phone last."""
    send_due(clock.now)
    return re.search(r'"code": "(\d{6})"', stand_in.box.of("sms")[-1].text)[1]


def ask(client: Any, n: int = MINE, last_four: str = "") -> Any:
    set_reach(NOBODY)
    return client.post("/s/sign-in/", {"mobile": mobile(n), "last_four": last_four or number(n)[-4:]})


def try_code(client: Any, text: str) -> Any:
    set_reach(NOBODY)
    return client.post("/s/sign-in/code/", {"code": text})


def signed_in(client: Any, person: Person) -> Any:
    """A session of this person, as the sign-in leaves it."""
    session = client.session
    session["subject"] = {"pk": str(person.pk), "at": clock.now().isoformat()}
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def text(client: Any, url: str) -> str:
    set_reach(NOBODY)
    return client.get(url).content.decode()
