"""What stands on every page: who is signed in, and the way to everywhere they may go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gonghui.kernel.reach.actor import NOBODY


def every_page(request: HttpRequest) -> dict[str, Any]:
    return {"actor": getattr(request, "actor", NOBODY), "nav": []}
