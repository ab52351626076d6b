"""A report as a document: its numbers open the page behind them, and the table of sources stands at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from gonghui.kernel.documents.paper import Line, Link, Paper, Table
from gonghui.work.reports.models import Report
from gonghui.work.reports.rules import NONE, Composed, Definition, Part, Reading, plain

HEAD = ("编号", "指标", "分子", "分母", "数", "哪一天", "出处")
WIDTHS = (1.2, 5.0, 2.6, 2.6, 2.8, 2.6, 2.0)
DRAFT = "（草稿，没有签发）"


def paper_of(made: Definition, found: Composed, report: Report | None, office: str) -> Paper:
    """``report``: None for a preview, which says so."""
    body = [_block(one, found.refs) for one in found.blocks]
    title = found.title if report else f"{found.title}\n{DRAFT}"
    if report:
        body.append(
            f"签发：{report.signer}（{report.signer_role}），第 {report.edition} 次签发，定义版本 {report.version}。"
        )
    body += ["附表：数据出处", sources(found.refs), "表里的“出处”在电脑上点开，是这个数背后的每一行。"]
    day = timezone.localtime(report.signed_at).date() if report else None
    return Paper(made.kind, title, office, tuple(body), signed_on=day, dated=report is not None)


def _block(block: dict[str, Any], refs: list[Reading]) -> str | Line | Table:
    if rows := block.get("rows"):
        return Table(tuple(tuple(_cell(cell, refs) for cell in row) for row in rows), (7.0, 4.0), head=False)
    parts: list[Part] = block["parts"]
    if all("ref" not in one for one in parts):
        return "".join(one["words"] for one in parts)
    return Line(tuple(piece for one in parts for piece in _pieces(one, refs)))


def _cell(parts: list[Part], refs: list[Reading]) -> str | Link:
    one = parts[0]
    return (
        Link(f"{one['words']} [{one['ref']}]", address(refs[one["ref"] - 1]))
        if "ref" in one
        else one["words"]
    )


def _pieces(one: Part, refs: list[Reading]) -> Iterable[str | Link]:
    if "ref" not in one:
        yield one["words"]
        return
    yield Link(one["words"], address(refs[one["ref"] - 1]))
    yield f"[{one['ref']}]"


def address(one: Reading) -> str:
    return f"{settings.SITE_URL}{one.address}"


def sources(refs: list[Reading]) -> Table:
    rows: list[tuple[str | Link, ...]] = [HEAD]
    rows += [(*cells(n, one), Link("打开", address(one))) for n, one in enumerate(refs, 1)]
    return Table(tuple(rows), WIDTHS)


def cells(n: int, one: Reading) -> tuple[str, ...]:
    """Number, name, what is divided by what, the result, the day."""
    below = NONE if one.denominator is None else plain(one.denominator)
    return (
        f"[{n}]",
        f"{one.label}（{one.key}）",
        plain(one.numerator),
        below,
        one.words,
        f"{one.since} 至 {one.as_of}" if one.since else one.as_of.isoformat(),
    )
