"""Every page opens for whoever may enter it, and stays closed to whoever may not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.people import member
from tests.support import database, officer, sign_in

pytestmark = database

PAGES = ["/", "/post/", "/search/?q=张伟", "/roster/", "/settings/people/", "/settings/people/new/", "/settings/posts/new/",
         "/settings/parameters/", "/settings/calendar/", "/settings/journal/", "/r/unions/", "/r/employers/", "/r/members/",
         "/r/cadres/", "/r/regions/", "/r/members/new/", "/r/unions/new/", "/r/employers/new/", "/r/cadres/new/",
         "/r/members/import/", "/r/unions/import/", "/r/employers/import/", "/r/cadres/import/", "/r/members/export/",
         "/r/members/template/", "/accounts/2fa/", "/accounts/sessions/", "/notices/", "/notices/settings/"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_county_clerk_opens_every_page(client, county, page):
    member(county.mill)
    sign_in(client, officer(county.county, "county_clerk"))
    response = client.get(page)
    assert response.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_somebody_not_signed_in_is_sent_to_the_door(client, county, page):
    response = client.get(page)
    assert (response.status_code, response.url.split("?")[0]) == (302, "/accounts/login/")


def test_one_member(client, county):
    person = member(county.mill, 2)
    sign_in(client, officer(county.county, "county_clerk"))
    page = client.get(reverse("member", args=[person.pk])).content.decode()
    assert "张伟" in page
    assert person.id_number.reveal() not in page
    shown = client.post(
        reverse("register-reveal", args=["members", person.pk]),
        {"field": "id_number", "reason": "核对工伤材料"},
    )
    assert person.id_number.reveal() in shown.content.decode()
