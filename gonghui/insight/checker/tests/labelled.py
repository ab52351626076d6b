"""The labelled sentences and the articles, as ``tests/data/README.md`` describes them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

DATA = Path(__file__).resolve().parents[4] / "tests" / "data"
ARTICLES = ("guangxi", "sheyang", "jiangxi", "changchun", "linxiang")
FIGURES = {"statistic", "target", "rule"}


@dataclass(frozen=True)
class Label:
    """One number: where it stands in its text, and what a reader says of it."""

    start: int
    end: int
    surface: str
    value: str
    unit: str
    qualifier: str
    kind: str
    measures: str


@dataclass(frozen=True)
class Sentence:
    id: str
    text: str
    day: date
    reasons: frozenset[str]
    labels: tuple[Label, ...]


def sentences(file: str = "labelled_sentences.csv") -> list[Sentence]:
    with (DATA / file).open(encoding="utf-8") as rows:
        return [_sentence(list(one)) for _, one in groupby(csv.DictReader(rows), key=lambda row: row["id"])]


def _sentence(rows: list[dict[str, str]]) -> Sentence:
    first, labels, at = rows[0], [], 0
    for row in rows:
        at = first["text"].index(row["surface"], at)
        fields = {name: row[name] for name in ("surface", "value", "unit", "qualifier", "kind", "measures")}
        labels.append(Label(at, at + len(row["surface"]), **fields))
        at += len(row["surface"])
    day = date.fromisoformat(first["day"] or "2026-11-21")
    return Sentence(first["id"], first["text"], day, frozenset(first["reason"].split()), tuple(labels))


def article(name: str) -> list[str]:
    return (DATA / "articles" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def published(name: str) -> list[tuple[Decimal, Decimal | None, str, str]]:
    """Value, end of the range, unit and qualifier of every published figure the article repeats."""
    with (DATA / "articles" / "figures.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["article"] == name]
    return [(*ends(row["value"]), row["unit"], row["qualifier"]) for row in rows]


def ends(value: str) -> tuple[Decimal, Decimal | None]:
    low, _, high = value.partition("-")
    return Decimal(low), Decimal(high) if high else None
