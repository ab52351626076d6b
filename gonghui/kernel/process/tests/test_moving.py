"""A matter's way from the first stage to its end, and what stops it."""

from __future__ import annotations

from datetime import date

import pytest

from gonghui.kernel.process import holding, moving
from gonghui.kernel.process.models import Deadline, Party, Step, Stint, WorkItem
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.process.selectors import inbox, late_below, light, put_off, waiting_for
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.tests.conftest import Scene, at
from gonghui.kernel.reach.session import set_reach
from tests.support import database

pytestmark = database


def go(item: WorkItem, move: str, who, day: str, **more) -> WorkItem:
    set_reach(who)
    return moving.advance(item.pk, move, actor=who, now=at(day), **more)


def prove(item: WorkItem, who, day: str) -> None:
    set_reach(who)
    add_proof(
        item.pk, actor=who, now=at(day), kind="photo", on=date.fromisoformat(day[:10]), note="照片存档号 3"
    )


def checked(scene: Scene) -> WorkItem:
    item = scene.opened("2026-09-02")
    go(item, "send", scene.clerk, "2026-09-03")
    prove(item, scene.clerk, "2026-09-04")
    go(item, "mend", scene.clerk, "2026-09-04")
    return go(item, "shown", scene.clerk, "2026-09-14")


def test_the_way_to_the_end(scene: Scene) -> None:
    item = checked(scene)
    assert (item.stage_key, item.holder_unit_id, item.role) == (
        "checking",
        scene.county.county.pk,
        "county_clerk",
    )
    done = go(item, "clear", scene.above, "2026-09-15")
    assert (done.closed_on, done.outcome, done.cleared_by) == (
        date(2026, 9, 15),
        "cleared",
        scene.above.account_id,
    )
    assert [s.label for s in Step.objects.order_by("seq")] == ["发起", "派修", "修好了", "公示完", "验收合格"]
    assert list(Deadline.objects.filter(ended_on=None)) == []
    assert list(Stint.objects.filter(until=None)) == []


def test_the_clock_of_the_whole_stands_still_while_the_stage_waits(scene: Scene) -> None:
    item = checked(scene)
    whole = Deadline.objects.get(item=item, key="all")
    # 8 working days from 2 September; shown from the 4th to the 14th: six worked days
    assert whole.due_on == date(2026, 9, 22)
    assert item.due_on == date(2026, 9, 16)  # the stage's own two days are nearer


