"""What a phone asks when it has network. Signed in as on the desk: the session's cookie and the CSRF token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import OPEN, door, turned_away
from gonghui.kernel.http import Request
from gonghui.kernel.register.templatetags.gh import device as device_kind
from gonghui.kernel.sync.catalogue import REFUSED, Settled
from gonghui.kernel.sync.models import Device
from gonghui.kernel.sync.packing import packed
from gonghui.kernel.sync.phones import PhoneRefused, contact, erased, forgotten
from gonghui.kernel.sync.photos import PhotoRefused, keep_photo
from gonghui.kernel.sync.receiving import receive_all
from gonghui.kernel.sync.rules import LARGEST_PHOTO
from gonghui.site.field.reading import Unreadable, moment_of, read, records_of, uuid_of

USE = "field.use"
SIGN_IN = "/accounts/login/?next=/m/"
UNREADABLE = "手机发来的内容看不懂。请在有网时重新打开联系网，再上传"
HALF = "这条记录不完整，没有收下。请打开它补好再保存"
NOT_YOURS = "您现在的身份不用联系网。要用请找管理员开通网格联络员或建会指导员身份"
TOO_LARGE = "照片太大，没收下。请重拍一张"
View = Callable[..., HttpResponse]


def answered(view: View) -> View:
    """Whatever is wrong with what the phone sent is said in JSON."""

    @wraps(view)
    def entered(request: Request) -> HttpResponse:
        try:
            return view(request)
        except Unreadable:
            return JsonResponse({"text": UNREADABLE}, status=400)
        except PhoneRefused as refusal:
            return JsonResponse({"text": str(refusal), "wipe": refusal.wipe}, status=409)

    return entered


@door(OPEN)
@require_GET
def hello(request: Request) -> HttpResponse:
    """Who is signed in, or where to go first; and the token the other addresses ask for."""
    actor, answer = request.actor, {"now": clock.now().isoformat()}
    try:
        away = turned_away(request, USE)
    except PermissionDenied:
        return JsonResponse(answer | {"ready": False, "to": "/post/?next=/m/", "text": NOT_YOURS})
    if away is not None:
        return JsonResponse(answer | {"ready": False} | _first(request, away))
    return JsonResponse(
        answer | {
            "ready": True, "csrf": get_token(request), "post": actor.post_id, "name": actor.name,
            "role": actor.role_label, "unit": actor.unit_name,
        }
    )  # fmt: skip


def _first(request: Request, away: HttpResponse) -> dict[str, str]:
    if not request.actor.is_known:
        return {"to": SIGN_IN, "text": "要先登录"}
    if not request.actor.post_id:
        return {"to": "/post/?next=/m/", "text": "要先选一个身份"}
    return {"to": away.headers["Location"], "text": "要先设置登录的第二步"}


@door(USE)
@require_POST
@answered
def pack(request: Request) -> HttpResponse:
    """What to take along. ``have``: the version the phone holds; the same one is not sent again."""
    device, body = _phone(request)
    version, parts = packed(request.actor, clock.today())
    answer = {"now": clock.now().isoformat(), "until": device.expires_at.isoformat(), "version": version}
    return JsonResponse(answer if body.get("have") == version else answer | {"packages": parts})


def _phone(request: Request) -> tuple[Device, dict[str, Any]]:
    body = read(request.body)
    device = contact(
        actor=request.actor, device_id=uuid_of(body.get("device")), kind=_kind(request), now=clock.now(),
        sent_at=moment_of(body.get("sent_at")),
    )  # fmt: skip
    return device, body


def _kind(request: Request) -> str:
    return device_kind(request.headers.get("User-Agent", ""))


@door(USE)
@require_POST
@answered
def records(request: Request) -> HttpResponse:
    """Records made without network; what became of each."""
    device, body = _phone(request)
    good, bad = records_of(body)
    now = clock.now()
    found = receive_all(request.actor, device, good, sent_at=moment_of(body["sent_at"]), now=now)
    answers = found | dict.fromkeys(bad, Settled(REFUSED, HALF))
    said = {str(pk): _said(settled) for pk, settled in answers.items()}
    return JsonResponse({"now": now.isoformat(), "answers": said})


def _said(settled: Settled | None) -> dict[str, Any]:
    if settled is None:
        return {"state": "again"}
    return {
        "state": settled.state, "text": settled.text, "subject": settled.subject, "version": settled.version
    }  # fmt: skip


@door(USE)
@require_POST
@answered
def photos(request: Request) -> HttpResponse:
    """One photo, ahead of its record."""
    upload, now = request.FILES.get("photo"), clock.now()
    pk, phone = uuid_of(request.POST.get("id")), uuid_of(request.POST.get("device"))
    if not isinstance(upload, TemporaryUploadedFile) or not upload.size:
        raise Unreadable
    device = contact(actor=request.actor, device_id=phone, kind=_kind(request), now=now)
    if upload.size > LARGEST_PHOTO:
        return JsonResponse({"state": REFUSED, "text": TOO_LARGE})
    try:
        source = Path(upload.temporary_file_path())
        keep_photo(actor=request.actor, device=device, photo_id=pk, source=source, now=now)
    except PhotoRefused as refusal:
        return JsonResponse({"state": REFUSED, "text": str(refusal)})
    return JsonResponse({"state": "kept"})


@csrf_exempt  # nobody is signed in on a lost phone, and what it says changes nothing that was not asked for before
@door(OPEN)
@require_POST
@answered
def forget(request: Request) -> HttpResponse:
    """Whether this phone is to forget everything: asked before anything on it is unlocked."""
    phone: UUID = uuid_of(read(request.body).get("device"))
    wipe = forgotten(phone, clock.today())
    if wipe:
        erased(phone, clock.now())
    return JsonResponse({"wipe": wipe})
