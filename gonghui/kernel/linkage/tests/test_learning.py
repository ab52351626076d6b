"""The model learns from what people decide, and a worse one is kept and not used."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.linkage import learning
from gonghui.kernel.linkage.actions import estimate_again
from gonghui.kernel.linkage.candidates import Candidate
from gonghui.kernel.linkage.finding import likely
from gonghui.kernel.linkage.jobs import learn
from gonghui.kernel.linkage.learning import LEARNT, Answer, bits, check_set, estimated, quality, steps_of
from gonghui.kernel.linkage.models import Estimate, Pair
from gonghui.kernel.linkage.selectors import current, first
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT, database, officer

PERSON = LEARNT["person"]
ALIKE = {field: len(said) - 1 for field, said in PERSON.said.items()}
GOOD = Answer(ALIKE | {"phone": 0}, same=True)  # many have a new number
BAD = Answer(dict.fromkeys(PERSON.said, 0), same=True)  # "the same", and nothing about them is


def at(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(3, 20)))


def share(model, field: str, step: int) -> float:
    comparison = next(one for one in model["comparisons"] if one["output_column_name"] == field)
    return float(
        [one for one in comparison["comparison_levels"] if not one.get("is_null_level")][::-1][step][
            "m_probability"
        ]
    )


def test_what_was_decided_moves_the_shares_and_keeps_them_shares():
    before = first("person")
    after = estimated(before, [GOOD] * 500)
    assert share(after, "phone", 0) == pytest.approx((500 * share(before, "phone", 0) + 500) / 1_000)
    for field, said in PERSON.said.items():
        assert sum(share(after, field, step) for step in range(len(said))) == pytest.approx(1, abs=0.01)
    assert estimated(before, []) == before
    assert estimated(before, [Answer(ALIKE, same=False)] * 100) == before


@given(st.lists(st.dictionaries(st.sampled_from(sorted(PERSON.said)), st.integers(0, 1)), max_size=40))
def test_any_answers_leave_a_model_that_can_compare(steps):
    after = estimated(first("person"), [Answer(one, same=True) for one in steps])
    assert all(
        0 < share(after, field, step) <= 1 for field, said in PERSON.said.items() for step in range(len(said))
    )
    assert bits(after, ALIKE, 0.001) > bits(after, dict.fromkeys(PERSON.said, 0), 0.001)


@pytest.mark.parametrize(("key", "least"), [("person", 0.99), ("organisation", 0.96)])
def test_the_model_in_the_repository_does_well_on_the_kept_check_set(key, least):
    assert quality(first(key), check_set(LEARNT[key].check)) >= least


def test_evidence_is_read_back_into_steps():
    kept = [
        ["姓名", "同音不同字", 4.0],
        ["手机", "有一边没填", 0.0],
        ["性别", "相同", 1.0],
        ["证件", "相同", 0.0],
    ]
    assert steps_of(kept, PERSON) == {"name": 3, "sex": 1}


def test_the_steps_are_weighed_as_the_engine_weighs_them():
    rows: list[Candidate] = [
        {"id": key, "name": name, "born_year": 1985, "birthday": None, "sex": "1", "phone": "ab", "employer": None, "place": place}
        for key, name, place in (("a", "欧阳璟琛", "p1"), ("b", "欧阳憬琛", "p2"))
    ]  # fmt: skip
    (pair,) = likely(rows, threshold=0.0001)
    model = first("person")
    told = bits(model, steps_of(pair.evidence, PERSON), model["probability_two_random_records_match"])
    assert 2.0**told / (1 + 2.0**told) == pytest.approx(pair.score, abs=0.001)


@pytest.fixture
def answers(monkeypatch):
    found: list[Answer] = []
    monkeypatch.setitem(learning.CONFIRMED, "person", lambda actor: found)
    monkeypatch.setitem(learning.CONFIRMED, "organisation", lambda actor: [])
    return found


def month(day: str) -> int:
    """The job of one night, to its end: how many models there are now."""
    set_reach(ROOT)
    run = Run(Job(kind="linkage.learn"), ROOT, at(day))
    while learn(run):
        pass
    return Estimate.objects.count()


@database
def test_once_a_month_and_not_of_a_handful_and_never_a_worse_one(county, answers):
    set_reach(ROOT)
    seed_parameters(actor=ROOT, path=PERSON.trained.with_name("parameters.csv"))
    assert current("person") == first("person")
    answers += [GOOD] * 29
    assert month("2026-11-01") == 0
    answers += [GOOD]
    assert [month("2026-11-02"), month("2026-11-03"), month("2026-11-30")] == [1, 1, 1]
    used = Estimate.objects.get()
    assert (used.kind, used.answers, used.used) == ("person", 30, True)
    assert used.quality >= used.former
    assert current("person") == used.settings
    assert share(current("person"), "phone", 0) > share(first("person"), "phone", 0)
    answers += [BAD] * 5_000
    assert month("2026-12-01") == 2
    worse = Estimate.objects.latest("at")
    assert (worse.used, worse.former) == (False, used.quality)
    assert worse.quality < worse.former
    assert current("person") == used.settings
    said = Entry.objects.filter(verb="linkage.estimate").order_by("id")
    assert [(one.detail["kind"], one.detail["answers"], one.detail["used"]) for one in said] == [
        ("person", 30, True), ("person", 5_030, False),
    ]  # fmt: skip


@database
def test_a_place_without_a_number_learns_nothing(county, answers):
    answers += [GOOD] * 100
    assert month("2026-11-01") == 0


@database
def test_what_clerks_decide_is_what_is_learnt_from(county):
    set_reach(ROOT)
    evidence = [["姓名", "相同", 12.0], ["手机", "不同", -3.0]]
    for n, state in enumerate(["merged", "not_same", "open"]):
        Pair.objects.create(
            kind="people", left_id=f"00000000-0000-0000-0000-00000000000{n}", right_id=f"10000000-0000-0000-0000-00000000000{n}",
            left_unit=county.mill, right_unit=county.mill, score=0.9, how="likely", found_at=at("2026-11-01"), evidence=evidence, state=state,
        )  # fmt: skip
    found = list(learning.CONFIRMED["person"](ROOT))
    assert found == [Answer({"name": 4, "phone": 0}, True), Answer({"name": 4, "phone": 0}, False)]


@database
def test_only_the_program_adds_a_model(county):
    clerk = officer(county.county, "county_clerk")
    set_reach(clerk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Estimate.objects.create(
            kind="person", at=at("2026-11-01"), answers=1, former=0, quality=1, used=True, settings={}
        )
    assert estimate_again(actor=clerk, key="person", least=1, now=at("2026-11-01")) is None
