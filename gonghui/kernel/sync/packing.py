"""What a phone takes along: every module's part, as of today, within the reach of the post."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.sync.catalogue import PACKAGES


def packed(actor: Actor, today: date) -> tuple[str, dict[str, Any]]:
    """The parts by key, and a version of the whole: equal versions are equal packages."""
    parts = {key: function(actor, today) for key, function in sorted(PACKAGES.items())}
    text = json.dumps(parts, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    plain: dict[str, Any] = json.loads(text)
    return hashlib.sha256(text.encode()).hexdigest()[:16], plain
