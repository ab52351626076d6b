"""Joining on a phone: scanned or opened, one question a page, without an account and without a script.

Phones are passed round on a building site: no page is kept by the browser, and the way back shows nothing.
"""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from typing import Any

from allauth.core import ratelimit
from cryptography.exceptions import InvalidTag
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock, effort
from gonghui.kernel.actors.doors import OPEN, door
from gonghui.kernel.http import Request
from gonghui.kernel.identifiers import documents
from gonghui.kernel.identifiers.qr import qr
from gonghui.kernel.secrets.envelope import Tampered, decrypt, encrypt
from gonghui.kernel.secrets.fields import keys
from gonghui.kernel.secrets.masking import mask_document, mask_id, mask_phone
from gonghui.registers.members.rules import GROUPS, notice
from gonghui.registers.services.selectors import Offer, menu
from gonghui.work.joining import forms, rules, selectors
from gonghui.work.joining.actions import hand_in, new_receipt

DRAFT, BOUND = "joining", b"joining.draft"
JOIN = "join"  # what the browser's work is for
STEPS: dict[str, type[forms.Step]] = {
    "place": forms.PlaceForm, "who": forms.WhoForm, "born": forms.BornForm, "phone": forms.PhoneForm,
    "work": forms.WorkForm, "check": forms.CheckForm,
}  # fmt: skip
NOTICE = notice()[0]  # the version of the privacy notice that is shown beside the boxes
TOO_MANY = "这里刚交了很多份申请，请等一分钟再交。填好的都还在"
FEW = 3  # services, on the page of welcome
Draft = dict[str, Any]


def kept(request: Request) -> Draft:
    """What this browser has filled in so far; sealed, since sessions lie in the database."""
    try:
        cipher = base64.b64decode(request.session.get(DRAFT, ""))
        found: Draft = json.loads(decrypt(cipher, BOUND, keys())) if cipher else {}
    except (ValueError, Tampered, InvalidTag):
        return {}
    return found


def keep(request: Request, draft: Draft) -> None:
    text = json.dumps(draft, ensure_ascii=False, default=str).encode()
    request.session[DRAFT] = base64.b64encode(encrypt(text, BOUND, keys())).decode()


def way_of(draft: Draft) -> list[str]:
    """The pages still to be answered by this person, in order."""
    asked = [] if draft.get("code") else ["place"]
    asked.append("who")
    if draft.get("id_number") and not documents.tells(draft["id_type"], draft["id_number"]):
        asked.append("born")
    asked += [] if draft.get("way") == "behalf" and draft.get("no_phone") else ["phone"]
    return [*asked, "work", "check"]


@door(OPEN)
@never_cache
@require_http_methods(["GET", "POST"])
def scan(request: Request, token: str) -> HttpResponse:
    """S03: what the code stands for; the first page of joining."""
    found = selectors.scanned(token, clock.today())
    if found is None:
        return render(request, "joining/no_code.html", {"title": "这张码不能用"}, status=404)
    if request.method == "POST":
        way = "behalf" if request.POST.get("way") == "behalf" else "qr"
        last = kept(request)
        draft: Draft = {"code": str(found.pk), "unit_name": found.unit_name, "way": way, "token": token}
        if way == "behalf" and last.get("token") == token:
            draft |= {name: last[name] for name in ("workplace", "groups", "is_migrant") if name in last}
        keep(request, draft)
        return redirect("join", "who")
    return render(request, "joining/scan.html", {"title": "加入工会", "code": found})


@door(OPEN)
@require_GET
def begin(request: Request) -> HttpResponse:
    """S02 without a code."""
    keep(request, {"way": "link"})
    return redirect("join", "place")


@door(OPEN)
@never_cache
@require_http_methods(["GET", "POST"])
def step(request: Request, key: str) -> HttpResponse:
    draft, today = kept(request), clock.today()
    if not draft:
        return redirect("hall")
    if key == "check" and request.method == "POST" and draft.get("receipt"):
        return redirect("receipt", draft["receipt"])  # pressed twice: it has been handed in
    way = way_of(draft)
    if key not in way:
        return redirect("join", way[0])
    first_gap = next((one for one in way if not _answered(one, draft)), "check")
    if way.index(key) > way.index(first_gap):
        return redirect("join", first_gap)
    if request.method == "POST" and request.POST.get("no_phone") and key == "phone":
        keep(request, draft | {"no_phone": True, "way": "behalf"})
        return redirect("join", "work")
    form = _form(key, request.POST if request.method == "POST" else None, draft, today)
    if request.method == "POST" and form.is_valid():
        if key == "check":
            return _handed_in(request, draft, form)
        draft |= form.cleaned_data
        draft.pop("receipt", None)  # what is filled in from here on is another application
        keep(request, draft)
        way = way_of(draft)
        return redirect("join", way[way.index(key) + 1])
    return render(request, f"joining/{'check' if key == 'check' else 'step'}.html", _page(key, way, form, draft), status=422 if form.errors else 200)  # fmt: skip


def _answered(key: str, draft: Draft) -> bool:
    wanted = {
        "place": "place",
        "who": "id_number",
        "born": "birth_date",
        "phone": "mobile",
        "work": "workplace",
    }
    return key in wanted and bool(draft.get(wanted[key]))


def _form(key: str, data: Any, draft: Draft, today: date) -> forms.Step:
    known: dict[str, Any] = {"places": selectors.places()} if key == "place" else {}
    return STEPS[key](data, initial=draft, today=today, **known)


