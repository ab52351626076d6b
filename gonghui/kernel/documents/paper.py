"""The text of one official document, whatever it is printed on: who writes what to whom."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self

LONGEST_HEADING = 25  # characters of a sentence that can be the heading of what follows it
FILE, LETTER, PLAIN = "file", "letter", "plain"
LEVELS = (
    (1, re.compile(r"^[一二三四五六七八九十百]+、")),
    (2, re.compile(r"^（[一二三四五六七八九十百]+）")),
    (3, re.compile(r"^\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"^（\d{1,2}）")),
)


@dataclass(frozen=True)
class Kind:
    """文种. ``upward``: it goes to an office above and names who signs. ``layout``: file, letter or plain.
    ``letter``: its character in a document number; without one it has none.
    """

    key: str
    label: str
    letter: str = ""
    layout: str = FILE
    upward: bool = False
    ends: tuple[str, ...] = ()  # how the text closes; the first is offered


KINDS: dict[str, Kind] = {}


def kind(
    key: str, label: str, letter: str = "", layout: str = FILE, *, upward: bool = False, ends: str = ""
) -> Kind:
    """Declare a kind of document; modules above add their own."""
    KINDS[key] = Kind(key, label, letter, layout, upward, tuple(ends.split()))
    return KINDS[key]


REQUEST = kind(
    "request", "请示", "请", upward=True, ends="妥否，请批示。 当否，请批复。 妥否，请批复。 当否，请批示。"
)
REPORT = kind("report", "报告", "报", upward=True, ends="特此报告。")
REPLY = kind("reply", "批复", "复", ends="此复。")
LETTER_KIND = kind("letter", "函", "函", LETTER, ends="特此函复。 请函复。 特此函达。")
NOTICE = kind("notice", "通知", "发", ends="特此通知。")
DECISION = kind("decision", "决定", "发")
CIRCULAR = kind("circular", "通报", "发", ends="特此通报。")
OPINION = kind("opinion", "意见", "发")
SECRECY = [(word, word) for word in ("秘密", "机密", "绝密")]  # 《党政机关公文处理工作条例》 9 (2)
URGENCY = [(word, word) for word in ("加急", "特急")]  # 9 (3)
PUBLICITY = kind("publicity", "公示", "", PLAIN)
FORM = kind("form", "登记表", "", PLAIN)
ROSTER = kind("roster", "名册", "", PLAIN)
NUMBERED = [(one.key, one.label) for one in KINDS.values() if one.letter]


@dataclass(frozen=True)
class Link:
    """Words that open an address when they are read on a screen; on paper they are words."""

    text: str
    address: str


@dataclass(frozen=True)
class Line:
    """A paragraph some of whose words open addresses."""

    parts: tuple[str | Link, ...]

    @property
    def text(self) -> str:
        return "".join(words_of(one) for one in self.parts)


def words_of(one: str | Link) -> str:
    return one.text if isinstance(one, Link) else one


@dataclass(frozen=True)
class Table:
    """A table in the text. ``widths``: parts of the text block's width; ``head``: the first row is repeated on
    every page. A cell that begins with "*" spans the rest of its row in a form (``head`` False).
    """

    rows: tuple[tuple[str | Link, ...], ...]
    widths: tuple[float, ...]
    head: bool = True


@dataclass(frozen=True)
class Paper:
    """One document. ``number`` is empty until it is signed; ``body``: paragraphs, and tables between them."""

    kind: str
    title: str
    office: str  # who sends it, in full: the name under the text
    body: tuple[str | Line | Table, ...] = ()
    mark: str = ""  # 发文机关标志: the red words at the head
    number: str = ""
    signer: str = ""
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    signed_on: date | None = None
    note: str = ""
    copies: str = ""  # 抄送
    printed_by: str = ""  # 印发机关; empty: no 版记
    verify: str = ""  # the address of the page that tells whether this is the true document
    dated: bool = field(default=True)  # a form or a roster may stand without name and date
    copy_number: str = ""  # 份号: six figures
    secrecy: str = ""  # 密级和保密期限, for instance 机密★1年
    urgency: str = ""  # 紧急程度

    @property
    def what(self) -> Kind:
        return KINDS[self.kind]

    @property
    def layout(self) -> str:
        return self.what.layout if self.mark else PLAIN

    @property
    def heading(self) -> str:
        """The title on one line."""
        return self.title.replace("\n", "")

    @property
    def corner(self) -> list[tuple[str, bool]]:
        """What stands in the upper left corner of a red head, from above, and whether it is set in 黑体."""
        found = [(self.copy_number, False), (self.secrecy, True), (self.urgency, True)]
        return [one for one in found if one[0]] if self.layout != PLAIN else []

    def with_(self, **changed: Any) -> Self:
        return replace(self, **changed)

    def kept(self) -> dict[str, Any]:
        """As it is stored and handed to the typesetter."""
        found = asdict(self)
        found["signed_on"] = self.signed_on.isoformat() if self.signed_on else None
        return found

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        given = dict(kept)
        day = given.get("signed_on")
        given["signed_on"] = date.fromisoformat(day) if day else None
        given["attachments"] = tuple(given.get("attachments") or ())
        given["body"] = tuple(_part(one) for one in given.get("body") or ())
        return cls(**given)


def _part(one: Any) -> str | Line | Table:
    if isinstance(one, str):
        return one
    if "parts" in one:
        return Line(tuple(map(_words, one["parts"])))
    rows = tuple(tuple(map(_words, row)) for row in one["rows"])
    return Table(rows, tuple(one["widths"]), one["head"])


def _words(one: Any) -> str | Link:
    return one if isinstance(one, str) else Link(one["text"], one["address"])


def level_of(text: str) -> int:
    """结构层次: 1 for 一、 2 for （一） 3 for 1. 4 for （1）, 0 for an ordinary paragraph."""
    return next((level for level, begins in LEVELS if begins.match(text)), 0)


def heading_and_rest(text: str) -> tuple[str, str]:
    """What of a numbered paragraph is its heading: all of it when it is no sentence, its first sentence when
    more follow and it is short, else nothing.
    """
    if level_of(text) not in (1, 2):
        return "", text
    first, stop, rest = text.partition("。")
    if not stop:
        return text, ""
    return (first + stop, rest) if rest.strip() and len(first) <= LONGEST_HEADING else ("", text)


def chinese_date(day: date) -> str:
    """成文日期: Arabic figures without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
