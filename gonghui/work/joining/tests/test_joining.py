"""From a scanned poster to a member: the pages without an account, the box, the decision, the card."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

import gonghui
from gonghui.kernel import clock
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.notices.models import Delivery
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.standin.serving import serving
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.members.models import Consent, Membership, Person, RosterEntry
from gonghui.registers.members.rules import notice
from gonghui.registers.unions.models import Union
from gonghui.work.joining import rules, selectors
from gonghui.work.joining.actions import keep_destination, make_code, revoke_code, take_in
from gonghui.work.joining.jobs import forget
from gonghui.work.joining.models import Application, Submission
from tests.people import TODAY, member, mobile, number
from tests.support import ROOT, database, officer, sign_in
from tests.worked import worked

pytestmark = database
COURIER = {
    "who": {"name": "王小骑", "id_number": number(501), "id_type": "1"},
    "phone": {"mobile": mobile(501)},
    "work": {"workplace": "县城各平台", "groups": ["courier"], "is_migrant": "on"},
    "check": {"rules": "on", "sensitive": "on"},
}


@pytest.fixture
def place(county, today):
    """Both towns and both unions are in the register of unions; calendar and parameters are there."""
    today("2026-11-23")  # a Monday
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    kinds = {county.east: "town", county.west: "town", county.mill: "single", county.mine: "single"}
    for unit, kind in kinds.items():
        Union.objects.create(unit=unit, name=unit.name, kind=kind, level="town" if kind == "town" else "base")
    officer(county.east, "town_clerk", "east")
    officer(county.mill, "union_chair", "mill")
    return county


def code_for(unit, kind: str = "station", label: str = "望海路驿站"):
    set_reach(ROOT)
    return make_code(actor=ROOT, unit=unit, kind=kind, label=label, today=clock.today())


def walk(client, start: str, answers=COURIER, *, working: bool = True) -> str:
    """Every page in turn; returns the address of the receipt. ``working``: the browser has a script."""
    page = client.post(start) if start.startswith("/j/") else client.get(start)
    for _ in range(9):
        assert page.status_code == 302, page.content.decode()
        if page.url.startswith("/s/r/"):
            return page.url
        key = page.url.rstrip("/").split("/")[-1]
        done = worked(client.get(page.url).content.decode()) if key == "check" and working else {}
        page = client.post(page.url, answers[key] | done)
    raise AssertionError("no end")


def taken_in() -> WorkItem:
    """What the worker does a moment later."""
    set_reach(ROOT)
    items = [take_in(one.pk, actor=ROOT, now=clock.now()) for one in Submission.objects.filter(taken_at=None)]
    return WorkItem.objects.get(pk=items[-1].pk)


def text(client, url: str) -> str:
    set_reach(NOBODY)
    return client.get(url).content.decode()


def test_a_courier_scans_a_poster_and_is_a_member_when_the_town_has_approved(client, place):
    start = reverse("scan", args=[selectors.token_of(code_for(place.east))])
    assert "望海路驿站" in text(client, start)
    receipt = walk(client, start)
    assert "收到了" in text(client, receipt)
    item = taken_in()
    record = Application.objects.get()
    assert (record.unit_id, record.reason, record.way, record.problems) == (place.east.pk, "town", "qr", [])
    assert (record.id_number.reveal(), record.mobile.reveal()) == (number(501), mobile(501))
    assert [one["purpose"] for one in record.consents] == ["rules", "sensitive"]
    rows = Consent.objects.order_by("purpose").values_list("purpose", "version", "digest", "channel", "unit_id", "withdrawn_at")  # fmt: skip
    version, purposes = notice()
    assert list(rows) == [
        (one.key, version, one.digest, "hall", place.east.pk, None) for one in purposes.values()
    ]
    assert bytes(Consent.objects.first().id_index) == bytes(record.id_index)
    page = text(client, receipt)
    assert [one in page for one in ("正在审批", item.number, "2026-11-26 前有结果")] == [True] * 3
    clerk = officer(place.east, "town_clerk", "east")
    set_reach(clerk)
    advance(item.pk, "approve", actor=clerk, now=clock.now())
    set_reach(ROOT)
    made = Membership.objects.select_related("person").get()
    assert (made.unit_id, made.since, made.person.name, made.person.groups) == (
        place.east.pk, date(2026, 11, 23), "王小骑", ["courier"],
    )  # fmt: skip
    record.refresh_from_db()
    assert made.number == record.number
    page = text(client, receipt)
    assert [one in page for one in ("您已是工会会员", record.number, "<svg")] == [True] * 3
    card = text(client, reverse("card", args=[selectors.card_token(item.pk)]))
    assert "<h2>有效</h2><p>王××，东镇总工会，2026-11-23 入会。" in card
    assert "王小骑" not in card


def test_nothing_of_a_draft_or_a_submission_lies_readable(client, place):
    receipt = walk(client, reverse("scan", args=[selectors.token_of(code_for(place.east))]))
    set_reach(ROOT)
    one = Submission.objects.get()
    assert number(501).encode() not in bytes(one.content.cipher)
    assert receipt.rstrip("/").split("/")[-1].encode() not in bytes(one.receipt)
    assert number(501) not in str(dict(client.session))
    set_reach(officer(place.county, "county_clerk"))
    assert Submission.objects.count() == 0
    taken_in()
    one.refresh_from_db()
    assert one.content is None


def test_handing_in_twice_makes_one_application(client, place):
    start = reverse("scan", args=[selectors.token_of(code_for(place.east))])
    receipt = walk(client, start)
    assert client.post(reverse("join", args=["check"]), COURIER["check"]).url == receipt
    set_reach(ROOT)
    assert Submission.objects.count() == 1
    item = taken_in()
    assert take_in(Submission.objects.get().pk, actor=ROOT, now=clock.now()) is None
    assert list(WorkItem.objects.filter(process_key="joining")) == [item]
    assert receipt.startswith("/s/r/")


@pytest.mark.parametrize("spoil", ["letter", "unit", "expired", "revoked", "closed"])
def test_a_code_that_is_not_in_force_leads_nowhere(client, place, today, spoil):
    code = code_for(place.east)
    token = selectors.token_of(code)
    if spoil == "letter":
        token = ("A" if token[0] != "A" else "B") + token[1:]
    elif spoil == "unit":
        type(code).objects.filter(pk=code.pk).update(unit=place.west)
    elif spoil == "expired":
        today("2027-11-24")
    elif spoil == "revoked":
        revoke_code(actor=ROOT, code=code, today=clock.today())
    else:
        type(place.east).objects.filter(pk=place.east.pk).update(closed_on=TODAY)
    set_reach(NOBODY)
    page = client.get(reverse("scan", args=[token]))
    assert page.status_code == 404
    assert "这张码不能用" in page.content.decode()
    assert client.post(reverse("scan", args=[token])).status_code == 404


def test_without_a_code_the_place_is_asked_and_the_destination_decides(client, place):
    set_reach(ROOT)
    keep_destination(actor=ROOT, unit=place.county, group="", union=place.west, reason="last")
    keep_destination(actor=ROOT, unit=place.county, group="courier", union=place.mine, reason="trade")
    answers = COURIER | {"place": {"place": place.east.pk}}
    walk(client, reverse("join-begin"), answers)
    assert (taken_in().unit_id, Application.objects.get().reason) == (place.mine.pk, "trade")
    other = answers | {"who": {"name": "李护工", "id_number": number(502)}, "work": {"workplace": "县医院"}}
    walk(client, reverse("join-begin"), other)
    taken_in()
    record = Application.objects.get(name="李护工")
    assert (record.unit_id, record.reason, record.way) == (place.west.pk, "last", "link")


def test_for_an_employers_union_known_and_unknown_look_alike(client, place):
    """The chair learns nothing about who belongs elsewhere: both wait for the settling above."""
    set_reach(ROOT)
    member(place.mine, 501)
    start = reverse("scan", args=[selectors.token_of(code_for(place.mill, "union", "纺织厂"))])
    chair = officer(place.mill, "union_chair", "mill")
    seen = []
    for n in (501, 502):
        given = COURIER | {
            "who": {"name": "张某", "id_number": number(n)},
            "phone": {"mobile": mobile(900 + n)},
            "work": {"workplace": "纺织厂"},
        }
        receipt = walk(client, start, given)
        item = taken_in()
        set_reach(chair)
        page = sign_in(client, chair).get(reverse("matter", args=[item.pk])).content.decode()
        advance(item.pk, "approve", actor=chair, now=clock.now())
        after = client.get(reverse("matter", args=[item.pk])).content.decode()
        client.logout()
        card = text(client, reverse("card", args=[selectors.card_token(item.pk)]))
        assert "纺织厂工会" in card
        seen.append([plain(one, item) for one in (page, after, card, text(client, receipt))])
    assert seen[0] == seen[1]
    set_reach(ROOT)
    assert Membership.objects.filter(unit=place.mill).count() == 0
    assert RosterEntry.objects.filter(unit=place.mill).count() == 2


def plain(page: str, item: WorkItem) -> str:
    page = page.replace(item.number, "NUMBER").replace(str(item.pk), "PK")
    page = re.sub(r'name="next" value="[^"]*"', "NEXT", page)
    page = re.sub(r"<svg.*?</svg>", "QR", page, flags=re.S)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"', "", page)
    page = re.sub(r"\b[2-9A-HJ-NP-Z]{20}\b|\bM[2-9A-HJ-NP-Z]{10}\b|\d\d:\d\d", "", page)
    return re.sub(r"\d{3}\*+\w{4}|\d{3}\*{4}\d{4}|\w\w\*+\w+", "MASK", page)


def test_who_also_applied_from_outside_looks_like_anybody_at_the_employers_union(client, place):
    """Neither the same document nor the same telephone in an application elsewhere is told to the chair."""
    outside = reverse("scan", args=[selectors.token_of(code_for(place.east))])
    inside = reverse("scan", args=[selectors.token_of(code_for(place.mill, "union", "纺织厂"))])
    walk(client, outside)
    taken_in()
    walk(client, inside, COURIER | {"work": {"workplace": "纺织厂"}})
    taken_in()
    set_reach(ROOT)
    assert Application.objects.get(unit=place.mill).problems == []
    walk(client, inside, COURIER | {"work": {"workplace": "纺织厂"}})
    taken_in()
    again = Application.objects.filter(unit=place.mill).order_by("-pk")[0]
    assert again.problems == ["同一个证件还有一份申请没有办完", "同一个手机号还有 1 份申请"]


def test_the_next_worker_on_the_same_phone_finds_nothing_and_loses_nothing(client, place):
    start = reverse("scan", args=[selectors.token_of(code_for(place.east, "site", "三号工地"))])
    pages = [client.get(start), client.get(client.post(start).url)]
    first = walk(client, start)
    pages.append(client.get(first))
    assert ["no-store" in page.headers["Cache-Control"] for page in pages] == [True] * 3
    assert first in client.get(reverse("hall")).content.decode()
    client.post(start, {"way": "behalf"})
    other = {"who": {"name": "李工友", "id_number": number(502)}, "phone": {"no_phone": "1"}}
    page = client.get(reverse("join", args=["who"])).content.decode()
    assert "王小骑" not in page
    assert number(501) not in page
    for key in ("who", "phone", "work"):
        client.post(reverse("join", args=[key]), (COURIER | other)[key])
    second = client.post(reverse("join", args=["check"]), COURIER["check"]).url
    assert second != first
    home = client.get(reverse("hall")).content.decode()
    assert [one in home for one in (first, second)] == [False, False]
    client.post(start, {"way": "behalf"})
    client.post(reverse("join", args=["who"]), COURIER["who"] | {"name": "赵工友", "id_number": number(503)})
    client.post(reverse("join", args=["phone"]), {"no_phone": "1"})
    client.post(reverse("join", args=["work"]), COURIER["work"])
    third = client.post(reverse("join", args=["check"]), COURIER["check"]).url
    taken_in()
    set_reach(ROOT)
    assert sorted(Application.objects.values_list("name", "way")) == [
        ("李工友", "behalf"), ("王小骑", "qr"), ("赵工友", "behalf"),
    ]  # fmt: skip
    assert len({first, second, third}) == 3


NOT_WORKED = "没有经过自动核验，请核对是不是真人申请"


def test_the_welcome_says_what_is_near_and_whom_to_call(client, place):
    set_reach(ROOT)
    Union.objects.filter(unit=place.east).update(office_phone="0571-80000001")
    for unit, label in ((place.east, "乙站"), (place.west, "西镇站")):
        code_for(unit, "station", label)
    revoke_code(actor=ROOT, code=code_for(place.east, "station", "旧站"), today=clock.today())
    receipt = walk(
        client, reverse("scan", args=[selectors.token_of(code_for(place.east, "station", "甲站"))])
    )
    item, clerk = taken_in(), officer(place.east, "town_clerk", "east")
    set_reach(clerk)
    advance(item.pk, "approve", actor=clerk, now=clock.now())
    page = text(client, receipt)
    assert "离您近的：乙站、甲站。" in page
    assert 'href="tel:0571-80000001"' in page


def test_without_a_script_it_goes_all_the_same_and_the_approver_is_told(client, place):
    start = reverse("scan", args=[selectors.token_of(code_for(place.east))])
    walk(client, start, working=False)
    walk(
        client,
        start,
        COURIER | {"who": {"name": "李小骑", "id_number": number(504)}, "phone": {"mobile": mobile(504)}},
    )
    taken_in()
    set_reach(ROOT)
    assert dict(Application.objects.values_list("name", "problems")) == {"王小骑": [NOT_WORKED], "李小骑": []}


def test_many_from_one_place_without_work_are_told_to_wait_and_lose_nothing(client, place):
    start = reverse("scan", args=[selectors.token_of(code_for(place.east))])
    for n in range(20):
        walk(
            client, start, COURIER | {"who": {"name": f"某{n}", "id_number": number(520 + n)}}, working=False
        )
    client.post(start)
    for key in ("who", "phone", "work"):
        client.post(reverse("join", args=[key]), COURIER[key])
    check = reverse("join", args=["check"])
    refused = client.post(check, COURIER["check"])
    assert refused.status_code == 429
    assert [one in refused.content.decode() for one in ("请等一分钟再交", "王小骑")] == [True, True]
    done = worked(client.get(check).content.decode())
    assert client.post(check, COURIER["check"] | done).url.startswith("/s/r/")
    set_reach(ROOT)
    assert Submission.objects.count() == 21


def test_a_flooded_poster_takes_no_more_for_a_minute_and_the_others_do(client, place, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONE_POSTER", 2)
    flooded, other = (
        reverse("scan", args=[selectors.token_of(code_for(place.east, "station", label))]) for label in ("甲站", "乙站")
    )  # fmt: skip
    for n in range(2):
        walk(client, flooded, COURIER | {"who": {"name": f"某{n}", "id_number": number(520 + n)}})
    with pytest.raises(AssertionError, match="请等一分钟再交"):
        walk(client, flooded)
    assert walk(client, other).startswith("/s/r/")
    set_reach(ROOT)
    Submission.objects.update(at=clock.now() - timedelta(minutes=1))
    set_reach(NOBODY)
    assert walk(client, flooded).startswith("/s/r/")


def test_the_applicant_hears_that_there_is_something_to_read_and_no_more(client, place, settings):
    settings.SITE_URL = "https://platform.invalid"
    walk(client, reverse("scan", args=[selectors.token_of(code_for(place.east))]))
    item, clerk = taken_in(), officer(place.east, "town_clerk", "east")
    set_reach(clerk)
    advance(item.pk, "refuse", actor=clerk, now=clock.now(), text="不在这里干活")
    set_reach(ROOT)
    box = Box()
    with serving(box) as server:
        settings.GATEWAYS = words(server.url, server.post.port)
        night = clock.now().replace(hour=23)
        assert send_due(lambda: night) == 0
        assert send_due(lambda: night + timedelta(hours=10)) == 1
    (message,) = box.of("sms")
    assert mobile(501) in str(message)
    assert "https://platform.invalid/s/find/" in str(message)
    assert [one in str(message) for one in ("王小骑", "不在这里干活", item.number)] == [False] * 3
    set_reach(ROOT)
    sent = Delivery.objects.get(kind="joining.heard.word")
    assert (sent.state, sent.address, sent.account_id) == ("sent", None, 0)


def test_a_year_later_the_secrets_of_who_did_not_join_are_gone_and_the_journal_says_so(client, place, today):
    receipts = [
        walk(client, reverse("scan", args=[selectors.token_of(code_for(place.east))]), COURIER | {"who": {"name": f"某{n}", "id_number": number(n)}})
        for n in (511, 512)
    ]  # fmt: skip
    item, clerk = taken_in(), officer(place.east, "town_clerk", "east")
    set_reach(clerk)
    advance(item.pk, "refuse", actor=clerk, now=clock.now(), text="不在这里干活")
    assert len(receipts) == 2
    today("2027-11-25")
    set_reach(ROOT)
    assert forget(Run(Job(kind="joining.forget", label="x"), ROOT, clock.now())) is False
    kept = {one.pk: bool(one.id_number or one.mobile) for one in Application.objects.all()}
    assert (kept[item.pk], sorted(kept.values())) == (False, [False, True])
    assert Entry.objects.get(verb="joining.forget").detail == {"count": 1}
    assert forget(Run(Job(kind="joining.forget", label="x"), ROOT, clock.now())) is False
    assert Entry.objects.filter(verb="joining.forget").count() == 1


def test_supplement_and_withdrawal_come_through_the_box(client, place):
    receipt = walk(client, reverse("scan", args=[selectors.token_of(code_for(place.east))]))
    item, clerk = taken_in(), officer(place.east, "town_clerk", "east")
    set_reach(clerk)
    advance(item.pk, "ask", actor=clerk, now=clock.now(), text="请写明在哪个站点")
    assert "请写明在哪个站点" in text(client, receipt)
    assert client.post(receipt, {"supply": "1", "text": ""}).status_code == 422
    assert client.post(receipt, {"supply": "1", "text": "望海路站"}).status_code == 302
    assert taken_in().stage_key == "deciding"
    client.post(receipt, {"withdraw": "1"})
    assert taken_in().outcome == "withdrawn"
    assert "已撤回" in text(client, receipt)


def test_two_are_held_back_and_the_rest_approved_in_one_go(client, place):
    set_reach(ROOT)
    start = reverse("scan", args=[selectors.token_of(code_for(place.east, "site", "三号工地"))])
    for n in range(5):
        who = {"name": f"司机{n}", "id_number": number(600 + n)}
        walk(client, start, COURIER | {"who": who, "phone": {"mobile": mobile(600 + min(n, 3))}})
        taken_in()
    sign_in(client, officer(place.east, "town_clerk", "east"))
    page = client.get(reverse("joining"))
    rows = page.context["rows"]
    assert [(row["name"], row["problems"]) for row in rows][:1] == [("司机4", ["同一个手机号还有 1 份申请"])]
    picked = [f"{row['pk']}:{row['seen']}" for row in rows if not row["problems"]]
    said = client.post(
        reverse("joining"), {"item": [*picked, "x:1", "nothing"]}, follow=True
    ).content.decode()
    assert "批准了 4 份" in said
    set_reach(ROOT)
    assert sorted(Person.objects.values_list("name", flat=True)) == ["司机0", "司机1", "司机2", "司机3"]
    again = client.post(reverse("joining"), {"item": picked[:1]}, follow=True).content.decode()
    assert "有 1 份没有批准" in again


def test_the_neighbour_and_the_grid_see_nothing_of_it(client, place):
    walk(client, reverse("scan", args=[selectors.token_of(code_for(place.east))]))
    item = taken_in()
    for unit, role in ((place.west, "town_clerk"), (place.mill, "union_chair")):
        sign_in(client, officer(unit, role, f"{role}.x"))
        assert client.get(reverse("matter", args=[item.pk])).status_code == 404
        assert "王小骑" not in client.get(reverse("joining")).content.decode()


def test_a_wrong_receipt_and_a_wrong_card_are_nobodys(client, place):
    assert client.get("/s/r/AAAABBBBCCCCDDDDEEEE/").status_code == 404
    assert client.get("/c/" + "0" * 38 + "/").status_code == 404
    assert client.get("/c/nothing/").status_code == 404
    assert client.get(reverse("hall-receipt"), {"code": "abc"}).status_code == 404


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        ("who", {"name": "", "id_number": number(1)}, "请填写姓名"),
        ("who", {"name": "王", "id_number": "123"}, "身份证"),
        ("who", {"name": "王", "id_number": number(1), "id_type": "x"}, "请从列出的里面选一个"),
        ("phone", {"mobile": "1380013"}, "手机号要 11 位数字，您填了 7 位"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, place, key, given, said):
    client.post(reverse("scan", args=[selectors.token_of(code_for(place.east))]))
    if key == "phone":
        client.post(reverse("join", args=["who"]), COURIER["who"])
    page = client.post(reverse("join", args=[key]), given)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert all(f'value="{one}"' in page.content.decode() for one in given.values() if one and one != "x")


def test_a_passport_asks_for_birth_and_sex_too(client, place):
    answers = COURIER | {
        "who": {"name": "JOHN", "id_number": "E12345678", "id_type": "2"},
        "born": {"birth_date": "1990-05-01", "sex": "1"},
    }
    walk(client, reverse("scan", args=[selectors.token_of(code_for(place.east))]), answers)
    item, clerk = taken_in(), officer(place.east, "town_clerk", "east")
    set_reach(clerk)
    advance(item.pk, "approve", actor=clerk, now=clock.now())
    set_reach(ROOT)
    assert Person.objects.get().birth_date.reveal() == "1990-05-01"


def test_pages_out_of_turn_lead_back_to_the_first_gap(client, place):
    assert client.get(reverse("join", args=["check"])).url == reverse("hall")
    client.post(reverse("scan", args=[selectors.token_of(code_for(place.east))]))
    assert client.get(reverse("join", args=["check"])).url == reverse("join", args=["who"])
    assert client.get(reverse("join", args=["place"])).url == reverse("join", args=["who"])
    assert client.get(reverse("join", args=["nothing"])).url == reverse("join", args=["who"])
