"""Whether a number is known elsewhere cannot be learned from the answer."""

from __future__ import annotations

import io
import json
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.register.definition import REGISTERS
from gonghui.kernel.register.models import Intake
from gonghui.registers.members.models import Person, RosterEntry
from tests.leaks.siege import TOKEN, read
from tests.people import member, number
from tests.support import ROOT, database, officer, sign_in

pytestmark = database
ELSEWHERE, NOBODYS = 1, 2
BELOW = [("mill", "union_chair"), ("east", "town_clerk")]


def newcomer(county, n: int) -> dict[str, str]:
    return {"name": "李华", "id_number": number(n), "unit__name": str(county.mill.pk), "since": "2026-01-05"}


def pages(client, response) -> tuple[int, str, str]:
    """The answer, where it leads, and what stands there, but for the token of the form."""
    after = read(client.get(response.url)) if response.status_code == 302 else ""
    return response.status_code, getattr(response, "url", ""), TOKEN.sub("", f"{read(response)}{after}")


@pytest.mark.parametrize(("at", "role"), BELOW)
def test_who_enters_somebody_by_hand_learns_nothing(client, county, at, role):
    member(county.mine, ELSEWHERE)
    sign_in(client, officer(getattr(county, at), role))
    url = reverse("register-new", args=["members"])
    one, other = (pages(client, client.post(url, newcomer(county, n))) for n in (ELSEWHERE, NOBODYS))
    assert one == other
    set_reach(ROOT)
    assert RosterEntry.objects.filter(unit=county.mill, settled_on=None).count() == 2


@pytest.mark.parametrize(("at", "role"), BELOW)
def test_nor_by_the_api(client, county, at, role):
    member(county.mine, ELSEWHERE)
    sign_in(client, officer(getattr(county, at), role))
    bodies = [json.dumps(newcomer(county, n)) for n in (ELSEWHERE, NOBODYS)]
    one, other = (client.post("/api/registers/members", b, content_type="application/json") for b in bodies)
    assert (one.status_code, read(one)) == (other.status_code, read(other))
    assert one.status_code == 202


def test_nor_from_an_entry_that_already_waits(client, county):
    """What a chair sent up is entered again by the town's clerk: the answer is the same, and one entry waits."""
    member(county.mine, ELSEWHERE)
    url = reverse("register-new", args=["members"])
    sign_in(client, officer(county.mill, "union_chair"))
    for n in (ELSEWHERE, NOBODYS):
        client.post(url, newcomer(county, n))
    sign_in(client, officer(county.east, "town_clerk"))
    client.get("/r/members/")
    one, other = (pages(client, client.post(url, newcomer(county, n))) for n in (ELSEWHERE, NOBODYS))
    assert one == other
    set_reach(ROOT)
    assert RosterEntry.objects.filter(unit=county.mill, settled_on=None).count() == 2
    assert Person.objects.count() == 1


@pytest.mark.parametrize(("at", "role"), BELOW)
def test_a_roster_is_checked_in_the_same_words(client, county, at, role):
    """For the town's clerk as for the union's chair; and when it has been taken in, the result reads the same."""
    member(county.mine, ELSEWHERE)
    sign_in(client, officer(getattr(county, at), role))
    one, other = (roster(client, county.mill, n) for n in (ELSEWHERE, NOBODYS))
    assert one == other


def roster(client, unit, n: int) -> tuple[str, str]:
    """The pages of check and result of a roster with one person, without what is each time another."""
    return roster_of(client, "members", unit, ["姓名", "证件号码"], ["李华", number(n)])


def roster_of(client, key: str, unit, headings: list[str], line: list[str]) -> tuple[str, str]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate([headings, line]):
            for column, text in enumerate(cells):
                sheet.write_string(at, column, text)
    file = SimpleUploadedFile("名册.xlsx", out.getvalue())
    columns = client.post(reverse("register-import", args=[key]), {"unit": unit.pk, "file": file})
    labels = {column.label: column.name for column in REGISTERS[key].asked}
    picked = {f"col{at}": labels[heading] for at, heading in enumerate(headings)}
    check = client.post(columns.url, picked | {"sheet": "0"})
    checked = read(client.get(check.url))
    done = read(client.get(client.post(check.url).url))
    set_reach(ROOT)
    pk = str(Intake.objects.order_by("-at", "-pk")[0].pk)
    return plain(checked, pk), plain(done, pk)


def plain(text: str, pk: str) -> str:
    return re.sub(r"\d\d:\d\d", "", TOKEN.sub("", text).replace(pk, ""))
