from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.parameters.actions import override, seed_parameters
from gonghui.kernel.parameters.models import ParameterValue
from gonghui.kernel.parameters.rules import NoParameter, Value
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.actions import place, plant
from gonghui.kernel.units.models import Unit
from tests.support import DAY, ROOT, County, database, officer

pytestmark = database
FILE = """key,label,value,unit,jurisdiction,since,status,source
reply,答复期限,15,日,CN,2021-01-01,C,全国文件
reply,答复期限,12,日,CN,2027-01-01,C,全国新文件
reply,答复期限,10,日,320000,2021-01-01,K,省文件
reply,答复期限,9,日,3209,2021-01-01,C,市文件
area,面积,30,平方米,350100,2021-01-01,C,福州文件
gift,上限,1500..2200,元,CN,2021-01-01,C,文件
term,任期,3|5,年,CN,2021-01-01,C,文件
"""


@pytest.fixture
def shire(county: County, tmp_path) -> County:
    """The scene's county lies at 320924; only some units carry a code."""
    Unit.objects.filter(pk=county.county.pk).update(code="320924")
    Unit.objects.filter(pk=county.east.pk).update(code="320924112")
    (tmp_path / "some.csv").write_text(FILE, encoding="utf-8")
    seed_parameters(actor=ROOT, path=tmp_path / "some.csv")
    return county


def put(
    unit: Unit, value: str, *, since: date = DAY, actor=ROOT, key: str = "reply", source: str = "本县文件"
):
    return override(actor=actor, key=key, unit=unit, value=value, since=since, source=source, status="C")


def text(unit: Unit, on: date = DAY, key: str = "reply") -> str:
    return parameter(key, unit, on).text


def test_the_nearest_above_decides_level_by_level(shire):
    assert parameter("reply", shire.mill, DAY) == Value(
        "9", Decimal(9), "日", "3209", "市文件", "C", date(2021, 1, 1)
    )
    put(shire.county, "8")
    assert (text(shire.mill), text(shire.mine), text(shire.grid)) == ("8", "8", "8")
    put(shire.east, "7")
    assert (text(shire.mill), text(shire.mine)) == ("7", "8")
    put(shire.mill, "6")
    assert (text(shire.mill), text(shire.east), text(shire.mine)) == ("6", "7", "8")
    assert parameter("reply", shire.mill, DAY).jurisdiction == shire.mill.name


def test_the_longest_division_code_decides_and_filling_zeros_do_not_count(shire):
    for code, area in (("320102", "10"), ("320000", "10"), ("370102", "15"), ("320924112203", "9")):
        outside = plant(actor=ROOT, name="外地", kind="single", parent=None, on=DAY, code=code)
        assert text(outside) == area
    fuzhou = plant(actor=ROOT, name="鼓楼", kind="single", parent=None, on=DAY, code="350102")
    assert text(fuzhou, key="area") == "30"


def test_a_unit_without_a_code_lies_where_the_nearest_above_with_one_lies(shire):
    town = {"jurisdiction": "320924112", "value": "5", "since": DAY, "status": "C", "source": "镇文件"}
    ParameterValue.objects.create(parameter_id="reply", **town)
    assert (text(shire.mill), text(shire.mine), text(shire.county)) == ("5", "9", "9")


def test_the_newest_value_that_has_begun_counts(shire):
    away = plant(actor=ROOT, name="外地", kind="single", parent=None, on=DAY, code="370102")
    assert (text(away, date(2026, 12, 31)), text(away, date(2027, 1, 1))) == ("15", "12")
    put(shire.county, "8", since=date(2027, 3, 1))
    assert (text(shire.mill, date(2027, 2, 28)), text(shire.mill, date(2027, 3, 1))) == ("9", "8")


def test_ranges_and_alternatives_stay_text(shire):
    gift, term = (parameter(key, shire.mill, DAY) for key in ("gift", "term"))
    assert (gift.text, gift.number, gift.numbers) == ("1500..2200", None, (Decimal(1500), Decimal(2200)))
    assert (term.text, term.number, term.numbers) == ("3|5", None, (Decimal(3), Decimal(5)))


