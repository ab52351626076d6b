"""Nobody leaves a post with matters in hand; one list moves them all."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gonghui.kernel.actors.actions import end_post
from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.process import holding, leaving
from gonghui.kernel.process.models import Handover
from gonghui.kernel.process.selectors import inbox
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.tests.conftest import Scene, at
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT, database

pytestmark = database
TODAY = date(2026, 9, 10)


def twelve(scene: Scene) -> None:
    for _ in range(12):
        item = scene.opened("2026-09-02")
        holding.claim(item.pk, actor=scene.clerk, now=at("2026-09-02"))


def listed(scene: Scene) -> Handover:
    set_reach(scene.clerk)
    return leaving.begin_handover(
        actor=scene.clerk, unit=scene.county.east, role="town_clerk", leaver=scene.clerk.account_id,
        successor=scene.colleague.account_id, notes="路灯厂答应周五来", now=at("2026-09-10"),
    )  # fmt: skip


def sign(scene: Scene, made: Handover, *people) -> Handover:
    for actor in people:
        set_reach(actor)
        made = leaving.sign_handover(actor=actor, made=made, now=at("2026-09-10"))
    return made


def leave(scene: Scene) -> None:
    set_reach(ROOT)
    post = Assignment.objects.get(pk=scene.clerk.post_id)
    end_post(actor=ROOT, post=post, on=TODAY)


def test_leaving_with_twelve_in_hand_is_refused_until_one_list_has_moved_them(scene: Scene) -> None:
    twelve(scene)
    with pytest.raises(ValidationError, match="甲手里还有 12 件事，先办工作交接"):
        leave(scene)
    done = sign(scene, listed(scene), scene.clerk, scene.colleague, scene.above)
    assert done.done_at is not None
    set_reach(scene.colleague)
    assert {(i.account_id, i.holder_name) for i in inbox(scene.colleague, TODAY)} == {
        (scene.colleague.account_id, "乙")
    }
    assert inbox(scene.colleague, TODAY).count() == 12
    leave(scene)
    assert Assignment.objects.get(pk=scene.clerk.post_id).until == date(2026, 9, 9)


def test_nothing_moves_before_the_third_signature(scene: Scene) -> None:
    twelve(scene)
    made = sign(scene, listed(scene), scene.clerk, scene.colleague)
    set_reach(scene.clerk)
    assert (made.done_at, inbox(scene.clerk, TODAY).count()) == (None, 12)


def test_each_signs_once_and_as_what_they_are(scene: Scene) -> None:
    twelve(scene)
    made = sign(scene, listed(scene), scene.clerk)
    for actor in (scene.clerk, scene.other):
        set_reach(actor)
        with pytest.raises((MoveRefused, Handover.DoesNotExist)):
            leaving.sign_handover(actor=actor, made=made, now=at("2026-09-10"))
    assert [leaving.part_of(who, made) for who in (scene.clerk, scene.colleague, scene.above, scene.other)] == [
        "", "successor", "superior", "",
    ]  # fmt: skip


def test_what_came_after_the_list_asks_for_a_new_one(scene: Scene) -> None:
    twelve(scene)
    made = sign(scene, listed(scene), scene.clerk, scene.colleague)
    late = scene.opened("2026-09-10")
    holding.claim(late.pk, actor=scene.clerk, now=at("2026-09-10"))
    with pytest.raises(MoveRefused, match="列清单以后又来了 1 件"):
        sign(scene, made, scene.above)


def test_what_waits_for_the_post_stays_with_the_post_while_somebody_holds_it(scene: Scene) -> None:
    scene.opened("2026-09-02")
    leave(scene)
    set_reach(ROOT)
    last = Assignment.objects.get(pk=scene.colleague.post_id)
    with pytest.raises(ValidationError, match="乙手里还有 1 件事"):
        end_post(actor=ROOT, post=last, on=TODAY)


def test_who_takes_over_holds_the_same_post(scene: Scene) -> None:
    twelve(scene)
    set_reach(scene.clerk)
    with pytest.raises(MoveRefused, match="接手人要先任同一单位"):
        leaving.begin_handover(
            actor=scene.clerk, unit=scene.county.east, role="town_clerk", leaver=scene.clerk.account_id,
            successor=scene.above.account_id, notes="", now=at("2026-09-10"),
        )  # fmt: skip


def test_somebody_elses_post_is_listed_only_from_above(scene: Scene) -> None:
    twelve(scene)
    set_reach(scene.colleague)
    with pytest.raises(MoveRefused, match="由移交人自己列"):
        leaving.begin_handover(
            actor=scene.colleague, unit=scene.county.east, role="town_clerk", leaver=scene.clerk.account_id,
            successor=scene.colleague.account_id, notes="", now=at("2026-09-10"),
        )  # fmt: skip
