"""How well numbers are found and contradictions told, over the labelled sentences; exact counts, and floors beneath them."""

from __future__ import annotations

from collections import Counter

from gonghui.insight.checker.rules.finding import find
from gonghui.insight.checker.rules.found import Found
from gonghui.insight.checker.rules.plain import plain
from gonghui.insight.checker.rules.reading import read
from gonghui.insight.checker.tests.labelled import FIGURES, Label, ends, sentences

FLOOR = 0.9
EVERY = sentences()


def same(found: Found, label: Label) -> bool:
    return (found.value, found.high, found.unit, found.qualifier) == (
        *ends(label.value), label.unit, label.qualifier
    )  # fmt: skip


def scored() -> Counter[str]:
    """right, wrong (found, but no figure or another one), missed; of those right: noun and kind as labelled."""
    score: Counter[str] = Counter()
    for sentence in EVERY:
        figures = [one for one in find([sentence.text]) if one.is_figure]
        for label in sentence.labels:
            hit = next((one for one in figures if one.start < label.end and label.start < one.end), None)
            if hit is not None:
                figures.remove(hit)
            if label.kind not in FIGURES:
                score["wrong"] += hit is not None
            elif hit is None or not same(hit, label):
                score["missed"] += 1
                score["wrong"] += hit is not None
            else:
                score["right"] += 1
                score["kind"] += hit.kind == label.kind
                measured = plain(label.measures)
                score["noun"] += bool(hit.noun) and (measured in hit.noun or hit.noun in measured)
        score["wrong"] += len(figures)
    return score


def test_enough_is_labelled():
    assert len(EVERY) == 104
    assert sum(len(one.labels) for one in EVERY) == 245
    assert sum(bool(one.reasons) for one in EVERY) == 20


def test_numbers_are_found_with_what_they_measure():
    score = scored()
    assert score == Counter(right=177, wrong=0, missed=0, kind=177, noun=171)
    assert score["right"] / (score["right"] + score["wrong"]) >= FLOOR
    assert score["right"] / (score["right"] + score["missed"]) >= FLOOR
    assert score["noun"] / score["right"] >= FLOOR


def test_contradictions_are_told_and_no_others():
    told = {one.id: {flag.reason for flag in read([one.text], day=one.day).flags} for one in EVERY}
    assert {key: value for key, value in told.items() if value} == {one.id: set(one.reasons) for one in EVERY if one.reasons}  # fmt: skip
