"""The pages of terms: what they show, to whom, and with how many questions to the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.unions.models import Union
from gonghui.work.terms.jobs import term_clock
from gonghui.work.terms.tests.scene import UNTIL, Place, place
from tests.support import ROOT, database, set_today, sign_in

pytestmark = database


@pytest.fixture
def here(db: None, monkeypatch: pytest.MonkeyPatch) -> Place:
    set_today(monkeypatch, clock, "2026-08-03")
    return place()


def text_of(client, here: Place, who, name: str, *args, **query) -> str:
    sign_in(client, who)
    return client.get(reverse(name, args=args), query).content.decode()


def test_the_list_shows_who_is_due_and_how_far_it_is(client, here: Place) -> None:
    here.night(term_clock, "2026-08-03")
    page = text_of(client, here, here.official, "terms")
    for words in ("纺织厂工会", "58 天后", "换届 · 换届请示", "90 天内届满"):
        assert words in page
    assert "矿业工会" not in page
    assert "没有要换届的" in text_of(client, here, here.official, "terms", within="30")
    assert "纺织厂工会" not in text_of(client, here, here.neighbour, "terms")


@pytest.mark.parametrize("name", ["term", "term-vacancy", "term-letter"])
def test_a_union_out_of_reach_is_not_there(client, here: Place, name: str) -> None:
    sign_in(client, here.neighbour)
    assert client.get(reverse(name, args=[here.county.mill.pk])).status_code == 404
    assert client.post(reverse("term", args=[here.county.mill.pk]), {"do": "reelection"}).status_code == 404


def test_beginning_from_the_page(client, here: Place) -> None:
    url = reverse("term", args=[here.county.mill.pk])
    sign_in(client, here.chair)
    answer = client.post(url, {"do": "reelection"})
    set_reach(ROOT)
    item = WorkItem.objects.get(process_key="reelection")
    assert answer.url == reverse("matter", args=[item.pk])
    page = client.get(answer.url).content.decode()
    assert "2021-09-30 至 2026-09-30" in page
    assert "正在办换届" in client.post(url, {"do": "reelection"}, follow=True).content.decode()
    assert client.post(url, {"do": "nonsense"}, follow=True).status_code == 200


def test_the_letter_names_the_day(client, here: Place) -> None:
    page = text_of(client, here, here.clerk, "term-letter", here.county.mill.pk)
    assert "2026年9月30日 届满，还有 58 天届满" in page
    assert "东镇总工会" in page


def test_a_vacancy_by_hand_keeps_what_was_typed(client, here: Place) -> None:
    url = reverse("term-vacancy", args=[here.county.mill.pk])
    sign_in(client, here.clerk)
    wrong = client.post(url, {"post": "chair", "vacated_on": "2026-08-30", "why": "调离"})
    assert (wrong.status_code, "调离" in wrong.content.decode(), "还没到" in wrong.content.decode()) == (
        422,
        True,
        True,
    )
    right = client.post(url, {"post": "chair", "vacated_on": "2026-08-01", "why": "调离"})
    assert client.get(right.url).status_code == 200


def test_the_list_asks_no_more_for_more_unions(client, here: Place) -> None:
    sign_in(client, here.official)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("terms")).status_code == 200
        return len(found)

    asked()
    few = asked()
    set_reach(ROOT)
    Union.objects.update(term_until=UNTIL)
    here.night(term_clock, "2026-08-03")
    assert asked() <= few + 1
