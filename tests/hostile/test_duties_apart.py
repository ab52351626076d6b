"""Who makes something does not settle it; who audits changes nothing; who keeps the platform reads no file of a person."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase

from django.db import transaction

from gonghui.kernel import clock
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.process.definition import PROCESSES, Move, Process
from gonghui.kernel.process.moving import why_not
from gonghui.kernel.process.steps import note
from gonghui.kernel.reach.session import set_reach
from tests.hostile.asking import Asker
from tests.support import ROOT, database
from tests.test_every_url import OURS

pytestmark = database
OWN_WORK = "前面那一步是您办的"
SETTLES = ("批复", "核实", "核查", "复核", "准予", "核稿", "签发", "同意转", "公布", "维持")
WITHOUT = {
    ("document", "reviewed"): "in a small office who drafts also checks; signing is another role's",
    ("document", "to_cosign"): "in a small office who drafts also checks; signing is another role's",
    ("document", "cosigned"): "says that the others have answered",
    ("document", "sign"): "documents.sign is held by no role that drafts",
    ("rating", "objected"): "back to checking again, settles nothing",
    ("transfer", "agree"): "the union that loses the member answers the one that asks",
    ("document", "submit"): "hands the draft to who checks it",
    ("transfer", "disagree"): "the union that loses the member answers the one that asks",
    ("transfer", "accept"): "the union that gains the member answers, after the other one did",
    ("transfer", "reject"): "the union that gains the member answers, after the other one did",
}  # fmt: skip
NEVER_BOTH = [
    ("documents.draft", "documents.sign"),
    ("settings.gateways", "members.read"),
    ("settings.gateways", "appeals.read"),
    ("settings.gateways", "cadres.read"),
    ("settings.gateways", "work.read"),
]
CHANGES = ("write", "open", "import", "settle", "arrange", "clear", "sign", "reveal", "batch", "draft", "receive", "check", "keep", "call", "use", "codes", "answer", "handover", "supervise", "people", "parameters")  # fmt: skip


def pairs() -> list[tuple[Process, Move, str]]:
    return [(one, move, made) for one in PROCESSES.values() for move in one.moves for made in move.apart_from]


def test_who_made_the_one_step_does_not_make_the_other(asker: Asker) -> None:
    """Every pair of every declaration, by the engine itself; another person may, and so may the first once it is undone."""
    set_reach(ROOT)
    kept = asker.scene.of["mill"].matters["小馆"]
    maker, other = (asker.scene.actors[name] for name in ("owner.east", "east.town_clerk"))
    tried = 0
    for one, move, made in pairs():
        bare = replace(move, when="", permission="", guard=None, asks=(), evidence=())
        with transaction.atomic():
            item = type(kept).objects.get(pk=kept.pk)
            item.process_key, item.stage_key = one.key, move.source
            set_reach(maker)
            step = note(item, maker, clock.now(), move=made, label=made, source=move.source)
            assert why_not(item, bare, maker, clock.today()).startswith(OWN_WORK), (one.key, move.key, made)
            assert not why_not(item, bare, other, clock.today()).startswith(OWN_WORK)
            type(step).objects.filter(pk=step.pk).update(undone=True)
            if "open" not in move.apart_from:  # the maker opened the matter at hand, and stays who did
                assert not why_not(item, bare, maker, clock.today()).startswith(OWN_WORK)
            tried += 1
            transaction.set_rollback(True)
    assert tried >= 25


def test_what_settles_a_matter_says_whose_work_it_settles() -> None:
    bare = {
        (one.key, move.key)
        for one in PROCESSES.values()
        for move in one.moves
        if any(word in move.label for word in SETTLES) and not move.apart_from
    }
    assert bare == WITHOUT.keys()
    assert all(made in {"open", *(move.key for move in one.moves)} for one, _, made in pairs())


def holds(role: str, permission: str) -> bool:
    return any(fnmatchcase(permission, grant) for grant in ROLES[role].permissions)


def test_no_role_holds_both_ends() -> None:
    for one, other in NEVER_BOTH:
        assert [role for role in ROLES if holds(role, one) and holds(role, other)] == []


def test_who_audits_only_reads() -> None:
    assert [grant for grant in ROLES["auditor"].permissions if not grant.endswith(".read")] == []
    doors = {one.callback.door for _, _, one in OURS if "." in str(getattr(one.callback, "door", ""))}
    assert [
        door for door in sorted(doors) if door.rpartition(".")[2] in CHANGES and holds("auditor", door)
    ] == []


def test_who_keeps_the_platform_reads_nobodys_file() -> None:
    persons = (
        "members.read",
        "cadres.read",
        "appeals.read",
        "joining.read",
        "belonging.read",
        "own.read",
        "work.read",
        "survey.read",
    )
    assert [one for one in persons if holds("admin", one)] == []
