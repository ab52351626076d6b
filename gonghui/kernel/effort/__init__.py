"""Work that a browser does before a form open to everybody is taken: nothing to read, nothing to click.

A challenge goes out with the page and is solved while the page is read; a person does not notice, a program that sends
thousands pays for each (altcha, PBKDF2). A solution counts once, and only for the form it was asked for.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta

from altcha import Payload, create_challenge, verify_solution
from django.core.cache import cache
from django.utils.crypto import salted_hmac

ALGORITHM, ROUNDS = "PBKDF2/SHA-256", 500  # one try takes a cheap telephone about a millisecond
FEWEST, MOST = 100, 300  # tries it takes
LIFE = timedelta(hours=2)  # forms are filled in between other things
LONGEST = 4_000
FIELD = "effort"  # the hidden field that carries the solution


def challenge(purpose: str, now: datetime) -> str:
    """What the page carries, as JSON."""
    tries = FEWEST + secrets.randbelow(MOST - FEWEST + 1)
    bound = {"for": purpose, "until": int((now + LIFE).timestamp())}  # by our clock, not by the library's
    made = create_challenge(ALGORITHM, ROUNDS, counter=tries, data=bound, hmac_secret=_secret())
    return json.dumps(made.to_dict())


def accepted(purpose: str, payload: str, now: datetime) -> bool:
    """Whether the work was done, for this purpose, in time, and has not been used before."""
    if not payload or len(payload) > LONGEST:
        return False
    try:
        given = Payload.from_base64(payload)
        asked = given.challenge.parameters
        bound = asked.data or {}
        right = verify_solution(given, _secret()).verified and bound["for"] == purpose
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False  # anybody may send anything
    if not right or bound["until"] < now.timestamp():
        return False
    return cache.add(f"effort:{asked.nonce}", 1, LIFE.total_seconds())


def _secret() -> str:
    return salted_hmac("gonghui.effort", "").hexdigest()
