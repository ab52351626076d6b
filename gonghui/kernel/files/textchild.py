"""The child of ``texts``: reads one file within its limits. ``python -m`` with the file, the answer's name and the limits.

Writes either ``refused`` with a sentence, or ``lines``. XML is read as a stream; entities stay unread, no network.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from lxml import etree

from gonghui.kernel.files.kinds import UNREADABLE, Kind, decode, plain_name
from gonghui.kernel.files.precheck import Limits, Refused
from gonghui.kernel.files.texts import DOCUMENT, REFUSALS, check_text

PARTS = (DOCUMENT, "word/footnotes.xml", "word/endnotes.xml")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
UNSEEN = {"del", "moveFrom"}  # revisions that take text away
MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def main(argv: Sequence[str]) -> None:
    path, out = Path(argv[0]), Path(argv[1])
    try:
        is_word = check_text(path, Limits(**json.loads(argv[2])))
        lines = [text.rstrip() for text in (_word(path) if is_word else _plain(path))]
        while lines and not lines[-1]:
            lines.pop()
        result: dict[str, Any] = {"lines": lines}
    except Refused as refused:
        result = {"refused": refused.sentence}
    out.write_text(json.dumps(result), encoding="utf-8")


def _plain(path: Path) -> Iterator[str]:
    text = decode(path.read_bytes())
    if text is None:
        raise Refused(REFUSALS[Kind.UNKNOWN])
    yield from text.removeprefix("\ufeff").splitlines()


def _word(path: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(path) as package:
            names = {plain_name(name): name for name in package.namelist()}
            for part in PARTS:
                if part in names:
                    with package.open(names[part]) as stream:
                        yield from _lines(stream)
    except (*UNREADABLE, etree.LxmlError) as error:
        raise Refused(REFUSALS[Kind.BROKEN]) from error


def _lines(stream: IO[bytes]) -> Iterator[str]:
    reader = _Reader()
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    for event, element in events:
        if event == "start":
            reader.begin(element)
        else:
            reader.end(element)
            yield from reader.take()


class _Reader:
    """Paragraphs may stand in text boxes within paragraphs, and tables in cells: both are kept as stacks."""

    def __init__(self) -> None:
        self.ready: list[str] = []
        self.paragraphs: list[list[str]] = []
        self.rows: list[list[list[str]]] = []  # cells of each open row, lines of each cell
        self.unseen = 0

    def take(self) -> list[str]:
        ready, self.ready = self.ready, []
        return ready

    def begin(self, element: Any) -> None:
        name = _name(element)
        if name in UNSEEN or element.tag == FALLBACK:
            self.unseen += 1
        elif name == "p":
            self.paragraphs.append([])
        elif name == "tr":
            self.rows.append([])
        elif name == "tc" and self.rows:
            self.rows[-1].append([])

    def end(self, element: Any) -> None:
        name = _name(element)
        if name in UNSEEN or element.tag == FALLBACK:
            self.unseen -= 1
        elif name == "p":
            self._line("".join(self.paragraphs.pop()))
            element.clear()
        elif name == "tr":
            self._line("\t".join(" ".join(cell) for cell in self.rows.pop()))
        elif self.paragraphs and not self.unseen:
            self._text(name, element)

    def _text(self, name: str, element: Any) -> None:
        if name == "t":
            self.paragraphs[-1].append(element.text or "")
        elif name in MARKS and _name(element.getparent()) == "r":  # a tab of a style is none
            self.paragraphs[-1].append(MARKS[name])

    def _line(self, text: str) -> None:
        if self.unseen:
            return
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(" ".join(text.split()))
        else:
            self.ready += text.split("\n")


def _name(element: Any) -> str:
    """The local name, of Word's own elements only."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return next((tag.removeprefix(space) for space in (WORD, STRICT) if tag.startswith(space)), "")


if __name__ == "__main__":
    main(sys.argv[1:])
