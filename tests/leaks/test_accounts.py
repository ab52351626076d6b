"""Who has an account is seen by its holder and by who reaches its unit or a post of it; each layer says the same."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from gonghui.kernel.actors.actions import open_account
from gonghui.kernel.actors.models import Account
from gonghui.kernel.reach.actor import NOBODY, Actor
from gonghui.kernel.reach.session import acting, open_for_sign_in, set_reach
from tests.leaks.siege import TOKEN, read
from tests.support import ROOT, account, database, officer, sign_in

pytestmark = database


@pytest.fixture
def people(county):
    """One officer at every level, one account nobody has given a post yet, and one the operator opened."""
    found = {
        "county": officer(county.county, "county_clerk", "c"),
        "east": officer(county.east, "town_clerk", "e"),
        "west": officer(county.west, "town_clerk", "west.w"),
        "mill": officer(county.mill, "union_chair", "m"),
        "grid": officer(county.grid, "liaison", "g"),
    }
    account("nobody")
    with acting(found["county"]) as clerk:
        open_account(actor=clerk, username="new", name="李华", password="a long first word", unit=county.east)
    set_reach(ROOT)
    return found


def expected(county) -> dict[str, set[str]]:
    new = f"new.{county.east.pk}"
    return {
        "county": {"c", "e", "west.w", "m", "g", new}, "east": {"e", "m", new}, "west": {"west.w"}, "mill": {"m"}, "grid": {"g"}
    }  # fmt: skip


def test_the_rows_alone_say_so(people, county, rows_alone):
    for key, names in expected(county).items():
        with acting(people[key]):
            assert set(Account.objects.visible_to(people[key]).values_list("username", flat=True)) == names
            with connection.cursor() as cursor:
                cursor.execute("SELECT username FROM actors_account")
                assert {row[0] for row in cursor.fetchall()} == names


def test_without_a_reach_there_is_only_oneself(people):
    with acting(NOBODY):
        assert Account.objects.count() == 0
    with acting(Actor(people["east"].account_id, "")):
        assert list(Account.objects.values_list("username", flat=True)) == ["e"]
    with acting(NOBODY):
        open_for_sign_in()
        assert Account.objects.count() == 7
        set_reach(NOBODY)
        assert Account.objects.count() == 0


def test_nobody_alters_anothers_account(people):
    with acting(people["county"]):
        assert Account.objects.filter(username="e").update(name="改了") == 0
        assert Account.objects.filter(username="c").update(name="自己") == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Account.objects.filter(username="c")._raw_delete("default")


def test_nobody_opens_one_outside_the_reach(people, county):
    with acting(people["east"]) as clerk:
        with pytest.raises(ValidationError, match="is not a valid choice"):
            open_account(
                actor=clerk, username="x", name="李华", password="a long first word", unit=county.west
            )
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Account(username="x", name="李华", unit_id=county.west.pk).save()


def test_a_sign_in_address_opens_nothing_once_somebody_is_signed_in(client, people):
    sign_in(client, people["east"])
    client.get("/accounts/2fa/")
    assert Account.objects.count() == 3  # the request's reach lasts to the end of the test's transaction
    client.get("/r/members/")
    assert Account.objects.count() == 3


def giving(username: str, county, **more: str) -> dict[str, str]:
    return {"username": username, "unit": county.east.pk, "role": "auditor", "since": "2026-11-01", **more}


def test_a_post_for_an_account_elsewhere_is_refused_in_the_words_for_none(client, people, county):
    sign_in(client, officer(county.east, "county_clerk", "giver"))
    url = reverse("post-new")
    one, other = (
        TOKEN.sub("", read(client.post(url, giving(name, county)))) for name in ("west.w", "west.x")
    )
    assert one.replace('value="west.w"', "") == other.replace('value="west.x"', "")
    assert "您管的范围里没有这个账号" in one


def test_a_name_given_elsewhere_can_be_given_here(client, people, county):
    with acting(people["county"]) as clerk:
        open_account(
            actor=clerk, username="taken", name="李华", password="a long first word", unit=county.west
        )
    sign_in(client, officer(county.east, "county_clerk", "giver"))
    pages = []
    for name in ("taken", "other"):
        body = giving(name, county, name="李华", password="a long first word")
        answer = client.post(reverse("person-new"), body)
        said = read(client.get(answer.url)).split("<table")[0]
        pages.append((answer.status_code, answer.url, TOKEN.sub("", said).replace(name, "")))
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("policies_off")
def test_the_program_alone_says_so(people, county):
    for key, names in expected(county).items():
        found = Account.objects.visible_to(people[key]).values_list("username", flat=True)
        assert set(found) == names
