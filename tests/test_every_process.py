"""What holds for every procedure there is, read off the declarations."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import gonghui
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.process.definition import CONSEQUENCES, PROCESSES
from gonghui.kernel.process.describing import document
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.reach.actor import Actor

ROOT = Path(gonghui.__path__[0])
CHINESE = re.compile(r"[一-鿿]")
EVERY = pytest.mark.parametrize("key", list(PROCESSES))


def parameters() -> set[str]:
    found: set[str] = set()
    for path in ROOT.glob("*/*/data/parameters.csv"):
        with path.open(encoding="utf-8") as file:
            found |= {row["key"] for row in csv.DictReader(file)}
    return found


def may(role: str, permission: str) -> bool:
    return Actor(0, "", permissions=ROLES[role].permissions).may(permission)


def test_there_are_procedures():
    assert {
        "founding",
        "federation",
        "branch",
        "reelection",
        "term_extension",
        "byelection",
        "duty",
        "document",
    } <= PROCESSES.keys()


def test_a_number_tells_which_procedure_it_is_of():
    """The letters a number begins with are one procedure's; what is due after a founding shares them by intention."""
    keys: dict[str, set[str]] = {}
    for one in PROCESSES.values():
        keys.setdefault(one.letters, set()).add(one.key)
    shared = {letters: found for letters, found in keys.items() if len(found) > 1}
    assert {letters: {key.partition("_")[0] for key in found} for letters, found in shared.items()} == {
        "CL": {"after"}
    }


@EVERY
def test_every_owner_is_a_role_that_may_read_what_it_owns(key):
    one = PROCESSES[key]
    owners = {role for stage in one.stages for role in stage.owner.split()}
    assert owners <= ROLES.keys()
    assert [role for role in sorted(owners) if one.reads and not may(role, one.reads)] == []


@EVERY
def test_every_number_of_the_law_is_in_the_data(key):
    one = PROCESSES[key]
    limits = [stage.limit for stage in one.stages] + [clock.limit for clock in one.clocks] + [one.extension]
    asked = {limit.key for limit in limits if isinstance(limit, ByParameter)}
    asked |= {clock.chosen for clock in one.clocks if clock.chosen}
    assert asked - parameters() == set()


@EVERY
def test_every_evidence_that_is_needed_can_be_given(key):
    one = PROCESSES[key]
    taken = {kind for move in one.moves for kind in move.evidence}
    assert {kind for stage in one.stages for kind in stage.needs} - taken == set()


@EVERY
def test_every_word_a_clerk_reads_is_chinese_and_short(key):
    one = PROCESSES[key]
    words = [one.label, *(stage.label for stage in one.stages), *(move.label for move in one.moves)]
    assert [word for word in words if not CHINESE.search(word) or len(word) > 16] == []


@EVERY
def test_no_question_shares_its_field_with_another(key):
    for move in PROCESSES[key].moves:
        names = [column.name for column in move.asks]
        assert len(set(names)) == len(names)


def test_every_consequence_follows_a_move_there_is():
    known = {
        (one.key, name)
        for one in PROCESSES.values()
        for name in (
            "open",
            "withdraw",
            *(m.key for m in one.moves),
            *(f"proof:{e.key}" for e in one.evidence),
        )
    }
    assert CONSEQUENCES.keys() - known == set()


def test_every_number_begins_with_letters_and_no_two_procedures_of_a_module_mix():
    assert [one.key for one in PROCESSES.values() if not re.fullmatch("[A-Z]{2}", one.letters)] == []


def test_the_page_of_procedures_is_fresh():
    assert (ROOT.parent / "docs" / "processes.md").read_text(encoding="utf-8") == document()
