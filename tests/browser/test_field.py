"""联系网 on a phone: a day without network, two phones, a lost phone; nothing lost, nothing doubled, nothing in clear."""

from __future__ import annotations

import gzip
from collections import Counter
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from gonghui.kernel import clock
from gonghui.kernel.database.home import PACKAGE
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import opened
from gonghui.kernel.sync.catalogue import ARRIVALS, PACKAGES
from gonghui.kernel.sync.models import Arrival, Device
from gonghui.kernel.sync.phones import ask_wipe
from gonghui.work.survey.models import Answer, Subject, Worker
from tests.browser.fieldbook import Book
from tests.browser.phone import PIN, Phone, shot
from tests.browser.test_accessible import faults
from tests.browser.test_joining import elsewhere
from tests.support import ROOT

DIST = PACKAGE / "site" / "static" / "dist"


@pytest.fixture
def book(monkeypatch):
    made = Book()
    made.plant(30)
    monkeypatch.setitem(ARRIVALS, "survey.answer", ("走访登记", made.take))
    monkeypatch.setitem(PACKAGES, "survey", made.package)
    return made


@pytest.fixture
def phone(book, real_phone):
    """A phone for the survey of these tests."""
    return real_phone


def test_a_day_without_network(phone, book, camera):
    """50 records and 10 photos; the browser closed once and killed once; the answer to the first sending lost."""
    one = phone("liaison")
    one.network(False)
    for n in range(1, 21):
        one.register(f"沿街小店{n}", photo=camera if n <= 5 else None)
    one.close()
    one.start()
    one.unlock()
    for n in range(1, 16):
        one.visit(f"u{n}", photo=camera if n <= 5 else None, 职工人数=str(40 + n))
    one.page.goto("/m/#/form/u16")
    one.page.get_by_label("职工人数").fill("77")
    one.page.wait_for_timeout(900)  # the hand rests, then the battery falls out
    one.kill()
    one.start()
    one.unlock()
    one.page.click("text=盘湾第16号商铺 >> nth=-1")
    expect(one.page.get_by_label("职工人数")).to_have_value("77")
    one.answer("见到了", None)
    one.page.wait_for_selector("text=已保存：盘湾第16号商铺")
    for n in range(17, 31):
        one.visit(f"u{n}", 职工人数=str(40 + n), 反映的问题="加班没有加班费" * 40)
    assert one.bar == "没有网络 · 50 条存在本机"
    assert "沿街小店" not in (stored := one.stored())
    assert "盘湾" not in stored
    lost = lose_first_answers(one)
    one.network(True)
    one.waits_for("要先登录 · 50 条存在本机")  # a browser that was closed has forgotten who was signed in
    one.page.click("text=去办")
    one.sign_in("liaison")
    one.unlock()
    for _ in range(2):
        one.waits_for("会再试")
        one.page.click("text=现在上传")
    one.waits_for("已全部上传", seconds=180)
    assert len(lost) == 2, "no answer was lost: nothing was sent twice"
    assert_once(book, 50)
    assert Counter(len(one.files) for one in book.answers) == {0: 40, 1: 10}
    assert elsewhere(kept_photos) == [((1280, 960), {})] * 10
    assert {f"沿街小店{n}" for n in range(1, 21)} < {one["name"] for one in book.subjects.values()}
    assert [book.subjects[f"u{n}"]["facts"]["workers"] for n in (1, 16, 30)] == [41, 77, 70]
    one.tab("本机记录")
    assert one.heading == "都上传了"
    assert one.page.evaluate(INSIDE) == [0, 50], "what was said stays on the phone no longer than it must"


INSIDE = """async () => {
  const open = await new Promise((done) => { const r = indexedDB.open("lianxi"); r.onsuccess = () => done(r.result); });
  const all = (name) => new Promise((done) => { open.transaction(name).objectStore(name).getAll().onsuccess = (e) => done(e.target.result); });
  const [photos, records] = [await all("photo"), await all("record")];
  open.close();
  return [photos.length, records.filter((row) => row.state === "sent" && row.sealed.data.byteLength < 400).length];
}"""


def assert_once(book: Book, count: int) -> None:
    """So many records have arrived, each of them once, here and in the module they went to."""
    assert set(book.calls.values()) == {1}
    assert len(book.calls) == len(book.answers) == count
    assert elsewhere(lambda: Arrival.objects.filter(pk__in=list(book.calls)).count()) == count


