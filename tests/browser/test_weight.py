"""What a page may weigh, compressed as a server would; where its parts may come from."""

from __future__ import annotations

import gzip

import pytest

from tests.browser import matters, pages

KB = 1_024
BUDGET = {"document": 15 * KB, "script": 30 * KB, "stylesheet": 10 * KB}
MOST_REQUESTS = 6
LIGHT = (
    *pages.LISTS,
    "list-work",
    "home",
    "home-town",
    "matter-approve",
    "new-members",
    "import-members",
    "journal",
)


@pytest.fixture(scope="module")
def rows(address):
    return pages.found()


def weigh(page, address: str) -> tuple[dict[str, int], int]:
    """Compressed bytes by kind of resource, and how many requests there were, with an empty cache."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    weights = dict.fromkeys(BUDGET, 0)
    for answer in answers:
        kind = answer.request.resource_type
        weights[kind] = weights.get(kind, 0) + len(gzip.compress(answer.body(), 6))
    return weights, len(answers)


@pytest.mark.parametrize("name", LIGHT)
def test_a_page_is_light(at, rows, name):
    weights, requests = weigh(at(pages.SHOWN_TO.get(name, "county")), (pages.INSIDE | rows)[name])
    assert requests <= MOST_REQUESTS
    assert {kind: weights[kind] for kind, most in BUDGET.items() if weights[kind] > most} == {}
    assert weights["script"] > KB
    assert weights["stylesheet"] > KB


def test_every_page_about_a_matter_is_light(at, rows):
    heavy = {}
    screens = {name: at(name) for name in ("panwan", "county")}
    for name in matters.NAMES:
        answer = screens[pages.SHOWN_TO.get(name, "county")].goto(rows[name])
        if (weight := len(gzip.compress(answer.body(), 6))) > BUDGET["document"]:
            heavy[name] = weight
    assert heavy == {}


def test_nothing_comes_from_elsewhere_and_nothing_is_refused_by_the_policy(at, watch):
    page = at("county")
    addresses = pages.INSIDE | pages.found()
    policies = {page.goto(address).headers.get("content-security-policy") for address in addresses.values()}
    assert len(policies) == 1
    assert "default-src 'self'" in policies.pop()
    outside = at()
    outside.goto("/accounts/login/")
    assert watch.foreign == []
    assert watch.complaints == []
