"""Photos as they may be kept: opened in a limited child, written anew, without EXIF."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import run_limited

LONGEST = 1_600  # pixels of the longer side; enough to read a certificate on screen
LARGEST_MB = 20
TOO_LARGE = f"图片超过 {LARGEST_MB} MB。请在手机上选“中等大小”再传"


@contextmanager
def cleaned(source: Path, *, longest: int = LONGEST) -> Iterator[Path]:
    """A JPEG with the picture and nothing else; gone after use. ``Refused`` and ``ChildFailed`` carry a sentence."""
    if source.stat().st_size > LARGEST_MB * 1_000_000:
        raise Refused(TOO_LARGE)
    with tempfile.TemporaryDirectory(prefix="image-") as folder:
        target = Path(folder) / "clean.jpg"
        args = [str(source.resolve()), str(target), str(longest)]
        run_limited("gonghui.kernel.files.imagechild", args, memory_mb=768, seconds=20, output_mb=32)
        answer = json.loads(Path(f"{target}.json").read_text(encoding="utf-8"))
        if "refused" in answer:
            raise Refused(answer["refused"])
        yield target
