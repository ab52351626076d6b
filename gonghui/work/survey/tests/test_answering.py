"""What comes back from the field: kept, put together, differences settled with one press; seen by whom it concerns."""

from __future__ import annotations

import random
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.ids import new_id
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.models import Employer
from gonghui.work.survey import actions, selectors
from gonghui.work.survey.actions.lists import take_courier, take_listed
from gonghui.work.survey.models import Answer, Listed, Subject, Worker
from gonghui.work.survey.tests.scene import NOW, TODAY, place, visit
from tests.people import mobile, number
from tests.support import ROOT, database, officer

pytestmark = database


@pytest.fixture
def here(db_with_reach):
    return place()


def matter() -> WorkItem | None:
    set_reach(ROOT)
    return WorkItem.objects.filter(process_key="survey_differs").first()


def test_a_visit_is_kept_and_makes_the_picture(here):
    made = visit(here, here.liaison, workers=31, willing="yes")
    subject = here.subject
    assert (subject.facts, subject.version, subject.state, subject.seen_on, subject.workers) == (
        {"workers": 31, "address": "东镇湖边路 1 号", "has_union": False, "willing": "yes"}, 1, "met", TODAY, 31,
    )  # fmt: skip
    assert (made.actor_name, made.number, made.base, subject.sources) == ("林一", 1, 0, ["register", "field"])


def test_the_same_id_twice_is_one_answer(here):
    pk = new_id()
    first, again = visit(here, here.liaison, pk=pk, workers=31), visit(here, here.liaison, pk=pk, workers=99)
    assert (again.pk, again.facts["workers"]) == (first.pk, 31)
    assert (Answer.objects.count(), here.subject.version) == (1, 1)


def test_two_phones_that_differ_become_a_to_do_with_both_values_settled_by_one_press(here):
    visit(here, here.liaison, 1, workers=31, willing="yes")
    other = visit(here, here.second, 2, workers=45, has_union=False)
    subject, item = here.subject, matter()
    assert (subject.facts["workers"], subject.contested, subject.facts["willing"]) == (31, ["workers"], "yes")
    assert item is not None
    assert (item.closed_on, item.role, item.holder_unit_id) == (None, "liaison", here.county.grid.pk)
    said = list(Answer.objects.filter(subject=subject))
    offered = [value for value, _ in selectors.contested_of(subject, said)["workers"]]
    assert offered == [31, 45]
    set_reach(here.liaison)
    actions.settle(actor=here.liaison, subject=subject, field="workers", chosen=str(other.pk), now=NOW)
    item = matter()
    assert item is not None
    assert (here.subject.facts["workers"], here.subject.contested, item.outcome) == (45, [], "cleared")
    assert [one.facts.get("workers") for one in Answer.objects.order_by("number")] == [31, 45, 45]
    visit(here, here.second, 3, base=0, address="别处")
    visit(here, here.liaison, 3, base=3, workers=46)
    assert here.subject.facts["workers"] == 46
    assert here.subject.contested == []


def test_a_late_phone_opens_the_settled_to_do_again_under_its_number(here):
    visit(here, here.liaison, 1, workers=31)
    other = visit(here, here.second, 2, workers=45)
    subject = here.subject
    set_reach(here.clerk)
    actions.settle(actor=here.clerk, subject=subject, field="workers", chosen=str(other.pk), now=NOW)
    first = matter()
    third = officer(here.county.grid, "liaison", "third", "郑三")
    visit(here, third, 3, workers=60)
    again = matter()
    assert first is not None
    assert again is not None
    assert (again.number, again.reopened, again.closed_on) == (first.number, 1, None)
    assert here.subject.contested == ["workers"]


def test_who_decides_on_what_is_no_longer_offered_is_told(here):
    made = visit(here, here.liaison, 1, workers=31)
    with pytest.raises(ValidationError, match="已经有人核对过"):
        actions.settle(
            actor=here.liaison, subject=here.subject, field="workers", chosen=str(made.pk), now=NOW
        )


def test_every_order_of_arrival_ends_in_the_same_rows(here):
    """The same through the real actions and the real database, with repeats, and with one who is new."""
    stranger = uuid4()
    sent = [
        (who, minute, new_id(), subject, facts)
        for who, minute, subject, facts in (
            (here.liaison, 1, None, {"workers": 31}), (here.liaison, 9, None, {"workers": 33, "address": "湖边路 2 号"}),
            (here.second, 5, None, {"workers": 45}), (here.second, 6, None, {"willing": "no"}),
            (here.liaison, 2, stranger, {"name": "小面馆", "workers": 4}), (here.second, 3, stranger, {"name": "老面馆"}),
        )
    ]  # fmt: skip
    found = []
    for seed in range(12):
        order = [*sent, sent[seed % 6], sent[(seed + 2) % 6]]
        random.Random(seed).shuffle(order)
        with transaction.atomic():
            for who, minute, pk, subject, facts in order:
                visit(here, who, minute, pk=pk, subject=subject, **facts)
            set_reach(ROOT)
            rows = Subject.objects.exclude(version=0).order_by("pk")
            told = [(row.pk, row.name, row.facts, row.contested, row.version, row.state) for row in rows]
            kept = sorted((one.pk, one.account_id, one.everything()) for one in Answer.objects.all())
            found.append((told, kept, WorkItem.objects.filter(process_key="survey_differs").count()))
            transaction.set_rollback(True)
    assert [one == found[0] for one in found] == [True] * 12
    assert len(found[0][1]) == 6
    assert found[0][0][0][3] == ["workers"] or found[0][0][1][3] == ["workers"]


