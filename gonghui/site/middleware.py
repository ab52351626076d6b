"""What is refused at the door, before any page sees it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

LONGEST_ADDRESS = 8_000
LARGEST_BODY = 25_000_000  # a little more than the largest file a page takes
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no column of the database can hold them
IN_WORDS = {400: "请求里有不能保存的字符，或者地址太长", 413: "发来的内容太大"}
FORMS = ("application/x-www-form-urlencoded", "multipart/")


class CleanInputMiddleware:
    """Refuses NUL and lone surrogates wherever they come in: address, form, headers, cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if refused := self._refused(request):
            if request.path.startswith("/api/"):
                return JsonResponse({"detail": IN_WORDS[refused]}, status=refused)
            return render(request, f"{refused}.html", status=refused)
        return self.get_response(request)

    def _refused(self, request: HttpRequest) -> int | None:
        """The status it is refused with."""
        address = request.META.get("QUERY_STRING", "")
        if len(address) > LONGEST_ADDRESS or is_dirty(
            [unquote_plus(address), request.path, *sent_along(request)]
        ):
            return 400
        if not is_utf8(request) or (length := length_of(request)) is None:
            return 400
        if length > LARGEST_BODY:
            return 413
        if (
            request.method == "POST"
            and (request.content_type or "").startswith(FORMS)
            and is_dirty(filled(request))
        ):
            return 400
        return None


def sent_along(request: HttpRequest) -> Iterable[str]:
    """Headers, and cookies as they are read: a quoted one may spell a NUL that the header does not show."""
    yield from (str(value) for name, value in request.META.items() if name.startswith("HTTP_"))
    yield from request.COOKIES.values()


def filled(request: HttpRequest) -> Iterable[str]:
    yield from request.POST
    yield from (value for _, values in request.POST.lists() for value in values)
    yield from (file.name or "" for _, files in request.FILES.lists() for file in files)


def is_utf8(request: HttpRequest) -> bool:
    """What asks to be read in another alphabet than ours could say one thing here and another to the page."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


def length_of(request: HttpRequest) -> int | None:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if re.fullmatch("[0-9]{1,18}", said) else None


def is_dirty(texts: Iterable[str]) -> bool:
    return any(UNSTORABLE.search(text) for text in texts)
