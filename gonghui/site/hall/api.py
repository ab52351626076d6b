"""服务网 for programs: what a mini-program of the union's own needs, by the same forms, boxes and limits as the pages.

A session is kept by cookie. Only JSON is read, which no form of a foreign page can send.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from gonghui.kernel import clock, effort
from gonghui.kernel.actors.subjects import enter, leave
from gonghui.kernel.notices.catalogue import OWN
from gonghui.kernel.notices.codes import TooMany, is_alive, redeem, send_own_code
from gonghui.kernel.notices.gateways import gateway
from gonghui.kernel.notices.gateways.base import GatewayError
from gonghui.kernel.register.api import UNSTORABLE, Problem, is_bad
from gonghui.site.hall.my import rows_of
from gonghui.site.hall.sign_in import ASKED, CODE, NOT_SET_UP, OVER, WRONG
from gonghui.site.hall.wechat import NOT_BOUND
from gonghui.work.joining import forms, selectors
from gonghui.work.joining.actions import hand_in, new_receipt
from gonghui.work.joining.hall import JOIN, NOTICE, TOO_MANY, consented, may_hand_in
from gonghui.work.own import selectors as own
from gonghui.work.own.actions import BOUND, ENTERED, Taken, bind, note
from gonghui.work.own.forms import SignInForm

router = Router(tags=["服务网"])
PROBLEMS = {400: Problem, 401: Problem, 404: Problem, 413: Problem, 415: Problem, 422: Problem, 429: Problem}
WAIT = "试得太频繁，请过几分钟再试"
STALE = "个人信息处理规则有了新的版本，请重新看过再同意"


class Place(Schema):
    id: int
    name: str


class Beginning(Schema):
    """What is needed before an application: places, the version of the notice agreed to, work to be done."""

    places: list[Place]
    notice: str
    effort: str


class Poster(Schema):
    unit: str
    label: str


class Application(Schema):
    """One person's. ``token``: of a poster; else ``place``. ``agreed``: the version of the notice that was shown."""

    token: str = ""
    place: int | None = None
    name: str = ""
    id_type: str = "1"
    id_number: str = ""
    birth_date: str = ""
    sex: str = ""
    mobile: str = ""
    workplace: str = ""
    groups: list[str] = []
    is_migrant: bool = False
    agreed: str = ""
    agreed_sensitive: bool = False
    effort: str = ""


class Receipt(Schema):
    receipt: str


class Words(Schema):
    text: str = ""


class Asking(Schema):
    mobile: str = ""
    last_four: str = ""
    effort: str = ""


class Code(Schema):
    code: str = ""


class Particular(Schema):
    label: str
    text: str


class Mine(Schema):
    name: str
    unions: list[dict[str, str]]
    memberships: list[dict[str, str]]
    data: list[Particular]


def read(request: HttpRequest, payload: Schema) -> dict[str, Any]:
    """What was sent, when it is JSON and can be stored."""
    if request.content_type != "application/json":
        raise HttpError(415, "请用 application/json 发送")
    given = payload.model_dump()
    if any(is_bad(text) for value in given.values() for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)):  # fmt: skip
        raise HttpError(422, UNSTORABLE)
    return given


def signed_in(request: Any) -> UUID | None:
    """Whoever signed in as themselves."""
    found: UUID | None = request.subject
    return found


def held_to(request: Any, action: str) -> None:
    if not ratelimit.consume(request, action=action):
        raise HttpError(429, WAIT)


def errors_of(found: list[Any]) -> Any:
    fields = {name: [str(text) for text in texts] for form in found for name, texts in form.errors.items()}
    return Status(422, {"detail": "有内容要改，没有交", "fields": fields})


@router.get(
    "/begin", auth=None, response={200: Beginning, **PROBLEMS}, summary="开始入会申请", url_name="hall-begin"
)
def begin(request: HttpRequest) -> Any:
    places = [{"id": pk, "name": name} for pk, name in selectors.places()]
    return {"places": places, "notice": NOTICE, "effort": effort.challenge(JOIN, clock.now())}


