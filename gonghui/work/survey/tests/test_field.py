"""What a phone takes along, and what becomes of what it brings back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.sync.catalogue import ARRIVALS, PACKAGES, Arrived, Settled
from gonghui.work.survey import field
from gonghui.work.survey.models import Answer, Subject
from gonghui.work.survey.tests.scene import NOW, TODAY, place, visit
from tests.support import ROOT, database, officer

pytestmark = database


@pytest.fixture
def here(db_with_reach):
    return place()


def bring(
    here, who, subject: str = "", base: int = 0, *, pk=None, minute: int = 0, **content: Any
) -> Settled:
    set_reach(who)
    given_ = {"round": str(here.round.pk), "met_on": TODAY.isoformat(), "outcome": "met"} | content
    made_at = NOW - timedelta(hours=9) + timedelta(minutes=minute)
    one = Arrived(pk or uuid4(), "survey.answer", subject, base, given_, [uuid4()], made_at)
    return ARRIVALS["survey.answer"][1](who, one, NOW)


def test_a_phone_takes_along_its_own_grid_and_no_more(here):
    visit(here, here.liaison, workers=31, people="李华 19900000001", problem="加班")
    set_reach(here.liaison)
    taken = PACKAGES["survey"](here.liaison, TODAY)
    assert json.loads(json.dumps(taken)) == taken
    assert [(one["label"], one["kind"], one["until"]) for one in taken["rounds"]] == [
        ("2026 年第 4 季度", "quarter", "2026-12-31")
    ]
    asked = {one["key"]: one for one in taken["rounds"][0]["questions"]}
    assert (asked["workers"]["required"], asked["willing"]["choices"][0], asked["people"]["kind"]) == (
        True,
        ["yes", "愿意"],
        "people",
    )
    assert taken["subjects"] == [
        {
            "id": str(here.employer.pk), "version": 1, "kind": "employer", "name": "湖畔餐饮有限公司", "address": "东镇湖边路 1 号",
            "town": "东镇总工会", "grid": "第一网格", "line": "建筑条线", "state": "met", "as_of": "2026-11-21",
            "facts": {"workers": 31, "address": "东镇湖边路 1 号", "has_union": False}, "employer": str(here.employer.pk),
        }
    ]  # fmt: skip
    assert "19900000001" not in json.dumps(taken)
    auditor = officer(here.county.county, "auditor", "audit", "单审")
    set_reach(auditor)
    assert PACKAGES["survey"](auditor, TODAY) == {"rounds": [], "subjects": []}


def test_what_comes_back_is_taken_and_twice_is_once(here):
    pk = uuid4()
    first = bring(here, here.liaison, str(here.employer.pk), pk=pk, facts={"workers": 31})
    again = bring(here, here.liaison, str(here.employer.pk), pk=pk, facts={"workers": 31})
    assert first == again == Settled("taken", "湖畔餐饮有限公司：已收到", str(here.employer.pk), 1)
    set_reach(ROOT)
    assert len(Answer.objects.get().files) == 1


def test_somebody_new_gets_the_key_of_the_record(here):
    pk = uuid4()
    first = bring(here, here.liaison, pk=pk, name="小面馆", facts={"workers": 4})
    assert first == Settled("taken", "小面馆：已收到", str(pk), 1)
    later = bring(here, here.liaison, str(pk), minute=9, facts={"workers": 5})
    assert (later.state, Subject.objects.get(pk=pk).facts["workers"]) == ("taken", 5)


def test_a_version_behind_never_overwrites(here):
    bring(here, here.liaison, str(here.employer.pk), facts={"workers": 31, "address": "湖边路 2 号"})
    second = bring(
        here, here.second, str(here.employer.pk), minute=1, facts={"workers": 45, "willing": "yes"}
    )
    assert second == Settled(
        "conflict",
        "湖畔餐饮有限公司：职工人数和别人摸到的不一样，两边的都留着，已列为待办",
        str(here.employer.pk),
        2,
    )
    subject = here.subject
    assert (subject.facts["workers"], subject.facts["willing"], subject.contested) == (31, "yes", ["workers"])
    third = bring(here, here.second, str(here.employer.pk), 2, minute=5, facts={"workers": 45})
    assert (third.state, here.subject.facts["workers"], here.subject.contested) == ("taken", 45, [])


def test_who_may_not_and_what_cannot_be_read_is_refused_in_words(here):
    auditor = officer(here.county.county, "auditor", "audit", "单审")
    assert bring(here, auditor, str(here.employer.pk)).text == field.NOT_YOURS
    west = officer(here.county.west, "town_clerk", "west", "冯西")
    assert "不在您的管辖内" in bring(here, west, str(here.employer.pk)).text
    assert bring(here, here.liaison, "nonsense").state == "refused"
    assert bring(here, here.liaison, round="nonsense").state == "refused"
    set_reach(ROOT)
    assert Answer.objects.count() == 0


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(["round", "name", "kind", "facts", "met_on", "outcome"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, ANYTHING), st.integers(-5, 10**12))
@example({"name": "a\x00\ud800", "facts": {"people": [{"name": "\x00\ud800x"}], "address": "\ud800\x00"}}, 0)
@example({"name": "\\u0000", "facts": {"address": "\\"}}, 0)
@example({"round": 7, "kind": [], "outcome": {}, "facts": {"people": "\x00\ud800"}}, 0)
def test_whatever_json_comes_is_settled_and_never_an_exception(here, content, base):
    set_reach(here.liaison)
    one = Arrived(uuid4(), "survey.answer", str(here.employer.pk), base, content, [], NOW)
    assert ARRIVALS["survey.answer"][1](here.liaison, one, NOW).state in {"taken", "conflict", "refused"}
