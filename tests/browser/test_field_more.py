"""What a liaison's phone does beside surveys, without network: requests of workers."""

from __future__ import annotations

import pytest

from gonghui.kernel import clock
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.moving import advance
from tests.browser.phone import shot
from tests.browser.test_accessible import faults
from tests.browser.test_joining import elsewhere
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
    one = real_phone("liaison")
    page = one.page
    one.network(False)
    page.click("text=职工诉求")
    page.click("text=记一件诉求")
    page.click("button:text-is('保存')")
    assert "请选急不急\n\n请选哪一类\n\n请填写什么事" in page.inner_text("#wrong")
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
    assert "职工手机要 11 位数字" in page.inner_text("#wrong")
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
    [item] = of_process("appeal")
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
    assert f"编号 {item.number}" in page.inner_text("main")

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