def lose_first_answers(one: Phone, count: int = 2) -> list[str]:
    """The platform hears the first sendings and the phone does not hear the answers."""
    lost: list[str] = []

    def route(found) -> None:
        if len(lost) >= count:
            return found.continue_()
        found.fetch()
        lost.append(found.request.url)
        return found.abort()

    one.context.route("**/m/api/records/", route)
    return lost


def kept_photos() -> list[tuple[tuple[int, int], dict]]:
    found = []
    for file in StoredFile.objects.filter(purpose="field.photo"):
        with opened(file) as clear:
            picture = Image.open(BytesIO(clear.read_bytes()))
            found.append((picture.size, dict(picture.getexif())))
    return found


def test_two_phones_at_the_same_employer(phone, book):
    """What does not contradict is merged; what does is kept twice and said to who came second."""
    first, second = phone("liaison"), phone("liaison")
    for one in (first, second):
        one.network(False)
    first.visit("u2", 职工人数="40")
    first.visit("u3", 职工人数="50")
    second.visit("u2", 职工人数="45", 联系人手机="13900000000")
    second.visit("u3", 反映的问题="加班多")
    for one in (first, second):
        one.network(True)
        one.waits_for("已全部上传")
    assert book.both == [("u2", "workers", 40, 45)]
    assert book.subjects["u2"]["facts"] == {"workers": 40, "contact": "13900000000"}
    assert book.subjects["u3"]["facts"] == {"workers": 50, "problem": "加班多"}
    assert_once(book, 4)
    second.tab("本机记录")
    row = second.page.locator(".rows > *", has_text="盘湾第2号商铺")
    assert "已上传，要核对" in row.inner_text()
    assert "两个都留着" in row.inner_text()


def test_a_survey_goes_from_the_street_into_the_ledger(real_phone, camera):
    """The platform's own survey: a new place with a photo and a name, a known one counted by two."""
    first, second = real_phone("liaison"), real_phone("hede")
    [known] = [one for one in elsewhere(lambda: list(Subject.objects.filter(name__contains="源安环保")))]
    for one in (first, second):
        one.network(False)
    words = {"职工人数": "6", "见到的人": "王小明 13800000000"}
    first.register("拐角面馆", outcome="见到了", photo=camera, **words)
    first.visit(str(known.pk), 职工人数="41")
    second.visit(str(known.pk), 职工人数="46")
    for one in (first, second):
        one.network(True)
        one.waits_for("已全部上传")
    made = elsewhere(lambda: Subject.objects.get(name="拐角面馆"))
    assert (made.kind, made.facts["workers"], made.grid_id) == ("employer", 6, known.grid_id)
    assert elsewhere(lambda: [one.name for one in Worker.objects.filter(subject=made)]) == ["王小明"]
    both = elsewhere(lambda: Subject.objects.get(pk=known.pk))
    assert "workers" in both.contested
    said = elsewhere(lambda: [one.facts.get("workers") for one in Answer.objects.filter(subject=known)])
    assert {41, 46} <= set(said), "one of the two was written over"
    second.tab("本机记录")
    expect(second.page.locator("main")).to_contain_text("已上传，要核对", use_inner_text=True)


def test_a_group_of_workers_is_asked_other_things(phone, book):
    one = phone("liaison")
    one.network(False)
    one.page.goto("/m/#/form")
    one.page.get_by_label("单位名称").fill("人民路骑手")
    one.page.get_by_label("职工群体").check()
    one.page.get_by_label("已经入会的").fill("３")
    expect(one.page.get_by_label("愿不愿意建会")).to_have_count(0)
    expect(one.page.get_by_label("这群人叫什么")).to_have_value("人民路骑手")
    one.answer("见到了", None, 职工人数="大概十来个")
    expect(one.page.locator("#wrong")).to_contain_text(
        "职工人数要填一个整数，您填的是“大概十来个”", use_inner_text=True
    )
    one.answer("见到了", None, 职工人数="12")
    one.page.wait_for_selector("text=已保存：人民路骑手")
    one.network(True)
    one.waits_for("已全部上传")
    content = book.answers[0].content
    assert (content["kind"], content["name"], content["facts"]) == (
        "group",
        "人民路骑手",
        {"workers": 12, "joined": 3},
    )


