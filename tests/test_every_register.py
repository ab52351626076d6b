"""What every register promises, whatever it is a register of."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.register.definition import REGISTERS
from gonghui.kernel.register.forms import RowForm
from tests.every import ROSTERS, brought, fetched, holder, row, valid
from tests.people import mobile, number
from tests.support import ROOT, database, officer, sign_in

pytestmark = database
LISTS = ["list_market", "list_tax", "list_park", "list_couriers"]
KEYS = [
    "unions",
    "employers",
    "members",
    "cadres",
    "services",
    "meetings",
    "dues",
    "regions",
    "work",
    "documents",
    "subjects",
    *LISTS,
]
WRITABLE = ["unions", "employers", "members", "cadres", "services", "meetings", "dues", *LISTS]
SECRETS = [(key, c.name) for key in REGISTERS for c in REGISTERS[key].columns if c.mask]
ALIVE = ["=1+1", "+1+1", "-1+1", "@SUM(A1)"]
HOSTILE = [
    "\x00",
    "\ud800",
    "字" * 30_000,
    "9" * 30,
    "²",
    "٣",
    "-1",
    "1e9",
    "' OR 1=1 --",
    "%",
    "\\",
    "",
    "{{7*7}}",
    "None",
]


@pytest.fixture
def clerk(county):
    return officer(county.county, "county_clerk")


@pytest.fixture
def desk(client, clerk):
    client.raise_request_exception = False
    return sign_in(client, clerk)


def test_this_file_knows_every_register():
    assert set(KEYS) == REGISTERS.keys()
    assert set(WRITABLE) == {key for key, one in REGISTERS.items() if one.save}


@pytest.mark.parametrize("key", [*KEYS])
def test_a_list_asks_the_database_as_often_for_three_rows_as_for_one(desk, county, key):
    pages = [
        reverse("register", args=[key]),
        f"/api/registers/{key}",
        f"/search/?q={'县' if key == 'regions' else '第'}",
    ]
    asked = []
    for first in (1, 2):
        row(key, county, first)
        if first == 2:
            row(key, county, 3)
        desk.get(pages[0])
        for page in pages:
            with CaptureQueriesContext(connection) as found:
                assert desk.get(page).status_code == 200
            asked.append(len(found))
    assert asked[:3] == asked[3:]


def shown(answer):
    return str(answer.json()) if "json" in answer.headers["Content-Type"] else answer.content.decode()


@pytest.mark.parametrize(("key", "name"), SECRETS)
def test_a_secret_is_shown_in_part_only(desk, clerk, county, key, name):
    found = holder(key, county, name)
    column = REGISTERS[key].index[name]
    whole, part = column.whole(found), column.mask(column.whole(found))
    assert whole != part
    urls = [
        reverse("register", args=[key]),
        reverse("register-row", args=[key, found.pk]),
        reverse("register-edit", args=[key, found.pk]),
    ]
    urls += [f"/api/registers/{key}", f"/api/registers/{key}/{found.pk}", f"/search/?q={found.name}"]
    pages = [shown(desk.get(url)) for url in urls]
    if column.choices:  # a form offers all answers and picks none
        assert f'value="{column.raw(found).reveal()}" selected' not in pages.pop(2)
    assert [part in page for page in pages[1:4]] == [True] * 3
    assert [whole in page for page in pages] == [False] * len(pages)
    cells = [
        cell.value for line in fetched(desk, clerk, reverse("register-export", args=[key])) for cell in line
    ]
    assert (part in cells, whole in cells) == (True, False)


@pytest.mark.parametrize(("key", "name"), SECRETS)
def test_the_whole_secret_is_shown_to_who_says_why_and_the_journal_knows(desk, clerk, county, key, name):
    found = holder(key, county, name)
    whole = REGISTERS[key].index[name].whole(found)
    url = reverse("register-reveal", args=[key, found.pk])
    for reason in ("", "看看", " " * 9):
        refused = desk.post(url, {"field": name, "reason": reason})
        assert (refused.status_code, whole in refused.content.decode()) == (422, False)
    shown = desk.post(url, {"field": name, "reason": "核对工伤材料"})
    assert (shown.status_code, whole in shown.content.decode()) == (200, True)
    set_reach(ROOT)
    noted = Entry.objects.filter(verb="register.reveal").values_list("account_id", "subject", "detail")
    said = {"field": name, "reason": "核对工伤材料"}
    assert list(noted) == [(clerk.account_id, f"{found._meta.label_lower}:{found.pk}", said)]
    assert desk.post(url, {"field": "name", "reason": "核对工伤材料"}).status_code == 404


@pytest.mark.parametrize("key", sorted({key for key, _ in SECRETS}))
def test_a_whole_export_needs_a_reason_and_is_journalled(desk, clerk, county, key):
    found = row(key, county, 7)
    wholes = {column.whole(found) for column in REGISTERS[key].columns if column.mask} - {""}
    url = reverse("register-export", args=[key])
    assert desk.post(url, {"whole": "1"}).status_code == 422
    cells = {
        cell.value for line in fetched(desk, clerk, url, whole="1", reason="上报用工材料") for cell in line
    }
    assert wholes <= cells
    set_reach(ROOT)
    detail = Entry.objects.filter(verb="register.export").get().detail
    assert (detail["whole"], detail["reason"], detail["rows"]) == (True, "上报用工材料", 1)


@pytest.mark.parametrize(("key", "bad"), [*product(KEYS, HOSTILE)])
def test_whatever_stands_in_the_address_is_answered(desk, county, key, bad):
    row(key, county, 1)
    names = ["q", "sort", "page", "size", "unknown", *(one.name for one in REGISTERS[key].filters)]
    text = bad.encode("utf-8", "surrogatepass")
    for name in names:
        query = urlencode({name: text})
        for url in (
            reverse("register", args=[key]),
            f"/api/registers/{key}",
            reverse("register-export", args=[key]),
        ):
            assert desk.get(f"{url}?{query}").status_code in {200, 400, 422}
    assert desk.get(f"/search/?{urlencode({'q': text})}").status_code in {200, 400}


@pytest.mark.parametrize("key", WRITABLE)
@pytest.mark.parametrize(
    "bad", ["²", "9" * 30, "-1", "..", "00000000-0000-0000-0000-00000000000g", "%00", "%ED%A0%80"]
)
def test_whatever_stands_for_a_row_is_not_found(desk, county, key, bad):
    for name in ("register-row", "register-edit"):
        url = reverse(name, args=[key, "X"]).replace("X", bad)
        assert desk.get(url).status_code in {400, 404}
    assert desk.get(f"/api/registers/{key}/{bad}").status_code in {400, 404}
    batch = desk.post(reverse("register-batch", args=[key]), {"ids": [bad]})
    assert batch.status_code in {302, 404}


@pytest.mark.parametrize(("key", "bad"), [*product(WRITABLE, HOSTILE)])
def test_whatever_is_typed_is_answered(desk, county, key, bad):
    register = REGISTERS[key]
    texts = {column.name: bad for column in register.asked}
    if "\x00" not in bad and "\ud800" not in bad:
        assert desk.post(reverse("register-new", args=[key]), texts).status_code == 422
    body = json.dumps(texts)
    assert desk.post(f"/api/registers/{key}", body, content_type="application/json").status_code in {400, 422}
    for column in register.asked:
        given = valid(key, county) | {column.name: bad}
        answer = desk.post(f"/api/registers/{key}", json.dumps(given), content_type="application/json")
        assert answer.status_code in {201, 202, 400, 422}, (column.name, answer.status_code)


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", '"x"', '{"name": 1}', '{"name": ["x"]}', '{"a": {"b": {}}}', "[" * 900]
)
@pytest.mark.parametrize("key", [*WRITABLE, "regions", "nothing"])
def test_whatever_json_is_sent_is_answered(desk, county, key, body):
    found = desk.post(f"/api/registers/{key}", body, content_type="application/json")
    assert found.status_code in {400, 403, 404, 422}


@pytest.mark.parametrize("key", KEYS)
def test_an_export_has_no_live_formula(desk, clerk, county, key):
    for n, name in enumerate(ALIVE, 1):
        row(key, county, n, name)
    lines = fetched(desk, clerk, reverse("register-export", args=[key]))
    cells = [cell for line in lines for cell in line]
    assert {cell.value for cell in cells} >= set(ALIVE)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.value is None for cell in cells if cell.data_type == "n")


@pytest.mark.parametrize("key", WRITABLE)
def test_a_form_refuses_and_keeps_what_was_typed(desk, county, key):
    before = REGISTERS[key].rows(ROOT).count()
    dated = {
        "members": "since",
        "cadres": "since",
        "unions": "founded_on",
        "services": "since",
        "meetings": "held_on",
        "dues": "paid_on",
        "list_couriers": "mobile",
    }.get(key, "workers")
    page = desk.post(reverse("register-new", args=[key]), valid(key, county) | {dated: "去年春天"})
    assert page.status_code == 422
    text = page.content.decode()
    assert 'value="去年春天"' in text
    assert f'value="{valid(key, county)[REGISTERS[key].title]}"' in text
    set_reach(ROOT)
    assert REGISTERS[key].rows(ROOT).count() == before


@pytest.mark.parametrize("key", WRITABLE)
def test_form_and_api_enter_equal_rows(desk, county, key):
    assert desk.post(reverse("register-new", args=[key]), valid(key, county)).status_code == 302
    set_reach(ROOT)
    register = REGISTERS[key]
    by_form = register.rows(ROOT).get(**{register.title: valid(key, county)[register.title]})
    other = (
        {"id_number": number(71)}
        if key == "members"
        else {register.title: "另一个工会" if key == "unions" else "另一个"}
    )
    made = desk.post(
        f"/api/registers/{key}", json.dumps(valid(key, county) | other), content_type="application/json"
    )
    assert made.status_code == 201, made.content.decode()
    set_reach(ROOT)
    by_api = register.rows(ROOT).get(pk=made.json()["id"])
    skipped = set(other) | {"birth_year", "sex"}
    texts = [
        [column.text(one) for column in register.columns if column.name not in skipped]
        for one in (by_form, by_api)
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("key", WRITABLE)
@pytest.mark.parametrize("role", ["county_clerk", "town_clerk"])
def test_a_form_saved_as_it_was_shown_changes_nothing(client, county, key, role):
    found = row(key, county, 1)
    sign_in(client, actor := officer(county.county if role == "county_clerk" else county.east, role))
    set_reach(actor)
    form = RowForm(REGISTERS[key], actor, REGISTERS[key].rows(actor).get(pk=found.pk))
    shown = {}
    for field in form:
        offered = getattr(field.field, "queryset", None)
        value = field.value()
        if offered is None or offered.filter(pk=value).exists():
            shown[field.name] = value
    body = {name: value for name, value in shown.items() if value not in (None, False)}
    set_reach(ROOT)
    before = Entry.objects.count()
    saved = client.post(reverse("register-edit", args=[key, found.pk]), body)
    assert saved.status_code == 302, re.findall(r'class="e"[^>]*>([^<]*)', saved.content.decode())
    set_reach(ROOT)
    again = type(found).objects.get(pk=found.pk)
    assert changed(found, again) == []
    assert Entry.objects.count() == before


def changed(one: Any, other: Any) -> list[str]:
    names = [
        field.attname
        for field in one._meta.concrete_fields
        if field.attname not in {"path", "grid_path", "line_path"}
    ]
    plain = [
        {name: str(getattr(row_, name)) for name in names}
        for row_ in (type(one).objects.get(pk=one.pk), other)
    ]
    return [name for name in names if plain[0][name] != plain[1][name]]


@pytest.mark.parametrize("key", ROSTERS)
def test_the_preview_says_what_the_import_does(desk, county, key, tmp_path):
    row(key, county, 1)
    row(key, county, 2)
    unit = county.mill if key == "cadres" else county.east
    headings, lines = ROSTERS[key]
    one = brought(desk, key, unit, headings, lines)
    preview = {name: one.report[name] for name in ("total", "new", "changed", "same", "wrong")}
    before = REGISTERS[key].rows(ROOT).count()
    done = desk.post(reverse("intake-check", args=[one.pk]))
    assert done.url == reverse("intake-done", args=[one.pk])
    set_reach(ROOT)
    one.refresh_from_db()
    assert {name: one.report[name] for name in preview} == preview
    assert (
        preview["total"] == len(lines) == sum(preview[name] for name in ("new", "changed", "same", "wrong"))
    )
    assert REGISTERS[key].rows(ROOT).count() == before + preview["new"]
    assert preview["wrong"] >= 2
    assert preview["new"] >= 1
    again = brought(desk, key, unit, headings, lines)
    assert (again.report["new"], again.report["wrong"]) == (0, preview["wrong"])


@pytest.mark.parametrize(("key", "name"), SECRETS)
def test_an_import_shows_its_samples_and_faults_masked(desk, county, key, name):
    column = REGISTERS[key].index[name]
    whole = number(7) if name == "id_number" else mobile(7)
    bad = whole[:-1] + "甲"
    asked = [one for one in REGISTERS[key].asked if one.required or one.name == name]
    fill = {"name": "李华", "post": "主席", "form": "专职", "id_number": number(8)}
    lines = [[text if one.name == name else fill[one.name] for one in asked] for text in (whole, bad)]
    unit = county.east if key in LISTS else county.mill
    one = brought(desk, key, unit, [one.label for one in asked], lines)
    pages = [
        desk.get(reverse(f"intake-{page}", args=[one.pk])).content.decode() for page in ("columns", "check")
    ]
    assert column.mask(whole) in pages[0]
    assert [text in page for page in pages for text in (whole, bad)] == [False] * 4


@pytest.mark.parametrize("name", ["register-new", "register-import", "register-template"])
def test_a_register_that_is_only_read_has_no_way_in(desk, county, name):
    for key in REGISTERS.keys() - set(WRITABLE):
        assert desk.get(reverse(name, args=[key])).status_code in {403, 404}
        assert desk.post(reverse(name, args=[key])).status_code in {403, 404, 405}


@pytest.mark.parametrize(("role", "at"), [("liaison", "grid"), ("adviser", "line")])
def test_whoever_works_along_another_tree_sees_the_rows_that_are_counted(client, county, role, at):
    found = row("employers", county, 1)
    sign_in(client, officer(getattr(county, at), role))
    listed = client.get("/api/registers/employers").json()
    assert (listed["total"], [one["id"] for one in listed["items"]]) == (1, [str(found.pk)])


def test_whoever_may_export_along_another_tree_gets_the_file(client, county):
    adviser = officer(county.line, "adviser")
    assert fetched(sign_in(client, adviser), adviser, "/r/employers/export/")
