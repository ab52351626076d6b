"""What becomes of matters when units merge, end and are renamed."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gonghui.kernel.process import holding
from gonghui.kernel.process.models import Stint, WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.tests.conftest import Scene, at
from gonghui.kernel.process.tests.sample import FAULT
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.actions import close, merge, rename
from tests.support import ROOT, database, officer

pytestmark = database
ON = date(2026, 9, 3)


def at_the_mill(scene: Scene) -> WorkItem:
    """A matter of the mill, held by the mill's own clerk."""
    clerk = officer(scene.county.mill, "town_clerk", "mill1", "己")
    set_reach(clerk)
    return open_item(FAULT, title="机器坏了", unit=scene.county.mill, actor=clerk, now=at("2026-09-01"))


def test_a_merger_takes_the_matters_along(scene: Scene) -> None:
    item = at_the_mill(scene)
    officer(scene.county.mine, "town_clerk", "mine1", "庚")
    set_reach(ROOT)
    merge(actor=ROOT, unit=scene.county.mill, into=scene.county.mine, on=ON)
    item.refresh_from_db()
    mine = scene.county.mine
    assert (item.unit_id, item.unit_name, item.path) == (mine.pk, mine.name, mine.path)
    assert (item.holder_unit_id, item.holder_path, item.role) == (mine.pk, mine.path, "town_clerk")
    assert item.holder_label.startswith(f"{mine.name} · ")
    assert list(Stint.objects.filter(item=item, until=None).values_list("unit_id", flat=True)) == [mine.pk]


def test_it_can_be_done_by_who_has_the_post_there(scene: Scene) -> None:
    item = at_the_mill(scene)
    heir = officer(scene.county.mine, "town_clerk", "mine1", "庚")
    set_reach(ROOT)
    merge(actor=ROOT, unit=scene.county.mill, into=scene.county.mine, on=ON)
    set_reach(heir)
    assert holding.claim(item.pk, actor=heir, now=at("2026-09-04")).holder_name == "庚"


def test_a_unit_with_matters_under_way_does_not_end(scene: Scene) -> None:
    at_the_mill(scene)
    set_reach(ROOT)
    with pytest.raises(ValidationError, match="还有 1 件事没有办完"):
        close(actor=ROOT, unit=scene.county.mill, on=ON)


def test_a_new_name_stands_on_what_is_under_way(scene: Scene) -> None:
    item = at_the_mill(scene)
    set_reach(ROOT)
    rename(actor=ROOT, unit=scene.county.mill, name="新纺织厂工会")
    item.refresh_from_db()
    assert (item.unit_name, item.holder_label.partition(" · ")[0]) == ("新纺织厂工会", "新纺织厂工会")