def test_somebody_new_lies_where_the_liaison_works_and_the_town_of_the_others_there(here):
    made = visit(here, here.liaison, new=True, name="东镇小面馆", workers=4)
    found = Subject.objects.get(pk=made.pk)
    assert (found.name, found.grid_id, found.unit_id, found.employer_id) == (
        "东镇小面馆", here.county.grid.pk, here.county.east.pk, None,
    )  # fmt: skip
    for who, sees in ((here.liaison, True), (here.town, True), (here.clerk, True), (here.adviser, False)):
        set_reach(who)
        assert selectors.subjects(who).filter(pk=made.pk).exists() == sees
        assert Answer.objects.filter(pk=made.pk).exists() == sees  # by the policies alone


def test_another_town_sees_nothing_and_can_answer_nothing(here):
    visit(here, here.liaison, workers=31, people=[{"name": "李华", "mobile": mobile(1)}])
    west = officer(here.county.west, "town_clerk", "west", "冯西")
    set_reach(west)
    assert [row.name for row in selectors.subjects(west)] == ["西山矿业公司"]
    assert [model.objects.filter(subject=here.employer.pk).count() for model in (Answer, Worker)] == [0, 0]
    with pytest.raises(ValidationError, match="不在您的管辖内"):
        visit(here, west, workers=1)
    assert here.subject.version == 1


