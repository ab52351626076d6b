"""The county arranges its units on the pages: what will happen is said first, and everything follows."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import below_as_of
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.models import Membership, MembershipEvent, Person, RosterEntry
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions import actions as unions
from gonghui.registers.unions.models import Union
from tests import every
from tests.people import member
from tests.support import DAY, ROOT, database, officer, sign_in

pytestmark = database


@pytest.fixture
def scene(county, today):
    """Two base unions under two towns, with their rows in every register."""
    today("2026-11-21")
    for town in (county.east, county.west):
        Union.objects.create(unit=town, name=town.name, kind="town", level="town")
    one, other = (
        unions.enter(
            actor=ROOT, parent=town, today=date(2026, 11, 21), name=name, kind="single", founded_on=DAY
        )
        for town, name in ((county.east, "针织厂工会"), (county.west, "水泥厂工会"))
    )
    member(one.unit, 1)
    member(one.unit, 2)
    every.row("employers", county, 3)
    Employer.objects.update(covered_by=one.unit)
    Cadre.objects.create(unit=one.unit, name="王敏", post="chair", form="full", since=DAY)
    officer(one.unit, "union_chair")
    return county, one, other


@pytest.fixture
def clerk(client, scene):
    sign_in(client, officer(scene[0].county, "county_clerk"))
    set_reach(ROOT)
    return client


def done(client, deed: str, unit: Unit, typed: str = "", **body) -> tuple[str, str]:
    """Ask, read what is said, confirm: the sentences of the confirmation, and where it leads."""
    url = reverse(f"unit-{deed}", args=[unit.pk])
    before = database_of_units()
    said = client.post(url, {"on": "2026-11-20", **body})
    assert said.status_code == 200, text_of(said)
    assert database_of_units() == before, "asking changes nothing"
    sentences = re.findall(r"<li>([^<]*)</li>", said.content.decode())
    answer = client.post(url, {"on": "2026-11-20", **body, "sure": "1", "typed": typed})
    set_reach(ROOT)
    return html.unescape(" ".join(sentences)), getattr(answer, "url", text_of(answer))


def database_of_units():
    set_reach(ROOT)
    return sorted(Unit.objects.values_list("pk", "name", "path", "closed_on"))


def text_of(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def refused(client, deed: str, unit: Unit, **body) -> str:
    answer = client.post(reverse(f"unit-{deed}", args=[unit.pk]), {"on": "2026-11-20", "sure": "1", **body})
    set_reach(ROOT)
    assert answer.status_code == 422
    return text_of(answer)


def test_a_move_takes_unions_members_and_cadres_along(clerk, scene):
    county, one, _ = scene
    said, url = done(clerk, "move", one.unit, target="西镇总工会", tree="leadership")
    assert "针织厂工会从东镇总工会划到西镇总工会下面" in said
    assert "0 家下级工会、2 名会员、1 家用人单位" in said
    assert url == reverse("unit", args=[one.pk])
    west = county.west.path
    for rows in (
        Union.objects.filter(pk=one.pk),
        Person,
        Membership,
        MembershipEvent,
        Cadre.objects.filter(unit=one.pk),
    ):
        found = (rows.objects if hasattr(rows, "objects") else rows).values_list("path", flat=True)
        assert {path.startswith(west) for path in found} == {True}
    assert one.pk in below_as_of(county.east, date(2026, 11, 19))
    assert one.pk in below_as_of(county.west, date(2026, 11, 20))
    page = text_of(clerk.get(url))
    assert "管辖：西镇总工会 2026-11-20 起，到现在" in page


def test_a_merger_takes_everything_along_and_ends_the_rest(clerk, scene):
    _, one, other = scene
    entry = {"name": "李华", "id_index": b"x" * 16, "received_on": DAY}
    for unit in (one.unit, other.unit):
        RosterEntry.objects.create(unit=unit, **entry)
    said, _ = done(clerk, "merge", one.unit, target="水泥厂工会", typed="针织厂工会")
    assert "其中 2 名会员由针织厂工会转到水泥厂工会" in said
    assert "1 个干部职务、1 个账号身份到此为止" in said
    assert Union.objects.get(pk=one.pk).status == "merged"
    assert Unit.objects.get(pk=one.pk).successor_id == other.pk
    assert set(Membership.objects.filter(until=None).values_list("unit", flat=True)) == {other.pk}
    assert sorted(MembershipEvent.objects.values_list("change", flat=True)) == ["1", "1", "2", "2", "4", "4"]
    assert set(Employer.objects.values_list("covered_by", flat=True)) == {other.pk}
    assert Cadre.objects.get().until == date(2026, 11, 20)
    assert Assignment.objects.get(unit=one.unit).until == date(2026, 11, 19)
    waiting = RosterEntry.objects.filter(settled_on=None)
    assert [row.unit_id for row in waiting] == [other.pk]


def test_what_cannot_be_undone_wants_the_name_typed(clerk, scene):
    _, one, _ = scene
    answer = refused(clerk, "merge", one.unit, target="水泥厂工会", typed="针织厂")
    assert "写的名称和“针织厂工会”不一样，请照写" in answer
    assert Unit.objects.get(pk=one.pk).closed_on is None


def test_a_union_with_members_is_not_closed_and_an_empty_one_is(clerk, scene):
    _, one, other = scene
    assert "针织厂工会还有 2 名会员，先转会或退会；要整体转走，请办合并" in refused(clerk, "close", one.unit)
    Employer.objects.update(covered_by=other.unit)
    said, _ = done(clerk, "close", other.unit, typed="水泥厂工会")
    assert "它覆盖的 1 家用人单位变成还没有工会" in said
    assert (Union.objects.get(pk=other.pk).status, Employer.objects.get().covered_by_id) == (
        "dissolved",
        None,
    )


def test_a_part_split_off_is_a_union_of_its_own(clerk, scene):
    county, one, _ = scene
    said, _ = done(clerk, "split", county.east, name="东新镇总工会", taken=[one.pk])
    assert "划给它的有 1 个下级：针织厂工会" in said
    part = Union.objects.get(name="东新镇总工会")
    assert (part.kind, part.founded_on, part.path) == (
        "town",
        date(2026, 11, 20),
        f"{county.county.path}{part.pk}.",
    )
    assert set(Person.objects.values_list("path", flat=True)) == {f"{part.path}{one.pk}."}


def test_a_new_name_stands_everywhere_and_is_found(clerk, scene):
    _, one, _ = scene
    done(clerk, "rename", one.unit, name="云溪针织工会")
    assert Union.objects.get(pk=one.pk).name == "云溪针织工会"
    assert "云溪针织工会" in text_of(clerk.get("/r/unions/?q=yxzz"))


@pytest.mark.parametrize(
    ("deed", "body", "words"),
    [
        ("move", {"target": "没有这个", "tree": "leadership"}, "您管的范围里没有叫“没有这个”的单位，请写全称"),
        ("move", {"target": "东镇总工会", "tree": "leadership"}, "针织厂工会本来就在东镇总工会下面"),
        ("move", {"target": "针织厂工会", "tree": "leadership"}, "不能把单位移到自己下面"),
        ("move", {"target": "西镇总工会", "tree": "leadership", "on": "2026-11-22"}, "日期不能晚于今天；到了那天再办"),
        ("move", {"target": "西镇总工会", "tree": "leadership", "on": "2026-09-01"}, "日期要晚于 2026-09-01"),
        ("move", {"target": "西镇总工会", "tree": "leadership", "on": "昨天"}, "日期写成 2026-09-01 这样"),
        ("merge", {"target": "针织厂工会"}, "不能把单位并入它自己或它的下级"),
        ("merge", {"target": ""}, "请填写并入哪个单位"),
        ("split", {"name": "新的"}, "请至少勾选一个下级"),
        ("split", {"name": "新的", "taken": ["99999999999999999999"]}, "请从列出的里面选"),
        ("rename", {"name": "针织厂工会"}, "新名称和原来的一样"),
        ("rename", {"name": "纺织厂工会"}, "同一个上级下面已经有“纺织厂工会”，请换一个名称"),
        ("rename", {"name": "长" * 121}, "120"),
    ],
)  # fmt: skip
def test_refusals_are_said_plainly(clerk, scene, deed, body, words):
    assert words in refused(clerk, deed, scene[1].unit, **body)


def test_two_of_one_name_are_told_apart_by_what_stands_above(clerk, scene):
    county, one, _ = scene
    for town in (county.east, county.west):
        unions.enter(
            actor=ROOT, parent=town, today=DAY, name=f"{town.name[0]}厂", kind="single", founded_on=DAY
        )
    Unit.objects.filter(name__in=["东厂", "西厂"]).update(name="砖瓦厂工会")
    assert "有 2 个单位叫“砖瓦厂工会”，请写成“上级/名称”" in refused(
        clerk, "merge", one.unit, target="砖瓦厂工会"
    )
    said, _ = done(clerk, "merge", one.unit, target="西镇总工会/砖瓦厂工会", typed="针织厂工会")
    assert Unit.objects.get(pk=one.pk).successor.path.startswith(county.west.path)


def test_nobody_moves_the_unit_they_sit_in(client, scene):
    county = scene[0]
    sign_in(client, officer(county.east, "county_clerk", "east.clerk"))
    url = reverse("unit", args=[county.east.pk])
    page = text_of(client.get(url))
    assert "它的隶属由上级调整" in page
    assert "合并" not in page
    assert client.get(reverse("unit-merge", args=[county.east.pk])).url == url
    assert client.get(reverse("unit-move", args=[county.mine.pk])).status_code == 404


def test_the_tree_is_shown_as_of_a_day(clerk, scene):
    county, one, _ = scene
    clerk.get(done(clerk, "move", one.unit, target="西镇总工会", tree="leadership")[1])
    east = f"{reverse('units')}?at={county.east.pk}"
    assert "针织厂工会" not in text_of(clerk.get(east))
    assert "针织厂工会" in text_of(clerk.get(f"{east}&on=2026-11-19"))
    assert "纺织厂工会" in text_of(clerk.get(f"{east}&on=bad&tree=bad"))
    assert "第一网格" in text_of(clerk.get(f"{reverse('units')}?tree=grid"))
    found = text_of(clerk.get(f"{reverse('units')}?q=水泥"))
    assert "水泥厂工会" in found
    assert "纺织厂工会" not in found
    assert clerk.get(f"{reverse('units')}?at=999999").status_code == 404


def test_a_number_is_of_no_use_to_who_may_not(client, scene, monkeypatch):
    sign_in(client, officer(scene[0].east, "town_clerk"))
    assert client.get(reverse("units")).status_code == 403
    assert client.post(reverse("unit-close", args=[scene[1].pk]), {"on": "2026-11-20"}).status_code == 403
