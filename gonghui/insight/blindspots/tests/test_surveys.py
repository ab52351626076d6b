"""What a street brings home: a firm on no list becomes a gap, one under another name is joined by a press."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gonghui.insight.blindspots.actions import KIND
from gonghui.insight.blindspots.jobs import outside_a_union, without_a_union
from gonghui.kernel.ids import new_id
from gonghui.kernel.jobs.actions import one_chunk
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.actions import enter
from gonghui.registers.employers.models import Employer
from gonghui.work.gaps.actions import sweep
from gonghui.work.gaps.rules import FINDERS
from gonghui.work.survey.models import Subject
from gonghui.work.survey.tests.scene import NOW, TODAY, place, visit
from tests.people import member, number
from tests.support import ROOT, database, sign_in

pytestmark = database


@pytest.fixture
def here(db_with_reach):
    found = place()
    set_reach(ROOT)
    Employer.objects.filter(pk=found.employer.pk).update(
        covered_by=found.county.mill, covered_since=date(2022, 1, 1)
    )
    return found


def met(here, name: str, **facts) -> Subject:
    pk = new_id()
    visit(here, here.liaison, subject=pk, name=name, **facts)
    set_reach(ROOT)
    return Subject.objects.get(name=name)


def night(days: int = 0):
    set_reach(ROOT)
    return sweep(FINDERS["blindspots.employer"], actor=ROOT, now=NOW + timedelta(days=days), most=100)[0]


def test_a_firm_on_no_list_is_a_gap_until_a_union_covers_it(here):
    stranger = met(here, "琛懿烧烤店", workers=12, address="东镇后街 9 号")
    met(here, "湖畔餐饮", workers=30, address="湖边路1号")
    found = list(without_a_union(ROOT, TODAY))
    assert [(one.subject, one.unit_id, one.title) for one in found] == [
        (f"subject:{stranger.pk}:employer", stranger.unit_id, "琛懿烧烤店：没有工会")
    ]
    assert found[0].facts == {
        "从哪里知道": "走访",
        "台账": "台账里没有",
        "职工": "12 人",
        "地址": "东镇后街 9 号",
    }
    assert night() == {"opened": 1, "reopened": 0, "updated": 0, "proposed": 0}
    assert night(1) == {"opened": 0, "reopened": 0, "updated": 0, "proposed": 0}
    set_reach(ROOT)
    known = enter(actor=ROOT, unit=here.county.east, name="琛懿烧烤店", workers=12, address="东镇后街 9 号")
    assert night(2)["updated"] == 1
    set_reach(ROOT)
    item = WorkItem.objects.get(rule="blindspots.employer")
    assert item.facts["台账"] == "台账里有，没有工会"
    Employer.objects.filter(pk=known.pk).update(covered_by=here.county.mill, covered_since=TODAY)
    assert night(3)["proposed"] == 1


def test_workers_named_on_the_spot_are_a_gap_by_numbers_alone(here):
    member(here.county.mill, 1, name="李华")
    people = [{"name": "李华", "id_number": number(1)}, {"name": "璟琛懿", "id_number": number(401)}]
    met(here, "快递站点", workers=2, people=people)
    found = list(outside_a_union(ROOT, TODAY))
    assert [one.facts for one in found] == [{"点到名": "2 人", "没有入会": "1 人"}]
    assert not any("璟琛懿" in str(one) for one in found)


def compared(client, actor):
    sign_in(client, actor)
    assert client.post(reverse("blindspots"), {"do": "surveyed"}).status_code == 302
    set_reach(actor)
    job = Job.objects.get(kind=KIND, account_id=actor.account_id)
    while one_chunk(str(job.pk), actor):
        pass
    return client.get(reverse("blindspots-rows", args=[job.pk]))


def test_a_doubtful_one_is_joined_to_the_register_by_one_press(client, here):
    doubtful = met(here, "湖畔酒楼", workers=25)
    page = compared(client, here.clerk)
    row = next(one for one in page.context["rows"] if one["shown"] == "湖畔酒楼")
    assert (row["outcome"], row["candidates"][0]["id"]) == ("ambiguous", str(here.employer.pk))
    assert row["subject_url"] == reverse("survey-subject", args=[doubtful.pk])
    answer = client.post(row["link_url"], {"employer": row["candidates"][0]["id"]})
    assert answer.status_code == 302
    set_reach(ROOT)
    joined = Subject.objects.get(employer=here.employer, into=None)
    assert doubtful.pk == joined.pk or Subject.objects.get(pk=doubtful.pk).into_id == joined.pk
