"""Documents that the units of the county of canaries have sent."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gonghui.kernel.documents.models import ISSUED, OUT, OfficialDocument
from gonghui.kernel.documents.paper import Paper
from gonghui.kernel.files.store import keep
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

KEYS = ("county", "east", "west", "mill", "branch", "loom", "mine", "mover", "quay")


def sent(scene: Scene) -> None:
    """One document of each unit, with words that stand nowhere else. Its number is 2, and nobody knows why not 1."""
    set_reach(ROOT)
    for key in KEYS:
        holding = scene.of[key]
        tag = holding.tag
        title = f"关于{tag}文书的通知"
        with tempfile.TemporaryDirectory() as folder:
            (source := Path(folder) / "a").write_text(f"{tag}公文原件")
            file = keep(
                actor=ROOT, unit=holding.unit, source=source, name="公文.pdf", purpose="公文", media_type="application/pdf"
            )  # fmt: skip
        holding.document = OfficialDocument.objects.create(
            unit=holding.unit, direction=OUT, kind="notice", code=f"{tag}发", year=2026, serial=2, state=ISSUED,
            number=f"{tag}发〔2026〕2号", title=title, office=f"{tag}办", signed_on=date(2026, 11, 2), signer=f"边{tag}",
            body=Paper("notice", title, f"{tag}办", (f"{tag}正文",)).kept(), pdf=file, sha256=file.sha256,
            verification=f"{holding.base:012}", account_id=-1,
        )  # fmt: skip
        for text in (f"{tag}文书", f"{tag}发〔2026〕2号", f"{tag}正文", f"边{tag}", f"{tag}公文原件"):
            scene.sing(text, key, "documents")
        scene.sing(str(holding.document.pk), key, "documents")
