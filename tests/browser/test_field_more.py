"""What a liaison's phone does beside surveys, without network: requests of workers, joining of many at a site, papers of a founding, what is near."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from playwright.sync_api import expect

from demo.places import GRIDS, PANWAN
from gonghui.kernel import clock
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.sync.catalogue import ARRIVALS, PACKAGES
from gonghui.kernel.units.models import Unit
from gonghui.work.founding.actions import begin
from gonghui.work.joining import rules, selectors
from gonghui.work.joining.actions import make_code, revoke_code
from gonghui.work.joining.models import Application, JoinCode
from gonghui.work.survey.models import Answer, Subject
from tests.browser.fieldbook import Book
from tests.browser.phone import shot
from tests.browser.test_accessible import faults
from tests.browser.test_joining import elsewhere
from tests.people import mobile, number
from tests.support import ROOT


@pytest.fixture
def looked():
    """What axe found on each page that was looked at; nothing, at the end."""
    seen: dict[str, list[str]] = {}
    yield seen
    assert seen == {name: [] for name in seen}


def look(one, seen, name: str) -> None:
    """In both sizes of type."""
    for size in ("", "-large"):
        seen[name + size] = faults(one.page)
        shot(one, name + size)
        one.page.click("#size")


def of_process(key: str) -> list[WorkItem]:
    return elsewhere(
        lambda: list(WorkItem.objects.filter(process_key=key).select_related(key).order_by("opened_at", "pk"))
    )


def test_a_workers_request(real_phone, camera, looked):
    """Written down without network, urgent with a button to call; a matter with a day; the answer back on the phone."""
    known = {item.pk for item in of_process("appeal")}
    one = real_phone("liaison")
    page = one.page
    one.network(False)
    page.click("text=职工诉求")
    page.click("text=记一件诉求")
    page.click("button:text-is('保存')")
    expect(page.locator("#wrong")).to_contain_text(
        "请选急不急\n\n请选哪一类\n\n请填写什么事", use_inner_text=True
    )
    assert not page.is_visible("main a.call")
    page.get_by_label("很急").check()
    assert page.get_attribute("main a.call", "href") == "tel:12351"
    look(one, looked, "20-appeal")
    page.get_by_label("欠薪、少发工资").check()
    page.get_by_label("什么事").fill("三个月没发工资，家里揭不开锅")
    page.get_by_label("职工姓名").fill("马小军")
    page.get_by_label("职工手机").fill("1990000")
    page.set_input_files("#photo", camera)
    page.wait_for_selector("text=第 1 张")
    page.click("button:text-is('保存')")
    expect(page.locator("#wrong")).to_contain_text("职工手机要 11 位数字", use_inner_text=True)
    page.get_by_label("职工手机").fill("19900000321")
    page.click("button:text-is('保存')")
    page.wait_for_selector("text=已保存：职工诉求：欠薪、少发工资（急）")
    assert [word for word in ("马小军", "19900000321", "揭不开锅") if word in one.stored()] == []
    one.close()
    one.start()
    one.unlock()
    page = one.page
    one.network(True)
    one.waits_for("要先登录 · 1 条存在本机")
    page.click("text=去办")
    one.sign_in("liaison")
    one.unlock()
    one.waits_for("已全部上传")
    [item] = [one for one in of_process("appeal") if one.pk not in known]
    told = item.appeal
    assert (item.stage_key, told.name.reveal(), told.mobile.reveal()) == ("urgent", "马小军", "19900000321")
    assert elsewhere(lambda: Proof.objects.filter(item=item, kind="shown").count()) == 1
    page.goto("/m/#/appeals")
    page.wait_for_selector(f"text={item.number}")
    row = page.locator(".rows > *", has_text=item.number).inner_text()
    assert f"由{item.holder_label}办，{item.due_on} 前答复" in row
    assert "马小军" not in page.inner_text("main")
    look(one, looked, "21-appeals")
    one.tab("本机记录")
    expect(page.locator("main")).to_contain_text(f"编号 {item.number}", use_inner_text=True)

    def answered() -> None:
        holder = ROOT.__class__(**{**ROOT.__dict__, "role": item.role, "unit_id": item.holder_unit_id})
        advance(item.pk, "answer", actor=holder, now=clock.now(), answer="已约谈单位，周五前发放")

    elsewhere(answered)
    one.tab("我的")
    page.click("text=重新下载资料")
    page.goto("/m/#/appeals")
    page.wait_for_selector("text=答复：已约谈单位，周五前发放")


def test_a_refused_request_says_why_and_is_mended(real_phone):
    one = real_phone("liaison")
    page = one.page
    one.network(False)
    before = len(of_process("appeal"))
    page.goto("/m/#/appeal")
    page.get_by_label("不急").check()
    page.get_by_label("其他").check()
    page.get_by_label("什么事").fill("加班")
    page.click("button:text-is('保存')")
    page.wait_for_selector("text=已保存")
    one.network(True)
    one.waits_for("有 1 条没收下")
    page.click("#verb a")
    page.click("text=至少 4 个字")
    page.wait_for_selector("text=这条没有收下")
    page.get_by_label("什么事").fill("天天加班到十二点")
    page.click("button:text-is('保存')")
    one.waits_for("已全部上传")
    found = of_process("appeal")
    assert len(found) == before + 1
    assert found[-1].appeal.story.reveal() == "天天加班到十二点"
    assert found[-1].appeal.name is None


def planted_site(label: str) -> JoinCode:
    def made() -> JoinCode:
        grid, town = Unit.objects.get(code=GRIDS[0]), Unit.objects.get(code=PANWAN)
        return make_code(actor=ROOT, unit=town, kind="site", label=label, today=clock.today(), grid=grid)

    return elsewhere(made)


def fill(page, name: str, number_: str, mobile_: str = "") -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_label("证件号码", exact=True).fill(number_)
    page.get_by_label("手机号").fill(mobile_)


def test_many_join_at_one_site(real_phone, looked):
    """The code drawn and people taking turns without network; each an application; the refused one mended on the phone."""
    code = planted_site("三号地块工地")
    one = real_phone("liaison")
    page = one.page
    one.network(False)
    page.click("text=集中入会")
    look(one, looked, "30-sites")
    page.click("text=三号地块工地")
    expect(page.locator(".qr svg path")).to_have_count(1)
    look(one, looked, "31-site")
    address = page.evaluate(DRAWN)
    assert (
        address == rules.squares(f"{settings.SITE_URL}{reverse('scan', args=[selectors.token_of(code)])}")[1]
    )
    page.click("text=没有手机的，在这里填")
    page.click("button:text-is('保存')")
    expect(page.locator("#wrong")).to_contain_text(
        "要单独同意处理证件号码，才能确认是您本人", use_inner_text=True
    )
    look(one, looked, "32-join")
    for n, name in enumerate(["马小军", "高大山", "郭远"]):
        fill(page, name, number(8101 + n)[:17], mobile(8101 + n) if n else "")
        page.get_by_label("我看过并同意个人信息处理规则").check()
        page.get_by_label("我单独同意处理我的证件号码").check()
        page.click("button:text-is('保存')")
        expect(page.locator("#wrong")).to_contain_text("身份证号要 18 位，您填了 17 位", use_inner_text=True)
        page.get_by_label("证件号码", exact=True).fill(number(8101 + n))
        page.click("button:text-is('保存')")
        page.wait_for_selector(f"text=已保存：{name[0]}")
        assert name not in page.inner_text("main")
        page.click("text=没有手机的，在这里填")
        expect(page.get_by_label("姓名")).to_have_value("")
        expect(page.get_by_label("在哪里干活")).to_have_value("三号地块工地")
    page.goto("/m/#/site/" + str(code.pk))
    page.wait_for_selector("text=在这部手机上填了 3 人")
    look(one, looked, "33-people")
    assert [word for word in ("马小军", number(8101), mobile(8102)) if word in one.stored()] == []
    assert one.bar == "没有网络 · 3 条存在本机"
    one.network(True)
    one.waits_for("已全部上传")
    found = elsewhere(lambda: list(Application.objects.filter(code=code).select_related("item")))
    assert {(each.name, each.id_number.reveal(), each.way) for each in found} == {
        ("马小军", number(8101), "site"), ("高大山", number(8102), "site"), ("郭远", number(8103), "site"),
    }  # fmt: skip
    expect(page.locator("main")).to_contain_text("编号 RH", use_inner_text=True)


def test_a_refused_person_is_mended_on_the_phone(real_phone):
    """The poster was stopped while the phone had no network; another of the same site takes the person in."""
    code = planted_site("四号地块工地")
    one = real_phone("liaison")
    page = one.page
    one.network(False)
    page.goto(f"/m/#/join/{code.pk}")
    fill(page, "严重山", number(8110))
    page.get_by_label("我看过并同意个人信息处理规则").check()
    page.get_by_label("我单独同意处理我的证件号码").check()
    page.click("button:text-is('保存')")
    page.wait_for_selector("text=已保存")
    elsewhere(lambda: revoke_code(actor=ROOT, code=code, today=clock.today()))
    one.network(True)
    one.waits_for("有 1 条没收下")
    page.click("#verb a")
    expect(page.locator("main")).to_contain_text("这个工地的入会码不在您的网格里", use_inner_text=True)
    elsewhere(lambda: JoinCode.objects.filter(pk=code.pk).update(revoked_on=None))
    one.tab("我的")
    page.click("text=重新下载资料")
    page.wait_for_timeout(1500)
    one.tab("本机记录")
    page.click("text=严** 入会")
    page.wait_for_selector("text=这条没有收下")
    expect(page.get_by_label("姓名")).to_have_value("严重山")
    page.click("button:text-is('保存')")
    one.waits_for("已全部上传")
    assert elsewhere(lambda: [each.name for each in Application.objects.filter(code=code)]) == ["严重山"]


def test_the_papers_of_a_founding(real_phone, camera, looked):
    """Photographed without network, one of them twice; with the founding from the day somebody begins it."""
    unfounded = Q(employer__covered_by=None, employer__closed_on=None, grid__code=GRIDS[0], into=None)
    subject = elsewhere(
        lambda: (
            Subject.objects.filter(unfounded)
            .exclude(employer=None)
            .exclude(employer__foundings__isnull=False)
            .order_by("name")
            .first()
        )
    )
    one = real_phone("liaison")
    page = one.page
    one.network(False)
    page.goto(f"/m/#/unit/{subject.pk}")
    page.click("text=拍建会材料")
    page.wait_for_selector("text=还有 6 份没拍")
    look(one, looked, "40-shots")
    page.click("text=成立工会的请示")
    page.click("button:text-is('保存')")
    expect(page.locator("#wrong")).to_contain_text("先拍一张再保存", use_inner_text=True)
    look(one, looked, "41-shot")
    for n in range(2):
        page.set_input_files("#photo", camera)
        page.wait_for_selector(f"text=第 {n + 1} 张")
    page.click("button:text-is('保存')")
    page.wait_for_selector("text=还有 5 份没拍")
    page.click("text=筹备组成员名单")
    page.set_input_files("#photo", camera)
    page.wait_for_selector("text=第 1 张")
    page.click("button:text-is('保存')")
    page.wait_for_selector("text=还有 4 份没拍")
    assert page.locator(".tag", has_text="本机待上传").count() == 2
    one.close()
    one.start()
    one.unlock()
    page = one.page
    one.network(True)
    one.waits_for("要先登录 · 2 条存在本机")
    page.click("text=去办")
    one.sign_in("liaison")
    one.unlock()
    one.waits_for("已全部上传")
    page.goto(f"/m/#/shots/{subject.pk}")
    page.wait_for_selector("text=还没有发起建会")
    expect(page.locator(".tag.ok")).to_have_count(2)
    item = elsewhere(lambda: begin(actor=ROOT, employer=subject.employer, now=clock.now()))
    assert elsewhere(
        lambda: Counter(Proof.objects.filter(item=item, dropped=False).values_list("kind", flat=True))
    ) == {"request": 2, "organisers": 1}
    page.click("text=成立工会的请示")
    page.set_input_files("#photo", camera)
    page.wait_for_selector("text=第 1 张")
    page.click("button:text-is('保存')")
    page.wait_for_selector("text=已保存")
    one.waits_for("已全部上传")
    page.wait_for_selector(f"text=建会事项 {item.number}")
    kept = lambda: Counter(Proof.objects.filter(item=item).values_list("kind", "dropped"))  # noqa: E731
    assert elsewhere(kept) == {("request", True): 2, ("request", False): 1, ("organisers", False): 1}


@pytest.fixture
def street(monkeypatch):
    """Thirty shops along a street to the north, a hundred metres apart; of every fifth nobody has noted the place."""
    made = Book()
    made.plant(30)
    for n, one in enumerate(made.subjects.values()):
        one["facts"] |= {"position": f"{33.77 + n * 0.0009:.5f},120.25400"} if n % 5 else {}
    monkeypatch.setitem(ARRIVALS, "survey.answer", ("走访登记", made.take))
    monkeypatch.setitem(PACKAGES, "survey", made.package)
    return made


def names(page) -> list[str]:
    return [
        one.split("盘湾第")[1].split("号")[0] for one in page.locator("main .rows > a b").all_inner_texts()
    ]


def test_what_is_near_and_what_is_for_today(real_phone, street, looked):
    """From where one stands, from a unit, without a network; a plan that stays on the phone, sealed, for a day."""
    one = real_phone("liaison")
    page = one.page
    one.network(False)
    one.tab("网格")
    page.wait_for_selector("text=共 30 家")
    assert names(page)[:3] == ["1", "2", "3"]
    page.click("text=按离我远近")
    page.wait_for_selector("text=没有允许看位置。可以从一家单位算起")
    one.context.grant_permissions(["geolocation"])
    one.context.set_geolocation({"latitude": 33.77 + 8 * 0.0009, "longitude": 120.254})
    page.click("text=按离我远近")
    page.wait_for_selector("text=从“现在的位置”算起")
    assert names(page)[:5] == ["9", "8", "10", "7", "12"]
    assert names(page)[-6:] == ["1", "6", "11", "16", "21", "26"]
    assert "约 100 米 · 湖滨路 8 号" in page.locator("main .rows > a").nth(1).inner_text()
    page.locator("main .rows > a").nth(3).click()
    page.click("text=列入今天")
    page.wait_for_selector("text=今天不去了")
    page.click("text=找附近的")
    page.wait_for_selector("text=从“盘湾第7号商铺”算起")
    assert names(page)[:3] == ["7", "8", "5"]
    page.click("text=挑今天要去的")
    page.fill("#q", "第3号")
    page.get_by_label("盘湾第3号商铺").check()
    page.fill("#q", "")
    assert page.get_by_label("盘湾第7号商铺").is_checked()
    look(one, looked, "50-plan")
    one.tab("网格")
    page.click("summary")
    assert page.locator("svg.map circle").count() == 25  # twenty-four with a place, and where one counts from
    assert page.locator("svg.map text").all_text_contents() == ["1", "2"]
    look(one, looked, "51-near")
    page.click("text=挑今天要去的")
    page.click("text=挑好了")
    page.wait_for_selector("text=今天要去的 2 家")
    look(one, looked, "52-today")
    assert names(page)[:2] == ["7", "3"]
    assert names(page).count("3") == 1
    stored = one.stored()
    assert "plan" in stored
    assert [word for word in ("盘湾第7号", '["u7"', "120.254") if word in stored] == []
    one.close()
    one.start()
    one.unlock()
    page = one.page
    assert names(page)[:2] == ["7", "3"], "the plan outlives the browser"
    one.tab("网格")
    page.wait_for_selector("text=共 30 家")
    assert page.locator("text=算起").count() == 0, "where one stood is not kept"
    page.goto("/m/#/unit/u7")
    page.click("text=今天不去了")
    page.wait_for_selector("text=列入今天")
    one.tab("今天")
    page.wait_for_selector("text=今天要去的 1 家")


def test_where_a_unit_lies_is_noted_when_somebody_presses(real_phone):
    """On the doorstep, without a network; never by itself."""
    known = elsewhere(
        lambda: (
            Subject.objects.filter(grid__code=GRIDS[0], kind="employer", into=None).order_by("name").first()
        )
    )
    one = real_phone("liaison")
    page = one.page
    one.context.grant_permissions(["geolocation"])
    one.context.set_geolocation({"latitude": 33.774512345, "longitude": 120.254})
    one.network(False)
    page.goto(f"/m/#/form/{known.pk}")
    page.wait_for_selector("text=还没有记")
    page.click("text=记下现在的位置")
    page.wait_for_selector("text=已记：33.77451,120.25400")
    one.answer("见到了", None, 职工人数="21")
    page.wait_for_selector("text=已保存")
    one.network(True)
    one.waits_for("已全部上传")
    assert elsewhere(lambda: Subject.objects.get(pk=known.pk).facts["position"]) == "33.77451,120.25400"
    one.visit(str(known.pk), 职工人数="22")
    one.waits_for("已全部上传")
    assert "position" not in elsewhere(
        lambda: Answer.objects.filter(subject=known).order_by("-number").first().facts
    )


DRAWN = "() => document.querySelector('.qr path').getAttribute('d')"
