"""Many uploads one after the other in one limited child, by the very code that reads each alone.

``python -m`` with a file of lines "number kind path" and a folder. Each answer goes into the folder's ``number``; the log
says what was begun and how it ended, so that a file that ends the child is known by its number.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from gonghui.kernel.files import imagechild, sheetchild


def read(kind: str, path: str, out: Path, limits: str) -> None:
    if kind == "image":
        imagechild.main(path, str(out / "clean.jpg"), "1600")
    else:
        sheetchild.main([path, str(out), limits])


def main(lines: str, folder: str, limits: str) -> None:
    with (Path(folder) / "log").open("a", encoding="utf-8") as log:
        for line in Path(lines).read_text(encoding="utf-8").splitlines():
            number, kind, path = line.split(" ", 2)
            log.write(f"{number} begun\n")
            log.flush()
            out = Path(folder) / number
            out.mkdir()
            try:
                read(kind, path, out, limits)
                said = "ended"
            except (
                Exception
            ) as fault:  # alone, it would end the child, and the parent would say so in a sentence
                said = f"fell {json.dumps(type(fault).__name__)}"
            log.write(f"{number} {said}\n")
            log.flush()
            if int(number) % 25 == 0:
                gc.collect()


if __name__ == "__main__":
    main(*sys.argv[1:])
