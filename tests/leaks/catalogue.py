"""For every address: the requests by which somebody might come at another unit's rows.

``CATALOGUE`` has an entry per URL name; an address in neither ``CATALOGUE`` nor ``NOBODYS_ROWS`` fails the build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from gonghui.kernel.register.definition import REGISTERS
from gonghui.kernel.register.forms import RowForm
from tests.leaks import (
    appeals_probes,
    belonging_probes,
    gaps_probes,
    handover_probes,
    joining_probes,
    matter_probes,
    ordered_probes,
    paper_probes,
    report_probes,
    standards_probes,
    structure_probes,
    survey_probes,
)
from tests.leaks.probing import Probe, get, post, queries, rows_of, words_of
from tests.leaks.rights import ABOVE, OWNERS, TOWN_OF
from tests.leaks.scene import TAGS, Holding, Scene
from tests.people import number
from tests.support import ROOT

Source = Callable[[Scene, Holding], Iterator[Probe]]
CATALOGUE: dict[str, Source] = {}
NOBODYS_ROWS = {
    "feedback": "the hotline's number; no row of anybody's",
    "register-template": "headings of the register and nothing else",
    "regular": "when the program's own work ran last, without any figure; the same for everybody",
    "calendar": "the country's working days, the same for everybody",
    "api:openapi-json": "the description of the API, made from the program",
    "api:api-root": "an address that only helps to build others; answers 404",
    "api:registers": "which registers there are and their columns, made from the program",
    "choose_post": "the asker's own posts, found by the sign-in alone",
    "code-ask": "a form for a number; its answers are alike for everybody (tests/test_sign_in_by_code.py)",
    "code-check": "a form for a code, of the asker's own session",
    "verify-ask": "a form for a code",
    "report-preview": "the figures of the asker's own unit, whatever is sent (work/reports/tests/test_pages.py)",
    "report-preview-word": "the figures of the asker's own unit, whatever is sent (work/reports/tests/test_pages.py)",
    "burden": "sums by role and month of the asker's own reach (insight/burden/tests/test_page.py)",
    "verify": "what a document's own holder may check, found by its code alone (founding/tests/test_papers.py)",
    "document-draft": "an empty form for the asker's own unit",
    "document-receive": "an empty form for the asker's own unit",
    "document-settings": "the codes and the template of the asker's own unit",
    "document-template": "an empty form for the asker's own unit",
    "document-template-blank": "a template without anybody's words",
    "hall": "the first page of the service net; the receipt of the asker's own session",
    "hall-size": "large type for the asker's own browser",
    "hall-worker": "a script, the same for everybody",
    "hall-receipt": "leads whoever holds a receipt to it",
    "hall-feedback": "the hotline's number; no row of anybody's",
    "privacy": "what is done with personal data, the same for everybody",
    "join-begin": "an empty draft of the asker's own session",
    "join": "the draft of the asker's own session; places by their public names",
    "receipt": "found by its own secret alone, which only the applicant was shown (joining/tests/test_joining.py)",
    "scan": "what stands on a poster, found by its signed code (joining/tests/test_joining.py)",
    "card": "whether a card shown is in force, found by its signed code; the name by its first character",
    "field": "a page the same for everybody; what is on the phone comes from the addresses below",
    "field-worker": "a script, the same for everybody",
    "field-manifest": "the name of the program, the same for everybody",
    "field-hello": "who the asker is, and the token of the asker's own session",
    "field-pack": "the asker's own phone, another's is refused (kernel/sync/tests/test_phones.py); every package is scoped where it is made",
    "field-records": "the asker's own phone and records (kernel/sync/tests/test_receiving.py); every kind is on trial where it is made",
    "field-photos": "the asker's own phone and photos (kernel/sync/tests/test_photos.py)",
    "field-forget": "whether a phone known by its own secret id shall forget everything (tests/test_field.py)",
    "my-sign-in": "a form for a number; its answers are alike for everybody (work/own/tests/test_signing_in.py)",
    "my-code": "a form for a code, of the asker's own session",
    "my-out": "ends the asker's own session",
    **dict.fromkeys(
        (
            f"api:hall-{name}"
            for name in (
                "begin",
                "poster",
                "apply",
                "application",
                "supply",
                "withdraw",
                "before-sign-in",
                "ask",
                "check",
                "by-wechat",
                "out",
                "my",
                "bind-wechat",
                "menu",
                "orders",
                "order",
                "cancel",
                "judge",
            )
        ),
        "what the page of the same name says, to whom it says it (tests/test_hall_api.py)",
    ),
    "menu": "what areas offer anybody, and the asker's own union its own (tests/test_orders.py)",
    "service": "what areas offer anybody, and the asker's own union its own (tests/test_orders.py)",
    "poll-vote": "found by its own single-use code alone; asks nobody who they are (work/standards/tests/test_polls.py)",
    "said": "found by its own secret alone, which only who said it was shown (tests/test_feedback.py)",
    "my-said": "what the asker said, by a function that takes no person (tests/test_feedback.py)",
    "my-orders": "what the asker ordered, by a function that takes no person (tests/test_orders.py)",
    "my-judge": "what the asker ordered, by a function that takes no person (tests/test_orders.py)",
    "my-wechat-in": "leads to 微信 with a word of the asker's own session",
    "my-wechat-back": "opens whose 微信 it is, with a word of the asker's own session (work/own/tests/test_wechat.py)",
    "my-wechat": "leads to 微信 with a word of the asker's own session",
    "my-wechat-drop": "takes away the asker's own binding",
    "my": "the asker's own file, by functions that take no person (work/own/tests/test_own_rows.py)",
    "my-data": "the asker's own file, by functions that take no person (work/own/tests/test_own_rows.py)",
    "my-reveal": "the asker's own number, by functions that take no person (work/own/tests/test_own_rows.py)",
    "my-card": "the asker's own card, by functions that take no person (work/own/tests/test_own_rows.py)",
    "my-looks": "who looked at the asker's own file, by a function that takes no person (work/own/tests/test_asking.py)",
    "my-export": "the asker's own file as a workbook, by the same functions (work/own/tests/test_asking.py)",
    "my-consents": "what the asker agreed to, by a function that takes no person (work/own/tests/test_consents.py)",
    "my-requests": "the asker's own requests, by functions that take no person (work/own/tests/test_asking.py)",
    "my-ask": "an empty form; what it asks goes into a box only its own person can put into",
    "gaps-call": "an empty form for a meeting of the asker's own unit",
    "survey-new": "an empty form for a round of the asker's own unit",
    "notice-settings": "the asker's own addresses and wishes",
    "notice-short": "leads to the asker's own notices, whatever it is asked",
    "notice-address": "a form for the asker's own address",
    "notice-address-check": "a form for a code, of the asker's own session",
    "notice-address-agree": "an address made for the asker's own session",
    "notice-address-agreed": "binds the asker's own address, with a word of the asker's own session",
    "linkage-find": "begins the asker's own job over the asker's own reach",
    "checker": "the asker's own draft, and the figures of their own unit (insight/checker/tests/test_page.py)",
    "blindspots": "an empty form, and the asker's own comparisons (insight/blindspots/tests/test_pages.py)",
    "blindspots-answer": "the asker's own comparison, found among their own (insight/blindspots/tests/test_pages.py)",
    "blindspots-rows": "the asker's own comparison, found among their own (insight/blindspots/tests/test_pages.py)",
    "blindspots-unseen": "the asker's own comparison, found among their own (insight/blindspots/tests/test_pages.py)",
    "blindspots-columns": "the asker's own list, found among their own (insight/blindspots/tests/test_pages.py)",
    "notice-address-drop": "takes away the asker's own address",
}


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        CATALOGUE[name] = source
        return source

    return put


@entry("register")
def lists(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key in rows_of(holding):
        for at, query in enumerate(queries(scene, holding, key)):
            probe = get("register", reverse("register", args=[key]), **query)
            yield probe
            if at % 6 == 0:
                yield Probe("register", "GET", probe.url, htmx=True)


@entry("api:listing")
def api_lists(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key in rows_of(holding):
        for query in queries(scene, holding, key):
            yield get("api:listing", f"/api/registers/{key}", **query)


@entry("search")
def everywhere(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for word in dict.fromkeys(word for key in rows_of(holding) for word in words_of(holding, key)):
        yield get("search", "/search/", q=word)


@entry("home")
def home(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("home", "/")


def _row_page(name: str, key: str) -> Source:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if (row := rows_of(holding).get(key)) is not None:
            yield get(name, reverse(name, args=[row.pk]), row.pk)

    return source


for _name, _key in (("union", "unions"), ("member", "members")):
    entry(_name)(_row_page(_name, _key))


@entry("employer")
def employer_pages(scene: Scene, holding: Holding) -> Iterator[Probe]:
    """The covered one, and those at which a union is being founded: their page leads to the matter."""
    found = [holding.employer] if holding.employer else []
    for one in (*found, *holding.ventures.values()):
        yield get("employer", reverse("employer", args=[one.pk]), one.pk)


@entry("register-row")
def generic_rows(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key, row in rows_of(holding).items():
        yield get("register-row", reverse("register-row", args=[key, row.pk]), row.pk)
        yield get(
            "register-row", reverse("register-row", args=[key, str(row.pk).upper()]), str(row.pk).upper()
        )


@entry("api:one")
def api_rows(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key, row in rows_of(holding).items():
        yield get("api:one", f"/api/registers/{key}/{row.pk}", row.pk)


@entry("register-edit")
def edits(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key, row in rows_of(holding).items():
        url = reverse("register-edit", args=[key, row.pk])
        if REGISTERS[key].save is not None:
            yield get("register-edit", url, row.pk)
            yield post("register-edit", url, key, _place(holding, key), changed(key, row), row.pk)


def _place(holding: Holding, key: str) -> str:
    if key == "employers":
        return "west" if holding.key == "mover" else TOWN_OF[holding.key]
    return "mill" if holding.key == "merged" and key in {"members", "settle"} else holding.key


def changed(key: str, row: Any) -> dict[str, Any]:
    """The form as its owner is shown it, with one particular changed."""
    register = REGISTERS[key]
    found = register.rows(ROOT).get(pk=row.pk)
    form = RowForm(register, ROOT, found)
    body = {name: given for name in form.fields if (given := form[name].value()) not in (None, "", False, [])}
    other = {
        "members": "job",
        "cadres": "rank",
        "employers": "address",
        "unions": "address",
        "services": "place",
        "meetings": "place",
        "dues": "voucher",
    }[key]
    return {name: str(value) for name, value in body.items()} | {other: "改过了"}


@entry("api:change")
def api_changes(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key, row in rows_of(holding).items():
        if REGISTERS[key].save is None:
            continue
        body = changed(key, row)
        text = json.dumps(body, ensure_ascii=False)
        url = f"/api/registers/{key}/{row.pk}"
        yield Probe("api:change", "PUT", url, text, "json", key, _place(holding, key), str(row.pk))


@entry("register-reveal")
def reveals(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key, row in rows_of(holding).items():
        for column in REGISTERS[key].columns:
            if column.mask:
                url = reverse("register-reveal", args=[key, row.pk])
                body = {"field": column.name, "reason": "核对材料用"}
                yield post("register-reveal", url, "", holding.key, body, row.pk)


def newcomer(key: str, holding: Holding, unit: Any) -> dict[str, Any]:
    """A valid body of a new row of ``unit``."""
    n = holding.base + 18
    return {
        "members": {
            "name": "崔新人",
            "id_number": number(n),
            "unit__name": str(unit.pk),
            "since": "2026-01-05",
        },
        "cadres": {"name": "崔新人", "post": "clerk", "form": "part", "unit__name": str(unit.pk)},
        "employers": {"name": "崔新公司", "unit__name": str(unit.pk), "workers": "4", "migrant_workers": "0"},
        "meetings": {
            "title": "崔新例会",
            "kind": "committee",
            "held_on": "2026-01-05",
            "unit__name": str(unit.pk),
        },
        "dues": {
            "period": "崔新一期",
            "kind": "dues",
            "paid_on": "2026-01-05",
            "amount": "5.00",
            "unit__name": str(unit.pk),
        },
        "services": {
            "title": "崔新服务",
            "need": "health",
            "told": "空腹",
            "open_to": "members",
            "since": "2026-01-05",
            "until": "2026-12-31",
            "unit__name": str(unit.pk),
        },
        "unions": {"name": "崔新工会", "kind": "single", "above__name": str(unit.pk), "workers": "4"},
    }[key]


@entry("register-new")
def additions(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key, unit, at in _homes(scene, holding):
        url = reverse("register-new", args=[key])
        yield get("register-new", url)
        yield post("register-new", url, key, at, newcomer(key, holding, unit))


@entry("api:create")
def api_additions(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key, unit, at in _homes(scene, holding):
        yield post("api:create", f"/api/registers/{key}", key, at, newcomer(key, holding, unit), kind="json")


def _homes(scene: Scene, holding: Holding) -> Iterator[tuple[str, Any, str]]:
    """Where a new row of each register would be entered so that it is this unit's."""
    town = "west" if holding.key == "mover" else TOWN_OF[holding.key]
    if holding.key in {"mill", "mine", "mover", "quay", "loom"}:
        yield "members", holding.unit, holding.key
        yield "unions", scene.units[town], town
        yield "employers", scene.units[town], town
    if holding.key not in {"merged", "closed"}:
        yield "cadres", holding.unit, holding.key
    if holding.service is not None:
        for key in ("services", "meetings", "dues"):
            yield key, holding.unit, holding.key


