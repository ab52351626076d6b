"""What a street brings home: a firm on no list becomes a gap, one under another name is joined by a press."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gonghui.insight.blindspots.actions import KIND
from gonghui.insight.blindspots.jobs import outside_a_union, without_a_union
from gonghui.kernel.identifiers import credit_code
from gonghui.kernel.ids import new_id
from gonghui.kernel.jobs.actions import one_chunk
from gonghui.kernel.jobs.catalogue import JobRefused
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.linkage.learning import CONFIRMED
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.actions import enter
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.models import Membership
from gonghui.work.gaps.actions import sweep
from gonghui.work.gaps.rules import FINDERS, TakesLonger
from gonghui.work.survey.models import Subject
from gonghui.work.survey.tests.scene import NOW, TODAY, place, visit
from tests.people import member, number
from tests.support import ROOT, database, sign_in

pytestmark = database
CODES = [credit_code.make("91", "999924", f"MF{n:06d}") for n in range(9)]


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


def gaps(finder, **asked):
    """What all of them give, by subject; and each asked about alone, TakesLonger where it has to be compared."""
    every = {one.subject: one for one in finder.find(ROOT, TODAY)}
    for pk, what in asked["subjects"]:
        subject = f"subject:{pk}:{what}"
        try:
            assert finder.still(ROOT, TODAY, subject, patient=False) == every.get(subject)
        except TakesLonger:
            assert subject in asked["longer"]
        else:
            assert subject not in asked["longer"]
        assert finder.still(ROOT, TODAY, subject) == every.get(subject)
    return every


def test_one_employer_alone_is_told_what_the_comparison_of_all_tells(here):
    free = enter(actor=ROOT, unit=here.county.east, name="后街修车厂", credit_code=CODES[3], workers=9)
    linked_ = met(here, "湖畔食堂", workers=30)
    coded = met(here, "随便什么", credit_code=CODES[3], workers=40)
    stranger = met(here, "琛懿烧烤店", workers=12)
    closed = met(here, "关门的店", workers=3)
    Subject.objects.filter(pk=linked_.pk).update(employer=here.employer)
    Subject.objects.filter(pk=coded.pk).update(credit_code=CODES[3])
    Subject.objects.filter(pk=closed.pk).update(state="closed")
    subjects = [(one.pk, "employer") for one in (linked_, coded, stranger, closed)]
    found = gaps(
        FINDERS["blindspots.employer"], subjects=subjects, longer={f"subject:{stranger.pk}:employer"}
    )
    assert found.keys() == {f"subject:{one.pk}:employer" for one in (coded, stranger)}
    Employer.objects.filter(pk=free.pk).update(covered_by=here.county.mill, covered_since=TODAY)
    gaps(FINDERS["blindspots.employer"], subjects=subjects, longer={f"subject:{stranger.pk}:employer"})


def test_the_workers_of_one_place_alone(here):
    member(here.county.mill, 1, name="李华")
    gone = member(here.county.mill, 2, name="张伟")
    Membership.objects.filter(person=gone).update(until=date(2026, 3, 1))
    inside = met(here, "站点一", people=[{"name": "李华", "id_number": number(1)}])
    half = met(
        here,
        "站点二",
        people=[{"name": "李华", "id_number": number(1)}, {"name": "张伟", "id_number": number(2)}],
    )
    other = met(here, "站点三", people=[{"name": "璟琛懿", "id_number": number(401)}])
    unnumbered = met(here, "站点四", people=[{"name": "钱多多"}])
    subjects = [(one.pk, "workers") for one in (inside, half, other, unnumbered)]
    longer = {f"subject:{one.pk}:workers" for one in (other, unnumbered)}
    found = gaps(FINDERS["blindspots.workers"], subjects=subjects, longer=longer)
    assert found[f"subject:{half.pk}:workers"].facts == {"点到名": "2 人", "没有入会": "1 人"}
    assert f"subject:{inside.pk}:workers" not in found


def cleared(client, here, subject):
    """Proposed by night, and cleared at the desk: where it leads."""
    set_reach(ROOT)
    item = WorkItem.objects.get(rule="blindspots.employer", rule_subject=f"subject:{subject.pk}:employer")
    url = reverse("matter-do", args=[item.pk, "clear"])
    sign_in(client, here.clerk)
    return item, client.post(url, {"seen": item.moves_made})


def at_the_desk(here, subject, *, gone: bool = True):
    """The gap is with somebody who may clear it."""
    set_reach(ROOT)
    item = WorkItem.objects.get(rule="blindspots.employer", rule_subject=f"subject:{subject.pk}:employer")
    facts = item.facts | ({"gone_on": TODAY.isoformat()} if gone else {})
    WorkItem.objects.filter(pk=item.pk).update(
        stage_key="proposed",
        facts=facts,
        holder_unit=here.county.county,
        role="county_clerk",
        account_id=None,
    )


def test_clearing_a_known_one_reads_its_own_rows_alone(client, here, django_assert_max_num_queries):
    coded = met(here, "随便什么", workers=40)
    Subject.objects.filter(pk=coded.pk).update(employer=None, credit_code=CODES[3])
    known = enter(actor=ROOT, unit=here.county.east, name="后街修车厂", credit_code=CODES[3], workers=9)
    for n in range(30):
        enter(actor=ROOT, unit=here.county.east, name=f"第{n}号店", workers=3)
    night()
    at_the_desk(here, coded)
    item, answer = cleared(client, here, coded)
    assert (answer.status_code, "数据里这个问题还在" in answer.content.decode()) == (422, True)
    set_reach(ROOT)
    Employer.objects.filter(pk=known.pk).update(covered_by=here.county.mill, covered_since=TODAY)
    with CaptureQueriesContext(connection) as asked:
        _, answer = cleared(client, here, coded)
    assert answer.url == reverse("matter", args=[item.pk])
    read = [one["sql"] for one in asked if 'FROM "employers_employer"' in one["sql"]]
    assert len(read) <= 2
    assert all("credit_code" in sql.partition("WHERE")[2] or '"id" =' in sql for sql in read)
    set_reach(ROOT)
    assert WorkItem.objects.get(pk=item.pk).outcome == "cleared"
    assert not Job.objects.exists()


def test_clearing_one_that_must_be_compared_is_a_job_with_the_same_truth(client, here):
    stranger = met(here, "琛懿烧烤店", workers=12, address="东镇后街 9 号")
    night()
    at_the_desk(here, stranger)

    def tried():
        item, answer = cleared(client, here, stranger)
        set_reach(here.clerk)
        job = Job.objects.filter(kind="process.later").latest("created_at")
        assert answer.url == reverse("job", args=[job.pk])
        return item, job

    item, job = tried()
    with pytest.raises(JobRefused, match="数据里这个问题还在"):
        one_chunk(str(job.pk), here.clerk)
    set_reach(ROOT)
    assert WorkItem.objects.get(pk=item.pk).closed_on is None
    known = enter(actor=ROOT, unit=here.county.east, name="琛懿烧烤店", workers=12, address="东镇后街 9 号")
    Employer.objects.filter(pk=known.pk).update(covered_by=here.county.mill, covered_since=TODAY)
    item, job = tried()
    assert not one_chunk(str(job.pk), here.clerk)
    set_reach(ROOT)
    found = WorkItem.objects.get(pk=item.pk)
    assert (found.outcome, found.cleared_by) == ("cleared", here.clerk.account_id)


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


def test_what_was_joined_is_what_the_model_learns_from(client, here):
    met(here, "湖畔酒楼", workers=25)
    page = compared(client, here.clerk)
    row = next(one for one in page.context["rows"] if one["shown"] == "湖畔酒楼")
    set_reach(ROOT)
    before = list(CONFIRMED["organisation"](ROOT))
    client.post(row["link_url"], {"employer": row["candidates"][0]["id"]})
    set_reach(ROOT)
    learnt = list(CONFIRMED["organisation"](ROOT))
    assert (before, [one.same for one in learnt]) == ([], [True])
    assert learnt[0].steps.keys() <= {"name", "code", "branch", "door", "place"}
