"""The request as our middleware leaves it, so that views can be type-checked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gonghui.kernel.reach.actor import Actor


class Request(HttpRequest):
    actor: Actor
    subject: (
        UUID | None
    )  # the person who signed in to see what is kept about them; never together with an actor
    posts_count: int  # how many posts the person has to choose from
    htmx: HtmxDetails
