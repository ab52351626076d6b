"""Work done in advance: counted once, for one purpose, in time; whatever else is sent is simply not work."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from altcha import Challenge, Payload, solve_challenge
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel import clock, effort
from tests.support import database

NOW = clock.now()


def done(purpose: str = "join", now=NOW) -> str:
    asked = Challenge.from_dict(json.loads(effort.challenge(purpose, now)))
    solution = solve_challenge(asked)
    assert effort.FEWEST <= solution.counter <= effort.MOST
    return Payload(asked, solution).to_base64()


@database
def test_work_counts_once_and_for_its_purpose_alone():
    payload = done()
    assert effort.accepted("ask", payload, NOW) is False
    assert effort.accepted("join", payload, NOW + timedelta(hours=2, seconds=1)) is False
    assert effort.accepted("join", payload, NOW + timedelta(hours=1)) is True
    assert effort.accepted("join", payload, NOW) is False


@database
@pytest.mark.parametrize("where", ["counter", "for", "until", "keyPrefix", "signature"])
def test_work_altered_anywhere_is_no_work(where):
    told = json.loads(base64.b64decode(done()))
    parameters = told["challenge"]["parameters"]
    if where == "counter":
        told["solution"]["counter"] += 1
    elif where in parameters["data"]:
        parameters["data"][where] = "ask" if where == "for" else parameters["data"][where] + 9_999
    elif where == "keyPrefix":
        parameters[where] = "00"
    else:
        told["challenge"][where] = "0" * 64
    payload = base64.b64encode(json.dumps(told).encode()).decode()
    assert effort.accepted(told["challenge"]["parameters"]["data"]["for"], payload, NOW) is False


@given(st.text(max_size=60) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps) | st.builds(
    lambda inner: json.dumps({"challenge": {"parameters": inner, "signature": "0"}, "solution": inner}),
    st.dictionaries(st.text(), st.integers() | st.text()),
))  # fmt: skip
def test_whatever_is_sent_is_read_without_a_fault(text):
    for payload in (text, base64.b64encode(text.encode()).decode(), text * 100):
        assert effort.accepted("join", payload, NOW) is False
