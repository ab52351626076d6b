"""Matters of every unit in the county of canaries: on their way, quick to make, to be undone, handed elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gonghui.kernel import clock
from gonghui.kernel.process import holding as hands
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.process.steps import enter, note
from gonghui.kernel.process.uploads import keep_upload
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.registers.employers import actions as employers
from gonghui.work.founding.actions import begin
from gonghui.work.founding.models import Founding
from tests.leaks.rights import CLAIMED, OWNERS, Person, attackers, owner_of
from tests.people import mobile
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Holding, Scene

KEYS = ("east", "west", "mill", "branch", "loom", "merged", "mine", "mover", "quay")
TOWNS = ("east", "west")
SIGNED = ("mill", "mine")  # where the county is asked to sign beside the town
MOVED = next(person for person in attackers() if person.username == "mover.county_clerk")
SEEN_BY_ALL = "employers work journal"
ActorOf = Callable[["Scene", Person], Actor]


def begun(scene: Scene, actor_of: ActorOf) -> None:
    """Before units move and merge: one founding in each of them, begun by its town."""
    for key in KEYS:
        begin_one(scene, scene.of[key], actor_of(scene, MOVED if key == "mover" else owner_of(key)), "小馆")


def brought_on(scene: Scene, actor_of: ActorOf) -> None:
    """After they have: each with its town's clerk, with evidence, a part of the county's, and words of its own."""
    acts = Acts(scene, actor_of)
    for key in KEYS:
        acts.surveyed(scene.of[key])
    for key in TOWNS:
        acts.quick(scene.of[key])
    acts.handed(scene.of["east"])
    for key in KEYS:
        sung(scene, scene.of[key])


def begin_one(scene: Scene, holding: Holding, owner: Actor, word: str) -> WorkItem:
    """A founding at an employer of this unit that no union covers."""
    from tests.leaks.scene import GRID_OF

    grid, line = GRID_OF.get(owner_of(holding.key).at, ("", ""))
    set_reach(ROOT)
    employer = employers.enter(
        actor=ROOT, unit=holding.unit, name=f"{holding.tag}{word}", workers=30, nature="170",
        address=f"{holding.tag}{word}巷", credit_code=code_of(holding), grid=scene.units.get(grid), line=scene.units.get(line),
    )  # fmt: skip
    with acting(owner):
        item = begin(actor=owner, employer=employer, now=clock.now())
    holding.matters[word], holding.ventures[word] = item, employer
    return item


def code_of(holding: Holding) -> str:
    return f"9199900{2 + len(holding.ventures)}{holding.base:010}"


class Acts:
    """What people do with the matters of the scene, each through the module's own actions."""

    def __init__(self, scene: Scene, actor_of: ActorOf) -> None:
        self.scene, self.actor_of, self.now = scene, actor_of, clock.now()

    def person(self, username: str) -> Actor:
        found = {one.username: one for one in (*OWNERS.values(), *attackers())}
        return self.actor_of(self.scene, found[username])

    def holder(self, item: WorkItem) -> Actor:
        """Somebody in the post that has the matter now."""
        set_reach(ROOT)
        item.refresh_from_db()
        for person in (*OWNERS.values(), *attackers()):
            post = self.scene.posts.get(person.username)
            if post and (post.unit_id, post.role) == (item.holder_unit_id, item.role) and person.acts:
                return self.actor_of(self.scene, person)
        raise LookupError(item.holder_label)

    def to(self, item: WorkItem, owner: Actor, why: str, *, claimed: bool) -> None:
        """Whoever has it refers it to the post of ``owner``."""
        has = self.holder(item)
        if (has.unit_id, has.role) != (owner.unit_id, owner.role):
            with acting(has):
                unit = next(one for one in self.scene.units.values() if one.pk == owner.unit_id)
                hands.refer(item.pk, actor=has, now=self.now, unit=unit, role=owner.role, reason=why)
        if claimed:
            with acting(owner):
                hands.claim(item.pk, actor=owner, now=self.now)

    def surveyed(self, holding: Holding) -> None:
        item, tag = holding.matters["小馆"], holding.tag
        owner = self.actor_of(self.scene, owner_of(holding.key))
        self.to(item, owner, f"{tag}缘由", claimed=False)
        with acting(owner):
            advance(
                item.pk, "surveyed", actor=owner, now=self.now, text=f"{tag}交代", workers=30, women=9,
                contact=f"祁{tag}", mobile=mobile(holding.base + 16), willing="yes",
            )  # fmt: skip
        self.to(item, owner, f"{tag}缘由", claimed=holding.key in CLAIMED)
        with acting(owner):
            holding.proof = self.proof(item, owner, tag)
        county = self.actor_of(self.scene, OWNERS["county"])
        with acting(county):
            hands.supervise(item.pk, actor=county, now=self.now, level=1, task=f"{tag}督办要求")
        with acting(owner):
            if holding.key in SIGNED:
                posts = [(self.scene.units["county"], "county_clerk")]
                hands.ask_jointly(item.pk, actor=owner, now=self.now, posts=posts, task=f"{tag}会办要求")
            if holding.key in TOWNS:
                hands.later(item.pk, actor=owner, now=self.now, until=date(2026, 11, 23))

    def proof(self, item: WorkItem, owner: Actor, tag: str) -> Proof:
        upload = SimpleUploadedFile(f"{tag}请示.pdf", f"%PDF-1.4 {tag}原件".encode())
        file = keep_upload(item, item.process.by_evidence["request"], upload, actor=owner)
        on = date(2026, 11, 21)
        return add_proof(
            item.pk, actor=owner, now=self.now, kind="request", on=on, file=file, note=f"{tag}原件处"
        )

    def quick(self, holding: Holding) -> None:
        """One whose publicity is over, and one where the clerk has just said so."""
        owner = self.actor_of(self.scene, owner_of(holding.key))
        for word in ("快餐", "面馆"):
            item = begin_one(self.scene, holding, owner, word)
            with acting(self.holder(item)) as actor:
                enter(item, item.process.by_key["publicity"], self.now)
                note(item, actor, self.now, move="again", label="提名并公示", source="survey")
                Founding.objects.filter(pk=item.pk).update(notice_on=date(2026, 11, 1))
            self.to(item, owner, "这家我来办", claimed=True)
        with acting(owner):
            advance(item.pk, "shown", actor=owner, now=self.now)

    def handed(self, holding: Holding) -> None:
        """Two that the county took over and handed down to another town; one of them has come back."""
        county, south = self.person("owner.county"), self.person("south.town_clerk")
        for word in ("早点", "夜宵"):
            item = begin_one(self.scene, holding, self.actor_of(self.scene, owner_of("east")), word)
            self.to(item, county, "县里统一安排", claimed=False)
            with acting(county):
                hands.hand_down(
                    item.pk, actor=county, now=self.now, unit=self.scene.units["south"], role="town_clerk",
                    task=f"{holding.tag}{word}交办要求", due_on=date(2026, 12, 1),
                )  # fmt: skip
        with acting(south):
            hands.report(item.pk, actor=south, now=self.now, text=f"{holding.tag}夜宵回报")


