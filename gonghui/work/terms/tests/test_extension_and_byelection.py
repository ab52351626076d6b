"""延期换届, once; 补选 within three months of the vacancy."""

from __future__ import annotations

from datetime import date

import pytest

from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.process.models import Deadline, WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.posts.models import Cadre
from gonghui.work.terms.actions import ask_extension, begin_byelection
from gonghui.work.terms.jobs import term_clock, vacancies
from gonghui.work.terms.tests.scene import UNTIL, Place, at, place
from tests.support import ROOT, database

pytestmark = database


@pytest.fixture
def here(db: None) -> Place:
    return place()


def extension(here: Place) -> WorkItem:
    union = here.union()
    set_reach(here.chair)
    return ask_extension(union, actor=here.chair, now=at("2026-08-03"))


def asked(here: Place, item: WorkItem, months: int = 6, **changed: object) -> WorkItem:
    here.prove(item, "request", here.chair, "2026-08-04")
    answers = {"months": months, "reason": "厂里搬迁", "request_on": date(2026, 8, 4)} | changed
    return here.go(item, "ask", here.chair, "2026-08-04", **answers)


def granted(here: Place, item: WorkItem, day: str = "2026-08-10") -> WorkItem:
    return here.go(item, "grant", here.clerk, day)


def test_the_term_its_posts_its_clock_and_its_alerts_move(here: Place) -> None:
    here.night(term_clock, "2026-07-06")
    officer = here.cadre("张一", "chair", until=UNTIL)
    item = granted(here, asked(here, extension(here)))
    assert (item.outcome, here.union().term_until) == ("cleared", date(2027, 3, 30))
    paper = OfficialDocument.objects.get(item=item)
    assert (paper.number, paper.title) == ("东工复〔2026〕1号", "关于同意纺织厂工会延期换届的批复")
    assert "同意本届延期6个月，延至2027年3月30日" in str(paper.body)
    officer.refresh_from_db()
    assert officer.until == date(2027, 3, 30)
    matter = WorkItem.objects.get(process_key="reelection")
    assert Deadline.objects.get(item=matter, key="term", ended_on=None).due_on == date(2027, 3, 30)
    here.night(term_clock, "2026-09-30")
    here.night(term_clock, "2026-12-30")
    set_reach(ROOT)
    from gonghui.kernel.notices.models import Notice

    told = Notice.objects.filter(key="terms.soon").order_by("at").values_list("text", flat=True)
    assert list(dict.fromkeys(told)) == [
        "纺织厂工会本届 2026-09-30 届满，还有 86 天届满",
        "纺织厂工会本届 2027-03-30 届满，还有 90 天届满",
    ]


def test_only_once_in_a_term(here: Place) -> None:
    granted(here, asked(here, extension(here), 3))
    assert here.union().term_until == date(2026, 12, 30)
    with pytest.raises(MoveRefused, match="本届已经延过一次"):
        ask_extension(here.union(), actor=here.chair, now=at("2026-09-01"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"months": 7}, "延期最多 6 个月"),
        ({"request_on": date(2026, 8, 2)}, "不能倒签"),
        ({"request_on": date(2026, 8, 5)}, "还没到"),
    ],
)
def test_what_may_not_be_asked(here: Place, changed: dict[str, object], words: str) -> None:
    item = extension(here)
    with pytest.raises(MoveRefused, match=words):
        asked(here, item, **changed)


def test_the_one_who_asks_does_not_decide(here: Place) -> None:
    item = asked(here, extension(here))
    for actor in (here.chair, here.official):
        with pytest.raises(MoveRefused, match="您可以看，不能办"):
            here.go(item, "grant", actor, "2026-08-10")
    assert here.union().term_until == UNTIL


def test_refused_leaves_the_term_alone(here: Place) -> None:
    item = here.go(asked(here, extension(here)), "refuse", here.clerk, "2026-08-10")
    assert (item.outcome, here.union().term_until) == ("refused", UNTIL)


def vacant(here: Place) -> WorkItem:
    here.cadre("张一", "chair", until=date(2026, 3, 2))
    here.night(vacancies, "2026-03-03")
    return WorkItem.objects.get(process_key="byelection")


def to_approval(here: Place, item: WorkItem) -> WorkItem:
    here.go(
        item, "nominate", here.chair, "2026-03-04", candidates="钱七 男 主席\n孙八 女 主席", notice_on=date(2026, 3, 4)
    )  # fmt: skip
    here.go(item, "shown", here.chair, "2026-03-11")
    here.prove(item, "report", here.chair, "2026-03-12")
    return here.go(
        item, "elected", here.chair, "2026-03-12", held_on=date(2026, 3, 12), should_attend=31, attended=29, issued=29,
        returned=29, votes="钱七 主席 20\n孙八 主席 9",
    )  # fmt: skip


def test_a_chair_who_has_left_is_succeeded_within_three_months(here: Place) -> None:
    item = vacant(here)
    limit = Deadline.objects.get(item=item, key="byelection", ended_on=None)
    assert (item.title, limit.due_on) == ("纺织厂工会补选主席", date(2026, 6, 2))
    item = to_approval(here, item)
    done = here.approved(item, "2026-03-16")
    assert done.outcome == "cleared"
    new = Cadre.objects.get(name="钱七")
    assert (new.post, new.since, new.until, new.document_number) == (
        "chair", date(2026, 3, 12), UNTIL, "东工复〔2026〕1号",
    )  # fmt: skip
    assert "钱七任主席" in str(OfficialDocument.objects.get(item=item).body)
    assert [one.process_key for one in WorkItem.objects.filter(rule="renewed")] == ["term_account"]
    here.night(vacancies, "2026-03-17")
    assert WorkItem.objects.filter(process_key="byelection").count() == 1


def test_no_reply_no_chair(here: Place) -> None:
    item = to_approval(here, vacant(here))
    with pytest.raises(MoveRefused, match="由它签发，不用登记纸质批复"):
        here.go(
            item, "entered", here.clerk, "2026-03-16", approval_number="x", approval_on=date(2026, 3, 16)
        )  # fmt: skip
    assert not Cadre.objects.filter(name="钱七").exists()


def test_a_successor_in_the_register_makes_it_needless(here: Place) -> None:
    item = vacant(here)
    with pytest.raises(MoveRefused, match="台账里还是要办的"):
        here.go(item, "unneeded", here.chair, "2026-03-04")
    here.cadre("钱七", "chair", since=date(2026, 3, 4))
    here.night(vacancies, "2026-03-05")
    assert here.go(item, "unneeded", here.chair, "2026-03-05").outcome == "cleared"


def test_by_hand_and_not_twice(here: Place) -> None:
    union = here.union()
    set_reach(here.clerk)
    given = {"post": "vice_chair", "vacated_on": date(2026, 2, 1), "why": "调离"}
    item = begin_byelection(union, actor=here.clerk, now=at("2026-03-03"), **given)
    assert Deadline.objects.get(item=item, key="byelection").due_on == date(
        2026, 5, 6
    )  # 1 to 5 May are holidays
    with pytest.raises(MoveRefused, match="正在补选副主席"):
        begin_byelection(union, actor=here.clerk, now=at("2026-03-03"), **given)
    with pytest.raises(MoveRefused, match="还没到"):
        begin_byelection(
            union, actor=here.clerk, now=at("2026-03-03"), post="chair", vacated_on=date(2026, 3, 4), why="调离"
        )  # fmt: skip


def test_a_neighbour_sees_no_vacancy(here: Place) -> None:
    vacant(here)
    set_reach(here.neighbour)
    assert WorkItem.objects.count() == 0
