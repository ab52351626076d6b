"""How the ways out are doing, for whoever runs the platform."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.actors.selectors import assignments
from gonghui.kernel.http import Request
from gonghui.kernel.notices.catalogue import KINDS
from gonghui.kernel.notices.models import CHANNELS
from gonghui.kernel.notices.selectors import GivenUp, State, given_up, is_at_the_top, states
from gonghui.site.desk.tables import cells, tabs

SUBTITLE = "短信、邮件和微信消息从这里出去。消息里只有件数和链接，没有姓名和事由。"
BELOW = "消息通道由最上级单位的系统管理员照看，您的单位这里没有要看的。"


@door("settings.gateways")
@require_GET
def show(request: Request) -> HttpResponse:
    context: dict[str, Any] = {
        "title": "消息通道",
        "tabs": tabs(request),
        "subtitle": SUBTITLE,
        "below": BELOW,
    }
    today = clock.today()
    if is_at_the_top(today):
        known = states(today)
        lost = given_up(today)
        names = _names(request, lost)
        context |= {
            "at_the_top": True,
            "headings": _headings("通道", "情况", "等待发出", "今天发出", "最近一次成功", "最近一次失败"),
            "rows": [_line(channel, known.get(channel, State(channel))) for channel in CHANNELS],
            "lost": [_lost(one, names) for one in lost],
            "lost_headings": _headings("收件人", "通道", "种类", "时间", "原因"),
            "demo": settings.DEMO,
        }
    return render(request, "site/settings/gateways.html", context)


def _headings(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "numeric": label in {"等待发出", "今天发出"}} for label in labels]


def _line(channel: str, state: State) -> dict[str, Any]:
    set_up = bool(settings.GATEWAYS.get(channel))
    word, tone = ("正常", "ok") if state.sent_at else ("已配置，还没发过", "info")
    if not set_up:
        word, tone = "没有配置", "mute"
    elif state.is_failing:
        word, tone = "发不出去", "err"
    failure = f"{_moment(state.failed_at)} {state.error}" if state.failed_at else ""
    numbers = [{"text": n, "kind": "num", "tone": ""} for n in (state.waiting, state.sent_today)]
    mood = {"text": word, "kind": "tag", "tone": tone}
    return cells(CHANNELS[channel], mood, *numbers, _moment(state.sent_at), failure)


def _lost(one: GivenUp, names: dict[int, str]) -> dict[str, Any]:
    kind = KINDS[one.kind].label if one.kind in KINDS else "通知"
    return cells(
        names.get(one.account_id, "—"), CHANNELS[one.channel], kind, _moment(one.failed_at), one.error
    )


def _names(request: Request, lost: list[GivenUp]) -> dict[int, str]:
    posts = assignments(request.actor).filter(account_id__in={one.account_id for one in lost})
    return dict(posts.values_list("account_id", "account__name"))


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%m-%d %H:%M") if at else ""