def test_waiting_stage_is_due_by_its_own_limit_alone(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    go(item, "send", scene.clerk, "2026-09-03")
    prove(item, scene.clerk, "2026-09-04")
    item = go(item, "mend", scene.clerk, "2026-09-04")
    assert (item.due_on, item.stage_key) == (date(2026, 9, 11), "shown")


def test_nothing_ends_without_its_evidence(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    go(item, "send", scene.clerk, "2026-09-03")
    go(item, "mend", scene.clerk, "2026-09-04")
    go(item, "shown", scene.clerk, "2026-09-14")
    with pytest.raises(MoveRefused, match="还缺修好后的照片"):
        go(item, "clear", scene.above, "2026-09-15")
    item.refresh_from_db()
    assert (item.stage_key, item.closed_on) == ("checking", None)


@pytest.mark.parametrize(("day", "words"), [("2026-09-05", "还没到"), ("2026-09-01", "不能倒签")])
def test_evidence_is_neither_from_the_future_nor_from_before(scene: Scene, day: str, words: str) -> None:
    item = scene.opened("2026-09-02")
    with pytest.raises(MoveRefused, match=words):
        add_proof(
            item.pk,
            actor=scene.clerk,
            now=at("2026-09-04"),
            kind="photo",
            on=date.fromisoformat(day),
            note="x",
        )


def test_who_mended_may_not_clear(scene: Scene) -> None:
    item = scene.opened("2026-09-02", by=scene.above)
    for step, day in (("send", "2026-09-03"), ("mend", "2026-09-04")):
        set_reach(scene.clerk)
        if step == "mend":
            holding.refer(
                item.pk,
                actor=scene.clerk,
                now=at(day),
                unit=scene.county.county,
                role="county_clerk",
                reason="请县里修",
            )
            prove(item, scene.above, day)
            go(item, step, scene.above, day)
        else:
            go(item, step, scene.clerk, day)
    go(item, "shown", scene.clerk, "2026-09-14")
    with pytest.raises(MoveRefused, match="要由另一个人来办"):
        go(item, "clear", scene.above, "2026-09-15")
    assert go(item, "clear", scene.above2, "2026-09-15").outcome == "cleared"


def test_only_who_answers_for_it_may_move_it(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    with pytest.raises(MoveRefused, match="您可以看，不能办"):
        go(item, "send", scene.above, "2026-09-03")
    with pytest.raises(MoveRefused, match="没有找到这件事"):
        go(item, "send", scene.other, "2026-09-03")


def test_a_page_that_has_grown_old_moves_nothing(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    seen = item.moves_made
    set_reach(scene.clerk)
    holding.claim(item.pk, actor=scene.clerk, now=at("2026-09-02"))
    with pytest.raises(MoveRefused, match="刚才有人办过一步"):
        go(item, "send", scene.clerk, "2026-09-03", seen=seen)


def test_what_is_claimed_is_out_of_the_colleagues_list(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    today = date(2026, 9, 2)
    set_reach(scene.colleague)
    assert list(inbox(scene.colleague, today)) == [item]
    set_reach(scene.clerk)
    holding.claim(item.pk, actor=scene.clerk, now=at("2026-09-02"))
    set_reach(scene.colleague)
    assert list(inbox(scene.colleague, today)) == []
    set_reach(scene.clerk)
    holding.assign(item.pk, actor=scene.clerk, now=at("2026-09-02"), account_id=scene.colleague.account_id)
    assert list(inbox(scene.clerk, today)) == []
    set_reach(scene.colleague)
    assert [i.holder_name for i in inbox(scene.colleague, today)] == ["乙"]


def test_undo_puts_everything_back_within_ten_minutes(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    limit = Deadline.objects.get(item=item, key="stage", ended_on=None)
    go(item, "send", scene.clerk, "2026-09-03T09:00")
    back = moving.undo(item.pk, actor=scene.clerk, now=at("2026-09-03T09:09"))
    assert (back.stage_key, back.due_on, back.entered_on) == ("noted", limit.due_on, date(2026, 9, 2))
    assert [d.pk for d in Deadline.objects.filter(item=item, key="stage", ended_on=None)] == [limit.pk]
    with pytest.raises(MoveRefused, match="不能撤销"):
        moving.undo(item.pk, actor=scene.clerk, now=at("2026-09-03T09:09"))
    go(item, "send", scene.clerk, "2026-09-03T09:10")
    with pytest.raises(MoveRefused, match="过了 10 分钟"):
        moving.undo(item.pk, actor=scene.clerk, now=at("2026-09-03T09:21"))


def test_put_off_and_late(scene: Scene) -> None:
    item = scene.opened("2026-09-02")  # due on the 4th
    today = date(2026, 9, 3)
    set_reach(scene.clerk)
    with pytest.raises(MoveRefused, match="不能推到那以后"):
        holding.later(item.pk, actor=scene.clerk, until=date(2026, 9, 7), now=at("2026-09-02"))
    holding.later(item.pk, actor=scene.clerk, until=date(2026, 9, 4), now=at("2026-09-02"))
    assert (list(inbox(scene.clerk, today)), list(put_off(scene.clerk, today))) == ([], [item])
    assert list(inbox(scene.clerk, date(2026, 9, 4))) == [item]
    item.refresh_from_db()
    assert [light(item, date(2026, 9, day)) for day in (3, 4, 5)] == ["", "yellow", "red"]
    set_reach(scene.above)
    assert (
        list(late_below(scene.above, date(2026, 9, 4))),
        list(late_below(scene.above, date(2026, 9, 5))),
    ) == (
        [],
        [item],
    )


def test_pause_and_resume(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    set_reach(scene.clerk)
    with pytest.raises(MoveRefused, match="只有这些原因"):
        holding.pause(item.pk, actor=scene.clerk, now=at("2026-09-03"), reason="太忙")
    stopped = holding.pause(item.pk, actor=scene.clerk, now=at("2026-09-03"), reason="等配件：灯头")
    assert (stopped.due_on, light(stopped, date(2026, 9, 9))) == (None, "paused")
    with pytest.raises(MoveRefused, match="请先恢复"):
        go(item, "send", scene.clerk, "2026-09-04")
    resumed = holding.resume(item.pk, actor=scene.clerk, now=at("2026-09-08"))
    assert resumed.due_on == date(2026, 9, 9)  # one of the two days was left


def test_extended_once(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    set_reach(scene.clerk)
    assert holding.extend(item.pk, actor=scene.clerk, now=at("2026-09-03"), reason="缺人手").due_on == date(
        2026, 9, 9
    )
    with pytest.raises(MoveRefused, match="已经延过一次"):
        holding.extend(item.pk, actor=scene.clerk, now=at("2026-09-03"), reason="缺人手")


def test_sent_back_to_where_it_came_from(scene: Scene) -> None:
    item = checked(scene)
    set_reach(scene.above)
    with pytest.raises(MoveRefused, match="退回的原因"):
        holding.send_back(item.pk, actor=scene.above, now=at("2026-09-15"), reason="")
    back = holding.send_back(item.pk, actor=scene.above, now=at("2026-09-15"), reason="照片不清楚")
    assert (back.stage_key, back.role) == ("shown", "town_clerk")


def test_handed_down_and_reported(scene: Scene) -> None:
    item = checked(scene)
    set_reach(scene.above)
    holding.hand_down(
        item.pk, actor=scene.above, now=at("2026-09-15"), unit=scene.county.west, role="town_clerk",
        task="请去现场看一眼", due_on=date(2026, 9, 16),
    )  # fmt: skip
    assert list(waiting_for(scene.above)) == [item]
    set_reach(scene.other)
    assert list(inbox(scene.other, date(2026, 9, 15))) == [item]
    with pytest.raises(MoveRefused, match="先用“回报结果”"):
        go(item, "again", scene.other, "2026-09-15")
    with pytest.raises(MoveRefused, match="要先回报"):
        holding.refer(
            item.pk,
            actor=scene.other,
            now=at("2026-09-15"),
            unit=scene.county.east,
            role="town_clerk",
            reason="不归我",
        )
    done = holding.report(item.pk, actor=scene.other, now=at("2026-09-16"), text="看过，亮了")
    assert (done.holder_unit_id, done.role) == (scene.county.county.pk, "county_clerk")
    assert WorkItem.objects.visible_to(scene.other).count() == 1  # whoever had it goes on seeing it
    set_reach(scene.above)
    assert [p.answer for p in Party.objects.filter(kind="principal")] == ["看过，亮了"]


def test_several_sign_before_it_goes_on(scene: Scene) -> None:
    item = checked(scene)
    set_reach(scene.above)
    holding.ask_jointly(
        item.pk, actor=scene.above, now=at("2026-09-15"), task="请核现场",
        posts=[(scene.county.west, "town_clerk"), (scene.county.east, "town_clerk")],
    )  # fmt: skip
    with pytest.raises(MoveRefused, match="还有会办方没有签"):
        go(item, "clear", scene.above, "2026-09-15")
    for who in (scene.other, scene.clerk):
        set_reach(who)
        holding.sign(item.pk, actor=who, now=at("2026-09-15"), text="同意")
    assert go(item, "clear", scene.above, "2026-09-15").outcome == "cleared"


def test_watched_without_changing_hands(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    set_reach(scene.above)
    after = holding.supervise(
        item.pk, actor=scene.above, now=at("2026-09-03"), level=2, task="三天内修好", due_on=date(2026, 9, 8)
    )
    assert (after.holder_unit_id, after.role) == (scene.county.east.pk, "town_clerk")
    set_reach(scene.clerk)
    with pytest.raises(MoveRefused, match="督办由上级提出"):
        holding.supervise(item.pk, actor=scene.clerk, now=at("2026-09-03"), level=1, task="自己督自己")


def test_taken_back_by_who_began_it(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    set_reach(scene.above)
    with pytest.raises(MoveRefused, match="只有发起的人"):
        moving.withdraw(item.pk, actor=scene.above, now=at("2026-09-03"), reason="不用了")
    set_reach(scene.clerk)
    assert (
        moving.withdraw(item.pk, actor=scene.clerk, now=at("2026-09-03"), reason="不用了").outcome
        == "withdrawn"
    )
