"""What is refused at the door, before any page sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LONGEST_ADDRESS = 8_000
LARGEST_BODY = 25_000_000  # a little more than the largest file a page takes


class CleanInputMiddleware:
    """Refuses NUL and lone surrogates in addresses and forms: no column of the database can hold them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.META.get("QUERY_STRING", "")
        if len(address) > LONGEST_ADDRESS or is_dirty([unquote_plus(address), request.path]):
            return render(request, "400.html", status=400)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            return render(request, "413.html", status=413)
        if (
            request.method == "POST"
            and (request.content_type or "").startswith(("application/x-www-form-urlencoded", "multipart/"))
            and is_dirty(value for _, values in request.POST.lists() for value in values)
        ):
            return render(request, "400.html", status=400)
        return self.get_response(request)


def is_dirty(texts: Iterable[str]) -> bool:
    return any("\x00" in text or any("\ud800" <= mark <= "\udfff" for mark in text) for text in texts)
