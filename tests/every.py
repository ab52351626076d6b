"""Rows, forms and rosters for any register, so that one test can be run over all of them."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.documents.keeping import receive
from gonghui.kernel.jobs.actions import acting_for, one_chunk
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.register.definition import REGISTERS
from gonghui.kernel.register.models import Intake
from gonghui.registers.dues import actions as dues
from gonghui.registers.employers import actions as employers
from gonghui.registers.meetings import actions as meetings
from gonghui.registers.posts import actions as cadres
from gonghui.registers.regions.models import Region
from gonghui.registers.services import actions as services
from gonghui.registers.unions import actions as unions
from gonghui.work.founding.process import FOUNDING
from gonghui.work.survey.actions import take_courier, take_listed
from tests.people import TODAY, member, mobile, number
from tests.support import DAY, ROOT

ROSTERS = {
    "employers": [
        ["单位名称", "职工人数", "统一社会信用代码", "单位性质"],
        [["甲公司", "12", "", "私营企业"], ["乙公司", "十二", "", "私营企业"], ["", "3", "", ""], ["丙公司", "8", "91", ""],
         ["丁公司", "5", "", "外星企业"], ["甲公司", "13", "", "私营企业"], ["第1公司", "1", "", "私营企业"], ["第2公司", "9", "", "私营企业"]],
    ],
    "cadres": [
        ["姓名", "职务", "专兼挂", "任职起", "手机"],
        [["李华", "主席", "专职", "2024-05-01", ""], ["王敏", "船长", "专职", "", ""], ["张伟", "委员", "", "", ""],
         ["单丽", "委员", "兼职", "2024-13-01", ""], ["曾强", "委员", "兼职", "", "123"], ["王第一", "主席", "专职", "", ""]],
    ],
    "meetings": [
        ["会议、活动", "类别", "哪天", "到了多少人"],
        [["换届大会", "会员大会", "2026-05-01", "30"], ["座谈", "茶话", "2026-05-01", ""], ["", "其他活动", "2026-05-01", ""],
         ["培训", "学习培训", "2026-13-01", ""], ["第1次会", "委员会会议", "2026-09-01", "1"], ["第2次会", "委员会会议", "2026-09-02", "5"]],
    ],
    "dues": [
        ["所属期", "款项", "金额（元）", "到账日期"],
        [["第 3 季度", "会费", "1,234.5 元", "2026-10-08"], ["第 3 季度", "捐款", "5", "2026-10-08"], ["", "会费", "5", "2026-10-08"],
         ["九月", "会费", "五元", "2026-10-08"], ["第1期", "会费", "1", "2026-09-01"], ["第2期", "会费", "2.01", "2026-09-02"]],
    ],
    "services": [
        ["服务", "哪类需要", "服务内容", "面向谁", "从哪天起", "到哪天止", "名额"],
        [["理发", "其他", "带卡", "会员", "2026-11-01", "2026-12-31", ""], ["体检", "看病", "空腹", "会员", "2026-11-01", "2026-12-31", "3"],
         ["", "其他", "带卡", "会员", "2026-11-01", "2026-12-31", ""], ["讲座", "其他", "带卡", "会员", "2026-13-01", "2026-12-31", ""],
         ["第1项", "体检、健康", "空腹，带身份证", "会员", "2026-11-01", "2026-12-31", "1"], ["第2项", "体检、健康", "换了地方", "会员", "2026-11-01", "2026-12-31", "2"]],
    ],
    "unions": [
        ["工会名称", "类型", "职工人数", "建会日期"],
        [["甲厂工会", "独立", "30", "2020-01-01"], ["乙厂工会", "不知道", "30", ""], ["", "独立", "", ""],
         ["丙厂工会", "独立", "30", "2099-01-01"], ["第1厂工会", "独立", "31", "2026-09-01"], ["第2厂工会", "联合", "1", ""]],
    ],
    "list_market": [
        ["名称", "人数", "统一社会信用代码", "成立或入驻日期"],
        [["甲公司", "12", "", "2024-05-01"], ["乙公司", "十二", "", ""], ["", "3", "", ""], ["丙公司", "8", "91", ""],
         ["第1公司", "1", "", ""], ["第2公司", "9", "", ""]],
    ],
    "list_couriers": [
        ["姓名", "平台", "站点", "手机"],
        [["李华", "蓝马", "湖边站", "19900000501"], ["王敏", "蓝马", "湖边站", "123"], ["", "蓝马", "湖边站", ""],
         ["张伟", "蓝马", "", "19900000502"], ["李华", "蓝马", "湖边站", "19900000501"]],
    ],
}  # fmt: skip
TOWNS = ("list_market", "list_tax", "list_park", "subjects")


def listed(key: str, county: Any, n: int, name: str) -> Any:
    """A row of a list, or the subject it leads to."""
    given = {"actor": ROOT, "today": TODAY, "row": None, "unit": county.east}
    if key == "list_couriers":
        more = {
            "platform": "蓝马",
            "station": "湖边站",
            "mobile": mobile(500 + n),
            "id_number": number(500 + n),
        }
        return take_courier(**given, name=name or f"王第{'零一二三四五六七八九'[n]}", **more)[0]
    made = take_listed("market" if key == "subjects" else key.removeprefix("list_"))(
        **given, name=name or f"第{n}公司", workers=n
    )[0]
    return made.subject if key == "subjects" else made


def offered(county: Any, n: int, name: str) -> Any:
    given = {
        "title": name or f"第{n}项",
        "need": "health",
        "told": "空腹，带身份证",
        "open_to": "members",
        "places": n,
    }
    given |= {"since": date(2026, 11, 1), "until": date(2026, 12, 31)}
    return services.save(actor=ROOT, today=TODAY, row=None, unit=county.east, **given)[0]


def filed(county: Any, n: int, name: str) -> Any:
    given = {
        "title": name or f"第{n}号通知",
        "number": f"试〔2026〕{n}号",
        "kind": "notice",
        "office": "某总工会",
    }
    dates = {"signed_on": TODAY, "received_on": TODAY}
    return receive(actor=ROOT, unit=county.east, kept_at="档案室", **given, **dates)


def met(county: Any, n: int, name: str) -> Any:
    given = {"title": name or f"第{n}次会", "kind": "committee", "held_on": date(2026, 9, n), "attended": n}
    return meetings.save(actor=ROOT, today=TODAY, row=None, unit=county.east, **given)[0]


def paid(county: Any, n: int, name: str) -> Any:
    given = {"period": name or f"第{n}期", "kind": "dues", "paid_on": date(2026, 9, n), "amount": Decimal(n)}
    return dues.save(actor=ROOT, today=TODAY, row=None, unit=county.east, **given)[0]


MORE = {"services": offered, "documents": filed, "meetings": met, "dues": paid}


def row(key: str, county: Any, n: int, name: str = "") -> Any:
    """The ``n``-th row of a register, in the east."""
    set_reach(ROOT)
    if key == "members":
        return member(county.mill, n, **({"name": name} if name else {}))
    if key == "employers":
        named = {"name": name or f"第{n}公司", "workers": n, "grid": county.grid, "line": county.line}
        return employers.enter(actor=ROOT, unit=county.east, nature="170", covered_by=county.mill, **named)
    if key == "cadres":
        given = {
            "name": name or f"王第{'零一二三四五六七八九'[n]}",
            "post": "chair",
            "form": "full",
            "mobile": mobile(500 + n),
        }
        return cadres.save(actor=ROOT, today=TODAY, row=None, unit=county.mill, **given)[0]
    if key == "unions":
        given = {"name": name or f"第{n}厂工会", "kind": "single", "founded_on": DAY}
        return unions.enter(actor=ROOT, parent=county.east, today=TODAY, **given)
    if key == "work":
        employer = employers.enter(actor=ROOT, unit=county.east, name=f"第{n}家公司", workers=n)
        named = {"title": name or f"第{n}家公司建会", "record": {"employer": employer}}
        return open_item(FOUNDING, unit=county.east, actor=ROOT, now=clock.now(), **named)
    if key == "list_couriers" or key in TOWNS:
        return listed(key, county, n, name)
    if key in MORE:
        return MORE[key](county, n, name)
    return Region.objects.create(code=f"99900{n}", name=name or f"第{n}县", level=3)


PARTICULARS = {
    "home_address": "清河县城东路 9 号 3 幢",
    "hukou_place": "清河县河西镇 5 村",
    "marital": "30",
    "note": "要照看老人",
}


def holder(key: str, county: Any, name: str) -> Any:
    """A row that has the secret ``name``: of a member everything, a date of birth only beside a passport."""
    if key != "members":
        return row(key, county, 7)
    passport = {"id_type": "2", "id_number": "E99900007", "sex": "1", "birth_date": date(1990, 5, 1)}
    return member(county.mill, 7, **PARTICULARS, **(passport if name == "birth_date" else {}))


def valid(key: str, county: Any) -> dict[str, str]:
    if key.startswith("list_"):
        more = {"platform": "蓝马", "mobile": mobile(70)} if key == "list_couriers" else {"workers": "4"}
        return {"name": "单丽", "town__name": str(county.east.pk)} | more
    return {
        "members": {"name": "单丽", "id_number": number(70), "unit__name": str(county.mill.pk)},
        "cadres": {"name": "单丽", "post": "clerk", "form": "part", "unit__name": str(county.mill.pk)},
        "employers": {
            "name": "新公司",
            "unit__name": str(county.east.pk),
            "workers": "4",
            "migrant_workers": "0",
        },
        "meetings": {
            "title": "单丽",
            "kind": "committee",
            "held_on": "2026-05-01",
            "unit__name": str(county.east.pk),
        },
        "dues": {
            "period": "单丽",
            "kind": "dues",
            "paid_on": "2026-05-01",
            "amount": "1234.50",
            "unit__name": str(county.east.pk),
        },
        "services": {
            "title": "单丽",
            "need": "health",
            "told": "空腹",
            "open_to": "members",
            "since": "2026-11-01",
            "until": "2026-12-31",
            "unit__name": str(county.east.pk),
        },
        "unions": {"name": "新厂工会", "kind": "single", "above__name": str(county.east.pk), "workers": "4"},
    }[key]


def fetched(desk: Any, clerk: Any, url: str, **body: Any) -> list[list[Any]]:
    """The cells of the workbook an export makes."""
    begun = desk.post(url, body)
    assert begun.status_code == 302, begun.content.decode()[-2000:]
    pk = begun.url.strip("/").rsplit("/", 1)[-1]
    while one_chunk(pk, acting_for(clerk.account_id, clerk.post_id)):
        pass
    set_reach(clerk)
    body_ = b"".join(desk.get(Job.objects.get(pk=pk).result["url"]).streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(body_))
    return [list(cells) for cells in book.active.iter_rows()]


def brought(desk: Any, key: str, unit: Any, headings: list[str], lines: list[list[str]]) -> Intake:
    """Upload and check, with the columns as they are proposed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate([headings, *lines]):
            for column, text in enumerate(line):
                sheet.write_string(at, column, text)
    given = SimpleUploadedFile("名单.xlsx", out.getvalue())
    page = desk.post(reverse("register-import", args=[key]), {"unit": unit.pk, "file": given})
    assert page.status_code == 302, page.content.decode()[-2000:]
    labels = {column.label: column.name for column in REGISTERS[key].asked}
    picked = {f"col{at}": labels[heading] for at, heading in enumerate(headings)}
    checked = desk.post(page.url, picked | {"sheet": "0"})
    assert checked.status_code == 302, checked.content.decode()[-2000:]
    set_reach(ROOT)
    return Intake.objects.order_by("-at", "-pk")[0]