def test_what_one_wrote_later_knows_what_one_wrote_before(phone, book):
    one = phone("liaison")
    one.network(False)
    one.visit("u1", 职工人数="20")
    one.visit("u1", 职工人数="21")
    one.network(True)
    one.waits_for("已全部上传")
    assert (book.both, book.subjects["u1"]["facts"]["workers"]) == ([], 21)
    assert [answer.base_version for answer in book.answers] == [1, 2]


def test_a_refused_record_is_mended_and_comes_as_another(phone, book):
    one = phone("liaison")
    one.visit("u1", 职工人数="999999")
    one.waits_for("有 1 条没收下")
    one.page.click("#verb a")
    one.page.click("text=职工人数不像真的")
    one.page.wait_for_selector("text=这条没有收下")
    expect(one.page.get_by_label("职工人数")).to_have_value("999999")
    one.answer("见到了", None, 职工人数="33")
    one.waits_for("已全部上传")
    assert [answer.content["facts"] for answer in book.answers] == [{"workers": 33}]
    assert len(book.calls) == 2, "the mended one has an id of its own"
    assert (
        elsewhere(lambda: Arrival.objects.filter(pk__in=list(book.calls), content__isnull=False).count()) == 0
    )


def test_what_may_have_arrived_is_not_changed_any_more(phone, book):
    """A changed record under the id of one that arrived would be answered with what became of the first."""
    one = phone("liaison")
    one.network(False)
    one.register("改名饭店")
    one.tab("本机记录")
    one.page.click("text=改名饭店")
    one.page.click("text=改一改")
    one.page.get_by_label("单位名称").fill("改过饭店")
    one.page.click("button:text-is('保存')")
    one.page.wait_for_selector("text=已保存：改过饭店")
    lost = lose_first_answers(one, 1)
    one.network(True)
    one.waits_for("会再试")
    assert len(lost) == 1
    one.tab("本机记录")
    one.page.wait_for_selector("h2:has-text('待上传')")
    assert one.page.locator("main", has_text="改过饭店").count() == 1
    assert one.page.locator("main a", has_text="改过饭店").count() == 0
    one.page.click("text=现在上传")
    one.waits_for("已全部上传")
    assert_once(book, 1)
    assert book.answers[0].content["name"] == "改过饭店"


def test_nothing_is_known_to_who_finds_the_phone(phone, book, tmp_path):
    """Neither from the base nor from the files it lies in; and only so many codes can be tried."""
    one = phone("liaison")
    one.network(False)
    one.register("秘密作坊", outcome="见到了", 职工人数="8", 反映的问题="老板欠薪三个月")
    one.close()
    found = [path for path in one.folder.rglob("*") if path.is_file() and secret_in(path.read_bytes())]
    assert [str(path.relative_to(one.folder)) for path in found] == []
    one.start()
    one.page.goto("/m/")
    for n in range(10):
        one.page.fill("#pin", f"10000{n}")
        one.page.click("button:text-is('打开')")
        if n == 6:
            one.page.wait_for_selector("text=再错 3 次，本机资料会清空，连同没上传的 1 条", timeout=60_000)
        one.page.wait_for_function(
            "() => !document.querySelector('#pin') || document.querySelector('#pin').value === ''",
            timeout=60_000,
        )
    one.page.wait_for_selector("text=本机已清空", timeout=60_000)
    assert one.stored() == ""


def secret_in(content: bytes) -> bool:
    words = ("秘密作坊", "老板欠薪", "盘湾第1号商铺", PIN)
    return any(word.encode(form) in content for word in words for form in ("utf-8", "utf-16-le"))


def test_a_lost_phone_forgets_at_the_next_contact(phone, book):
    one = phone("liaison")
    one.network(False)
    one.register("没传走的店")
    one.close()

    mine = elsewhere(lambda: Device.objects.order_by("-first_seen_at").first())
    elsewhere(lambda: ask_wipe(actor=ROOT, device=mine, now=clock.now()))
    one.start()
    one.context.clear_cookies()  # nobody is signed in any more
    one.page.goto("/m/")
    one.page.wait_for_selector("#pin")  # without network it knows nothing of it
    one.network(True)
    one.page.goto("/m/")
    one.page.wait_for_selector("text=这部手机上的资料已清除")
    assert one.stored() == ""
    assert elsewhere(lambda: Device.objects.get(pk=mine.pk).wiped_at) is not None
    assert book.calls == {}


