"""The API keeps to its own description, whatever it is sent that the description allows, and what it does not.

Every operation of the OpenAPI document is asked in many made-up ways: no status that the document does not name, no answer of
another shape, no 5xx.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import gonghui
from gonghui.kernel import clock
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.registers.unions.models import Union
from gonghui.site.api import api
from gonghui.work.own.tests.scene import signed_in
from tests.ordering import offer
from tests.people import member
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
KEPT = {
    "suppress_health_check": list(HealthCheck),
    "deadline": None,
    "phases": [Phase.generate],
    "database": None,
}
MORE = st.dictionaries(
    st.sampled_from(["q", "page", "sort", "x"]) | st.text(max_size=5), st.text(max_size=9), max_size=2
)
DOCUMENT = schemathesis.openapi.from_dict(
    api.get_openapi_schema(path_prefix="/api/"), config=SchemathesisConfig()
)
OPERATIONS = [found.ok() for found in DOCUMENT.get_all_operations()]


@pytest.fixture
def people(county, monkeypatch) -> dict[str, Client]:
    """Who asks: an office about the registers, a member about themselves, and nobody."""
    cache.clear()
    set_today(monkeypatch, clock, "2026-11-23")
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    for unit in (county.east, county.west):
        Union.objects.create(unit=unit, name=unit.name, kind="town", level="town")
    person = member(county.mill, 601, name="李小会")
    service = offer(county.east, places=1)
    office = sign_in(Client(raise_request_exception=False), officer(county.county, "county_clerk"))
    own = signed_in(Client(raise_request_exception=False), person)
    office.known = {"key": "members", "pk": str(person.pk)}
    own.known = {"service": str(service.pk)}
    return {"office": office, "own": own, "nobody": Client(raise_request_exception=False)}


def cases(operation: Any) -> st.SearchStrategy[Case]:
    """As the document allows, and not as it allows."""
    kinds = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return st.one_of([operation.as_strategy(generation_mode=kind) for kind in kinds])


def answer(client: Client, case: Case) -> Response:
    request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in {"cookie", "content-type"}
    }
    cache.clear()
    with transaction.atomic():
        got = client.generic(
            request.method,
            request.path_url,
            request.body or b"",
            request.headers.get("Content-Type", ""),
            headers=headers,
        )
        transaction.set_rollback(True)
    client.cookies.pop("messages", None)
    found = {name.lower(): [value] for name, value in got.headers.items()}
    return Response(got.status_code, found, got.content, request, 0.1, verify=False)


def kept(operation: Any, people: dict[str, Client], many: int) -> int:
    seen: list[int] = []

    @settings(max_examples=many, **KEPT)
    @given(cases(operation), st.data())
    def each(case: Case, data: st.DataObject) -> None:
        who = data.draw(
            st.sampled_from(
                ["office", "own"] if "/hall/" in operation.path else ["office", "office", "nobody"]
            )
        )
        client, session = people[who], people[who].cookies.output()
        for name in case.path_parameters or {}:
            known = getattr(client, "known", {}).get(name)
            if known and data.draw(st.booleans()):
                case.path_parameters[name] = known
        if case.method == "GET":
            case.query = dict(case.query or {}) | data.draw(MORE)
        case.validate_response(answer(client, case), checks=CHECKS)
        if client.cookies.output() != session:
            client.cookies.load(session.replace("Set-Cookie: ", ""))
        seen.append(1)

    each()
    return len(seen)


def test_every_operation_keeps_to_the_document(people):
    """One scene for all of them: everything a case did is undone before the next."""
    assert len(OPERATIONS) >= 23
    for operation in OPERATIONS:
        assert kept(operation, people, 50) >= 50, operation.label


@pytest.mark.assure
@pytest.mark.parametrize("operation", OPERATIONS, ids=[one.label for one in OPERATIONS])
def test_every_operation_a_thousand_times(operation, people):
    assert kept(operation, people, 1_000) >= 100
