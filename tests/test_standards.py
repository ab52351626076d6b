"""A union that falls short is listed for the liaison of its grid, and leaves the list when it comes up to the standard."""

from __future__ import annotations

from datetime import date

from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.actions import enter as enter_employer
from gonghui.registers.posts.models import Cadre
from gonghui.site.findings import fallen
from gonghui.work.duties.tests.scene import Place, at, place
from gonghui.work.gaps.actions import sweep
from gonghui.work.gaps.rules import FINDERS
from gonghui.work.standards import selectors
from gonghui.work.standards.actions import adopt, assess, check, give, keep_scheme
from tests.support import DAY, ROOT, database, officer

pytestmark = database
FINDER = "standards.short"


def night(day: str) -> dict[str, int]:
    set_reach(ROOT)
    return sweep(FINDERS[FINDER], actor=ROOT, now=at(day), most=100)[0]


def shown(here: Place, item: str, day: date, until: date | None) -> None:
    set_reach(here.chair)
    held = give(
        actor=here.chair, unit=here.county.mill, item=item, today=day, since=day, until=until, words="照片在会议室"
    )  # fmt: skip
    set_reach(ROOT)
    check(actor=ROOT, holding=held, today=day, accepted=True)


def test_a_lease_ends_and_the_liaison_has_a_matter_the_same_night() -> None:
    here = place()
    mill, grid = here.county.mill, here.county.grid
    enter_employer(actor=ROOT, unit=here.county.east, name="纺织厂", workers=1, grid=grid, covered_by=mill)
    liaison = officer(grid, "liaison", "liaison1", "李联络")
    adopt(actor=ROOT, unit=here.county.county, key="bright", since=DAY)
    assess(actor=ROOT, units=[mill.pk], family="bright", since=DAY)
    for item in ("bright_sign", "bright_chair", "bright_promise"):
        until = date(2026, 11, 22) if item == "bright_sign" else None
        shown(here, item, DAY, until)
    assert night("2026-11-21")["opened"] == 0
    assert night("2026-11-22")["opened"] == 1
    item = WorkItem.objects.get(rule=FINDER)
    assert (item.holder_unit_id, item.role, item.grid_id) == (grid.pk, "liaison", grid.pk)
    assert item.title == "纺织厂工会：三亮没有达标，缺 工会组织亮牌子"
    assert item.facts == {"标准": "三亮（默认 1）", "工会组织亮牌子": "2026-11-22 到期"}
    assert liaison.unit_id == grid.pk
    shown(here, "bright_sign", date(2026, 11, 23), None)
    assert selectors.share_of(ROOT, "bright", date(2026, 11, 23)) == (1, 1)
    assert night("2026-11-23")["proposed"] == 1


def test_who_falls_out_by_a_change_of_a_register_is_on_the_ledger_within_the_minute() -> None:
    """Nobody touched the standards: a chair's post was ended, and is taken up again."""
    here = place()
    mill = here.county.mill
    adopt(actor=ROOT, unit=here.county.county, key="six_c", since=DAY)
    keep_scheme(
        actor=ROOT, unit=here.county.county, since=date(2026, 10, 1), family="six", kind="all", label="六有", version="短", months=12,
        items="组织｜chair｜有主席｜0｜record｜chair｜1｜", basis="会议",
    )  # fmt: skip
    Cadre.objects.filter(unit=mill).delete()
    chair = Cadre.objects.create(unit=mill, name="张一", post="chair", form="part", since=DAY)
    assess(actor=ROOT, units=[mill.pk], family="six", since=DAY)

    def minute(day: str) -> list[tuple[str, bool]]:
        run = Run(Job(), ROOT, at(day))
        assert fallen(run) is False
        rows = WorkItem.objects.filter(rule=FINDER).values_list("stage_key", "facts")
        return [(stage, "gone_on" in facts) for stage, facts in rows]

    assert minute("2026-11-21") == []
    Cadre.objects.filter(pk=chair.pk).update(until=date(2026, 11, 20))
    assert minute("2026-11-21") == [("mending", False)]
    assert minute("2026-11-21") == [("mending", False)]
    Cadre.objects.filter(pk=chair.pk).update(until=None)
    assert minute("2026-11-22") == [("proposed", True)]
    assert minute("2026-11-22") == [("proposed", True)]