def test_what_was_taken_along_ends_by_itself(phone, book):
    """After fourteen days without network the units are gone; what was written here is not."""
    one = phone("liaison")
    one.network(False)
    one.register("还没传的店")
    one.page.evaluate(SET_END)
    one.unlock()
    assert one.page.inner_text("main").count("盘湾第") == 0
    expect(one.page.locator("main")).to_contain_text("还没传的店", use_inner_text=True)
    one.network(True)
    one.waits_for("已全部上传")
    assert_once(book, 1)
    one.page.wait_for_selector("text=盘湾第2号商铺")


SET_END = """() => new Promise((done) => { indexedDB.open("lianxi").onsuccess = (opened) => {
  const base = opened.target.result, rows = base.transaction("meta", "readwrite").objectStore("meta");
  rows.get("phone").onsuccess = (e) => { rows.put({ ...e.target.result, until: "2020-01-01T00:00:00+08:00" }).onsuccess = () => { base.close(); done(); }; };
}; })"""


def test_another_account_does_not_send_what_is_not_its_own(phone, book):
    one = phone("liaison")
    one.network(False)
    one.register("吴晓东登记的店")
    one.network(True)
    one.context.clear_cookies()
    one.page.goto("/accounts/login/?next=/m/")
    one.sign_in("county")
    one.unlock()
    one.waits_for("请换回原来的身份")
    assert book.calls == {}


def test_the_page_opens_without_network_whoever_is_signed_in(phone, address):
    """Django says Vary: Cookie, Accept-Language; a cache that heeds it shows another page, or none, under another cookie."""
    one = phone("liaison")
    before = one.heading
    one.context.add_cookies([{"name": "size", "value": "l", "url": address}])
    one.context.set_extra_http_headers({"Accept-Language": "en-GB,en;q=0.7"})
    one.network(False)
    one.page.goto("/m/?from=desktop")
    assert one.heading == "请输开机码"
    one.unlock()
    assert [one.heading, before.startswith("还有 "), before.endswith(" 家没走访")] == [before, True, True]


def test_hidden_is_hidden(phone):
    """``[hidden]`` loses against a class that says how a thing is displayed."""
    one = phone("liaison")
    shown = one.page.evaluate(
        "() => [...document.querySelectorAll('[hidden]')].filter((one) => getComputedStyle(one).display !== 'none').length"
    )
    assert shown == 0
    one.page.evaluate("() => document.getElementById('back').hidden = true")
    assert not one.page.is_visible("#back")


def test_every_page_of_it(phone, book, camera):
    """Looked over by axe, on a phone, in both sizes of type."""
    one = phone()
    seen = {}

    def look(name: str) -> None:
        seen[name] = faults(one.page)
        shot(one, name)

    one.page.goto("/m/")
    one.page.wait_for_selector("text=去登录")
    look("01-install")
    one.install("liaison")
    one.network(False)
    one.unlock()
    for size in ("", "-large"):
        one.page.goto("/m/#/")
        one.page.wait_for_selector("text=还有")
        look(f"02-today{size}")
        one.page.goto("/m/#/form")
        one.page.click("button:text-is('保存')")
        look(f"03-form{size}")
        one.register(f"湖滨早点铺{size}", photo=camera)
        look(f"04-saved{size}")
        one.page.goto("/m/#/unit/u1")
        one.page.wait_for_selector("text=登记这次走访")
        look(f"05-unit{size}")
        one.page.goto("/m/#/form/u3")
        one.page.click("summary")
        look(f"06-revisit{size}")
        one.tab("网格")
        one.page.wait_for_selector("text=共 30 家")
        look(f"07-grid{size}")
        one.tab("本机记录")
        one.page.wait_for_selector("text=待上传")
        look(f"08-records{size}")
        one.tab("我的")
        one.page.wait_for_selector("text=清空本机")
        look(f"09-me{size}")
        one.page.click("#size")
    one.network(True)
    one.waits_for("已全部上传")
    one.tab("本机记录")
    one.page.wait_for_selector("text=都上传了")
    look("10-sent")
    one.page.goto("/m/")
    look("11-code")
    assert seen == {name: [] for name in seen}
    assert len(seen) == 19


def test_it_is_light(address):
    """≤ 25 KB of script, ≤ 10 KB of style, and no name of a host in it."""
    parts = {part: (DIST / f"field.{part}").read_bytes() for part in ("js", "css")}
    assert len(gzip.compress(parts["js"], 6)) <= 25 * 1024
    assert len(gzip.compress(parts["css"], 6)) <= 10 * 1024
    assert b"://" not in parts["js"]
