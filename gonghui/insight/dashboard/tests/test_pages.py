"""The pages of figures: what they say, where they lead, what they say to somebody else and to nonsense."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.insight.dashboard.desk import added
from gonghui.insight.dashboard.rules import Place, between, ordered, over_time, shades, short_names
from gonghui.kernel import clock
from gonghui.kernel.indicators.definition import INDICATORS, indicators
from gonghui.kernel.indicators.selectors import Figure
from gonghui.kernel.indicators.templatetags.charts import bar, line_chart
from gonghui.kernel.outlines.actions import take_in
from gonghui.kernel.outlines.reading import Feature
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.actions import plant
from gonghui.registers.employers.models import Employer
from gonghui.registers.unions.models import Union
from tests.people import member
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database
TODAY = date(2026, 11, 21)


@pytest.fixture
def scene(county, monkeypatch):
    """纺织厂 in the east: 3 of 4 workers are members, 2 joined this year. 矿业 in the west: 1 of 10."""
    set_today(monkeypatch, clock, "2026-11-21")
    for unit, town, workers in ((county.mill, county.east, 4), (county.mine, county.west, 10)):
        Union.objects.create(
            unit=unit, name=unit.name, kind="single", level="base", founded_on=date(2019, 1, 1)
        )
        Employer.objects.create(
            unit=town, name=unit.name[:-2], workers=workers, covered_by=unit, covered_since=date(2019, 1, 1)
        )
    for n, (unit, since) in enumerate(
        (
            (county.mill, "2024-01-01"),
            (county.mill, "2026-02-01"),
            (county.mill, "2026-03-01"),
            (county.mine, "2025-01-01"),
        )
    ):
        member(unit, n, since=date.fromisoformat(since))
    return county


@pytest.fixture
def leader(client, scene):
    sign_in(client, officer(scene.county, "county_leader"))
    return client


def said(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_screen_says_what_it_finds(leader):
    page = said(leader.get("/figures/"))
    assert "云溪县总工会：会员 4 人，入会率 28.57 %" in page
    assert "入会率（已建会单位）：东镇总工会最高 75.00 %，西镇总工会最低 10.00 %" in page
    assert "会员人数：2024-11-23 以来增加 3 人，现在 4" in page
    assert all(one.label in page for one in indicators())


def test_one_more_member_is_in_the_next_page(leader, scene):
    assert "<h1>会员人数 4 人</h1>" in said(leader.get("/figures/members.count/"))
    set_reach(ROOT)
    member(scene.mine, 9, since=TODAY)
    assert "<h1>会员人数 5 人</h1>" in said(leader.get("/figures/members.count/"))


def test_a_figure_says_what_it_is_made_of_and_opens_onto_its_rows(leader, scene):
    page = said(leader.get("/figures/members.rate_union/"))
    assert INDICATORS["members.rate_union"].meaning in page
    assert "4 ÷ 14 = 28.57 %" in page
    rows = said(leader.get(f"/figures/members.rate_union/rows/?unit={scene.east.pk}"))
    assert "共 <b>3</b> 条" in rows
    assert "纺织厂工会" in rows
    assert "矿业" not in rows
    assert "李*" in rows
    assert "李华" not in rows
    below = said(leader.get("/figures/members.rate_union/rows/?part=denominator"))
    assert '<td class="num" data-l="数">10</td>' in below


def test_the_parts_of_a_figure_stand_beside_it_and_add_up(leader):
    page = said(leader.get("/figures/members.count/"))
    assert "分项相加 4，和合计一致" in page
    assert INDICATORS["members.women"].label in page
    whole, part = of(5), of(3)
    assert added(whole, dict.fromkeys(whole.indicator.parts, part))["less"] == "4"


def test_another_day_is_another_figure(leader):
    assert "<h1>会员人数 2 人</h1>" in said(leader.get("/figures/members.count/?as_of=2026-01-31"))
    assert "<h1>本年入会人数 2 人</h1>" in said(leader.get("/figures/members.new/"))
    assert "<h1>本年入会人数 0 人</h1>" in said(leader.get("/figures/members.new/?as_of=2027-01-01"))


@pytest.mark.parametrize("day", ["昨天", "2026-13-01", "0001-01-01", "9999-12-31", "2026-1-1", "%00", "1e9"])
def test_what_is_no_day_is_said_and_todays_figures_are_shown(leader, day):
    response = leader.get(f"/figures/?as_of={day}")
    assert response.status_code in {200, 400}
    if response.status_code == 200:
        assert "下面是今天的" in said(response)


@pytest.mark.parametrize(
    "address",
    [
        "/figures/?unit=x",
        "/figures/?unit=99999999",
        "/figures/?unit=9999999999999999999",
        "/figures/?tree=moon",
        "/figures/nothing/",
        "/figures/nothing/rows/",
        "/figures/members.count/rows/?part=denominator",
        "/figures/?unit=²",
    ],
)
def test_what_is_not_there_is_not_found(leader, address):
    assert leader.get(address).status_code == 404


def test_figures_of_every_source_have_a_page_and_rows(leader):
    for one in {one.numerator.source.key: one for one in indicators()}.values():
        assert leader.get(f"/figures/{one.key}/").status_code == 200, one.key
        for part in ("numerator", "denominator") if one.denominator else ("numerator",):
            assert leader.get(f"/figures/{one.key}/rows/?part={part}").status_code == 200, one.key


def test_a_town_sees_its_own_and_nothing_of_the_other(client, scene):
    sign_in(client, officer(scene.east, "town_clerk"))
    assert "东镇总工会：会员 3 人" in said(client.get("/figures/"))
    for unit in (scene.west, scene.mine, scene.county):
        for page in ("", "members.count/", "members.count/rows/", "export/"):
            assert client.get(f"/figures/{page}?unit={unit.pk}").status_code == 404


def test_an_employers_officer_sees_no_sign_of_a_worker_who_joined_elsewhere(client, scene):
    """The employer is the same, the union is the town's: no figure and no row at the employer's union is another one."""
    sign_in(client, officer(scene.mill, "union_chair"))
    addresses = ["/figures/"] + [
        f"/figures/{one.key}/rows/?unit={scene.mill.pk}"
        for one in indicators()
        if one.key.startswith("members.")
    ]

    def shown() -> list[str]:
        return [said(client.get(one)).partition("<main")[2] for one in addresses]

    before = shown()
    set_reach(ROOT)
    firm = Employer.objects.get(covered_by=scene.mill)
    person = member(scene.east, 77, since=TODAY)
    person.memberships.update(employer=firm, workplace=firm.name)
    assert shown() == before
    sign_in(client, officer(scene.east, "town_clerk"))
    assert "东镇总工会：会员 4 人" in said(client.get("/figures/"))


def test_who_reads_figures_but_not_the_rows_is_told_the_number_alone(client, scene):
    sign_in(client, officer(scene.county, "county_leader"))
    held = INDICATORS["members.count"].numerator.source
    object.__setattr__(held, "permission", "nobody.reads")
    try:
        page = said(client.get("/figures/members.count/rows/"))
    finally:
        object.__setattr__(held, "permission", "members.read")
    assert "您的身份不看这些记录" in page
    assert "李*" not in page


def test_the_workbook_holds_the_node_and_what_stands_below(leader):
    book = openpyxl.load_workbook(
        io.BytesIO(leader.get("/figures/export/?keys=members.count,members.rate_union").content)
    )
    head, *rows = book.active.values
    count, rate = (dict(zip(head, row, strict=True)) for row in rows)
    places = ("云溪县总工会", "东镇总工会", "西镇总工会")
    assert [count[one] for one in ("指标", "单位", *places)] == ["会员人数", "人", 4, 3, 1]
    assert [rate[one] for one in ("指标", "单位", *places)] == ["入会率（已建会单位）", "%", 28.57, 75, 10]
    assert rate["分子 ÷ 分母（本单位）"] == "4 ÷ 14"
    assert rate["口径"] == INDICATORS["members.rate_union"].meaning


def test_the_screen_asks_no_more_of_a_county_with_more_towns(leader, scene):
    from gonghui.kernel.units.actions import plant

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert leader.get("/figures/").status_code == 200
        return len(caught)

    asked()
    before = asked()
    set_reach(ROOT)
    for number in range(3):
        plant(actor=ROOT, name=f"第{number}镇总工会", kind="town", parent=scene.county, on=TODAY)
    asked()
    assert asked() == before


def of(value: int, key: str = "members.count", below: int | None = None) -> Figure:
    return Figure(INDICATORS[key], 1, "leadership", TODAY, value, below)


def test_findings_in_words():
    whole = of(50, "members.rate_all", 100)
    places = [
        Place("甲镇", "", of(40, "members.rate_all", 100)),
        Place("乙镇", "", of(60, "members.rate_all", 100)),
        Place("丙镇", "", of(0, "members.rate_all", 0)),
    ]
    found = ordered(places, whole)
    assert [(one.name, one.low) for one in found] == [("乙镇", False), ("甲镇", True), ("丙镇", False)]
    assert between(found, whole) == "入会率（全部职工）：乙镇最高 60.00 %，甲镇最低 40.00 %"
    assert between([], whole) == "入会率（全部职工）：还没有可比的数"
    assert between(found[:1], whole) == "入会率（全部职工）：60.00 %"
    assert over_time([of(10), of(7)]) == "会员人数：2026-11-21 以来减少 3 人，现在 7"
    assert over_time([of(7), of(7)]) == "会员人数：2026-11-21 以来没有变化，7"
    assert over_time([of(0, "members.rate_all", 0), whole]) == "入会率（全部职工）：50.00 %，此前没有可比的数"


def test_bars_and_lines_begin_at_nought_and_never_leave_the_picture():
    assert 'width="50"' in bar(5, 10)
    assert 'width="100"' in bar(11, 10)
    assert 'width="0"' in bar(None, 0)
    assert 'x1="80" x2="80"' in bar(5, 10, 8)
    drawn = line_chart([("<b>", 0, "0"), ("b", 10, "10")], "甲&乙")
    assert "&lt;b&gt;" in drawn
    assert 'points="8,128 352,24"' in drawn
    assert 'aria-label="甲&amp;乙"' in drawn


# -- the map -----------------------------------------------------------------------------------------------------


def square(unit, at):
    ring = [(12_000_000 + at, 3_300_000), (12_009_000 + at, 3_300_000), (12_009_000 + at, 3_309_000)]
    return Feature(unit.name, "", [[ring]])


@pytest.fixture
def drawn_ground(scene):
    set_reach(ROOT)
    ground = [square(scene.east, 0), square(scene.west, 9_000), square(scene.mill, 2_000)]
    take_in(actor=ROOT, features=ground, origin="自画", today=TODAY)
    return scene


def test_the_map_shows_each_place_with_its_figure_and_leads_on(leader, drawn_ground):
    page = said(leader.get("/map/"))
    east, west = drawn_ground.east, drawn_ground.west
    assert re.search(rf'<a href="/map/\?unit={east.pk}&amp;key=members.rate_union"[^>]* class="s2', page)
    assert re.search(rf'<a href="/figures/members.rate_union/\?unit={west.pk}"[^>]* class="s1', page)
    assert page.index("东镇总工会</text>") < page.index(">75.00 %</text>")
    assert ">东镇总工会</text>" in page
    assert "</svg>不到 75.00 %" in page
    assert "</svg>75.00 以上 %" in page
    assert "示意图，不表示行政区划界线" in page
    assert "自画。" in page
    inner = said(leader.get("/map/", {"unit": east.pk, "key": "members.count", "as_of": "2026-01-31"}))
    assert f'href="/figures/members.count/?unit={drawn_ground.mill.pk}&amp;as_of=2026-01-31"' in inner
    assert ">纺织厂工会</text>" in inner


def test_without_outlines_the_map_says_so_and_keeps_the_table(leader, scene):
    page = said(leader.get("/map/", {"key": "members.count"}))
    assert "这一级还没有轮廓" in page
    assert '<svg class="mapped"' not in page
    assert "东镇总工会" in page
    assert "西镇总工会" in page


def test_the_map_asks_as_much_for_one_place_as_for_three(leader, drawn_ground):
    def asked():
        with CaptureQueriesContext(connection) as found:
            leader.get("/map/")
        return len(found)

    asked()
    two = asked()
    set_reach(ROOT)
    third = plant(actor=ROOT, name="北镇总工会", kind="town", parent=drawn_ground.county, on=date(2026, 9, 1))
    plant(actor=ROOT, name="瓷厂工会", kind="single", parent=third, on=date(2026, 9, 1))
    take_in(actor=ROOT, features=[square(third, 20_000)], origin="自画", today=TODAY)
    asked()  # whoever reads first adds up what changed
    assert asked() == two


def test_somebody_elses_map_and_a_figure_that_is_none_are_not_there(client, drawn_ground):
    sign_in(client, officer(drawn_ground.west, "county_clerk"))
    assert client.get("/map/", {"unit": drawn_ground.east.pk}).status_code == 404
    assert client.get("/map/", {"key": "nothing"}).status_code == 404
    assert "东镇" not in client.get("/map/").content.decode()


def test_shades_are_as_many_as_the_values_allow():
    assert shades([None, 5]).limits == ()
    assert shades([]).of(None) == 0
    four = shades([1, 2, 3, 4, 5, 6, 7, 8])
    assert [four.of(n) for n in range(1, 9)] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [words for _, words in four.spans] == ["不到 3", "3 到 5", "5 到 7", "7 以上"]


def test_names_lose_the_ending_they_share_but_never_themselves():
    assert short_names(["合德镇总工会", "盘湾镇总工会"]) == ["合德", "盘湾"]
    assert short_names(["东镇总工会", "西镇总工会"]) == ["东镇总工会", "西镇总工会"]
    assert short_names(["云溪县总工会"]) == ["云溪县总工会"]
