"""The request as our middleware leaves it, so that views can be type-checked."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gonghui.kernel.reach.actor import Actor


class Request(HttpRequest):
    actor: Actor
    posts_count: int  # how many posts the person has to choose from
    htmx: HtmxDetails