def test_people_are_kept_sealed_and_found_by_their_index(here):
    visit(
        here,
        here.liaison,
        people=[{"name": "李华", "mobile": mobile(1), "id_number": number(1), "group": "courier"}],
        problem="加班",
    )
    one = Worker.objects.get()
    assert (one.name, one.mobile.reveal(), one.birth_year, one.group) == ("李华", mobile(1), 1981, "courier")
    assert mobile(1) not in str(Answer.objects.values_list("facts", flat=True)[0])
    assert Answer.objects.get().everything()["problem"] == "加班"
    assert "加班" not in str(
        list(Entry.objects.filter(verb="survey.answer").values_list("detail", flat=True))
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"facts": {"workers": "几个"}}, "整数"), ({"facts": ["x"]}, "读不出来"), ({"outcome": "gone"}, "读不出来"),
        ({"met_on": "2027-01-01"}, "还没到"), ({"met_on": "昨天"}, "读不出来"), ({"name": "长" * 121}, "120"),
        ({"facts": {"people": [{"name": "李华", "mobile": "123"}]}}, "李华"), ({"facts": {"people": {"a": 1}}}, "见到的人"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_nothing_is_written(here, content, said):
    set_reach(here.liaison)
    with pytest.raises(ValidationError, match=said):
        actions.answer(
            actor=here.liaison,
            now=NOW,
            pk=new_id(),
            subject_id=here.employer.pk,
            content=content,
            made_at=NOW,
        )
    set_reach(ROOT)
    assert Answer.objects.count() == 0


def test_coverage_counts_units_by_grid(here):
    set_reach(here.clerk)
    told = [
        (row.name, row.total, row.visited, row.left, row.share)
        for row in selectors.coverage(here.clerk, here.round, TODAY)
    ]
    assert told == [("第一网格", 1, 0, 1, "0.0%"), ("没有划到网格", 1, 0, 1, "0.0%")]
    visit(here, here.liaison, workers=31)
    visit(here, here.second, workers=31)
    visit(here, here.liaison, new=True, name="小面馆")
    assert [(r.name, r.total, r.visited) for r in selectors.coverage(here.liaison, here.round, TODAY)] == [
        ("第一网格", 2, 2)
    ]
    set_reach(here.clerk)
    assert [row.name for row in selectors.unvisited(here.clerk, here.round, TODAY)] == ["西山矿业公司"]


def test_what_closed_before_the_round_is_not_looked_for_again(here):
    visit(here, here.liaison, outcome="closed")
    set_reach(here.clerk)
    after = actions.open_round(
        actor=here.clerk, unit=here.county.county, today=TODAY, kind="theme", label="下一轮", since=NOW.date().replace(day=30),
        until=NOW.date().replace(month=12),
    )  # fmt: skip
    assert [row.name for row in selectors.in_round(here.clerk, after, TODAY)] == ["西山矿业公司"]
    assert selectors.coverage(here.clerk, here.round, TODAY)[0].visited == 1


def test_a_round_reaches_who_works_below_along_every_tree(here):
    for who in (here.clerk, here.town, here.liaison, here.adviser):
        set_reach(who)
        assert [one.label for one in selectors.running(who, TODAY)] == ["2026 年第 4 季度"]


def test_who_was_met_under_another_name_is_linked_with_all_answers(here):
    visit(here, here.liaison, workers=30)
    made = visit(here, here.second, new=True, name="湖畔大酒楼", workers=28, people="李华 " + mobile(2))
    stranger = Subject.objects.get(pk=made.pk)
    set_reach(here.clerk)
    kept = actions.link(actor=here.clerk, subject=stranger, employer=here.employer, now=NOW)
    assert (kept.pk, kept.version, kept.contested, kept.facts["workers"]) == (
        here.subject.pk,
        2,
        ["workers"],
        30,
    )
    assert Worker.objects.get().subject_id == kept.pk
    visit(here, here.second, 5, subject=made.pk, base=1, willing="yes")
    assert (here.subject.version, here.subject.facts["willing"]) == (3, "yes")
    with pytest.raises(ValidationError, match="已经认定过"):
        actions.link(actor=here.clerk, subject=stranger, employer=here.employer, now=NOW)


def test_who_is_not_on_the_register_goes_into_it_with_nothing_typed_twice(here):
    made = visit(
        here, here.liaison, new=True, name="东镇小面馆", workers=4, migrant_workers=3, address="湖边路 9 号"
    )
    set_reach(here.town)
    found = Subject.objects.get(pk=made.pk)
    employer = actions.register_employer(actor=here.town, subject=found, unit=here.county.east, now=NOW)
    known = Employer.objects.get(pk=employer.pk)
    assert (known.name, known.workers, known.migrant_workers, known.address, known.grid_id) == (
        "东镇小面馆", 4, 3, "湖边路 9 号", here.county.grid.pk,
    )  # fmt: skip
    assert Subject.objects.get(pk=made.pk).employer_id == employer.pk


def test_a_list_s_rows_lead_to_whom_they_are_about(here):
    save = take_listed("market")
    set_reach(here.town)
    known, new = (
        save(
            actor=here.town,
            today=TODAY,
            row=None,
            unit=here.county.east,
            name=name,
            workers=12,
            address="某处",
        )
        for name in ("湖畔餐饮有限公司", "新开火锅店")
    )
    assert (known[0].subject_id, known[1], new[1]) == (here.employer.pk, True, True)
    assert (new[0].subject.name, new[0].subject.sources, new[0].subject.workers) == (
        "新开火锅店",
        ["market"],
        12,
    )
    again = save(
        actor=here.town,
        today=TODAY,
        row=None,
        unit=here.county.east,
        name="新开火锅店",
        workers=12,
        address="某处",
    )
    assert (again[0].pk, again[1], Listed.objects.count()) == (new[0].pk, None, 2)
    assert here.subject.workers == 30


def test_a_platform_s_couriers_are_a_group_by_station(here):
    set_reach(here.town)
    given = {"platform": "蓝马", "station": "湖边站", "group": "rider"}
    for n in (1, 2, 1):
        take_courier(
            actor=here.town,
            today=TODAY,
            row=None,
            unit=here.county.east,
            name=f"骑手{n}",
            mobile=mobile(n),
            **given,
        )
    group = Subject.objects.get(kind="group")
    assert (group.name, group.workers, group.facts["platform"], Worker.objects.count()) == (
        "湖边站",
        2,
        "蓝马",
        2,
    )
    one = next(one for one in selectors.sighted(here.town) if one.kind == "group")
    assert (one.people, one.source, len(one.workers), one.workers[0][0]) == (2, "couriers", 2, "骑手1")


def test_sightings_leave_out_whom_only_the_register_knows(here):
    visit(here, here.liaison, workers=31)
    set_reach(here.clerk)
    assert [(one.name, one.people, one.source) for one in selectors.sighted(here.clerk)] == [
        ("湖畔餐饮有限公司", 31, "field")
    ]
    assert [one.name for one in selectors.sighted(here.clerk, here.round.pk)] == ["湖畔餐饮有限公司"]


def test_a_stay_s_teams_reproduce_their_average(here):
    set_reach(here.clerk)
    stay = actions.open_round(
        actor=here.clerk,
        unit=here.county.county,
        today=TODAY,
        kind="stay",
        label="蹲点",
        since=TODAY,
        until=TODAY,
    )
    for n, people in enumerate((3, 3, 2)):
        actions.keep_team(
            actor=here.clerk, round_=stay, team=None, unit=here.county.east, name=f"第{n}组", since=TODAY, until=TODAY,
            people=[f"队员{m}" for m in range(people)],
        )  # fmt: skip
    rows = [selectors.figures_of(here.clerk, team) for team in selectors.teams(here.clerk, stay)]
    assert [row["people"] for row in rows] == [3, 3, 2]
    with pytest.raises(ValidationError, match="只有蹲点"):
        actions.keep_team(actor=here.clerk, round_=here.round, team=None, name="x", people=[])
