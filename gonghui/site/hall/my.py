"""/s/my/: what is kept about whoever is signed in; every row comes from functions that know the session alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel.actors.doors import SUBJECT, door
from gonghui.kernel.actors.subjects import leave
from gonghui.kernel.http import Request
from gonghui.kernel.identifiers.qr import qr
from gonghui.kernel.register.exporting import XLSX
from gonghui.kernel.secrets.masking import mask_document, mask_id, mask_phone, mask_place
from gonghui.registers.members.models import Person
from gonghui.registers.members.register import mask_birth
from gonghui.registers.members.rules import GROUPS, MARITAL
from gonghui.site.hall.asking import rows
from gonghui.site.hall.copying import Sheet, workbook
from gonghui.site.hall.wechat import is_open
from gonghui.work.joining.selectors import card_token
from gonghui.work.own import selectors
from gonghui.work.own.actions import COPIED, REVEALED, note

SECRETS = {"id_number": "证件号码", "mobile": "手机号", "birth_date": "出生日期", "home_address": "家庭住址", "hukou_place": "户籍所在地"}  # fmt: skip


@door(SUBJECT)
@require_GET
def my(request: Request) -> HttpResponse:
    """What there is to do, my union and whom to call."""
    person = selectors.person()
    if person is None:
        leave(request)
        return redirect("my-sign-in")
    standing = selectors.memberships()
    context = {
        "title": "我的", "person": person, "open": [one for one in standing if one["until"] is None],
        "over": [one for one in standing if one["until"]], "unions": selectors.unions(),
        "by_wechat": is_open(), "bound": selectors.bound_at(),
    }  # fmt: skip
    return render(request, "hall/my.html", context)


@door(SUBJECT)
@require_GET
def data(request: Request) -> HttpResponse:
    return _data(request, "")


@door(SUBJECT)
@require_POST
def reveal(request: Request) -> HttpResponse:
    """One number whole, of whoever is signed in; no reason is asked, the journal keeps that it was looked at."""
    field = request.POST.get("field", "")
    if field not in SECRETS or not request.subject:
        return redirect("my-data")
    note(request.subject, REVEALED, field=field)
    return _data(request, field)


def _data(request: Request, whole: str) -> HttpResponse:
    person = selectors.person()
    if person is None:
        return redirect("my")
    context = {"title": "我的信息", "rows": rows_of(person, {whole}), "standing": selectors.memberships()}
    return render(request, "hall/my_data.html", context)


def rows_of(person: Person, whole: set[str]) -> list[dict[str, Any]]:
    """Everything the register keeps of a person; what is sealed masked, but for the fields in ``whole``."""
    groups = dict(GROUPS)
    plain = [
        ("姓名", person.name), ("性别", person.get_sex_display()), ("出生年份", person.birth_year),
        ("证件类型", person.get_id_type_display()), ("民族", person.ethnicity), ("学历", person.get_education_display()),
        ("技能等级", person.get_skill_level_display()), ("政治面貌", person.get_political_status_display()),
        ("户籍类型", person.get_hukou_display()), ("籍贯", person.native_place), ("职称", person.title),
        ("参加工作年份", person.worked_since), ("是否农民工", "是" if person.is_migrant else "不是"),
        ("重点群体", "、".join(groups.get(key, key) for key in person.groups)),
    ]  # fmt: skip
    sealed = [
        {"label": label, "text": _text(person, name, name in whole), "field": "" if name in whole else name}
        for name, label in SECRETS.items()
        if getattr(person, name)
    ]
    marital = {"label": "婚姻状况", "text": "已登记", "field": ""}
    return [{"label": label, "text": str(text), "field": ""} for label, text in plain if text] + sealed + (
        [marital] if person.marital else []
    )  # fmt: skip


def _text(person: Person, name: str, whole: bool) -> str:
    text = str(getattr(person, name).reveal())
    if whole:
        return text
    if name == "id_number":
        return (mask_id if person.id_type == "1" else mask_document)(text)
    return {"mobile": mask_phone, "birth_date": mask_birth}.get(name, mask_place)(text)


@door(SUBJECT)
@require_GET
def card(request: Request) -> HttpResponse:
    person = selectors.person()
    found = next((one for one in selectors.memberships() if one["until"] is None), None)
    if person is None or found is None:
        return redirect("my")
    address = request.build_absolute_uri(reverse("card", args=[card_token(found["id"])]))
    context = {"title": "我的会员卡", "person": person, "found": found, "picture": qr(address)}
    return render(request, "hall/my_card.html", context)


@door(SUBJECT)
@require_GET
def looks(request: Request) -> HttpResponse:
    """Who looked at me: office, role, day, reason."""
    return render(request, "hall/my_looks.html", {"title": "谁看过我的信息", "rows": selectors.looks()})


@door(SUBJECT)
@require_POST
def export(request: Request) -> HttpResponse:
    """Everything kept about me, to take along."""
    person = selectors.person()
    if person is None or not request.subject:
        return redirect("my")
    note(request.subject, COPIED)
    answer = HttpResponse(workbook(sheets_of(person)), content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('我的信息.xlsx')}"
    return answer


def sheets_of(person: Person) -> list[Sheet]:
    mine = [[row["label"], row["text"]] for row in rows_of(person, {*SECRETS})]
    marital = dict(MARITAL)
    whole = [
        [label, marital.get(person.marital.reveal(), "") if label == "婚姻状况" else text]
        for label, text in mine
    ]
    note_ = [["备注", person.note.reveal()]] if person.note else []
    note_ += [["微信登录绑定于", f"{at:%Y-%m-%d}"]] if (at := selectors.bound_at()) else []
    stays = [[one[key] for key in ("unit_name", "since", "until", "workplace", "job", "number")] for one in selectors.memberships()]  # fmt: skip
    asked = [[one[key] for key in ("what", "number", "office", "opened_on", "closed_on", "state", "said")] for one in rows()]  # fmt: skip
    seen = [[one[key] for key in ("day", "office", "role", "what", "reason")] for one in selectors.looks()]
    return [
        ("我的信息", ["项目", "内容"], whole + note_),
        ("会籍", ["工会", "入会日期", "终止日期", "工作单位", "工种", "会员号"], stays),
        ("我的申请", ["申请", "受理号", "办理工会", "交来", "办结", "结果", "答复"], asked),
        ("谁看过", ["日期", "哪个工会", "身份", "看了什么", "理由"], seen),
    ]