@entry("register-export")
def exports(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key in rows_of(holding):
        url = reverse("register-export", args=[key])
        yield Probe("register-export", "POST", url, "{}", "export", at=holding.key)
        yield Probe("register-export", "POST", f"{url}?{urlencode({'q': holding.tag})}", "{}", "export")
        whole = json.dumps({"whole": "1", "reason": "上报用工材料"}, ensure_ascii=False)
        yield Probe("register-export", "POST", url, whole, "export")


@entry("register-batch")
def batches(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key, row in rows_of(holding).items():
        url = reverse("register-batch", args=[key])
        body = json.dumps({"ids": [str(row.pk)], "action": "export"})
        yield Probe("register-batch", "POST", url, body, "export", at=holding.key)
        yield Probe("register-batch", "POST", url, '{"all": "1"}', "export", at=holding.key)


@entry("register-import")
def uploads(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key in ("members", "cadres", "services", "meetings", "dues"):
        url = reverse("register-import", args=[key])
        yield get("register-import", url)
        if holding.key in {"mill", "mine"}:
            yield post(
                "register-import", url, "import", holding.key, {"unit": str(holding.unit.pk)}, kind="upload"
            )


def _intakes(name: str, state: str, method: str = "GET", body: dict[str, str] | None = None) -> Source:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        for one in holding.intakes:
            if state in {"", one}:
                pk = holding.intakes[one].pk
                url = reverse(name, args=[pk])
                if method == "GET":
                    yield get(name, url, pk)
                if body is not None:
                    yield post(name, url, "own", holding.key, body, pk)

    return source


entry("intake-columns")(
    _intakes("intake-columns", "", body={"col0": "name", "col1": "id_number", "sheet": "0"})
)
entry("intake-check")(_intakes("intake-check", "checked", body={}))
entry("intake-done")(_intakes("intake-done", "taken"))
entry("intake-cancel")(_intakes("intake-cancel", "", "POST", {}))


@entry("file")
def files(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.file is not None:
        marked = holding.intakes["checked"].marked_id
        for pk in (holding.file.pk, marked, holding.intakes["checked"].file_id, holding.proof.file_id):
            yield get("file", reverse("file", args=[pk]), pk)


@entry("job")
def jobs(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for job in holding.jobs.values():
        url = reverse("job", args=[job.pk])
        yield get("job", url, job.pk)
        yield Probe("job", "GET", url, row=str(job.pk), htmx=True)


@entry("job-stop")
def stops(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for state in ("waiting", "running"):
        if job := holding.jobs.get(state):
            yield post("job-stop", reverse("job-stop", args=[job.pk]), "own", holding.key, {}, job.pk)


@entry("roster")
def rosters(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("roster", "/roster/")
    yield get("roster", "/roster/", page="1")
    pk = str(holding.entry.pk)
    yield post("roster", "/roster/", "settle", _place(holding, "settle"), {"entry": pk, "move": "1"}, pk)
    yield post("roster", "/roster/", "settle", _place(holding, "settle"), {"entry": pk, "move": "0"}, pk)


@entry("linkage")
def likenesses(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.pair is not None:
        for at in "0123":
            yield get("linkage", reverse("linkage", args=["people"]), at=at)


@entry("linkage-decide")
def decisions(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.pair is not None:
        pk = holding.pair.pk
        for deed in ("not_same", "left", "right"):
            url = reverse("linkage-decide", args=["people", pk])
            yield post("linkage-decide", url, "settle", _place(holding, "settle"), {"do": deed}, pk)


@entry("codes")
def codes(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("codes", "/codes/")
    if holding.key in {"mill", "loom", "mine", "mover"}:
        pk = str(holding.unit.pk)
        yield post("codes", "/codes/", "codes", holding.key, {"kind": "union", "row": pk, "do": "clear"}, pk)


@entry("people")
def people(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("people", "/settings/people/")
    if holding.post is not None:
        for word in (holding.post.account.name, holding.post.account.username, holding.tag, "任"):
            yield get("people", "/settings/people/", q=word)


@entry("post")
def posts(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.post is not None:
        url = reverse("post", args=[holding.post.pk])
        yield get("post", url, holding.post.pk)
        yield post("post", url, "people", holding.key, {}, holding.post.pk)


def _opening(unit: Any, **more: str) -> dict[str, str]:
    return {"unit": str(unit.pk), "role": "auditor", "since": date(2026, 11, 1).isoformat(), **more}


@entry("person-new")
def openings(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("person-new")
    yield get("person-new", url)
    body = _opening(holding.unit, name="崔新人", username="cui.xinren", password="long enough to pass 1")
    if holding.unit.closed_on is None:
        yield post("person-new", url, "people", holding.key, body)


@entry("post-new")
def givings(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("post-new")
    yield get("post-new", url)
    if holding.unit.closed_on is None:
        owner = OWNERS["west" if holding.key == "mover" else TOWN_OF[holding.key]].username
        yield post("post-new", url, "people", holding.key, _opening(holding.unit, username=owner))


@entry("units")
def trees(scene: Scene, holding: Holding) -> Iterator[Probe]:
    above = {"mover": "west"}.get(holding.key) or next(iter(ABOVE[holding.key].split()[::-1]))
    yield get("units", "/settings/units/", at=str(scene.units[above].pk))
    yield get("units", "/settings/units/", at=str(holding.unit.pk))
    yield get("units", "/settings/units/", q=holding.tag)
    yield get("units", "/settings/units/", q=holding.tag, on="2026-09-15")
    yield get("units", "/settings/units/", q=holding.tag, tree="grid")


@entry("unit")
def unit_pages(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("unit", reverse("unit", args=[holding.unit.pk]), holding.unit.pk)


BESIDE = {"mill": "loom", "loom": "mill", "mine": "mover", "mover": "mine", "branch": "loom"}


def _deed(key: str) -> Source:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        name, pk = f"unit-{key}", holding.unit.pk
        yield get(name, reverse(name, args=[pk]), pk)
        given = {
            "on": "2026-11-21",
            "sure": "1",
            "typed": f"{holding.tag}工会",
            "tree": "leadership",
            "name": "崔新工会",
        }
        given["target"] = f"{TAGS[BESIDE.get(holding.key, 'mill')]}工会"
        taken = {"mill": "branch", "east": "loom", "west": "mine"}.get(holding.key)
        more = {"taken": [str(scene.units[taken].pk)]} if taken else {}
        yield post(name, reverse(name, args=[pk]), "arrange", holding.key, given | more, pk)

    return source


for _key in ("move", "merge", "split", "close", "rename"):
    entry(f"unit-{_key}")(_deed(_key))


@entry("parameters")
def parameters(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("parameters", "/settings/parameters/")
    yield get("parameters", "/settings/parameters/", q="test.share")


@entry("parameter")
def parameter(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("parameter", "/settings/parameters/test.share/")


@entry("phones")
def phones(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("phones", "/settings/phones/")


@entry("phone-wipe")
def wipes(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.phone is not None:
        url = reverse("phone-wipe", args=[holding.phone.pk])
        yield post("phone-wipe", url, "people", holding.key, {}, holding.phone.pk)


@entry("journal")
def journal(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("journal", "/settings/journal/")
    yield get("journal", "/settings/journal/", page="2")
    for row in rows_of(holding).values():
        yield get("journal", "/settings/journal/", q=f"{row._meta.label_lower}:{row.pk}")
        yield get("journal", "/settings/journal/", q=row._meta.label_lower)
    if holding.post is not None:
        yield get("journal", "/settings/journal/", q=holding.post.account.name)


@entry("notices")
def bells(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("notices", "/notices/")
    yield get("notices", "/notices/", page="1")


@entry("notice-open")
def bell_opened(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for one in holding.notices:
        yield post("notice-open", reverse("notice-open", args=[one.pk]), "own", holding.key, {}, one.pk)


@entry("notices-read")
def bell_silenced(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.notices:
        yield post("notices-read", "/notices/read/", "own", holding.key, {})


@entry("gateways")
def gateways(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("gateways", "/settings/gateways/")


@entry("term-letter")
def term_letters(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.union is not None:
        yield get("term-letter", reverse("term-letter", args=[holding.unit.pk]), holding.unit.pk)


@entry("shells")
def shells(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("shells", "/shells/")


@entry("figures")
def figures(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("figures", "/figures/", unit=str(holding.unit.pk))
    yield get("figures", "/figures/", tree="grid")


@entry("figure")
def figure(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key in ("members.count", "employers.all", "unions.base"):
        yield get("figure", f"/figures/{key}/", unit=str(holding.unit.pk))
    yield get("figure", "/figures/members.count/", unit=str(holding.unit.pk), as_of="2026-10-01", as_was="1")


@entry("figure-rows")
def figure_rows(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for key in ("members.count", "employers.all", "unions.base", "cadres.all"):
        yield get("figure-rows", f"/figures/{key}/rows/")
        yield get("figure-rows", f"/figures/{key}/rows/", unit=str(holding.unit.pk))
    yield get(
        "figure-rows",
        "/figures/members.count/rows/",
        unit=str(holding.unit.pk),
        as_of="2026-10-01",
        as_was="1",
    )


@entry("figures-export")
def figures_export(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("figures-export", "/figures/export/", unit=str(holding.unit.pk), keys="members.count")


@entry("terms")
def terms(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for span in ("0", "30", "90", "180"):
        yield get("terms", "/terms/", within=span)


CATALOGUE |= matter_probes.SOURCES | paper_probes.SOURCES | handover_probes.SOURCES
CATALOGUE |= (
    structure_probes.SOURCES
    | joining_probes.SOURCES
    | belonging_probes.SOURCES
    | survey_probes.SOURCES
    | gaps_probes.SOURCES
    | standards_probes.SOURCES
    | ordered_probes.SOURCES
    | appeals_probes.SOURCES
    | report_probes.SOURCES
)


def probes(scene: Scene, holdings: list[Holding]) -> Iterator[tuple[Holding, Probe]]:
    seen: set[Probe] = set()
    for holding in holdings:
        for source in CATALOGUE.values():
            for probe in source(scene, holding):
                if probe not in seen:
                    seen.add(probe)
                    yield holding, probe
