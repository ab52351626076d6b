"""Every address says who may enter; one that does not say so does not get into the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from gonghui.kernel.http import Request

View = Callable[..., HttpResponseBase]
OPEN = "open"  # nobody needs to be signed in
SUBJECT = "subject"  # whoever signed in to see what is kept about them
SIGNED_IN = "signed-in"  # a person, in whatever post or none


def door(permission: str) -> Callable[[View], View]:
    """Let in only who holds ``permission`` in the post they act in (or ``SIGNED_IN``, ``OPEN``)."""

    def guard(view: View) -> View:
        @wraps(view)
        def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            answer = turned_away(request, permission) or view(request, *args, **kwargs)
            if permission == SUBJECT:
                answer.headers["Cache-Control"] = "no-store"  # the way back shows nothing on a shared phone
            return answer

        entered.door = permission  # type: ignore[attr-defined]
        return entered

    return guard


def turned_away(request: Request, permission: str) -> HttpResponse | None:
    """Where somebody without the right is sent: to sign in, to choose a post, or to the 403 page."""
    if permission == OPEN:
        return None
    if permission == SUBJECT:
        return None if request.subject else redirect(f"{settings.SUBJECT_LOGIN_URL}?{asked_for(request)}")
    if not request.actor.is_known:
        return redirect(f"/accounts/login/?{asked_for(request)}")
    if settings.MFA_REQUIRED and not is_mfa_enabled(request.user):
        return redirect("mfa_index")
    if permission == SIGNED_IN:
        return None
    if not request.actor.post_id:
        return redirect("choose_post")
    if not request.actor.may(permission):
        raise PermissionDenied
    return None


def asked_for(request: Request) -> str:
    """Where they wanted to go, for after signing in."""
    return urlencode({"next": request.get_full_path()})
