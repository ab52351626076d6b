"""模范职工之家、小家: given with level, year, who gave it and what shows it; counted on its days; a rating gives the keeper's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from gonghui.kernel import clock
from gonghui.kernel.indicators.selectors import figures
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.actions import plant
from gonghui.registers.unions.models import Union
from gonghui.work.standards.actions import SHIPPED, keep_scheme
from gonghui.work.standards.actions.titles import give_title, take_back_title
from gonghui.work.standards.models import Title
from gonghui.work.standards.tests.test_rating import ITEMS, Place
from gonghui.work.standards.tests.test_standing import scene
from tests.support import DAY, ROOT, County, database, officer, set_today, sign_in

pytestmark = database
TODAY = date(2026, 11, 22)


def here() -> County:
    made = scene()
    seed_parameters(actor=ROOT, path=SHIPPED.with_name("parameters.csv"))
    return made


def given(union: Any, level: str, since: date, **more: Any) -> Title:
    values: dict[str, Any] = {
        "kind": "home",
        "year": since.year,
        "by": "江苏省总工会",
        "number": "苏工发〔2020〕1号",
    } | more
    of = Union.objects.select_related("unit").get(pk=union.pk)
    return give_title(actor=ROOT, union=of, level=level, since=since, today=TODAY, **values)


def test_titles_are_counted_by_level_on_their_days_and_one_union_once() -> None:
    made = here()
    for level, since in (
        ("county", date(2018, 5, 1)),
        ("city", date(2020, 5, 1)),
        ("province", date(2022, 5, 1)),
    ):
        given(made.mill, level, since)
    top = given(made.mill, "nation", date(2024, 5, 1))
    given(made.mine, "county", date(2024, 6, 1))

    def counted(day: date) -> list[Any]:
        found = figures(ROOT, made.county, day)
        return [found[f"standards.home_{one}"].numerator for one in ("county", "province", "nation", "high")]

    assert [counted(day) for day in (date(2018, 4, 30), date(2023, 1, 1), TODAY)] == [
        [0, 0, 0, 0], [1, 1, 0, 1], [2, 1, 1, 1],
    ]  # fmt: skip
    take_back_title(actor=ROOT, title=top, on=date(2026, 3, 1), why="弄虚作假")
    assert [counted(day)[2:] for day in (date(2026, 2, 28), date(2026, 3, 1))] == [[1, 1], [0, 1]]
    with pytest.raises(ValidationError, match="已经撤销过"):
        take_back_title(actor=ROOT, title=top, on=TODAY, why="再一次")


def test_what_is_not_so_is_refused_in_words() -> None:
    made = here()
    group = plant(actor=ROOT, name="二车间小组", kind="group", parent=made.mill, on=DAY)
    Union.objects.create(unit=group, name="二车间小组", kind="group", level="sub")
    for union, level, more, said in (
        (made.mill, "city", {}, "命名那天还没有县级模范职工之家"),
        (made.mill, "county", {"number": ""}, "请写文号，或上传文件"),
        (made.mill, "county", {"since": date(2026, 12, 1)}, "还没到"),
        (made.mill, "county", {"year": 2021}, "填 1950 到命名那年"),
        (made.mill, "county", {"kind": "small_home"}, "评的是分会、小组"),
        (made.county, "county", {}, "地方总工会不评"),
        (group, "county", {}, "评的是模范职工小家"),
    ):
        with pytest.raises(ValidationError, match=said):
            given(union, level, **{"since": date(2020, 5, 1)} | more)
    given(group, "county", date(2020, 5, 1), kind="small_home")
    given(made.mill, "county", date(2020, 5, 1))
    with pytest.raises(ValidationError, match="已经登记过"):
        given(made.mill, "county", date(2021, 5, 1))


def test_a_rating_by_the_list_of_homes_gives_the_title_of_who_keeps_the_list(db: None) -> None:
    place = Place()
    set_reach(ROOT)
    keep_scheme(
        actor=ROOT, unit=place.made.county, since=DAY, version="1", family="home", kind="all", label="模范职工之家", months=36,
        basis="会议", items=ITEMS.replace("组织｜term", "届期｜term"),
    )  # fmt: skip
    from gonghui.work.standards.tests.test_standing import shown

    shown(place.made.mill, "place").save()
    item = place.to_publicity("home")
    place.go(item, "award", place.clerk, "2026-11-12")
    set_reach(ROOT)
    title = Title.objects.get()
    assert (title.unit_id, title.kind, title.level, title.year, title.since, title.number) == (
        place.made.mill.pk, "home", "county", 2026, date(2026, 11, 12), item.number,
    )  # fmt: skip


def test_pages_register_show_and_take_back(client: Any, monkeypatch: Any) -> None:
    set_today(monkeypatch, clock, "2026-11-22")
    made = here()
    sign_in(client, officer(made.county, "county_clerk", "county1"))
    url = f"/standards/unions/{made.mill.pk}/titles/"
    body = {"kind": "home", "level": "county", "year": "2024", "since": "2025-04-28", "by": "滨海县总工会"}
    refused = client.post(url, body)
    assert refused.status_code == 422
    assert "请写文号，或上传命名文件" in refused.content.decode()
    assert "滨海县总工会" in refused.content.decode()
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF")
    assert client.post(url, body | {"file": paper}).status_code == 302
    page = client.get(url).content.decode()
    assert "县级模范职工之家（2024 年度）" in page
    assert "县级 1 个，市级 0 个" in client.get("/standards/titles/").content.decode()
    assert client.get("/standards/titles/?kind=x").status_code == 404
    set_reach(ROOT)
    pk = Title.objects.get().pk
    assert client.get(f"/standards/titles/{pk}/file/").status_code == 200
    sign_in(client, officer(made.west, "town_clerk", "town2"))
    assert client.get(url).status_code == 404
    assert client.get(f"/standards/titles/{pk}/file/").status_code == 404
    sign_in(client, officer(made.mill, "union_chair", "chair1"))
    assert "登记称号" not in client.get(url).content.decode()
    assert client.post(f"/standards/titles/{pk}/end/", {"why": "违纪"}).status_code == 403
    sign_in(client, officer(made.county, "county_clerk", "county2"))
    client.post(f"/standards/titles/{pk}/end/", {"why": "违纪"})
    assert "2026-11-22 撤销" in client.get(url).content.decode()
