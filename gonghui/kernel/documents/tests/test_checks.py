from __future__ import annotations

import pytest

from gonghui.kernel.documents.checks import faults_of
from gonghui.kernel.documents.paper import Paper

ABOVE = ["某省某局", "某县某局"]
REQUEST = Paper(
    "request",
    "关于购置设备的请示",
    "东镇某站",
    ("因工作需要，拟购置设备一台。", "妥否，请批示。"),
    addressee="某县某局",
    note="联系人：张一，电话：0000-1234567",
)
REPORT = Paper(
    "report", "关于上半年工作的报告", "东镇某站", ("上半年完成三件事。", "特此报告。"), addressee="某县某局"
)
REPLY = Paper(
    "reply",
    "关于购置设备的批复",
    "某县某局",
    ("你站《关于购置设备的请示》（东某〔2026〕3号）收悉。现批复如下：", "同意。", "此复。"),
)


@pytest.mark.parametrize(
    "good", [REQUEST, REPORT, REPLY, REQUEST.with_(body=(*REQUEST.body[:1], "当否，请批复。"))]
)
def test_good_ones_have_no_fault(good: Paper):
    assert faults_of(good, ABOVE) == []


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (REQUEST.with_(title="关于购置设备和关于增加人手的请示"), "一文一事"),
        (REQUEST.with_(body=("买设备，妥否？", "加人手。妥否，请批示。")), "一文一事"),
        (REQUEST.with_(addressee="某县某局、某县财政局"), "只主送一个上级机关"),
        (REQUEST.with_(addressee="某省某局"), "不能越级：某省某局隔了一级，请示要先报某县某局"),
        (REQUEST.with_(addressee="西镇某站"), "用函"),
        (REQUEST.with_(addressee=""), "要写主送机关"),
        (REQUEST.with_(body=("拟购置设备一台。",)), "最后要写“妥否，请批示。”或“当否，请批复。”"),
        (REQUEST.with_(note="联系人：张一"), "写联系人和电话"),
        (REQUEST.with_(title="关于购置设备的报告"), "标题要以文种“请示”结尾"),
        (REPORT.with_(body=("上半年很好。恳请增拨经费五万元。",)), "不能夹带请示事项：“上半年很好。恳请增拨经费五万元。”"),
        (REPORT.with_(body=("经费不足，请予解决。", "特此报告。")), "另写一份请示"),
        (REPORT.with_(addressee="某省某局"), "不能越级"),
        (REPLY.with_(body=("同意购置。", "此复。")), "要引来文的标题"),
        (REPLY.with_(body=("《关于购置设备的请示》收悉。同意。",)), "后面用括号写文号"),
        (REPLY.with_(body=()), "还没有正文"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(paper: Paper, words: str):
    found = faults_of(paper, ABOVE)
    assert [words in fault for fault in found].count(True) == 1, found


def test_the_topmost_office_has_nobody_above():
    assert faults_of(REQUEST, []) == []
