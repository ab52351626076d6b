"""Every form and address of the platform, filled with what nobody in good faith types.

What a page reads is learnt by watching it; then each word in turn is a hostile one while the others are as they should be.
In every run each word meets a few of them; ``make assure`` takes all.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.hostile.asking import Asker, sent
from tests.hostile.values import LONG, VALUES
from tests.hostile.ways import Way, ways
from tests.support import database

pytestmark = database
BODY = 4_500_000  # a little less than the largest form that is read


def words_of(asker: Asker, way: Way) -> list[str]:
    """What the page asks for when it is sent what is usually sent."""
    read = way.words if way.words is not None else tried(asker, way, dict(way.form), dict(way.query)).words
    return sorted((read | dict(way.form).keys() | dict(way.query).keys()) - {"csrfmiddlewaretoken"})


def tried(asker: Asker, way: Way, form: dict[str, Any], query: dict[str, Any]) -> Any:
    url = f"{way.path}?{sent(query)}" if query else way.path
    if way.method == "GET":
        return asker.ask(way.person, "GET", url)
    if way.kind == "json":
        body = json.dumps(form).encode()
        return asker.ask(way.person, way.method, url, body, "application/json")
    return asker.ask(way.person, way.method, url, sent(form).encode())


def hostile(asker: Asker, way: Way, names: list[str], value: str) -> None:
    bad = dict.fromkeys(names, value[: BODY // 9 // len(names)])
    if way.method != "GET":
        tried(asker, way, dict(way.form) | bad, dict(way.query))
    elif len(value) < 1_000:
        tried(asker, way, {}, dict(way.query) | bad)


def besieged(asker: Asker, each: int, values: dict[str, str], most: int = 1_000) -> int:
    """How many words met a hostile value; ``each``: how many of the values every word meets; ``most``: how many
    kinds of request of one method to one address."""
    turn, seen = 0, set()
    for way in ways(asker, most):
        names = words_of(asker, way)
        if not names or (mark := (way.name, way.method, way.form and way.path, *names)) in seen:
            continue
        seen.add(mark)
        for some in [names, *([name] for name in names)][len(names) == 1 :]:
            for at in range(each):
                hostile(asker, way, some, [*values.values()][(turn + at) % len(values)])
            turn += each
    return turn // each


def test_every_word_of_every_form_meets_a_hostile_value(asker: Asker) -> None:
    met = besieged(asker, 1, VALUES, 1)
    assert "\n".join(dict.fromkeys(asker.faults)) == ""
    assert met > 500


@pytest.mark.assure
@pytest.mark.timeout(3_000)
def test_every_word_meets_all_of_them(asker: Asker) -> None:
    besieged(asker, len(VALUES), VALUES | {"long": "长" * LONG})
    assert "\n".join(dict.fromkeys(asker.faults)) == ""