def test_nothing_set_is_said_in_a_sentence(shire):
    with pytest.raises(
        NoParameter, match=f"“面积”在{shire.mill.name}所在地区 2026-09-01 还没有规定，请在参数页"
    ):
        parameter("area", shire.mill, DAY)
    with pytest.raises(NoParameter, match="还没有规定"):
        parameter("reply", shire.mill, date(2020, 12, 31))
    with pytest.raises(NoParameter, match="没有“nothing”这个参数"):
        parameter("nothing", shire.mill, DAY)


def test_outside_ones_reach_nothing_can_be_set(shire):
    clerk = officer(shire.east, "town_clerk")
    with acting(clerk):
        put(shire.mill, "6", actor=clerk)
        for unit in (shire.mine, shire.county):
            with pytest.raises(ValidationError, match="不在您的管辖内，不能为它设定参数"):
                put(unit, "6", actor=clerk)
    assert ParameterValue.objects.exclude(unit=None).get().unit_id == shire.mill.pk


def test_places_above_count_even_where_a_reach_along_another_tree_does_not_show_them(shire):
    place(actor=ROOT, unit=shire.mill, tree="grid", parent=shire.grid, on=DAY)
    put(shire.east, "7")
    liaison = officer(shire.grid, "liaison")
    assert liaison.tree == "grid"
    mill = Unit.objects.get(pk=shire.mill.pk)
    with acting(liaison):
        assert not Unit.objects.filter(pk=shire.east.pk).exists()
        assert parameter("reply", mill, DAY).text == "7"
        assert parameter("reply", mill, DAY).jurisdiction == "上级单位"
    ParameterValue.objects.filter(unit=shire.east).delete()
    with acting(liaison):
        assert parameter("reply", mill, DAY).jurisdiction == "3209"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("reply", "10..20", "“答复期限”要填一个数，例如 15 或 0.05。现在填的是“10..20”"),
        ("reply", "十五", "要填一个数"),
        ("gift", "2000", "“上限”要填从小到大的范围，例如 1500..2200"),
        ("gift", "2200..1500", "要填从小到大的范围"),
        ("term", "3", "“任期”要填可选的几个数"),
        ("nothing", "3", "没有“nothing”这个参数"),
    ],
)
def test_a_value_of_another_shape_is_refused(shire, key, value, said):
    with pytest.raises(ValidationError, match=said):
        put(shire.county, value, key=key)


def test_a_source_and_a_known_status_are_needed(shire):
    with pytest.raises(ValidationError, match="请填依据"):
        put(shire.county, "8", source="  ")
    with pytest.raises(ValidationError):
        override(actor=ROOT, key="reply", unit=shire.county, value="8", since=DAY, source="文件", status="X")


def test_set_again_for_the_same_day_it_is_corrected_and_the_journal_knows(shire):
    put(shire.county, "88")
    put(shire.county, "8")
    assert text(shire.mill) == "8"
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.unit_id) == ("parameters.override", shire.county.pk)
    assert entry.detail == {
        "parameter": "reply", "value": "8", "before": "88", "since": "2026-09-01", "source": "本县文件", "status": "C",
    }  # fmt: skip


def test_seeding_again_changes_nothing_and_leaves_ones_own_values(shire, tmp_path):
    put(shire.county, "8")
    entries = Entry.objects.count()
    assert seed_parameters(actor=ROOT, path=tmp_path / "some.csv") == 0
    assert Entry.objects.count() == entries
    (tmp_path / "some.csv").write_text(FILE.replace("9,日,3209", "11,日,3209"), encoding="utf-8")
    assert seed_parameters(actor=ROOT, path=tmp_path / "some.csv") == 1
    assert Entry.objects.count() == entries + 1
    assert text(shire.mill) == "8"
    assert ParameterValue.objects.get(jurisdiction="3209").value == "11"


def test_a_line_that_cannot_be_read_is_named(shire, tmp_path):
    (tmp_path / "bad.csv").write_text(FILE + "x,名,many,日,CN,2021-01-01,C,文件\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 9"):
        seed_parameters(actor=ROOT, path=tmp_path / "bad.csv")
