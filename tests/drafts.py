"""Applications filled in to the last page, each in a browser of its own, ready to be handed in."""

from __future__ import annotations

from types import SimpleNamespace

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.middleware.csrf import _get_new_csrf_string

from gonghui.work.joining.hall import keep
from tests.people import mobile, number

TOKEN = _get_new_csrf_string()
FORM = {"rules": "on", "sensitive": "on", "csrfmiddlewaretoken": TOKEN}
FIRST = 20_000  # nobody else's people


def draft_of(code: str, n: int, first: int = FIRST) -> str:
    """The cookies of that browser."""
    session = SessionStore()
    asked = SimpleNamespace(session=session)
    keep(asked, {
        "code": code, "unit_name": "镇总工会", "way": "qr", "token": "x", "name": f"人{n}", "id_type": "1",
        "id_number": number(first + n), "mobile": mobile(first + n), "workplace": "各平台", "groups": ["courier"],
        "is_migrant": True,
    })  # fmt: skip
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
