"""Whether a credit code is registered elsewhere cannot be learned; who sees both rows is shown them, and settles."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from gonghui.kernel.identifiers.credit_code import make
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers import actions as employers
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.models import Membership
from gonghui.registers.unions import actions as unions
from gonghui.registers.unions.models import Union
from tests import every
from tests.leaks.siege import TOKEN, read
from tests.leaks.test_alike import roster_of
from tests.people import TODAY, member
from tests.support import DAY, ROOT, database, officer, sign_in

pytestmark = database
CODES = {
    key: tuple(make(category, "999001", f"MA00000{n}") for n in (1, 2))
    for key, category in (("employers", "91"), ("unions", "81"))
}
MODELS = {"employers": Employer, "unions": Union}


@pytest.fixture
def elsewhere(county):
    """In the west somebody has the first code of each pair."""
    employers.enter(actor=ROOT, unit=county.west, name="西厂", workers=1, credit_code=CODES["employers"][0])
    given = {"name": "西厂工会", "kind": "single", "founded_on": DAY, "credit_code": CODES["unions"][0]}
    unions.enter(actor=ROOT, parent=county.west, today=TODAY, **given)
    return county


@pytest.fixture
def clerk(client, elsewhere):
    return sign_in(client, officer(elsewhere.east, "town_clerk"))


def plain(text: str, pk: object, code: str) -> str:
    """Without token, hour, and what is each time another: the row's key and the code that was typed."""
    key = rf"(?<![\d.,:-]){re.escape(str(pk))}(?![\d.,:-])"  # a small number stands in dates too
    return re.sub(r"\d\d:\d\d", "", re.sub(key, "KEY", TOKEN.sub("", text).replace(code, "CODE")))


def newest(key: str):
    set_reach(ROOT)
    return MODELS[key].objects.exclude(name__startswith="西").order_by("-pk")[0]


@pytest.mark.parametrize("key", CODES)
def test_a_new_row_is_answered_in_the_same_bytes(clerk, elsewhere, key):
    answers = []
    for code in CODES[key]:
        made = clerk.post(
            reverse("register-new", args=[key]), every.valid(key, elsewhere) | {"credit_code": code}
        )
        row = newest(key)
        page = read(clerk.get(made.url))
        answers.append(
            (made.status_code, plain(made.url, row.pk, code), plain(read(made) + page, row.pk, code))
        )
        set_reach(ROOT)
        assert row.credit_code == code
        MODELS[key].objects.filter(pk=row.pk).update(name="旧的", credit_code=None)
    assert answers[0] == answers[1]
    assert answers[0][0] == 302


@pytest.mark.parametrize("key", CODES)
def test_and_by_the_api(clerk, elsewhere, key):
    answers = []
    for code in CODES[key]:
        body = json.dumps(every.valid(key, elsewhere) | {"credit_code": code})
        made = clerk.post(f"/api/registers/{key}", body, content_type="application/json")
        row = newest(key)
        answers.append((made.status_code, plain(read(made), row.pk, code)))
        MODELS[key].objects.filter(pk=row.pk).update(name="旧的", credit_code=None)
    assert answers[0] == answers[1]
    assert answers[0][0] == 201


@pytest.mark.parametrize("key", CODES)
def test_and_when_a_code_is_corrected(clerk, elsewhere, key):
    row, answers = every.row(key, elsewhere, 3), []
    for code in CODES[key]:
        body = every.valid(key, elsewhere) | {"name": row.name, "credit_code": code}
        done = clerk.post(reverse("register-edit", args=[key, row.pk]), body)
        answers.append((done.status_code, plain(read(done), row.pk, code)))
        set_reach(ROOT)
        assert MODELS[key].objects.get(pk=row.pk).credit_code == code
        MODELS[key].objects.filter(pk=row.pk).update(credit_code=None)
    assert answers[0] == answers[1]
    assert answers[0][0] == 302


def test_and_when_a_list_is_brought_in(clerk, elsewhere):
    one, other = (
        roster_of(clerk, "employers", elsewhere.east, ["单位名称", "统一社会信用代码"], [f"第{n}公司", code])
        for n, code in enumerate(CODES["employers"])
    )
    assert [t.replace("第0公司", "").replace(CODES["employers"][0], "") for t in one] == [
        t.replace("第1公司", "").replace(CODES["employers"][1], "") for t in other
    ]
    set_reach(ROOT)
    assert Employer.objects.filter(path__startswith=elsewhere.east.path).count() == 2


@pytest.mark.parametrize("key", CODES)
def test_what_one_sees_oneself_is_still_refused_with_its_name(clerk, elsewhere, key):
    taken = every.row(key, elsewhere, 3)
    MODELS[key].objects.filter(pk=taken.pk).update(credit_code=CODES[key][1])
    other = every.row(key, elsewhere, 4)
    body = every.valid(key, elsewhere) | {"name": other.name, "credit_code": CODES[key][1]}
    refused = clerk.post(reverse("register-edit", args=[key, other.pk]), body)
    assert refused.status_code == 422
    assert f"登记在“{taken.name}”名下，请核对" in read(refused)


def test_the_county_sees_both_and_keeps_one(client, elsewhere):
    county = elsewhere
    mine = every.row("employers", county, 3)
    Employer.objects.filter(pk=mine.pk).update(credit_code=CODES["employers"][0])
    worker = member(county.mill, 77, employer_id=str(mine.pk))
    sign_in(client, officer(county.east, "county_clerk", "east.c"))
    assert "代码核对 · 0 组" in read(client.get("/codes/"))
    sign_in(client, officer(county.county, "county_clerk"))
    page = read(client.get("/codes/"))
    assert "代码核对 · 1 组" in page
    assert page.index("第3公司") < page.index("西厂")
    set_reach(ROOT)
    west = Employer.objects.get(name="西厂")
    client.post("/codes/", {"kind": "employer", "row": str(west.pk), "do": "keep"})
    set_reach(ROOT)
    mine.refresh_from_db()
    west.refresh_from_db()
    assert (mine.closed_on is not None, west.closed_on, west.covered_by_id) == (True, None, county.mill.pk)
    assert Membership.objects.get(person=worker).employer_id == west.pk
    assert "留下西厂，另外 1 条作为重复登记注销" in (again := read(client.get("/codes/")))
    assert "代码核对 · 0 组" in again
    client.post("/codes/", {"kind": "employer", "row": str(west.pk), "do": "keep"})
    assert "这个代码已经核对过了" in read(client.get("/codes/"))
    assert client.post("/codes/", {"kind": "x", "row": "y"}).status_code == 302


def test_the_county_clears_a_wrong_code_of_a_union(client, elsewhere):
    mine = every.row("unions", elsewhere, 3)
    Union.objects.filter(pk=mine.pk).update(credit_code=CODES["unions"][0])
    sign_in(client, officer(elsewhere.county, "county_clerk"))
    assert "代码核对 · 1 组" in read(client.get("/codes/"))
    client.post("/codes/", {"kind": "union", "row": str(mine.pk), "do": "clear"})
    set_reach(ROOT)
    assert Union.objects.get(pk=mine.pk).credit_code is None
