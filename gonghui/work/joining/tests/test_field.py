"""Joining of many at one site: what a phone takes along, and what becomes of each person it brings back."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gonghui.kernel import clock
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.sync.catalogue import ARRIVALS, PACKAGES, Arrived, Settled
from gonghui.registers.members.models import Consent
from gonghui.registers.members.rules import notice
from gonghui.work.joining import field, rules, selectors
from gonghui.work.joining.actions import make_code, revoke_code
from gonghui.work.joining.models import Application, JoinCode, Submission
from gonghui.work.joining.tests.test_joining import place  # noqa: F401  # the county with its unions
from tests.people import mobile, number
from tests.support import ROOT, database, officer

pytestmark = database
RECEIPT = "BCDFGHJKMNPQRSTUVW23"


@pytest.fixture
def here(place):  # noqa: F811
    set_reach(ROOT)
    today = clock.today()
    place_ = {"kind": "site", "today": today, "actor": ROOT}
    make_code(unit=place.east, label="三号地块工地", grid=place.grid, **place_)
    make_code(unit=place.west, label="西山工地", **place_)
    return place


def site() -> JoinCode:
    set_reach(ROOT)
    return JoinCode.objects.get(label="三号地块工地")


def liaison(here):
    return officer(here.grid, "liaison", "first", "林一")


def person(n: int = 801, **more):
    version, purposes = notice()
    agreed = {one.key: one.digest for one in purposes.values()}
    found = {
        "code": str(site().pk), "name": "马小军", "id_type": "1", "id_number": number(n), "mobile": mobile(n),
        "workplace": "三号地块工地", "groups": ["guard"], "is_migrant": True, "receipt": RECEIPT, "version": version,
        "agreed": agreed,
    }  # fmt: skip
    return found | more


def bring(who, content, made_at=None) -> Settled:
    set_reach(who)
    one = Arrived(uuid4(), "joining.person", "", 0, content, [], made_at or clock.now() - timedelta(hours=5))
    return ARRIVALS["joining.person"][1](who, one, clock.now())


def test_a_phone_takes_along_the_sites_of_its_grid_with_their_codes(here):
    me = liaison(here)
    code = site()
    set_reach(me)
    taken = PACKAGES["joining"](me, clock.today())
    assert json.loads(json.dumps(taken)) == taken
    [one] = taken["sites"]
    assert (one["label"], one["union"], one["until"]) == ("三号地块工地", "东镇总工会", "2027-11-23")
    assert one["address"].endswith(f"/j/{selectors.token_of(code)}/")
    assert (one["size"], one["path"]) == rules.squares(one["address"])
    assert [(each["key"], len(each["digest"])) for each in taken["purposes"]] == [
        ("rules", 64),
        ("sensitive", 64),
    ]
    west = officer(here.west, "town_clerk", "west", "冯西")
    set_reach(west)
    assert [each["label"] for each in PACKAGES["joining"](west, clock.today())["sites"]] == ["西山工地"]
    chair = officer(here.mill, "union_chair", "mill")
    set_reach(chair)
    assert PACKAGES["joining"](chair, clock.today()) == {}


def test_the_drawn_code_is_the_printed_one():
    size, path = rules.squares("http://localhost:8000/j/ABC/")
    cells = {
        (x + n, y)
        for part in path.split("M")[1:]
        for (x, y), width in [
            (tuple(map(int, part.split("h")[0].split())), int(part.split("h")[1].split("v")[0]))
        ]
        for n in range(width)
    }

    matrix = segno.make("http://localhost:8000/j/ABC/", error="m", micro=False).matrix
    assert cells == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert size == len(matrix)


def test_each_becomes_an_application_like_one_from_a_poster(here):
    settled = bring(liaison(here), person())
    set_reach(ROOT)
    record = Application.objects.get()
    item = record.item
    assert settled == Settled(
        "taken", f"马**：已交给东镇总工会审批，编号 {item.number}，2026-11-26 前有结果", str(item.pk), 1
    )
    assert (record.way, record.unit_id, record.code_id, record.problems, record.reason) == (
        "site",
        here.east.pk,
        site().pk,
        [],
        "town",
    )
    assert (record.id_number.reveal(), record.mobile.reveal(), record.groups) == (
        number(801),
        mobile(801),
        ["guard"],
    )
    version, purposes = notice()
    said = Consent.objects.order_by("purpose").values_list(
        "purpose", "version", "digest", "channel", "given_at"
    )
    at = clock.now() - timedelta(hours=5)
    assert list(said) == [(one.key, version, one.digest, "behalf", at) for one in purposes.values()]
    assert selectors.by_receipt(RECEIPT)["number"] == item.number
    one = Submission.objects.get()
    assert (one.content, one.fault) == (None, "")


def test_who_brought_them_sees_none_of_them_afterwards(here):
    """It is decided by the union; the phone that was passed round has no part in it, and the employer none at all."""
    me = liaison(here)
    bring(me, person())
    chair = officer(here.mill, "union_chair", "mill")
    for one in (me, chair):
        set_reach(one)
        assert (Application.objects.count(), WorkItem.objects.filter(process_key="joining").count()) == (0, 0)


def test_a_number_without_a_telephone_and_one_that_tells_no_birthday(here):
    assert bring(liaison(here), person(mobile="")).state == "taken"
    more = {"id_type": "2", "id_number": "E12345678", "receipt": RECEIPT[::-1]}
    assert "请填写出生日期" in bring(liaison(here), person(802, **more)).text
    assert bring(liaison(here), person(802, **more, birth_date="1990-05-01", sex="1")).state == "taken"
    set_reach(ROOT)
    assert sorted(one.birth_date.reveal() if one.birth_date else "" for one in Application.objects.all()) == [
        "",
        "1990-05-01",
    ]


def test_one_receipt_is_one_persons(here):
    assert bring(liaison(here), person()).state == "taken"
    again = bring(liaison(here), person(803))
    assert (again.state, again.text) == ("refused", "这张受理凭证已经用过。请删掉这一条，重新填一次")
    set_reach(ROOT)
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"id_number": "123"}, "18 位"),
        ({"mobile": "123"}, "手机"),
        ({"workplace": ""}, "请填写在哪里干活"),
        ({"groups": ["pirate"]}, "请从列出的里面选一个"),
        ({"agreed": {}}, "要同意个人信息处理规则，才能收您的申请"),
        ({"version": "2020-01"}, field.NOTICE_NEW),
        ({"agreed": {"rules": "0" * 64, "sensitive": "0" * 64}}, field.NOTICE_NEW),
        ({"receipt": "short"}, field.UNREADABLE),
        ({"code": "nonsense"}, field.NO_CODE),
        ({"code": str(uuid4())}, field.NO_CODE),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(here, more, said):
    answer = bring(liaison(here), person(**more))
    assert answer.state == "refused"
    assert said in answer.text
    set_reach(ROOT)
    assert Application.objects.count() == 0


def test_a_code_of_elsewhere_or_one_that_ended_takes_nobody_in(here):
    set_reach(ROOT)
    other = JoinCode.objects.get(label="西山工地")
    assert bring(liaison(here), person(code=str(other.pk))).text == field.NO_CODE
    code = site()
    revoke_code(actor=ROOT, code=code, today=clock.today())
    assert bring(liaison(here), person()).text == field.NO_CODE
    auditor = officer(here.county, "auditor", "audit", "单审")
    assert bring(auditor, person()) == Settled("refused", field.NOT_YOURS)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from([*sorted(field.NAMES), "receipt", "version", "agreed"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, ANYTHING))
def test_whatever_json_comes_is_settled_and_never_an_exception(here, content):
    assert bring(liaison(here), person() | content).state in {"taken", "refused"}
