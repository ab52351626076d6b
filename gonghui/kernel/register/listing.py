"""A list page from a register and an address: rows, page, chips and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column, Register

SIZES = (25, 50, 100)
LAST_PAGE = 100_000
MOST_OPTIONS = 60  # a filter with more is set by links only: nobody picks from a thousand, and every page would carry them


@dataclass
class Listing:
    """What one address asks of one register, on behalf of one actor."""

    register: Register
    actor: Actor
    asked: QueryDict

    def __post_init__(self) -> None:
        self.q = self.asked.get("q", "").strip()[:60]
        self.chosen = {f.name: text for f in self.register.filters if (text := self.asked.get(f.name, ""))}
        self.size = next((n for n in SIZES if self.asked.get("size") == str(n)), SIZES[0])
        self.page = max(1, min(_whole(self.asked.get("page", "1")), LAST_PAGE))
        self.sort = self.asked.get("sort", "")

    @property
    def url(self) -> str:
        return reverse("register", args=[self.register.key])

    def rows(self) -> Any:
        found = self.register.found(self.actor, self.q, self.chosen)
        return found.order_by(*self._order())

    def link(self, **changes: str | None) -> str:
        """This address with some parameters set or taken away; empty ones never get into a link."""
        words = {key: text for key in self.asked if key != "page" and (text := self.asked.get(key, ""))}
        for key, value in changes.items():
            words.pop(key, None)
            if value:
                words[key] = value
        query = QueryDict(mutable=True)
        query.update(words)
        return f"{self.url}?{query.urlencode()}" if words else self.url

    def shown(self, rows: Any, first: int, size: int) -> list[Any]:
        return self.register.whole(self.actor, list(rows.values_list("pk", flat=True)[first : first + size]))

    def context(self) -> dict[str, Any]:
        rows = self.rows()
        total = rows.count()
        pages = max(1, -(-total // self.size))
        page = min(self.page, pages)
        first = (page - 1) * self.size
        shown = self.shown(rows, first, self.size)
        return {
            "title": f"{self.register.label} · {total:,} {self.register.counter}",
            "register": self.register,
            "search_hint": self.register.search_hint,
            "q": self.q,
            "total": total,
            "first": first + 1 if total else 0,
            "last": first + len(shown),
            "rows": [self._row(row) for row in shown],
            "headings": [self._heading(column) for column in self.register.listed],
            **self._narrowing(),
            **self._paging(page, pages),
            **self._doors(),
        }

    def _row(self, row: Any) -> dict[str, Any]:
        url = reverse(self.register.page or "register-row", args=self._key(row))
        return {"pk": row.pk, "url": url, "cells": [_cell(column, row) for column in self.register.listed]}

    def _key(self, row: Any) -> list[Any]:
        return [row.pk] if self.register.page else [self.register.key, row.pk]

    def _heading(self, column: Column) -> dict[str, Any]:
        name, down = self.sort.removeprefix("-"), self.sort.startswith("-")
        now = ("desc" if down else "asc") if column.sort and name == column.name else ""
        turn = f"-{column.name}" if now == "asc" else column.name
        return {
            "key": column.name,
            "label": column.label,
            "numeric": column.kind.show == "num",
            "sort_url": self.link(sort=turn) if column.sort else "",
            "sorted": now,
        }

    def _order(self) -> list[str]:
        column = self.register.index.get(self.sort.removeprefix("-"))
        if column is None or not column.sort:
            return list(self.register.order)
        return [f"{'-' if self.sort.startswith('-') else ''}{column.sort}", "pk"]

    def _narrowing(self) -> dict[str, Any]:
        filters, chips = [], []
        for one in self.register.filters:
            options = one.choices(self.actor)
            value = self.chosen.get(one.name, "")
            shown = {
                "name": one.name,
                "label": one.label,
                "kind": one.kind,
                "options": options,
                "value": value,
            }
            if len(options) <= MOST_OPTIONS:
                filters.append(shown)
            if value:
                said = dict(options).get(value, value) if options else ""
                text = f"{one.label}：{said}" if said else one.label
                chips.append({"label": text, "url": self.link(**{one.name: None})})
        if self.q:
            chips.insert(0, {"label": f"“{self.q}”", "url": self.link(q=None)})
        return {"filters": filters, "chips": chips, "clear_url": self.url if chips else ""}

    def _paging(self, page: int, pages: int) -> dict[str, Any]:
        numbers = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
        links: list[dict[str, Any]] = []
        for number in numbers:
            if links and links[-1]["number"] != number - 1:
                links.append({"number": None, "url": "", "current": False})
            links.append({"number": number, "url": self.link(page=str(number)), "current": number == page})
        return {
            "page_links": links,
            "prev_url": self.link(page=str(page - 1)) if page > 1 else "",
            "next_url": self.link(page=str(page + 1)) if page < pages else "",
            "sizes": [{"n": n, "url": self.link(size=str(n)), "current": n == self.size} for n in SIZES],
        }

    def _doors(self) -> dict[str, Any]:
        key, save = self.register.key, self.register.save is not None
        may = {
            "add": save and self.register.may(self.actor, "enter"),
            "import_": save and self.register.may(self.actor, "import"),
            "export": self.register.may(self.actor, "export"),
            "batch": self.register.may(self.actor, "export"),
        }
        query = self.asked.urlencode()
        return {
            "may": may,
            "ways": [
                (reverse(name), label) for name, label, wanted in self.register.ways if self.actor.may(wanted)
            ],
            "add_url": reverse("register-new", args=[key]),
            "import_url": reverse("register-import", args=[key]),
            "export_url": reverse("register-export", args=[key]) + (f"?{query}" if query else ""),
            "batch_url": reverse("register-batch", args=[key]),
            "batch_actions": [{"key": "export", "label": "导出所选"}],
        }


def _cell(column: Column, row: Any) -> dict[str, Any]:
    tone = column.tone(column.raw(row)) if column.tone else ""
    kind = "tag" if column.tone else column.kind.show
    text: Any = column.raw(row) if kind == "num" else column.text(row)
    return {"text": text, "kind": kind, "tone": tone}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