def _page(key: str, way: list[str], form: forms.Step, draft: Draft) -> dict[str, Any]:
    at = way.index(key)
    return {
        "title": form.heading or "加入工会", "form": form, "heading": form.heading, "hint": form.hint, "key": key,
        "at": at + 1, "of": len(way), "back": reverse("join", args=[way[at - 1]]) if at else reverse("hall"),
        "where": draft.get("unit_name", ""), "answers": _answers(draft) if key == "check" else [],
        "reads": rules.WHO_READS, "effort": effort.challenge(JOIN, clock.now()) if key == "check" else "",
    }  # fmt: skip


def _answers(draft: Draft) -> list[dict[str, str]]:
    groups = dict(GROUPS)
    place = draft.get("unit_name") or dict(selectors.places()).get(draft.get("place", 0), "")
    hidden = mask_id if draft["id_type"] == "1" else mask_document
    rows = [
        ("who", "姓名", draft["name"]),
        ("who", "证件号码", hidden(draft["id_number"])),
        ("phone", "手机号", mask_phone(draft["mobile"]) if draft.get("mobile") else "没有，由工作人员转告"),
        ("work", "在哪里干活", draft["workplace"]),
        ("work", "职业", "、".join(groups[one] for one in draft.get("groups", [])) or "没有选"),
        ("place", "交给", place),
    ]
    return [{"key": key, "label": label, "text": text} for key, label, text in rows]


def _handed_in(request: Request, draft: Draft, form: forms.Step) -> HttpResponse:
    now = clock.now()
    worked = effort.accepted(JOIN, request.POST.get(effort.FIELD, ""), now)
    if not may_hand_in(request, draft, now, worked=worked):
        form.add_error(None, TOO_MANY)
        return render(request, "joining/check.html", _page("check", way_of(draft), form, draft), status=429)
    receipt = new_receipt()
    content = draft | consented(draft, now) | {"worked": worked}
    hand_in(kind="join", receipt=receipt, content=content, about=draft.get("code"), now=now)
    kept_on = ("token", "way", "workplace", "groups", "is_migrant")
    keep(request, {name: draft[name] for name in kept_on if name in draft} | {"receipt": receipt})
    return redirect("receipt", receipt)


def may_hand_in(request: Request, draft: Draft, now: datetime, *, worked: bool) -> bool:
    """Few a minute from one address, fewer where the browser did no work; of one poster as many as a hall of people."""
    if draft.get("code") and selectors.arrived_of(draft["code"], now) >= rules.AT_ONE_POSTER:
        return False
    return bool(ratelimit.consume(request, action="join" if worked else "join_unworked"))


def consented(draft: Draft, now: datetime) -> Draft:
    """What was agreed to by the two boxes, each in the words that stood beside it."""
    version, purposes = notice()
    shared = {
        "version": version,
        "at": now.isoformat(),
        "channel": "behalf" if draft["way"] == "behalf" else "hall",
    }
    return {"consents": [{"purpose": one.key, "digest": one.digest} | shared for one in purposes.values()]}


@door(OPEN)
@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: Request, receipt: str) -> HttpResponse:
    """S04, and S05 once it is approved: where the application stands, for whoever holds the receipt."""
    if not ratelimit.consume(request, action="receipt"):
        return render(request, "429.html", status=429)
    found = selectors.by_receipt(receipt)
    if found is None:
        raise Http404
    form = forms.SupplyForm(request.POST if request.method == "POST" else None, today=clock.today())
    if request.method == "POST":
        if "withdraw" in request.POST:
            return _sent(request, "withdraw", receipt, "申请人自己撤回")
        if form.is_valid():
            return _sent(request, "supply", receipt, form.cleaned_data["text"])
    if found.get("outcome") == "cleared":
        return render(request, "joining/welcome.html", _card(request, receipt, found))
    context = {
        "title": "我的入会申请",
        "receipt": receipt,
        "found": found,
        "form": form,
        "again": kept(request).get("token", ""),
    }
    return render(request, "joining/receipt.html", context, status=422 if form.errors else 200)


def _sent(request: Request, kind: str, receipt: str, text: str) -> HttpResponse:
    hand_in(kind=kind, receipt=receipt, content={"text": text}, now=clock.now())
    return redirect("receipt", receipt)


def _card(request: Request, receipt: str, found: dict[str, Any]) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("card", args=[selectors.card_token(found["item"])]))
    return {
        "title": "您已是工会会员", "found": found, "receipt": receipt, "picture": qr(address),
        "again": kept(request).get("token", ""), "offers": _offers(found["unit_id"]),
    }  # fmt: skip


def _offers(unit_id: int) -> list[Offer]:
    """What the union and those above it offer now."""
    return [one for one in menu(clock.today(), unit_id) if one.is_own][:FEW]


@door(OPEN)
@require_GET
def card(request: Request, token: str) -> HttpResponse:
    """What the code on a card says: whether it is in force, of which union; the name only by its first character."""
    if not ratelimit.consume(request, action="verify"):
        return render(request, "429.html", status=429)
    found = selectors.card(token)
    context = {"title": "核验会员卡", "found": found, "today": clock.today()}
    return render(request, "joining/card.html", context, status=200 if found else 404)


def own_receipt(request: Request) -> str:
    """The receipt of who last joined with this browser; of who was helped on somebody else's phone none."""
    last = kept(request)
    return "" if last.get("way") == "behalf" else str(last.get("receipt", ""))