@router.get(
    "/posters/{token}",
    auth=None,
    response={200: Poster, **PROBLEMS},
    summary="海报上的码",
    url_name="hall-poster",
)
def poster(request: HttpRequest, token: str) -> Any:
    held_to(request, "verify")
    found = selectors.scanned(token[:60], clock.today())
    if found is None:
        raise HttpError(404, "这张码不能用")
    return {"unit": found.unit_name, "label": found.label}


@router.post(
    "/applications",
    auth=None,
    response={201: Receipt, **PROBLEMS},
    summary="交入会申请",
    url_name="hall-apply",
)
def apply(request: HttpRequest, payload: Application) -> Any:
    given, today, now = read(request, payload), clock.today(), clock.now()
    found = selectors.scanned(given["token"][:60], today) if given["token"] else None
    if given["token"] and found is None:
        raise HttpError(404, "这张码不能用")
    asked: list[type[forms.Step]] = [forms.WhoForm, forms.PhoneForm, forms.WorkForm]
    asked += [forms.BornForm] if given["id_type"] != "1" else []
    filled = [one(given, today=today) for one in asked]
    if found is None:
        filled.append(forms.PlaceForm(given, today=today, places=selectors.places()))
    if not all([one.is_valid() for one in filled]):
        return errors_of(filled)
    if given["agreed"] != NOTICE or not given["agreed_sensitive"]:
        raise HttpError(422, STALE)
    draft: dict[str, Any] = {"way": "qr" if found else "link"} | ({"code": str(found.pk)} if found else {})
    for one in filled:
        draft |= one.cleaned_data
    worked = effort.accepted(JOIN, given["effort"], now)
    if not may_hand_in(request, draft, now, worked=worked):  # type: ignore[arg-type]
        raise HttpError(429, TOO_MANY)
    receipt = new_receipt()
    content = draft | consented(draft, now) | {"worked": worked}
    hand_in(kind="join", receipt=receipt, content=content, about=draft.get("code"), now=now)
    return Status(201, {"receipt": receipt})


@router.get(
    "/applications/{receipt}",
    auth=None,
    response={200: dict[str, Any], **PROBLEMS},
    summary="申请办到哪一步",
    url_name="hall-application",
)
def application(request: HttpRequest, receipt: str) -> Any:
    held_to(request, "receipt")
    found = selectors.by_receipt(receipt[:60])
    if found is None:
        raise HttpError(404, "没有这份申请，请核对受理凭证")
    return found


def _sent(request: HttpRequest, kind: str, receipt: str, text: str) -> Any:
    if selectors.by_receipt(receipt[:60]) is None:
        raise HttpError(404, "没有这份申请，请核对受理凭证")
    hand_in(kind=kind, receipt=receipt[:60], content={"text": text}, now=clock.now())
    return Status(202, {"detail": "收到了，过一会儿再看"})


@router.post(
    "/applications/{receipt}/supply",
    auth=None,
    response={202: Problem, **PROBLEMS},
    summary="补充说明",
    url_name="hall-supply",
)
def supply(request: HttpRequest, receipt: str, payload: Words) -> Any:
    given = read(request, payload)
    held_to(request, "receipt")
    form = forms.SupplyForm(given, today=clock.today())
    return (
        _sent(request, "supply", receipt, form.cleaned_data["text"]) if form.is_valid() else errors_of([form])
    )


@router.post(
    "/applications/{receipt}/withdraw",
    auth=None,
    response={202: Problem, **PROBLEMS},
    summary="撤回申请",
    url_name="hall-withdraw",
)
def withdraw(request: HttpRequest, receipt: str, payload: Words) -> Any:
    read(request, payload)
    held_to(request, "receipt")
    return _sent(request, "withdraw", receipt, "申请人自己撤回")


@router.get(
    "/sign-in",
    auth=None,
    response={200: dict[str, str], **PROBLEMS},
    summary="登录前要做的核验",
    url_name="hall-before-sign-in",
)
def before_sign_in(request: HttpRequest) -> Any:
    return {"effort": effort.challenge(CODE, clock.now())}


