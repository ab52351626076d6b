"""The phones that take something along: one's own, and those of the posts one looks after; wiping one that is lost."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.sync.models import Device
from gonghui.kernel.sync.phones import ask_wipe
from gonghui.site.desk.tables import tabs

ASKED = "已要求清除“{}”。它下次联网时，上面的资料和没上传的记录都会清掉；在那以前，开机码挡着"


def _known(actor: Actor) -> QuerySet[Device]:
    """Whoever looks after people sees the phones of their posts; everybody else their own."""
    found = Device.objects.visible_to(actor)
    return found if actor.may("settings.people") else found.filter(account_id=actor.account_id)


@door("settings.phones")
@require_GET
def phones(request: Request) -> HttpResponse:
    now = clock.now()
    found = _known(request.actor).select_related("unit").order_by("-last_seen_at")[:200]
    states = [(one, _state(one, now)) for one in found]
    rows = [{"phone": one, "state": state} for one, state in states]
    held = sum(1 for _, (tone, _) in states if tone in {"warn", "info"})
    title = f"{held} 部手机上有资料" if held else "没有手机带着资料"
    return render(request, "field/phones.html", {"title": title, "rows": rows, "tabs": tabs(request)})


def _state(device: Device, now: datetime) -> tuple[str, str]:
    """The tone of its tag and what it says."""
    if device.wiped_at:
        return "ok", f"已清除 · {timezone.localtime(device.wiped_at):%m-%d %H:%M}"
    if device.wipe_asked_at:
        return "warn", "等它联网清除"
    if device.expires_at < now:
        return "mute", "资料已到期"
    return "info", f"资料 {timezone.localtime(device.expires_at):%m-%d} 到期"


@door("settings.phones")
@require_POST
def wipe(request: Request, pk: UUID) -> HttpResponse:
    device = get_object_or_404(_known(request.actor), pk=pk)
    ask_wipe(actor=request.actor, device=device, now=clock.now())
    messages.success(request, ASKED.format(f"{device.account_name} {device.kind}"))
    return redirect("phones")
