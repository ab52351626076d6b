"""The papers of a founding, photographed at the employer: before there is a founding, during it, taken again."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from gonghui.kernel.files.store import keep
from gonghui.kernel.process.models import Proof
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.sync.catalogue import ARRIVALS, PACKAGES, Arrived, Settled
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.actions import correct, enter, met
from gonghui.work.founding.actions import begin
from gonghui.work.founding.field import NOT_YOURS
from gonghui.work.founding.models import Shot
from gonghui.work.founding.tests.scene import PAPERS, at, place
from tests.support import ROOT, database, officer, sign_in

pytestmark = database


@pytest.fixture
def here(db_with_reach):
    made = place()
    correct(actor=ROOT, employer=made.employer, grid=made.county.grid)
    return made


def liaison(here, name: str = "first"):
    return officer(here.county.grid, "liaison", name, "林一")


def photo(who, tmp_path) -> UUID:
    set_reach(who)
    Image.new("RGB", (30, 20)).save(path := tmp_path / f"{uuid4()}.jpg")
    unit = who.unit_id

    file = keep(
        actor=who,
        unit=Unit.objects.get(pk=unit),
        source=path,
        name="a.jpg",
        purpose="field.photo",
        media_type="image/jpeg",
    )
    return file.pk


def bring(here, who, kind: str, files, about=None, day: str = "2026-03-02") -> Settled:
    set_reach(who)
    content = {"about": str(about or here.employer.pk), "kind": kind, "name": "湖畔餐饮有限公司"}
    one = Arrived(uuid4(), "founding.shot", "", 0, content, list(files), at(day))
    return ARRIVALS["founding.shot"][1](who, one, at("2026-03-03"))


def proofs(item) -> list[tuple[str, UUID, bool]]:
    set_reach(ROOT)
    return list(Proof.objects.filter(item=item).order_by("pk").values_list("kind", "file_id", "dropped"))


def test_what_was_photographed_before_is_with_the_founding_from_its_first_day(here, tmp_path):
    me = liaison(here)
    first, second, list_ = (photo(me, tmp_path) for _ in range(3))
    said = bring(here, me, "request", [first, second])
    assert said == Settled("taken", "成立工会的请示：已存好，发起建会时自动带上", str(here.employer.pk), 1)
    bring(here, me, "organisers", [list_])
    item = here.begun("2026-03-04")
    assert proofs(item) == [
        ("request", first, False),
        ("request", second, False),
        ("organisers", list_, False),
    ]
    note = Proof.objects.filter(item=item).first()
    assert (note.on, note.note) == (date(2026, 3, 4), "手机上拍的，2026-03-02")


def test_what_is_photographed_during_it_goes_straight_in_and_once(here, tmp_path):
    me = liaison(here)
    item = here.begun("2026-03-02")
    file = photo(me, tmp_path)
    said = bring(here, me, "request", [file])
    assert said.text == f"成立工会的请示：已放进建会事项 {item.number}"
    bring(here, me, "method", [other := photo(me, tmp_path)])
    assert proofs(item) == [("request", file, False), ("method", other, False)]
    set_reach(me)
    taken = PACKAGES["founding"](me, date(2026, 3, 3))
    assert taken["done"] == {str(here.employer.pk): {"request": "2026-03-02", "method": "2026-03-02"}}
    assert taken["cases"] == {str(here.employer.pk): {"number": item.number, "stage": "调查摸底"}}
    assert len(taken["papers"]) == 6


def test_nothing_is_uploaded_twice_at_the_desk(here, tmp_path):
    """The evidence the next stage needs is there already, and whoever holds the matter can open it."""
    me = liaison(here)
    item = here.to("papers")
    bring(here, me, "request", [photo(me, tmp_path)])
    here.go(item, "complete", here.clerk, "2026-03-04", **PAPERS, request_on=date(2026, 3, 3))
    item.refresh_from_db()
    assert item.stage_key == "mobilise"
    [proof] = Proof.objects.filter(item=item, kind="request")
    for who in (here.adviser, here.clerk):
        page = sign_in(Client(), who).get(reverse("matter-proof", args=[item.pk, proof.pk]))
        assert page.status_code == 200
        assert b"".join(page.streaming_content)[:2] == b"\xff\xd8"


def test_taken_again_it_takes_the_place_of_ones_own(here, tmp_path):
    me, other = liaison(here), liaison(here, "second")
    item = here.begun("2026-03-02")
    old, hers, new = photo(me, tmp_path), photo(other, tmp_path), photo(me, tmp_path)
    bring(here, me, "report", [old])
    bring(here, other, "report", [hers])
    bring(here, me, "report", [new], day="2026-03-03")
    assert proofs(item) == [("report", old, True), ("report", hers, False), ("report", new, False)]
    set_reach(me)
    assert PACKAGES["founding"](me, date(2026, 3, 3))["done"][str(here.employer.pk)] == {
        "report": "2026-03-03"
    }


def test_of_whom_no_register_knows_yet_it_waits_for_the_employer(here, tmp_path):
    """Seen by who took it alone, until the desk enters the employer under another key."""
    me, other, key = liaison(here), liaison(here, "second"), uuid4()
    file = photo(me, tmp_path)
    assert bring(here, me, "request", [file], about=key).state == "taken"
    set_reach(me)
    assert PACKAGES["founding"](me, date(2026, 3, 3))["done"] == {str(key): {"request": "2026-03-02"}}
    for one in (other, here.clerk):
        set_reach(one)
        assert Shot.objects.count() == 0, "the database shows it to who has not taken it"
    set_reach(here.clerk)
    made = enter(actor=here.clerk, unit=here.county.east, name="拐角面馆", workers=30)
    met(key, made, here.clerk, at("2026-03-04"))
    item = begin(actor=here.clerk, employer=made, now=at("2026-03-05"))
    assert proofs(item) == [("request", file, False)]


def test_who_may_not_and_what_cannot_be_read(here, tmp_path):
    me = liaison(here)
    auditor = officer(here.county.county, "auditor", "audit", "单审")
    assert bring(here, auditor, "request", []) == Settled("refused", NOT_YOURS)
    assert bring(here, me, "request", []).text == "请选是哪一份材料，再拍一张"
    assert bring(here, me, "poem", [photo(me, tmp_path)]).text == "请选是哪一份材料，再拍一张"
    assert bring(here, me, "request", [photo(me, tmp_path)], about="nonsense").state == "refused"
    assert bring(here, me, "request", [photo(liaison(here, "second"), tmp_path)]).state == "refused"
    set_reach(ROOT)
    assert Shot.objects.count() == 0


def test_an_employer_sees_none_of_it(here, tmp_path):
    bring(here, liaison(here), "request", [photo(liaison(here), tmp_path)])
    chair = officer(here.county.mill, "union_chair", "chair", "李厂")
    set_reach(chair)
    assert Shot.objects.count() == 0
    assert PACKAGES["founding"](chair, date(2026, 3, 3)) == {}
