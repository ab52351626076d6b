"""The API: the same rights and masks as the pages, writes only with the CSRF token."""

from __future__ import annotations

import json

from django.test import Client

from gonghui.registers.members.models import Person
from tests.people import member, mobile, number
from tests.support import database, officer, sign_in

pytestmark = database
NEW = {"name": "李华", "id_number": number(3), "mobile": mobile(3), "since": "2024-05-01"}


def send(client, method: str, url: str, values: dict[str, object], **headers: str):
    return getattr(client, method)(url, json.dumps(values), content_type="application/json", headers=headers)


def test_signed_out_gets_401_in_words(client, county):
    answer = client.get("/api/registers")
    assert answer.status_code == 401


def test_the_registers_a_post_may_read(client, county):
    sign_in(client, officer(county.grid, "liaison"))
    assert sorted(one["key"] for one in client.get("/api/registers").json()) == [
        "employers",
        "regions",
        "subjects",
        "work",
    ]


def test_a_list_is_masked_and_scoped(client, county):
    member(county.mill, 1)
    member(county.mine, 2)
    sign_in(client, officer(county.east, "town_clerk"))
    found = client.get("/api/registers/members").json()
    assert (found["total"], [item["values"]["name"] for item in found["items"]]) == (1, ["王敏"])
    assert found["items"][0]["values"]["id_number"] == number(1)[:3] + "*" * 11 + number(1)[-4:]


def test_a_row_is_entered_and_corrected_by_the_form_rules(client, county):
    sign_in(client, officer(county.east, "county_clerk"))
    made = send(client, "post", "/api/registers/members", NEW | {"unit__name": str(county.mill.pk)})
    assert made.status_code == 201, made.content.decode()
    url = f"/api/registers/members/{made.json()['id']}"
    wrong = send(
        client, "post", "/api/registers/members", NEW | {"id_number": "1", "unit__name": str(county.mill.pk)}
    )
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["id_number"])
    changed = send(client, "put", url, NEW | {"name": "李华华", "unit__name": str(county.mill.pk)})
    assert (changed.status_code, Person.objects.get().name) == (200, "李华华")


def test_absent_and_out_of_reach_are_answered_alike(client, county):
    theirs = member(county.mine, 2)
    sign_in(client, officer(county.east, "town_clerk"))
    absent = client.get("/api/registers/members/00000000-0000-7000-8000-000000000000")
    foreign = client.get(f"/api/registers/members/{theirs.pk}")
    assert (
        (absent.status_code, absent.content)
        == (foreign.status_code, foreign.content)
        == (404, absent.content)
    )


def test_a_write_without_the_token_is_refused(county):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, officer(county.east, "town_clerk"))
    assert send(strict, "post", "/api/registers/members", NEW).status_code == 403
    assert strict.get("/api/registers/members").status_code == 200


def test_the_openapi_document_names_every_operation(client, county):
    paths = client.get("/api/openapi.json").json()["paths"]
    hall = {path for path in paths if path.startswith("/api/hall/")}
    assert len(hall) == 16
    assert sorted((path, verb) for path, verbs in paths.items() for verb in verbs if path not in hall) == [
        ("/api/registers", "get"),
        ("/api/registers/{key}", "get"),
        ("/api/registers/{key}", "post"),
        ("/api/registers/{key}/{pk}", "get"),
        ("/api/registers/{key}/{pk}", "put"),
    ]
