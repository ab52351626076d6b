"""What people fill in on the pages is counted by role; a town's clerk does not see it, another county's none of it."""

from __future__ import annotations

from django.urls import reverse

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.journal.answering import answering
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting, set_reach
from tests import every
from tests.support import ROOT, database, officer, sign_in

pytestmark = database
DEED = verb("tests.burden", "试一试")


def answered(actor: Actor, asked: int, known: int) -> None:
    with acting(actor), answering(actor, asked, known):
        record(actor, DEED, "form", unit_id=actor.unit_id)


def lines(client, actor):
    page = sign_in(client, actor).get(reverse("burden"))
    return [(one.role, one.forms, one.asked, one.known) for month in page.context["months"] for one in month["lines"]]  # fmt: skip


def test_a_form_answered_on_a_page_is_noted_with_its_numbers(client, county):
    sign_in(client, officer(county.east, "town_clerk"))
    row = every.row("employers", county, 4)
    assert (
        client.post(reverse("register-new", args=["employers"]), every.valid("employers", county)).status_code
        == 302
    )
    form = client.get(edit := reverse("register-edit", args=["employers", row.pk])).context["form"]
    given = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    assert client.post(edit, given | {"address": "河边路 4 号"}).status_code == 302
    set_reach(ROOT)
    (new, corrected) = (
        Entry.objects.filter(detail__has_key="asked")
        .order_by("pk")
        .values_list("detail__asked", "detail__known")
    )
    assert new == (13, 0)
    assert corrected[0] == new[0]
    assert corrected[1] > 4


def test_by_role_and_only_within_reach(client, county):
    for n, unit in enumerate((county.east, county.east, county.west)):
        answered(officer(unit, "town_clerk", f"clerk{n}"), 10, n)
    answered(officer(county.county, "county_leader"), 5, 5)
    assert lines(client, officer(county.county, "county_clerk")) == [("乡镇工会干事", 3, 30, 3)]
    assert lines(client, officer(county.east, "county_clerk", "apart")) == []
    assert sign_in(client, officer(county.east, "town_clerk")).get(reverse("burden")).status_code == 403


def test_what_it_means_stands_on_the_page(client, county):
    page = sign_in(client, officer(county.county, "county_leader")).get(reverse("burden")).content.decode()
    assert "近半年还没有人填过表单" in page
    assert "同一件事问两遍的：0 处" in page
    assert "打开时系统已经替人填好的，算“已填好”" in page
