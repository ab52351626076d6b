"""How people sign in: allauth, with our own rules."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the office; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