PASSED = {"早点": "south", "夜宵": "south:town_clerk"}


def sung(scene: Scene, holding: Holding) -> None:
    """What of a matter stands nowhere else, and who may read it. It goes, with its employer, where its unit merged into."""
    tag = holding.tag
    key = "mill" if holding.key == "merged" else holding.key
    for word, item in holding.matters.items():
        also = {"also": frozenset(filter(None, [PASSED.get(word)]))}
        where = _trees(holding)
        employer = holding.ventures[word]
        scene.sing(f"{tag}{word}", key, SEEN_BY_ALL, **where, **also)
        scene.sing(f"{tag}{word}巷", key, "employers", **where)
        scene.sing(str(employer.pk), key, "employers journal", **where)
        scene.sing(employer.credit_code, key, "employers", **where)
        for text in (str(item.pk), item.number):
            scene.sing(text, key, "work journal", **where, **also)
        if word in PASSED:
            for text in ("交办要求", *(["回报"] if word == "夜宵" else [])):
                scene.sing(f"{tag}{word}{text}", key, "work", **where, **also)
    for text in ("缘由", "交代", "督办要求", "原件处", "原件"):
        scene.sing(f"{tag}{text}", key, "work", **_trees(holding))
    if holding.key in SIGNED:
        scene.sing(f"{tag}会办要求", key, "work", **_trees(holding))
    scene.sing(f"祁{tag}", key, "work", **_trees(holding))
    scene.sing(mobile(holding.base + 16), key, "whole")
    proof: Any = holding.proof
    scene.sing(f"{tag}请示.pdf", key, "work journal", **_trees(holding))
    scene.sing(f'"/work/{proof.item_id}/proofs/{proof.pk}/"', key, "work", **_trees(holding))


def _trees(holding: Holding) -> dict[str, str]:
    from tests.leaks.scene import GRID_OF

    grid, line = GRID_OF.get(owner_of(holding.key).at, ("", ""))
    return {"grid": grid, "line": line}
