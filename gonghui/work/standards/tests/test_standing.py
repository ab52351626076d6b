"""How unions stand: from the facts, on every day; checked by another; seen where it must be and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from gonghui.kernel.indicators.selectors import figures
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.work.standards import selectors
from gonghui.work.standards.actions import adopt, assess, check, give, keep_scheme, rejudge, stop_scheme
from gonghui.work.standards.models import Assessment, Holding, Scheme, Standing
from tests.support import DAY, ROOT, County, database, officer, plant_county

pytestmark = database
TODAY = date(2026, 11, 22)
ASKED = ("place", "rulebook", "funds", "base", "feature")
IDS = "SELECT nextval(pg_get_serial_sequence('units_unit', 'id')) FROM generate_series(1, %s)"


def scene() -> County:
    set_reach(ROOT)
    made = plant_county()
    for unit in (made.county, made.east, made.west, made.mill, made.mine):
        Union.objects.create(
            unit=unit,
            name=unit.name,
            kind=unit.kind,
            level="base" if unit.kind == "single" else "county",
            term_until=date(2029, 1, 1),
        )
    return made


def shown(unit: Any, item: str, until: date | None = None) -> Holding:
    return Holding(
        unit=unit, item=item, words="原件在镇工会", since=DAY, until=until, given_by=1, given_name="甲", given_on=DAY,
        checked_by=2, checked_name="乙", checked_on=DAY, accepted=True,
    )  # fmt: skip


def complete(units: list[Any], until: date | None = None) -> None:
    """Everything variant B of the six asks for."""
    Holding.objects.bulk_create(
        shown(unit, item, until if item == "place" else None) for unit in units for item in ASKED
    )
    Cadre.objects.bulk_create(
        Cadre(unit=unit, name="张一", post="chair", form="part", since=DAY) for unit in units
    )


def many(town: Any, count: int) -> list[Unit]:
    with connection.cursor() as cursor:
        cursor.execute(IDS, [count])
        keys = [row[0] for row in cursor.fetchall()]
    units = Unit.objects.bulk_create(
        Unit(pk=pk, name=f"第{pk}厂工会", kind="single", path=f"{town.path}{pk}.") for pk in keys
    )
    Union.objects.bulk_create(Union(unit=one, name=one.name, kind="single", level="base") for one in units)
    return units


def test_898_of_965_and_a_lease_that_ends_takes_one_the_same_day() -> None:
    """射阳 2020: 898 ÷ (898 + 67) = 93.06 %; the union whose lease ends is out on the day, nobody having done anything."""
    made = scene()
    units = many(made.east, 965)
    complete(units[:897])
    complete(units[897:898], until=date(2026, 11, 25))
    adopt(actor=ROOT, unit=made.county, key="six_b", since=DAY)
    assert assess(actor=ROOT, units=[one.pk for one in units], family="six", since=DAY) == 965
    today = selectors.share_of(ROOT, "six", TODAY)
    assert today == (898, 965)
    assert f"{selectors.rate(*today):.2f}" == "93.06"
    assert selectors.share_of(ROOT, "six", date(2026, 11, 24)) == (898, 965)
    assert selectors.share_of(ROOT, "six", date(2026, 11, 25)) == (897, 965)
    assert len(selectors.falling_short(ROOT, TODAY)) == 67
    out = {one.unit_id: one for one in selectors.falling_short(ROOT, date(2026, 11, 25))}
    assert len(out) == 68
    lost = out[units[897].pk]
    assert lost.missing == {"有达标场所": "2026-11-25 到期"}
    assert rejudge([one.pk for one in units], actor=ROOT) == 0  # what is kept is what a full recount gives


def test_it_passes_again_when_another_has_checked_the_new_lease() -> None:
    made = scene()
    complete([made.mill], until=date(2026, 11, 1))
    adopt(actor=ROOT, unit=made.county, key="six_b", since=DAY)
    assess(actor=ROOT, units=[made.mill.pk], family="six", since=DAY)
    only = "six", made.mill.pk
    assert len(selectors.falling_short(ROOT, TODAY, only)) == 1
    chair, town = officer(made.mill, "union_chair"), officer(made.east, "town_clerk", "town1")
    set_reach(chair)
    lease = give(actor=chair, unit=made.mill, item="place", today=TODAY, since=date(2026, 11, 2), until=date(2027, 11, 2), words="新租约")  # fmt: skip
    with pytest.raises(ValidationError, match="另一个人"):
        check(actor=chair, holding=lease, today=TODAY, accepted=True)
    assert selectors.share_of(chair, "six", TODAY) == (0, 1)
    set_reach(town)
    check(actor=town, holding=lease, today=TODAY, accepted=True)
    assert selectors.share_of(town, "six", TODAY) == (1, 1)
    assert [(one.since, one.until, one.passed) for one in selectors.history(town, made.mill.pk, "six")] == [
        (date(2027, 11, 2), None, False), (TODAY, date(2027, 11, 2), True),
        (date(2026, 11, 1), TODAY, False), (DAY, date(2026, 11, 1), True),
    ]  # fmt: skip
    set_reach(ROOT)
    assert selectors.falling_short(ROOT, TODAY, only) == []
    with pytest.raises(ValidationError, match="已经有人核对"):
        check(actor=ROOT, holding=lease, today=TODAY, accepted=False, why_not="重复了")


def test_the_figures_say_so_on_every_day() -> None:
    made = scene()
    complete([made.mill], until=date(2026, 11, 25))
    adopt(actor=ROOT, unit=made.county, key="six_b", since=DAY)
    assess(actor=ROOT, units=[made.mill.pk, made.mine.pk], family="six", since=DAY)
    keys = [f"standards.six_{part}" for part in ("passed", "short", "assessed", "rate")]
    told = {day: figures(ROOT, made.county, day, keys=keys) for day in (TODAY, date(2026, 11, 25))}
    assert {day: [one.text for one in found.values()] for day, found in told.items()} == {
        TODAY: ["1", "1", "2", "50.00 %"], date(2026, 11, 25): ["0", "2", "2", "0.00 %"],
    }  # fmt: skip


def test_a_chair_who_leaves_is_seen_after_the_night() -> None:
    made = scene()
    complete([made.mill])
    adopt(actor=ROOT, unit=made.county, key="six_b", since=DAY)
    assess(actor=ROOT, units=[made.mill.pk], family="six", since=DAY)
    Cadre.objects.filter(unit=made.mill).update(until=date(2026, 10, 31))
    assert rejudge([made.mill.pk], actor=ROOT) == 2
    assert selectors.share_of(ROOT, "six", date(2026, 10, 31)) == (
        1,
        1,
    )  # the last day in the post still counts
    assert selectors.share_of(ROOT, "six", date(2026, 11, 1)) == (0, 1)


def test_the_nearest_above_counts_and_versions_follow_each_other() -> None:
    made = scene()
    county = adopt(actor=ROOT, unit=made.county, key="six_b", since=DAY)
    east = adopt(actor=ROOT, unit=made.east, key="six_c", since=date(2026, 10, 1))
    newer = adopt(actor=ROOT, unit=made.county, key="six_a", since=date(2026, 11, 1))
    rows = list(Scheme.objects.all())
    told = [selectors.counting(rows, made.mill.path, "six", day) for day in (date(2026, 8, 31), DAY, TODAY)]
    assert told == [None, county, east]
    assert selectors.counting(rows, made.mine.path, "six", TODAY) == newer
    stop_scheme(actor=ROOT, scheme=east, until=date(2026, 11, 15))
    assert selectors.counting(list(Scheme.objects.all()), made.mill.path, "six", TODAY) == newer
    with pytest.raises(ValidationError, match="这一天已经有一个版本"):
        adopt(actor=ROOT, unit=made.county, key="six_c", since=DAY)


def test_what_is_not_so_is_refused_in_words() -> None:
    made = scene()
    with pytest.raises(ValidationError, match="合计要正好 100 分"):
        keep_scheme(
            actor=ROOT, unit=made.county, since=DAY, family="stars", kind="points", label="甲", version="1", months=24,
            items="组织｜chair｜有主席｜9｜record｜chair｜1｜", thresholds="1=60", basis="会议",
        )  # fmt: skip
    adopt(actor=ROOT, unit=made.county, key="stars", since=DAY)
    for values, said in (
        ({"item": "chair"}, "系统自己核对"),
        ({"item": "place", "since": date(2026, 12, 1)}, "还没到"),
        ({"item": "place", "until": DAY}, "到期日要晚于"),
        ({"item": "place", "words": ""}, "请上传文件，或写明文号"),
        ({"item": "breach"}, "不良记录"),
    ):
        given: dict[str, Any] = {"since": DAY, "words": "原件在", **values}
        with pytest.raises(ValidationError, match=said):
            give(actor=ROOT, unit=made.mill, today=TODAY, **given)
    assert not Holding.objects.exists()


def test_pages_show_and_do_what_they_say(client, monkeypatch):
    from gonghui.kernel import clock
    from tests.support import set_today, sign_in

    set_today(monkeypatch, clock, "2026-11-22")
    made = scene()
    complete([made.mill], until=date(2026, 11, 25))
    clerk = officer(made.county, "county_clerk", "county1")
    sign_in(client, clerk)
    assert (
        client.post("/standards/schemes/adopt/", {"key": "six_b", "since": "2026-09-01"}).status_code == 302
    )
    assert client.post("/standards/assess/", {"family": "six"}).status_code == 302
    page = client.get("/standards/?family=six").content.decode()
    assert "六有：1 家达标，1 家没有达标" in page
    assert "达标率 50.00 %" in page
    assert "矿业工会" in page
    one = client.get(f"/standards/unions/{made.mill.pk}/").content.decode()
    assert "六有 6/6" in one
    assert "已知到 2026-11-25" in one
    url = f"/standards/unions/{made.mine.pk}/place/"
    assert client.post(url, {"since": "2026-11-01"}).status_code == 422
    assert (
        client.post(url, {"since": "2026-11-01", "until": "2026-10-01", "words": "租约"}).status_code == 422
    )
    assert client.post(url, {"since": "2026-11-01", "words": "租约 12 号"}).status_code == 302
    held = Holding.objects.get(unit=made.mine)
    sign_in(client, officer(made.east, "town_clerk", "town1"))
    assert client.post(f"/standards/evidence/{held.pk}/check/", {"accepted": "yes"}).status_code == 404
    assert client.get(f"/standards/unions/{made.mine.pk}/").status_code == 404
    sign_in(client, officer(made.west, "town_clerk", "town2"))
    assert "租约 12 号" in client.get(f"/standards/unions/{made.mine.pk}/").content.decode()
    client.post(f"/standards/evidence/{held.pk}/check/", {"accepted": "yes"})
    set_reach(ROOT)
    held.refresh_from_db()
    assert (held.accepted, held.checked_on, held.counts_from) == (True, TODAY, TODAY)
    assert Assessment.objects.count() == 2
    assert Standing.objects.filter(unit=made.mill).count() == 2


def test_a_new_version_is_written_from_an_old_one(client, monkeypatch):
    from gonghui.kernel import clock
    from tests.support import set_today, sign_in

    set_today(monkeypatch, clock, "2026-11-22")
    made = scene()
    old = adopt(actor=ROOT, unit=made.county, key="bright", since=DAY)
    sign_in(client, officer(made.county, "county_clerk", "county1"))
    assert "亮承诺" in client.get(f"/standards/schemes/new/?based={old.pk}").content.decode()
    body = {"family": "bright", "kind": "all", "label": "三亮", "version": "2027", "since": "2027-01-01", "months": "12", "basis": "县总工会 2026 年会议"}  # fmt: skip
    refused = client.post("/standards/schemes/new/", body | {"items": "三亮｜x"})
    assert refused.status_code == 422
    assert "第 1 行要有 8 格" in refused.content.decode()
    lines = old.items.replace("亮承诺", "亮职责")
    assert client.post("/standards/schemes/new/", body | {"items": lines}).status_code == 302
    set_reach(ROOT)
    newest = Scheme.objects.get(version="2027")
    page = client.get(f"/standards/schemes/{newest.pk}/").content.decode()
    assert "亮职责" in page
    assert "亮承诺" not in page
    assert client.post(f"/standards/schemes/{newest.pk}/", {"until": "2028-01-01"}).status_code == 302
    set_reach(ROOT)
    assert Scheme.objects.get(pk=newest.pk).until == date(2028, 1, 1)
