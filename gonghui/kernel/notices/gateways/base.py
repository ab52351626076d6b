"""What every way out takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Message:
    """One message to one address. ``key``: the same for every repetition. ``text`` is made of ``template``
    and ``params``; a gateway sends the one or the other, as its protocol wants."""

    key: str
    to: str
    template: str
    params: Mapping[str, str]
    text: str
    at: datetime


@dataclass(frozen=True)
class Receipt:
    """The gateway has taken the message. ``duplicate``: it had it already, and sent it once."""

    id: str
    duplicate: bool = False


class Gateway(Protocol):
    """A way out. ``once``: the gateway itself tells a repetition from a new message."""

    once: bool

    def send(self, message: Message) -> Receipt:
        """Hand the message over; ``Refused`` or ``Unavailable`` says why not, in words for the operator."""
        ...


@runtime_checkable
class Introducer(Protocol):
    """A way out whose server can tell who somebody is there, once they have agreed (OAuth 2, code flow)."""

    introduces: bool

    def page(self, back: str, state: str) -> str:
        """Where the person agrees; from there they come ``back`` with ``code`` and ``state``."""
        ...

    def who(self, code: str) -> str:
        """The person's address in this channel; a code works once. ``Refused``, ``Unavailable``."""
        ...


class GatewayError(Exception):
    """Why a message did not get out; says so to the operator, without the address."""


class Refused(GatewayError):
    """It will not take this message, however often it is asked."""


class Unavailable(GatewayError):
    """It may take it later; or it is not known whether it has."""


class InApp:
    """The platform itself: what is written in the transaction has arrived."""

    once = True

    def send(self, message: Message) -> Receipt:
        return Receipt(message.key)
