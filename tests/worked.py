"""What a browser sends with a form open to everybody: the work its page asks for, done."""

from __future__ import annotations

import html
import json
import re

from altcha import Challenge, Payload, solve_challenge

from gonghui.kernel import effort

ASKED = re.compile(r'data-effort="([^"]*)"')


def worked(page: str) -> dict[str, str]:
    """The hidden field, filled in, for the page with that text."""
    asked = ASKED.search(page)
    assert asked, "this page asks for no work"
    challenge = Challenge.from_dict(json.loads(html.unescape(asked[1])))
    return {effort.FIELD: Payload(challenge, solve_challenge(challenge)).to_base64()}
