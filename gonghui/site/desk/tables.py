"""What the pages of the settings share: tabs, a list, a form and what an action refuses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gonghui.kernel.http import Request
from gonghui.site.navigation import SETTINGS


def tabs(request: Request) -> list[dict[str, Any]]:
    return [
        {"url": reverse(name), "label": label, "current": request.path.startswith(reverse(name))}
        for name, label, permission in SETTINGS
        if request.actor.may(permission)
    ]


def table(
    request: Request, title: str, labels: list[str], rows: Any, line: Any, **more: Any
) -> dict[str, Any]:
    """The context of a settings list: headings, one page of rows, and the way to the next."""
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    query = {key: value for key, value in request.GET.items() if key != "page" and value}

    def link(number: int) -> str:
        return f"?{urlencode(query | {'page': str(number)})}"

    return {
        "title": title,
        "tabs": tabs(request),
        "headings": [{"label": label} for label in labels],
        "rows": [line(row) for row in page.object_list],
        "total": page.paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "prev_url": link(page.previous_page_number()) if page.has_previous() else "",
        "next_url": link(page.next_page_number()) if page.has_next() else "",
        **more,
    }


def cells(*texts: Any, url: str = "") -> dict[str, Any]:
    found = [text if isinstance(text, dict) else {"text": text, "kind": "text", "tone": ""} for text in texts]
    return {"url": url, "cells": found}


def tried(form: forms.Form, deed: Any) -> bool:
    try:
        with transaction.atomic():
            deed()
    except ValidationError as refusal:
        for name, errors in getattr(refusal, "error_dict", {None: refusal.messages}).items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    return True


def form_page(
    request: Request, template: str, form: forms.Form, title: str, back: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back, **more}
    return render(request, template, context, status=422 if form.errors else 200)
