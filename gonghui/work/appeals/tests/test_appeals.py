"""A worker's request: heard on a phone, a matter with a day at the office above, and back on the phone how it stands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import gonghui
from gonghui.kernel import clock
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import keep
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.process.holding import refer
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.sync.catalogue import ARRIVALS, PACKAGES, Arrived, Settled
from gonghui.work.appeals import field
from gonghui.work.appeals.models import Appeal
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database
MONDAY = date(2026, 11, 23)
NOW = timezone.make_aware(datetime.combine(MONDAY, time(10)))
STORY = "三个月没发工资，老板电话不接"
WHO = {"name": "马小军", "mobile": "19900000321", "workplace": "沿湖工地二标"}


@pytest.fixture
def here(county, monkeypatch):
    set_today(monkeypatch, clock, MONDAY.isoformat())
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    officer(county.county, "county_clerk", "zhou", "周文")
    return county


def liaison(here, name: str = "first"):
    return officer(here.grid, "liaison", name, "林一")


def clerk(here):
    return officer(here.county, "county_clerk", "zhou", "周文")


def bring(who, files=(), **content) -> Settled:
    set_reach(who)
    given_ = {"kind": "wage", "story": STORY} | content
    one = Arrived(uuid4(), "appeals.told", "", 0, given_, list(files), NOW - timedelta(days=1))
    return ARRIVALS["appeals.told"][1](who, one, NOW)


def item() -> WorkItem:
    set_reach(ROOT)
    return WorkItem.objects.get(process_key="appeal")


def test_a_request_becomes_a_matter_with_a_day(here):
    me = liaison(here)
    settled = bring(me, **WHO)
    one = item()
    assert settled == Settled(
        "taken",
        f"已上传，编号 {one.number}，由云溪县总工会 · 县总工会组织部办，2026-11-26 前答复",
        str(one.pk),
        1,
    )
    assert (one.title, one.stage_key, one.due_on, one.grid_id) == (
        "职工诉求：欠薪、少发工资",
        "deciding",
        date(2026, 11, 26),
        here.grid.pk,
    )
    told = one.appeal
    assert (told.name.reveal(), told.mobile.reveal(), told.workplace.reveal(), told.story.reveal()) == (
        *WHO.values(),
        STORY,
    )
    assert told.told_on == date(2026, 11, 22)


def test_what_is_urgent_is_answered_within_a_day(here):
    bring(liaison(here), urgent=True)
    assert (item().stage_key, item().due_on, item().title) == (
        "urgent",
        date(2026, 11, 24),
        "职工诉求：欠薪、少发工资（急）",
    )


def test_nobody_has_to_say_who_they_are(here):
    bring(liaison(here))
    told = item().appeal
    assert (told.name, told.mobile, told.workplace) == (None, None, None)
    page = sign_in(Client(), clerk(here)).get(reverse("matter", args=[told.pk])).content.decode()
    assert "没有留姓名" in page
    assert STORY in page


def test_the_phone_hears_how_it_goes_and_who_brought_it_alone(here):
    me, other = liaison(here), liaison(here, "second")
    bring(me, **WHO)
    one, desk = item(), clerk(here)
    set_reach(me)
    [waits] = PACKAGES["appeals"](me, MONDAY)["mine"]
    assert (waits["number"], waits["state"], waits["holder"], waits["due"]) == (
        one.number,
        "待答复",
        "云溪县总工会 · 县总工会组织部",
        "2026-11-26",
    )
    set_reach(desk)
    advance(one.pk, "answer", actor=desk, now=NOW, answer="已约谈单位，周五前发到卡上")
    set_reach(me)
    [done] = PACKAGES["appeals"](me, MONDAY)["mine"]
    assert (done["state"], done["open"], done["closed"], done["said"]) == (
        "办结",
        False,
        "2026-11-23",
        "已约谈单位，周五前发到卡上",
    )
    assert not {STORY, *WHO.values()} & {str(value) for value in done.values()}
    set_reach(other)
    assert PACKAGES["appeals"](other, MONDAY)["mine"] == []


def test_why_it_is_not_ours_is_told_as_well(here):
    me, desk = liaison(here), clerk(here)
    bring(me)
    one = item()
    set_reach(desk)
    advance(one.pk, "refuse", actor=desk, now=NOW, text="是民事借款，去法院")
    set_reach(me)
    [said] = PACKAGES["appeals"](me, MONDAY)["mine"]
    assert (said["state"], said["said"]) == ("未通过", "是民事借款，去法院")


def test_another_liaison_of_the_grid_does_not_see_it(here):
    """Neither the matter nor the photos that are with it; a leader of the county sees that there is one."""
    bring(liaison(here), **WHO)
    other = sign_in(Client(), liaison(here, "second"))
    url = reverse("matter", args=[item().pk])
    assert other.get(url).status_code == 404
    assert str(item().pk) not in other.get("/r/work/").content.decode()
    mine = sign_in(Client(), liaison(here))
    assert str(item().pk) in mine.get("/r/work/").content.decode()
    assert STORY in mine.get(url).content.decode()
    leader = (
        sign_in(Client(), officer(here.county, "county_leader", "leader", "陆志远")).get(url).content.decode()
    )
    assert "欠薪" in leader
    assert [word for word in (STORY, *WHO.values(), "199") if word in leader] == []


def test_an_employer_never_learns_of_it(here):
    bring(
        liaison(here),
        **WHO,
    )
    one, desk = item(), clerk(here)
    chair = officer(here.mill, "union_chair", "chair", "李厂")
    page = sign_in(Client(), chair)
    assert page.get(reverse("matter", args=[one.pk])).status_code == 404
    assert page.get(f"/appeals/{one.pk}/call/").status_code in {403, 404}
    assert str(one.pk) not in page.get("/r/work/").content.decode()
    set_reach(chair)
    assert not Appeal.objects.exists(), "the database shows it to who does not reach it"
    set_reach(desk)
    with pytest.raises(MoveRefused, match="看不了职工诉求"):
        refer(one.pk, actor=desk, now=NOW, unit=here.mill, role="union_chair", reason="让单位自己办")


def test_the_number_is_shown_to_who_says_why_and_that_is_noted(here):
    bring(liaison(here), **WHO)
    one, desk = item(), sign_in(Client(), clerk(here))
    url = f"/appeals/{one.pk}/call/"
    assert "199****0321" in desk.get(reverse("matter", args=[one.pk])).content.decode()
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert WHO["mobile"] in desk.post(url, {"reason": "约时间见面"}).content.decode()
    set_reach(ROOT)
    [noted] = Entry.objects.filter(verb="appeals.reveal")
    assert noted.detail == {"number": one.number, "reason": "约时间见面"}
    assert sign_in(Client(), liaison(here)).get(url).status_code == 403


def test_photos_are_with_the_matter(here, tmp_path):
    me, path = liaison(here), tmp_path / "slip.jpg"
    Image.new("RGB", (30, 20)).save(path)
    set_reach(me)
    file = keep(
        actor=me, unit=here.grid, source=path, name="a.jpg", purpose="field.photo", media_type="image/jpeg"
    )
    bring(me, files=[file.pk])
    assert [(one.kind, one.file_id) for one in Proof.objects.filter(item=item())] == [("shown", file.pk)]
    assert StoredFile.objects.count() == 1
    assert (
        "职工给的材料"
        in sign_in(Client(), clerk(here)).get(reverse("matter", args=[item().pk])).content.decode()
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"kind": ""}, "请选是哪一类事"),
        ({"story": "欠薪"}, "请写清楚是什么事，至少 4 个字"),
        ({"mobile": "123"}, "手机"),
        ({"story": "长" * 2001}, "什么事最多 2000 个字，您填了 2001 个"),
        ({"told_on": "2027-01-01"}, "日期 2027-01-01 还没到"),
    ],
)
def test_what_is_wrong_is_said(here, content, said):
    answer = bring(liaison(here), **content)
    assert answer.state == "refused"
    assert said in answer.text


def test_who_may_not_bring_one(here):
    auditor = officer(here.county, "auditor", "audit", "单审")
    assert bring(auditor) == Settled("refused", field.NOT_YOURS)
    set_reach(auditor)
    assert PACKAGES["appeals"](auditor, MONDAY) == {}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(["kind", "story", "name", "mobile", "workplace", "urgent", "told_on"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, ANYTHING))
def test_whatever_json_comes_is_settled_and_never_an_exception(here, content):
    assert bring(liaison(here), **content).state in {"taken", "refused"}
