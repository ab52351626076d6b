from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.actions import close, merge, move, plant, split
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import below, below_as_of
from tests.support import DAY, ROOT, database, officer

pytestmark = database
JULY = date(2027, 7, 1)


def test_a_path_is_the_chain_of_ids_from_the_root(county):
    assert county.mill.path == f"{county.county.pk}.{county.east.pk}.{county.mill.pk}."


def test_a_move_takes_everything_below_along_and_history_keeps_the_old_place(county):
    shop = plant(actor=ROOT, name="织布车间", kind="branch", parent=county.mill, on=DAY)

    move(actor=ROOT, unit=county.mill, target=county.west, on=JULY)

    shop.refresh_from_db()
    assert shop.path == f"{county.county.pk}.{county.west.pk}.{county.mill.pk}.{shop.pk}."
    before = below_as_of(county.east, date(2027, 6, 30))
    assert {county.mill.pk, shop.pk} <= before
    assert below_as_of(county.east, JULY) == {county.east.pk}
    assert {county.mill.pk, shop.pk} <= below_as_of(county.west, JULY)
    everything = below_as_of(county.county, JULY)
    assert everything == below_as_of(county.county, date(2027, 6, 30))


def test_rows_that_follow_a_unit_move_with_it(county):
    clerk = officer(county.mill, "union_chair")
    move(actor=ROOT, unit=county.mill, target=county.west, on=JULY)
    from gonghui.kernel.actors.models import Assignment

    assert Assignment.objects.get(pk=clerk.post_id).path == Unit.objects.get(pk=county.mill.pk).path


def test_a_unit_cannot_move_below_itself(county):
    with pytest.raises(ValidationError, match="不能把单位移到自己下面"):
        move(actor=ROOT, unit=county.east, target=county.mill, on=JULY)


def test_a_move_out_of_ones_reach_is_refused(county):
    clerk = officer(county.east, "town_clerk")
    with acting(clerk):
        assert not below(clerk, county.west).exists()
        with pytest.raises(ValidationError, match="西镇总工会不在您的管辖内"):
            move(actor=clerk, unit=county.mill, target=county.west, on=JULY)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Unit.objects.filter(pk=county.mill.pk).update(path=f"{county.west.path}{county.mill.pk}.")


def test_merging_ends_one_unit_and_keeps_its_branches(county):
    shop = plant(actor=ROOT, name="织布车间", kind="branch", parent=county.mill, on=DAY)

    merge(actor=ROOT, unit=county.mill, into=county.mine, on=JULY)

    shop.refresh_from_db()
    ended = Unit.objects.get(pk=county.mill.pk)
    assert (ended.closed_on, ended.successor_id) == (JULY, county.mine.pk)
    assert shop.path.startswith(Unit.objects.get(pk=county.mine.pk).path)


def test_splitting_gives_new_units_their_share(county):
    spin = plant(actor=ROOT, name="纺纱车间", kind="branch", parent=county.mill, on=DAY)
    plant(actor=ROOT, name="织布车间", kind="branch", parent=county.mill, on=DAY)

    made = split(actor=ROOT, unit=county.mill, names={"纺纱厂工会": [spin]}, parent=county.east, on=JULY)

    spin.refresh_from_db()
    assert [unit.name for unit in made] == ["纺纱厂工会"]
    assert spin.path == f"{made[0].path}{spin.pk}."


def test_a_unit_with_sub_units_cannot_be_closed(county):
    with pytest.raises(ValidationError, match="下面还有单位"):
        close(actor=ROOT, unit=county.east, on=JULY)


def test_every_change_is_in_the_journal(county):
    move(actor=ROOT, unit=county.mill, target=county.west, on=JULY)
    entry = Entry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.detail["source"], entry.detail["target"]) == (
        "units.move",
        county.east.pk,
        county.west.pk,
    )
