"""The ledger remembers: listed by a rule, mended by one, cleared by another against the data, open again when it returns."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from gonghui.kernel import clock
from gonghui.kernel.process.models import Deadline, Proof, Step, WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.posts.actions import save as save_cadre
from gonghui.registers.unions.actions import enter as enter_union
from gonghui.registers.unions.models import Union
from gonghui.work.gaps import actions, rules, selectors
from gonghui.work.gaps.models import Decision, Meeting
from gonghui.work.gaps.rules import Finder, Finding
from tests.support import ROOT, County, database, officer, set_today, sign_in

pytestmark = database
TODAY = date(2026, 11, 20)
COUNTS = {"opened": 0, "reopened": 0, "updated": 0, "proposed": 0}


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


class Facts:
    """What the data show: a test sets it, a finder tells it."""

    def __init__(self, county: County) -> None:
        self.county, self.there = county, {"union:1": 3}

    def find(self, actor: Actor, today: date) -> Iterator[Finding]:
        for subject, missing in self.there.items():
            facts = {"还缺": f"{missing} 项", "看到的日期": date(2026, 11, 1)}
            yield Finding(subject, self.county.east.pk, "东镇：还缺阵地", facts, self.county.grid.pk)


@pytest.fixture
def here(county, monkeypatch):
    found = Facts(county)
    found.finder = Finder("tests.place", "缺阵地", "找一间屋，挂牌", found.find)
    monkeypatch.setitem(rules.FINDERS, "tests.place", found.finder)
    set_reach(ROOT)
    return found


@pytest.fixture
def people(county):
    liaison = officer(county.grid, "liaison", "lin", "林一")
    return liaison, officer(county.county, "county_clerk", "zhou", "周文")


def night(here, days: int = 0, most: int = 100):
    set_reach(ROOT)
    return actions.sweep(here.finder, actor=ROOT, now=at(TODAY + timedelta(days=days)), most=most)


def item() -> WorkItem:
    set_reach(ROOT)
    return WorkItem.objects.get(process_key="gap")


def mend(who, days: int = 1):
    set_reach(ROOT)
    one = item()
    Proof.objects.create(
        item=one, kind="proof", on=TODAY, note="照片", account_id=0, added_on=TODAY + timedelta(days=days)
    )
    set_reach(who)
    return advance(
        one.pk, "mended", actor=who, now=at(TODAY + timedelta(days=days)), done_on=TODAY, words="找到一间屋"
    )


def test_a_finding_is_listed_with_its_facts_owner_measure_and_deadline(here, people):
    assert night(here) == (COUNTS | {"opened": 1}, False)
    one = item()
    assert (one.rule, one.rule_subject, one.grid_id, one.role, one.stage_key) == (
        "tests.place", "union:1", here.county.grid.pk, "liaison", "mending",
    )  # fmt: skip
    assert (one.facts, one.gap.measure) == ({"还缺": "3 项", "看到的日期": "2026-11-01"}, "找一间屋，挂牌")
    assert night(here, 1) == (COUNTS, False)
    here.there["union:1"] = 2
    assert night(here, 2) == (COUNTS | {"updated": 1}, False)
    assert item().facts["还缺"] == "2 项"


def test_a_chunk_touches_no_more_than_it_may(here):
    here.there = {f"union:{n}": 1 for n in range(5)}
    assert [night(here, most=2) for _ in range(4)] == [
        (COUNTS | {"opened": 2}, True), (COUNTS | {"opened": 2}, True), (COUNTS | {"opened": 1}, False), (COUNTS, False)
    ]  # fmt: skip


def test_whoever_mends_does_not_clear_and_the_data_have_a_word(here, people):
    liaison, clerk = people
    night(here)
    mend(liaison)
    assert (item().stage_key, item().role) == ("checking", "county_clerk")
    set_reach(clerk)
    with pytest.raises(MoveRefused, match="数据里这个问题还在（还缺：3 项"):
        advance(item_pk(clerk), "clear", actor=clerk, now=at(TODAY + timedelta(days=9)))
    here.there = {}
    advance(item_pk(clerk), "clear", actor=clerk, now=at(TODAY + timedelta(days=9)))
    assert (item().outcome, item().cleared_by) == ("cleared", clerk.account_id)


def item_pk(who):
    set_reach(who)
    return WorkItem.objects.visible_to(who).get(process_key="gap").pk


def test_the_same_person_in_another_post_does_not_clear_what_they_mended(here, people):
    liaison, _ = people
    night(here)
    mend(liaison)
    here.there = {}
    also = officer(here.county.county, "county_clerk", "lin", "林一")
    pk = item_pk(also)
    with pytest.raises(MoveRefused, match="另一个人"):
        advance(pk, "clear", actor=also, now=at(TODAY))


def test_what_is_gone_from_the_data_is_only_proposed_for_closing(here, people):
    _, clerk = people
    night(here)
    here.there = {}
    assert night(here, 1) == (COUNTS | {"proposed": 1}, False)
    one = item()
    assert (one.stage_key, one.closed_on, one.facts["gone_on"]) == ("proposed", None, "2026-11-21")
    assert night(here, 2) == (COUNTS, False)
    here.there = {"union:1": 3}
    assert night(here, 3) == (COUNTS | {"updated": 1}, False)
    assert (item().stage_key, "gone_on" in item().facts) == ("mending", False)
    here.there = {}
    night(here, 4)
    advance(item_pk(clerk), "clear", actor=clerk, now=at(TODAY + timedelta(days=9)))
    assert item().outcome == "cleared"


def test_what_comes_back_opens_again_under_its_number_with_its_history(here, people):
    liaison, clerk = people
    night(here)
    first = item()
    mend(liaison)
    here.there = {}
    advance(item_pk(clerk), "clear", actor=clerk, now=at(TODAY + timedelta(days=9)))
    here.there = {"union:1": 1}
    assert night(here, 40) == (COUNTS | {"reopened": 1}, False)
    again = item()
    assert (again.number, again.reopened, again.stage_key, again.facts["还缺"]) == (
        first.number,
        1,
        "mending",
        "1 项",
    )
    moves = list(Step.objects.filter(item=again).order_by("seq").values_list("move", flat=True))
    assert moves == ["open", "mended", "clear", "reopen"]


def test_what_is_no_gap_stays_away_until_its_facts_change(here, people):
    liaison, clerk = people
    night(here)
    pk = item_pk(liaison)
    advance(pk, "not_so", actor=liaison, now=at(TODAY), text="去年就有了")
    pk = item_pk(clerk)
    advance(pk, "dismiss", actor=clerk, now=at(TODAY), text="看过了，有")
    assert (item().outcome, night(here, 1)) == ("refused", (COUNTS, False))
    here.there["union:1"] = 9
    assert night(here, 2) == (COUNTS | {"reopened": 1}, False)


def test_a_union_whose_chair_has_left_is_found_by_the_registers(county):
    set_reach(ROOT)
    made = enter_union(
        actor=ROOT,
        parent=county.east,
        today=TODAY,
        name="湖畔公司工会",
        kind="single",
        founded_on=date(2021, 3, 1),
    )
    given = {
        "form": "part",
        "since": date(2021, 3, 1),
        "actor": ROOT,
        "today": TODAY,
        "row": None,
        "unit": made.unit,
    }
    save_cadre(**given, name="吴二", post="committee_member")
    chair = save_cadre(**given, name="王一", post="chair")[0]
    assert list(selectors.no_chair(ROOT, TODAY)) == []
    chair.until = TODAY - timedelta(days=1)
    chair.save()
    found = list(selectors.no_chair(ROOT, TODAY))
    assert [(one.subject, one.unit_id, one.facts) for one in found] == [
        (f"union:{made.pk}", made.pk, {"在任主席": "没有", "在任工会干部": "1 人"})
    ]
    Union.objects.filter(pk=made.pk).update(term_since=date(2021, 3, 1), term_until=date(2026, 3, 1))
    assert [one.title for one in selectors.terms_over(ROOT, TODAY)] == ["湖畔公司工会：届期已满没有换届"]


def test_next_quarter_a_closed_gap_reopens_when_its_chair_has_left(county):
    """The registers' own facts, through the ledger, with nobody typing anything into it."""
    set_reach(ROOT)
    clerk = officer(county.county, "county_clerk", "zhou", "周文")
    town = officer(county.east, "town_clerk", "wu", "吴芳")
    made = enter_union(
        actor=ROOT,
        parent=county.east,
        today=TODAY,
        name="湖畔公司工会",
        kind="single",
        founded_on=date(2021, 3, 1),
    )
    given = {
        "form": "part",
        "since": date(2021, 3, 1),
        "actor": ROOT,
        "today": TODAY,
        "row": None,
        "unit": made.unit,
    }
    finder = rules.FINDERS["posts.no_chair"]

    def tonight(days: int) -> dict[str, int]:
        set_reach(ROOT)
        return actions.sweep(finder, actor=ROOT, now=at(TODAY + timedelta(days=days)), most=100)[0]

    assert (tonight(0)["opened"], item().role) == (1, "town_clerk")
    number, held = item().number, item().holder_unit_id
    assert held == town.unit_id
    set_reach(ROOT)
    chair = save_cadre(**given, name="王一", post="chair")[0]
    assert (tonight(1)["proposed"], item().stage_key) == (1, "proposed")
    advance(item_pk(clerk), "clear", actor=clerk, now=at(TODAY + timedelta(days=2)))
    assert (item().outcome, tonight(3)) == ("cleared", COUNTS)
    set_reach(ROOT)
    chair.until = TODAY + timedelta(days=80)
    chair.save()
    assert tonight(81)["reopened"] == 1
    assert (item().number, item().reopened, item().stage_key) == (number, 1, "mending")


