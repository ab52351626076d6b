"""What people may be told, and in which words. Checked when the program starts.

Two texts for every kind: ``title`` is read in the platform by whom it concerns, and may name the matter;
``outside`` travels through gateways and over lock screens, and may hold nothing but counts, dates, the
platform's own name and a link to it. That is a rule of the declaration, not of the caller: a template
that asks for anything else does not get into the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from string import Formatter
from typing import Any

OUTSIDE = frozenset({"system", "count", "date", "link"})
OF_CODES = frozenset({"system", "code", "minutes"})
LONGEST_OUTSIDE = 70  # characters of one short message
UNDO = timedelta(minutes=10)  # what can be taken back for so long is not told before
PLAIN = "{system}：您有 {count} 件新通知，请登录查看 {link}"


class Urgency(IntEnum):
    """``NOW`` waits for nothing (codes); ``SOON`` goes past the digest, never past quiet hours."""

    NOW = 0
    SOON = 1
    USUAL = 2


@dataclass(frozen=True)
class Kind:
    """One thing people are told. ``undo``: how long it waits, in case it is taken back. ``page``: where who has no
    account reads more.
    """

    key: str
    label: str
    title: str
    outside: str
    urgency: Urgency
    undo: timedelta
    page: str = ""

    def said(self, facts: dict[str, Any]) -> str:
        """The text inside the platform; ``ValueError`` when a fact is missing or too many are given."""
        if (wanted := fields(self.title)) != facts.keys():
            raise ValueError(f"{self.key} tells {sorted(wanted)}, not {sorted(facts)}")
        return self.title.format(**facts)[:200]


KINDS: dict[str, Kind] = {}


def notice(
    key: str, label: str, title: str, outside: str = PLAIN, *, urgent: bool = False, undo: timedelta = UNDO
) -> str:
    """Declare a kind of notice; ``ValueError`` for an outside text that could say too much."""
    check(key, outside, OUTSIDE)
    if unnamed := {name for name in fields(title) if not name.isidentifier()}:
        raise ValueError(f"{key}: the title asks for {sorted(unnamed)}")
    KINDS[key] = Kind(key, label, title, outside, Urgency.SOON if urgent else Urgency.USUAL, undo)
    return key


def word(key: str, label: str, outside: str, page: str) -> str:
    """Declare what somebody without an account is told, at an address they gave. ``key`` ends in ".word"."""
    check(key, outside, OUTSIDE - {"count"})
    if not key.endswith(".word") or not page.startswith("/"):
        raise ValueError(f"{key}: a word has a key of its kind and a page of the platform")
    KINDS[key] = Kind(key, label, label, outside, Urgency.SOON, timedelta(0), page)
    return key


def code(key: str, label: str, outside: str) -> str:
    """Declare a text that carries a one-time code: the one exception to what may stand outside."""
    check(key, outside, OF_CODES)
    KINDS[key] = Kind(key, label, label, outside, Urgency.NOW, timedelta(0))
    return key


def check(key: str, template: str, allowed: frozenset[str]) -> None:
    if strange := fields(template) - allowed:
        raise ValueError(f"{key}: {sorted(strange)} may not stand in a message outside")
    if len(template) > LONGEST_OUTSIDE:
        raise ValueError(f"{key}: {len(template)} characters are more than one short message holds")


def fields(template: str) -> set[str]:
    """What a template asks for, with every attribute, index, conversion and format it tries ("a.b", "a!r")."""
    asked = (
        f"{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}"
        for _, name, spec, conversion in Formatter().parse(template)
        if name is not None
    )
    return set(asked)


SIGN_IN = code(
    "signin.code", "登录验证码", "{system}：登录验证码 {code}，{minutes} 分钟内有效。不要告诉任何人。"
)
OWN = code(
    "own.code",
    "查看本人信息验证码",
    "{system}：查看本人信息的验证码 {code}，{minutes} 分钟内有效。不要告诉任何人。",
)
BIND = code(
    "address.code",
    "绑定验证码",
    "{system}：绑定验证码 {code}，{minutes} 分钟内有效。不是您本人在办，请不要理会。",
)
