"""工作网: what the matter's page shows of an order, and how the services are judged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.masking import mask_phone
from gonghui.registers.members.models import Membership, Person
from gonghui.registers.members.selectors import survivor
from gonghui.registers.services.selectors import services
from gonghui.work.orders import rules, selectors
from gonghui.work.orders.models import Order
from gonghui.work.orders.process import ORDER

SHOWN = 100


@door("orders.read")
@require_GET
def judged(request: Request) -> HttpResponse:
    """服务评价: which services were ordered, how many came, how they were judged."""
    rows = selectors.judged(request.actor)
    context = {"title": "服务评价", "rows": rows, "few": rules.FEW}
    return render(request, "orders/judged.html", context)


@door("orders.read")
@require_GET
def words(request: Request, pk: UUID) -> HttpResponse:
    """The rows behind one service's figures: each judgement with its order."""
    service = get_object_or_404(services(request.actor), pk=pk)
    found = selectors.words_of(request.actor, service)
    context = {
        "title": f"{service.title}的评价", "service": service, "rows": list(found[:SHOWN]), "total": found.count(),
        "labels": dict(rules.STARS), "back_url": reverse("orders-judged"),
    }  # fmt: skip
    return render(request, "orders/words.html", context)


@shown_with(ORDER)
def on_the_page(record: Order, actor: Actor) -> dict[str, Any]:
    facts = [
        ("服务", record.service.title),
        ("谁点的", record.name),
        ("手机", _phone(record, actor)),
        ("希望什么时候", record.wish),
        ("补充说明", record.words),
        ("约在", f"{record.served_on:%Y-%m-%d} {record.hours}" if record.served_on else ""),
        ("谁去服务", record.supplier),
        ("评价", f"{dict(rules.STARS)[str(record.stars)]}（{record.stars} 分）{record.judged}" if record.stars else ""),
    ]  # fmt: skip
    stands = survivor(record.person_id)
    found = Membership.objects.visible_to(actor).filter(person=stands, until=None).exists()
    return {
        "facts": [(label, text) for label, text in facts if text],
        "member_url": reverse("member", args=[stands]) if found and actor.may("members.read") else "",
    }


def _phone(record: Order, actor: Actor) -> str:
    person = Person.objects.visible_to(actor).filter(pk=survivor(record.person_id)).first()
    return mask_phone(person.mobile.reveal()) if person and person.mobile else ""