def test_the_ledger_s_page_shows_each_grid_and_what_is_open(here, people, client, monkeypatch):
    set_today(monkeypatch, clock, TODAY.isoformat())
    night(here)
    for who in people:
        page = sign_in(client, who).get("/gaps/").content.decode()
        assert [word in page for word in ("第一网格", "东镇：还缺阵地", "缺阵地 1")] == [True] * 3
    assert (
        "东镇：还缺阵地" in client.get(f"/gaps/?grid={here.county.grid.pk}&rule=tests.place").content.decode()
    )
    west = officer(here.county.west, "town_clerk", "west", "冯西")
    assert "东镇" not in sign_in(client, west).get("/gaps/").content.decode()
    detail = sign_in(client, people[0]).get(reverse("matter", args=[item().pk])).content.decode()
    assert [word in detail for word in ("数据里看到的", "还缺", "3 项", "找一间屋，挂牌")] == [True] * 4


def test_a_meeting_s_agenda_and_briefing_come_from_the_data(here, people, client, monkeypatch):
    set_today(monkeypatch, clock, TODAY.isoformat())
    liaison, clerk = people
    here.there = {"union:1": 3, "union:2": 1}
    night(here, -5)
    mend_one, other = WorkItem.objects.filter(process_key="gap").order_by("rule_subject")
    here.there = {"union:2": 1}
    night(here, -4)
    set_reach(clerk)
    advance(mend_one.pk, "clear", actor=clerk, now=at(TODAY - timedelta(days=3)))
    set_reach(ROOT)
    WorkItem.objects.filter(pk=other.pk).update(due_on=TODAY - timedelta(days=1))
    desk = sign_in(client, clerk)
    made = desk.post("/gaps/meetings/new/", {"held_on": TODAY.isoformat(), "grid__name": here.county.grid.pk})
    page = desk.get(made.url).content.decode()
    wanted = (
        "第一网格2026 年第 4 季度联席会议",
        "通报已经销号的 1 件",
        "协调逾期没有办到的 1 件",
        "研究“缺阵地”的 1 件",
        "本季度走访的单位和群体",
    )
    assert [word in page for word in wanted] == [True] * 5
    set_reach(ROOT)
    told = Meeting.objects.get().briefing
    assert told["counts"] == {"opened": 2, "cleared": 1, "reopened": 0, "stuck": 1}
    answer = desk.get(f"{made.url}word/")
    text = "\n".join(line.text for line in Document(io.BytesIO(answer.content)).paragraphs)
    assert [word in text for word in ("联席会议", "通报已经销号的 1 件", other.number)] == [True] * 3
    assert (
        desk.post(
            "/gaps/meetings/new/", {"held_on": TODAY.isoformat(), "grid__name": here.county.grid.pk}
        ).status_code
        == 422
    )
    minutes = {"present": "县总工会 周文", "minutes": "议定两件事"}
    assert desk.post(f"{made.url}minutes/", minutes).status_code == 302
    assert "议定两件事" in desk.get(made.url).content.decode()
    assert "联席会议" in sign_in(client, liaison).get(made.url).content.decode()


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("due_on", "请填写哪天办完"),
        ("role", "请填写由哪个身份办"),
        ("unit__name", "请填写由哪个单位办"),
        ("words", "请填写议定的事"),
    ],
)
def test_a_decision_without_who_or_when_is_not_kept(here, people, client, monkeypatch, left_out, said):
    set_today(monkeypatch, clock, TODAY.isoformat())
    desk = sign_in(client, people[1])
    made = desk.post("/gaps/meetings/new/", {"held_on": TODAY.isoformat()})
    given = {
        "words": "西街建站点",
        "unit__name": here.county.county.pk,
        "role": "county_clerk",
        "due_on": "2026-12-18",
    }
    refused = desk.post(f"{made.url}decide/", {k: v for k, v in given.items() if k != left_out})
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    for wrong in ({"due_on": "2026-11-01"}, {"role": "liaison"}):
        assert desk.post(f"{made.url}decide/", given | wrong).status_code == 422
    set_reach(ROOT)
    assert Decision.objects.count() == 0


def test_a_decision_is_a_to_do_of_the_post_named_by_its_day(here, people, client, monkeypatch):
    set_today(monkeypatch, clock, TODAY.isoformat())
    liaison, clerk = people
    desk = sign_in(client, clerk)
    made = desk.post("/gaps/meetings/new/", {"held_on": TODAY.isoformat(), "grid__name": here.county.grid.pk})
    given = {
        "words": "西街建站点",
        "unit__name": here.county.grid.pk,
        "role": "liaison",
        "due_on": "2026-12-18",
    }
    assert desk.post(f"{made.url}decide/", given).status_code == 302
    set_reach(ROOT)
    one = WorkItem.objects.get(process_key="decision")
    assert (one.role, one.holder_unit_id, one.due_on) == ("liaison", here.county.grid.pk, date(2026, 12, 18))
    assert Deadline.objects.get(item=one, key="due", ended_on=None).due_on == date(2026, 12, 18)
    assert "西街建站点" in sign_in(client, liaison).get("/").content.decode()
    assert "西街建站点" in client.get(made.url).content.decode()
