"""The API's root: one OpenAPI document, one way of saying what went wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie

from gonghui.kernel.register.api import router
from gonghui.site.hall.api import router as hall
from gonghui.site.hall.orders_api import router as orders

UNREAD = "发来的不是能读的 JSON"
WRONG = {
    "missing": "缺少这一项", "string": "要写成文字", "int": "要写成整数", "bool": "要写成 true 或 false",
    "list": "要写成列表", "dict": "要写成对象", "model": "要写成对象", "uuid": "不是编号",
}  # fmt: skip


class SignedIn(APIKeyCookie):
    """The person behind the session; writes need the CSRF token too. Nobody: 401."""

    param_name: str = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        return actor if actor.is_known else None


api = NinjaAPI(title="工会工作平台", version="1", auth=SignedIn(), docs_url=None, urls_namespace="api")
api.add_router("/", router)
api.add_router("/hall", hall)
api.add_router("/hall", orders)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"detail": "没有，或不在您的管辖内"}, status=404)


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return api.create_response(request, {"detail": "您的身份不能这样做"}, status=403)


@api.exception_handler(HttpError)
def _said(request: HttpRequest, error: HttpError) -> HttpResponse:
    said = UNREAD if error.message == "Cannot parse request body" else error.message
    return api.create_response(request, {"detail": said}, status=error.status_code)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return api.create_response(request, {"detail": "要先登录"}, status=401)


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(map(str, one["loc"])): [_words(str(one["type"]))] for one in error.errors}
    return api.create_response(request, {"detail": "参数不对", "fields": fields}, status=422)


def _words(kind: str) -> str:
    """What is wrong with one value, by the first word of the reader's own name for it."""
    return WRONG.get(kind.split("_")[0], "读不懂，请按接口说明填写")
