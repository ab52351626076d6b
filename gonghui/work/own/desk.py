"""What the matter's page shows of a request about one's own data."""

from __future__ import annotations

from typing import Any

from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.masking import mask_phone, mask_place
from gonghui.work.own.models import Correction
from gonghui.work.own.process import CORRECTION

HIDDEN = {"mobile": mask_phone, "home_address": mask_place}


@shown_with(CORRECTION)
def on_the_page(record: Correction, actor: Actor) -> dict[str, Any]:
    wanted = record.wanted.reveal() if record.wanted else ""
    facts = [("本人", record.name), ("要求", record.get_kind_display())]
    if record.field:
        facts += [("更正哪一项", record.get_field_display()), ("改成", HIDDEN.get(record.field, str)(wanted))]
    facts += [("理由", record.reason), *([("答复", record.answer)] if record.answer else [])]
    return {"facts": facts}
