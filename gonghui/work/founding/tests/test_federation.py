"""Thirteen unions of a town found a federation; what is refused; nobody is counted twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.actions import merge
from gonghui.registers.employers.actions import enter as enter_employer
from gonghui.registers.posts.actions import save as save_cadre
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.actions import affiliate, enter, leave
from gonghui.registers.unions.models import Affiliation, Union
from gonghui.work.founding.actions.federation import begin
from gonghui.work.founding.models import FederationFounding, Joining
from gonghui.work.founding.selectors.federation import Figures, facts_of, figures_of, papers
from gonghui.work.founding.tests.scene import Place, at, place
from tests.people import member
from tests.support import ROOT, database, set_today, sign_in

pytestmark = database
WORDS = [f"{word}厂工会" for word in "甲乙丙丁戊己庚辛壬癸子丑寅"]
NAME = "东镇餐饮区域工会联合会"
GROUP = "张甲 男 主席 组长\n张乙 男 主席\n张丙 男 主席"
CANDIDATES = "张甲 男 主席 甲厂工会\n张乙 男 副主席 乙厂工会\n张丙 男 委员 丙厂工会\n王外 女 委员 其他\n孙审 女 经审主任 丁厂工会"
VOTES = "张甲 主席 25\n张乙 副主席 24\n张丙 委员 20\n王外 委员 9\n孙审 经审主任 22"
DELEGATES = "\n".join(f"{name} 2" for name in WORDS)


@pytest.fixture
def here(db: None) -> Place:
    found = place()
    set_reach(ROOT)
    for n, name in enumerate(WORDS):
        union = enter(
            actor=ROOT, parent=found.county.east, today=date(2026, 9, 2), name=name, kind="single" if n else "joint",
            founded_on=date(2026, 9, 2),
        )  # fmt: skip
        save_cadre(
            actor=ROOT, today=date(2020, 1, 1), row=None, unit=union.unit, name=f"张{name[0]}", post="chair", form="part",
            since=date(2020, 1, 1),
        )  # fmt: skip
        member(union.unit, 2 * n)
        member(union.unit, 2 * n + 1)
    return found


def unions(*names: str) -> list[Union]:
    set_reach(ROOT)
    return [Union.objects.select_related("unit").get(name=name) for name in names or WORDS]


def begun(here: Place, **changed: Any) -> WorkItem:
    wanted = changed.pop("unions", None) or unions()
    actor = changed.pop("actor", here.clerk)
    unit = changed.pop("unit", here.county.east)
    given = {"kind": "area_federation", "name": NAME, "line": None} | changed
    set_reach(actor)
    return begin(actor=actor, unit=unit, unions=wanted, now=at("2026-10-08"), **given)


def to(here: Place, stage: str, item: WorkItem | None = None) -> WorkItem:
    item = item or begun(here)
    steps = {
        "nominate": lambda: completed(here, item),
        "publicity": lambda: nominated(here, item),
        "elect": lambda: here.go(item, "shown", here.clerk, "2026-10-17"),
        "approve": lambda: elected(here, item),
        "unveil": lambda: here.go(item, "approve", here.official, "2026-10-20"),
        "done": lambda: unveiled(here, item),
    }
    for key, step in steps.items():
        if item.stage_key == stage:
            break
        step()
        item.refresh_from_db()
        assert item.stage_key == key
    return item


def completed(here: Place, item: WorkItem) -> None:
    here.prove(item, "request", here.clerk, "2026-10-09")
    here.go(item, "complete", here.clerk, "2026-10-09", request_on=date(2026, 10, 9), group=GROUP)


def nominated(here: Place, item: WorkItem, **changed: Any) -> None:
    given = {"delegates": DELEGATES, "seats": 3, "candidates": CANDIDATES, "notice_on": date(2026, 10, 10)}
    here.go(item, "nominate", here.clerk, "2026-10-10", **given | changed)


def elected(here: Place, item: WorkItem, **changed: Any) -> None:
    here.prove(item, "report", here.clerk, "2026-10-19")
    given = {
        "held_on": date(2026, 10, 19), "should_attend": 26, "attended": 26, "issued": 26, "returned": 26,
        "votes": VOTES, "term_years": "5",
    }  # fmt: skip
    here.go(item, "elected", here.clerk, "2026-10-19", **given | changed)


def unveiled(here: Place, item: WorkItem) -> None:
    here.prove(item, "plaque", here.clerk, "2026-10-22")
    here.go(item, "unveil", here.clerk, "2026-10-22", unveiled_on=date(2026, 10, 22))


def test_the_federation_stands_with_its_thirteen_unions(here: Place) -> None:
    item = to(here, "done")
    record = FederationFounding.objects.get(pk=item.pk)
    set_reach(here.clerk)
    union = Union.objects.get(pk=record.union_id)
    assert (union.name, union.kind, union.level, union.approval_number, union.term_until) == (
        NAME, "area_federation", "base", "云工复〔2026〕1号", date(2031, 10, 19),
    )  # fmt: skip
    rows = Affiliation.objects.filter(federation_id=union.pk).order_by("pk")
    assert [(one.unit_id, one.kind, one.since, one.until) for one in rows] == [
        (one.pk, "area_federation", date(2026, 10, 22), None) for one in unions()
    ]
    found = Cadre.objects.filter(unit_id=union.pk).order_by("pk").values_list("name", "post")
    assert list(found) == [
        ("张甲", "chair"), ("张乙", "vice_chair"), ("张丙", "committee_member"), ("孙审", "audit_chair"),
    ]  # fmt: skip
    tasks = WorkItem.objects.filter(rule="founded", unit_id=union.pk).order_by("process_key")
    assert [one.process_key for one in tasks] == ["after_account", "after_legal", "after_seal", "after_tax"]


def test_the_reply_is_signed_with_one_press(here: Place) -> None:
    item = to(here, "unveil")
    set_reach(here.official)
    paper = OfficialDocument.objects.get(item=item)
    assert (paper.number, paper.title, paper.office, paper.addressee) == (
        "云工复〔2026〕1号", f"关于同意成立{NAME}的批复", "云溪县总工会", f"{NAME}筹备组",
    )  # fmt: skip
    assert (paper.docx is not None, paper.pdf is not None) == (True, True)
    assert "甲厂工会、乙厂工会" in str(paper.body)
    assert "13家工会为其所属工会" in str(paper.body)


def test_nobody_is_counted_twice(here: Place) -> None:
    item = to(here, "done")
    first = FederationFounding.objects.get(pk=item.pk).union_id
    set_reach(ROOT)
    employer = enter_employer(
        actor=ROOT, unit=here.county.east, name="甲厂", line=here.county.line, workers=9
    )
    employer.covered_by_id = unions("甲厂工会")[0].pk
    employer.save()
    second = enter(
        actor=ROOT, parent=here.county.county, today=date(2026, 10, 22), name="建筑行业工会联合会", kind="industry_federation"
    )  # fmt: skip
    for union in unions("甲厂工会", "乙厂工会"):
        affiliate(
            actor=ROOT, federation=second.unit, member=union.unit, kind="industry_federation", on=date(2026, 10, 22)
        )  # fmt: skip
    assert figures_of(ROOT, [first]) == Figures(13, 1, 26)
    assert figures_of(ROOT, [second.pk]) == Figures(2, 1, 4)
    assert figures_of(ROOT, [first, second.pk]) == Figures(13, 1, 26)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "东镇餐饮联合工会"}, "名称里要有“工会联合会”"),
        ({"kind": "x"}, "请选区域性或行业性"),
        ({"few": 2}, "至少要 3 家工会，现在是 2 家"),
        ({"far": True}, "矿业工会不在东镇总工会的区域里"),
        ({"twice": True}, "加入的工会里有重复的"),
        ({"kind": "industry_federation"}, "要选是哪个条线"),
        ({"trade": True}, "甲厂工会不在建筑条线，也没有覆盖那里的单位"),
    ],
)
def test_what_cannot_be_begun(here: Place, changed: dict[str, Any], words: str) -> None:
    wanted = unions(*WORDS[: changed.pop("few", 13)])
    if changed.pop("far", False):
        set_reach(ROOT)
        Union.objects.create(unit=here.county.mine, name="矿业工会", kind="single", level="base")
        wanted += unions("矿业工会")
    if changed.pop("twice", False):
        wanted += wanted[:1]
    if changed.pop("trade", False):
        changed |= {
            "kind": "industry_federation", "line": here.county.line, "actor": here.official, "unit": here.county.county,
        }  # fmt: skip
    with pytest.raises(MoveRefused, match=words):
        begun(here, unions=wanted, **changed)


def test_a_union_is_in_one_federation_of_a_kind_at_a_time(here: Place) -> None:
    to(here, "done")
    with pytest.raises(MoveRefused, match="甲厂工会已经加入别的区域性工会联合会，先退出来"):
        begun(here, name="东镇第二工会联合会", unions=unions("甲厂工会", "乙厂工会", "丙厂工会"))
    set_reach(ROOT)
    row = Affiliation.objects.get(unit_id=unions("甲厂工会")[0].pk)
    with pytest.raises(ValidationError, match="退出日期不能早于加入日期"):
        leave(actor=ROOT, affiliation=row, on=date(2026, 10, 1))
    row.refresh_from_db()
    leave(actor=ROOT, affiliation=row, on=date(2026, 11, 1))
    assert Affiliation.objects.filter(federation_id=row.federation_id, until=None).count() == 12


def test_one_founding_of_a_name_at_a_time(here: Place) -> None:
    begun(here)
    with pytest.raises(MoveRefused, match="或正在办"):
        begun(here)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"delegates": DELEGATES.replace("甲厂工会 2\n", "")}, "没有写甲厂工会的代表名额"),
        ({"delegates": DELEGATES + "\n丁丁厂工会 2"}, "不在加入的工会里"),
        ({"delegates": DELEGATES.replace("甲厂工会 2", "甲厂工会 0")}, "第 1 行要写成"),
        ({"candidates": CANDIDATES.replace("张丙 男 委员", "李丙 男 委员")}, "李丙在台账里不是丙厂工会的主席、副主席"),
        ({"candidates": CANDIDATES.replace("张丙 男 委员 丙厂工会", "张丙 男 委员 其他")}, "其他代表最多占 33%，现在 4 人里有 2 人"),
        ({"candidates": CANDIDATES.replace(" 其他", "")}, "第 4 行最后要写所在的工会"),
        ({"candidates": CANDIDATES.replace("张甲 男 主席", "张甲 男 主席 负责人")}, "不能作为工会主席候选人"),
        ({"candidates": CANDIDATES.replace("\n孙审 女 经审主任 丁厂工会", "")}, "要同时选举经费审查委员"),
        ({"seats": 4}, "候选人至少 5 人"),
        ({"notice_on": date(2026, 10, 12)}, "还没到那天"),
    ],
)  # fmt: skip
def test_the_committee_is_made_of_the_leaders_of_its_unions(
    here: Place, changed: dict[str, Any], words: str
) -> None:
    item = to(here, "nominate")
    with pytest.raises(MoveRefused, match=words):
        nominated(here, item, **changed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"should_attend": 31}, "代表名额合计 26 人，现在写的是 31 人"),
        ({"attended": 17, "issued": 17, "returned": 17}, "到会要有 18 人"),
        ({"votes": VOTES.replace("张甲 主席 25", "张甲 主席 13")}, "没有选出主席"),
        ({"term_years": "4"}, "每届任期要选"),
    ],
)
def test_delegates_elect_it_and_not_all_members(here: Place, changed: dict[str, Any], words: str) -> None:
    item = to(here, "elect")
    with pytest.raises(MoveRefused, match=words):
        elected(here, item, **changed)


def test_no_plaque_without_the_reply(here: Place) -> None:
    item = to(here, "approve")
    for actor in (here.clerk, here.official):
        with pytest.raises(MoveRefused):
            here.go(item, "unveil", actor, "2026-10-22", unveiled_on=date(2026, 10, 22))
    with pytest.raises(MoveRefused, match="由它签发，不用登记纸质批复"):
        here.go(
            item, "entered", here.official, "2026-10-20", approval_number="x", approval_on=date(2026, 10, 20)
        )  # fmt: skip


def test_a_federation_of_a_trade_is_begun_and_signed_by_the_county(here: Place) -> None:
    set_reach(ROOT)
    for name in WORDS[:3]:
        employer = enter_employer(
            actor=ROOT, unit=here.county.east, name=f"{name[0]}建筑公司", line=here.county.line, workers=9
        )
        employer.covered_by_id = unions(name)[0].pk
        employer.save()
    item = begun(
        here, unions=unions(*WORDS[:3]), kind="industry_federation", name="云溪县建筑行业工会联合会", line=here.county.line,
        actor=here.official, unit=here.county.county,
    )  # fmt: skip
    assert (item.line_id, item.holder_unit_id, item.role) == (
        here.county.line.pk,
        here.county.county.pk,
        "county_clerk",
    )
    set_reach(here.adviser)
    assert WorkItem.objects.filter(pk=item.pk).count() == 1  # the adviser of the line sees it


def test_a_member_that_merges_takes_its_place_along(here: Place) -> None:
    item = to(here, "done")
    federation = FederationFounding.objects.get(pk=item.pk).union_id
    set_reach(ROOT)
    outside = enter(
        actor=ROOT,
        parent=here.county.east,
        today=date(2026, 9, 3),
        name="新厂工会",
        kind="single",
        founded_on=date(2026, 9, 3),
    )
    first = unions("甲厂工会")[0]
    merge(actor=ROOT, unit=first.unit, into=outside.unit, on=date(2026, 11, 2))
    assert Affiliation.objects.get(unit_id=first.pk).until == date(2026, 11, 2)
    assert Affiliation.objects.get(unit_id=outside.pk, until=None).federation_id == federation
    assert figures_of(ROOT, [federation]) == Figures(13, 0, 26)


def test_a_neighbour_sees_nothing(here: Place) -> None:
    to(here, "done")
    set_reach(here.neighbour)
    assert (FederationFounding.objects.count(), Joining.objects.count(), Affiliation.objects.count()) == (
        0,
        0,
        0,
    )


def test_every_place_of_its_papers_is_filled(here: Place) -> None:
    item = to(here, "done")
    facts = facts_of(FederationFounding.objects.get(pk=item.pk), date(2026, 10, 22), "云溪县总工会")
    assert {name for one in papers().values() for name in one.places} - facts.keys() == set()


def test_from_the_page(client: Any, here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, clock, "2026-10-08")
    sign_in(client, here.clerk)
    url = reverse("federation-new")
    body = {"kind": "area_federation", "name": NAME, "lines": "甲厂工会\n厂工会\n没有的"}
    wrong = client.post(url, body)
    page = wrong.content.decode()
    assert (wrong.status_code, "第 2 行“厂工会”：可能是" in page, "第 3 行“没有的”：没有找到" in page, "没有的</textarea>" in page) == (
        422, True, True, True,
    )  # fmt: skip
    right = client.post(url, body | {"lines": "甲厂\n乙厂工会\n丙厂工会"})
    assert right.status_code == 302
    page = client.get(right.url).content.decode()
    assert ("要加入的工会（3 家）" in page, "甲厂工会" in page) == (True, True)
    set_reach(ROOT)
    item = WorkItem.objects.get(process_key="federation")
    paper = client.get(reverse("federation-paper", args=[item.pk, "request", "docx"]))
    assert (paper.status_code, paper.content[:2]) == (200, b"PK")
    assert client.get(reverse("federation-paper", args=[item.pk, "report", "docx"])).status_code == 404
    sign_in(client, here.neighbour)
    assert client.get(reverse("federation-paper", args=[item.pk, "request", "docx"])).status_code == 404


def test_its_page_shows_the_unions_that_belong_to_it(client: Any, here: Place) -> None:
    item = to(here, "done")
    pk = FederationFounding.objects.get(pk=item.pk).union_id
    sign_in(client, here.clerk)
    page = client.get(reverse("union", args=[pk])).content.decode()
    assert [name for name in WORDS if name not in page] == []
    assert "加入的联合会" in client.get(reverse("union", args=[unions("甲厂工会")[0].pk])).content.decode()
