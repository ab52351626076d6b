"""What stands on every page: who is signed in, and the way to everywhere they may go."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.notices.selectors import unread
from gonghui.kernel.reach.actor import NOBODY, Actor
from gonghui.kernel.register.definition import REGISTERS

SETTINGS = (
    ("units", "组织树", "units.arrange"),
    ("outlines", "地图轮廓", "units.arrange"),
    ("people", "人员与身份", "settings.people"),
    ("phones", "手机（联系网）", "settings.phones"),
    ("parameters", "参数", "settings.read"),
    ("calendar", "工作日历", "settings.read"),
    ("regular", "定时任务", "settings.read"),
    ("document-settings", "公文设置", "documents.settings"),
    ("journal", "日志", "journal.read"),
    ("gateways", "消息通道", "settings.gateways"),
)
PROCEDURES = (
    ("handovers", "工作交接", "work.read"),
    ("terms", "换届与任期", "terms.read"),
    ("duties", "权责清单", "duties.read"),
    ("joining", "入会审批", "joining.read"),
    ("join-codes", "入会码", "joining.codes"),
    ("belonging-request", "转入申请", "belonging.open"),
    ("belonging-batch", "整批转会", "belonging.batch"),
    ("belonging-idle", "久不参加", "belonging.open"),
    ("orders-judged", "服务评价", "orders.read"),
    ("survey", "摸底", "survey.read"),
    ("standards", "六有与星级", "standards.read"),
    ("gaps", "销号台账", "gaps.read"),
)
VIEWS = (
    ("figures", "统计", "figures.read"),
    ("map", "地图", "figures.read"),
    ("blindspots", "盲区比对", "blindspots.read"),
    ("shells", "空壳迹象", "shells.read"),
    ("checker", "核数", "checker.read"),
    ("burden", "填报负担", "burden.read"),
    ("reports", "报告", "reports.read"),
)
EVERYDAY, SHORT = ("", "办事", "一本账"), 4
ORDER = (
    "work",
    "documents",
    "unions",
    "employers",
    "members",
    "cadres",
    "meetings",
    "dues",
    "services",
    "regions",
    "subjects",
)


def every_page(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor if actor.is_known else None,
        "nav": navigation(actor, request.path) if actor.post_id else [],
        "posts_count": getattr(request, "posts_count", 0),
        "unread": partial(_unread, actor),  # asked for by the pages that show it
        "sms_sign_in": bool(settings.GATEWAYS.get("sms")),
    }


def _unread(actor: Actor) -> int:
    return unread(actor, clock.now()).count()


def in_order() -> list[str]:
    """The registers' keys as people meet them: what we name first, then the rest."""
    return sorted(REGISTERS, key=lambda key: ORDER.index(key) if key in ORDER else 99)


def navigation(actor: Actor, path: str) -> list[dict[str, Any]]:
    """The groups of the left column, only with what this post may enter."""
    groups: dict[str, list[dict[str, Any]]] = {"": [_item(reverse("home"), "我的待办", path)]}
    for key in in_order():
        register = REGISTERS[key]
        if register.may(actor, "read"):
            groups.setdefault(register.group, []).append(
                _item(reverse("register", args=[key]), register.label, path)
            )
    for group, entries in (("办事", PROCEDURES), ("看情况", VIEWS)):
        for name, label, permission in entries:
            if actor.may(permission):
                groups.setdefault(group, []).append(_item(reverse(name), label, path))
    if settled := _settling(actor, path):
        groups.setdefault("一本账", []).extend(settled)
    kept = [
        _item(reverse(name), label, path) for name, label, permission in SETTINGS if actor.may(permission)
    ]
    if kept:
        groups["管理"] = kept
    _only_the_nearest([item for items in groups.values() for item in items])
    return [_group(label, items) for label, items in groups.items()]


def _group(label: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """Long groups that are not everyday work are folded up, unless one is in them."""
    folded = label not in EVERYDAY and len(items) > SHORT
    return {
        "label": label,
        "entries": items,
        "folded": folded,
        "open": any(item["current"] for item in items),
    }


def _only_the_nearest(items: list[dict[str, Any]]) -> None:
    """Of the entries whose address the page's begins with, the longest is where one is."""
    here = max((item["url"] for item in items if item["current"]), key=len, default="")
    for item in items:
        item["current"] = item["url"] == here


def _settling(actor: Actor, path: str) -> list[dict[str, Any]]:
    """What is kept in order beside the registers themselves."""
    found = [
        (reverse("lines", args=[tree]), label)
        for tree, label in (("industry", "条线"), ("grid", "网格和片区"))
        if actor.may("lines.read") and actor.tree in {"leadership", tree}
    ]
    found += [
        (reverse(name), label)
        for name, label, permission in (
            ("roster", "名册核对", "members.settle"),
            ("codes", "代码核对", "codes.settle"),
        )
        if actor.may(permission)
    ]
    if actor.may("members.settle"):
        found.append((reverse("linkage", args=["people"]), "疑似重复"))
    return [_item(url, label, path) for url, label in found]


def _item(url: str, label: str, path: str) -> dict[str, Any]:
    current = path == url or (url != "/" and path.startswith(url))
    return {"url": url, "label": label, "count": None, "current": current}