@router.post(
    "/sign-in", auth=None, response={202: Problem, **PROBLEMS}, summary="取登录验证码", url_name="hall-ask"
)
def ask(request: Any, payload: Asking) -> Any:
    given = read(request, payload)
    worked = effort.accepted(CODE, given["effort"], clock.now())
    held_to(request, "code_asked" if worked else "code_unworked")
    form = SignInForm(given)
    if not form.is_valid():
        return errors_of([form])
    if not settings.GATEWAYS.get("sms"):
        raise HttpError(404, NOT_SET_UP)
    number, last_four = form.cleaned_data["mobile"], form.cleaned_data["last_four"]
    try:
        pk = send_own_code(address=number, subject=own.whose(number, last_four), now=clock.now())
    except TooMany as refusal:
        raise HttpError(429, str(refusal)) from None
    request.session[ASKED] = {"pk": str(pk), "next": ""}
    return Status(202, {"detail": "号码和证件对得上的，验证码已发出"})


@router.post(
    "/sign-in/code",
    auth=None,
    response={200: Problem, **PROBLEMS},
    summary="用验证码登录",
    url_name="hall-check",
)
def check(request: Any, payload: Code) -> Any:
    given, now = read(request, payload), clock.now()
    held_to(request, "code_tried")
    if ASKED not in request.session:
        raise HttpError(404, "请先取验证码")
    pk = UUID(request.session[ASKED]["pk"])
    found = redeem(pk=pk, kind=OWN, text=given["code"][:10], now=now)
    if found is None or found.subject_id is None:
        raise HttpError(422, WRONG if is_alive(pk, now) else OVER)
    return _entered(request, found.subject_id)


@router.post(
    "/sign-in/wechat",
    auth=None,
    response={200: Problem, **PROBLEMS},
    summary="用微信登录（wx.login 的 code）",
    url_name="hall-by-wechat",
)
def by_wechat(request: Any, payload: Code) -> Any:
    given = read(request, payload)
    held_to(request, "code_tried")
    found = own.bound_to(_who(given["code"]))
    if found is None:
        raise HttpError(404, NOT_BOUND)
    return _entered(request, found)


def _who(code: str) -> str:
    way = gateway("wechat")
    if way is None or not code:
        raise HttpError(404, "还没有开通微信")
    try:
        return str(way.who(code[:200]))  # type: ignore[attr-defined]
    except GatewayError as refusal:
        raise HttpError(422, str(refusal)) from None


def _entered(request: Any, pk: UUID) -> Any:
    enter(request, pk, clock.now())
    note(pk, ENTERED)
    return {"detail": "已登录"}


@router.get("/my", auth=signed_in, response={200: Mine, **PROBLEMS}, summary="我的信息", url_name="hall-my")
def my(request: Any) -> Any:
    person = own.person()
    if person is None:
        raise HttpError(404, "没有找到您的档案，请打 12351")
    shown = ("unit_name", "since", "until", "workplace", "job", "number")
    return {
        "name": person.name, "unions": own.unions(), "data": rows_of(person, set()),
        "memberships": [{key: str(one[key] or "") for key in shown} for one in own.memberships()],
    }  # fmt: skip


@router.post(
    "/my/wechat",
    auth=signed_in,
    response={200: Problem, **PROBLEMS},
    summary="以后用微信登录",
    url_name="hall-bind-wechat",
)
def bind_wechat(request: Any, payload: Code) -> Any:
    pk, given = request.auth, read(request, payload)
    held_to(request, "code_tried")
    try:
        bind(pk, _who(given["code"]), clock.now())
    except Taken as refusal:
        raise HttpError(422, str(refusal)) from None
    note(pk, BOUND)
    return {"detail": "好了，以后可以用微信登录"}


@router.post("/sign-out", auth=None, response={200: Problem, **PROBLEMS}, summary="退出", url_name="hall-out")
def out(request: Any, payload: Words) -> Any:
    read(request, payload)
    if request.subject:
        leave(request)
    return {"detail": "已退出"}
