"""How well numbers are found and contradictions told, over the labelled sentences; exact counts, and floors beneath them."""

from __future__ import annotations

from collections import Counter

from gonghui.insight.checker.rules.finding import find
from gonghui.insight.checker.rules.found import Found
from gonghui.insight.checker.rules.plain import plain
from gonghui.insight.checker.rules.reading import read
from gonghui.insight.checker.tests.labelled import FIGURES, Label, Sentence, ends, sentences

FLOOR = 0.9
EVERY, LATER = sentences(), sentences("later_sentences.csv")


def same(found: Found, label: Label) -> bool:
    return (found.value, found.high, found.unit, found.qualifier) == (
        *ends(label.value), label.unit, label.qualifier
    )  # fmt: skip


def scored(every: list[Sentence]) -> Counter[str]:
    """right, wrong (found, but no figure or another one), missed; of those right: noun and kind as labelled."""
    score: Counter[str] = Counter()
    for sentence in every:
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


def told(every: list[Sentence]) -> dict[str, set[str]]:
    reasons = {one.id: {flag.reason for flag in read([one.text], day=one.day).flags} for one in every}
    return {key: value for key, value in reasons.items() if value}


def labelled(every: list[Sentence]) -> dict[str, set[str]]:
    return {one.id: set(one.reasons) for one in every if one.reasons}


def test_enough_is_labelled():
    assert (len(EVERY), len(LATER)) == (104, 36)
    assert sum(len(one.labels) for one in [*EVERY, *LATER]) == 356
    assert (len(labelled(EVERY)), len(labelled(LATER))) == (20, 8)


def test_numbers_are_found_with_what_they_measure():
    first, later = scored(EVERY), scored(LATER)
    assert first == Counter(right=177, wrong=0, missed=0, kind=177, noun=171)
    assert later == Counter(right=88, wrong=0, missed=0, kind=88, noun=85)
    for score in (first, later):
        assert score["right"] / (score["right"] + score["wrong"]) >= FLOOR
        assert score["right"] / (score["right"] + score["missed"]) >= FLOOR
        assert score["noun"] / score["right"] >= FLOOR


def test_contradictions_are_told_and_no_others():
    assert told(EVERY) == labelled(EVERY)


def test_of_later_contradictions_one_is_left_to_the_reader():
    """What an older notice is said to have written may be of another day."""
    assert told(LATER) | {"32": {"twice"}} == labelled(LATER)
    assert len(told(LATER)) == 7
