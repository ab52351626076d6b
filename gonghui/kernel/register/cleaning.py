"""A table's rows, cleaned by the columns' own rules, with every bad cell named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from gonghui.kernel.register.definition import Column, Register
from gonghui.kernel.register.reading.cells import tidy

FAULTS = {"row": pl.UInt32, "column": pl.String, "value": pl.String, "reason": pl.String}


@dataclass(frozen=True)
class Cleaned:
    """``lines``: canonical text per column, one line per row without any fault. ``faults``: every bad cell."""

    lines: pl.DataFrame
    faults: pl.DataFrame
    total: int


def clean(register: Register, raw: pl.DataFrame, today: date) -> Cleaned:
    """``raw``: ``row`` (as the spreadsheet shows it) and one text column per mapped column name."""
    lines, faults = raw.select("row"), [pl.DataFrame(schema=FAULTS)]
    for column in register.asked:
        if column.name in raw.columns:
            values, reasons = _many(column, raw[column.name].fill_null(""), _codes(column, lines), today)
            lines = lines.with_columns(values.alias(column.name))
            reasons = _with_longest(column, values, _with_required(column, values, reasons))
            faults.append(
                _faults(
                    raw, column, _with_distinct(column, raw["row"], values, reasons, _codes(column, lines))
                )
            )
        elif column.required:
            faults.append(_missing(raw, column))
    faults.append(between(register, lines, pl.concat(faults)["row"]))
    found = pl.concat(faults).sort("row", maintain_order=True)
    kept, columns = ~lines["row"].is_in(found["row"].implode()), lines.get_columns()
    del lines  # each column goes as soon as it is filtered: a million rows need not lie here twice
    return Cleaned(
        pl.DataFrame([columns.pop(0).filter(kept) for _ in range(len(columns))]), found, raw.height
    )


NOTHING_WRONG = pl.Series(dtype=pl.UInt32)


def between(register: Register, lines: pl.DataFrame, wrong: pl.Series = NOTHING_WRONG) -> pl.DataFrame:
    """What the register's rules between columns find wrong in cleaned lines.

    ``wrong``: rows with a bad cell, which are told of that, not of what follows from it. Each rule is shown only the
    columns it is about, so that a large roster is not copied once a rule.
    """
    found = [
        _about(rule.wrong, lines)
        .filter(rule.wrong & ~pl.col("row").is_in(wrong.implode()))
        .select(
            pl.col("row").cast(pl.UInt32),
            pl.lit(rule.column).alias("column"),
            pl.lit("").alias("value"),
            pl.lit(rule.reason).alias("reason"),
        )
        for rule in register.between
    ]
    return pl.concat([pl.DataFrame(schema=FAULTS), *found])


def _about(rule: pl.Expr, lines: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in dict.fromkeys(rule.meta.root_names()) if name != "row"]
    given = [
        pl.col(name).fill_null("") if name in lines.columns else pl.lit("").alias(name) for name in names
    ]
    return lines.select("row", *given)


def _codes(column: Column, lines: pl.DataFrame) -> pl.Series:
    """What the column it varies by says, line by line; nothing for most columns."""
    if column.varies and column.varies[0] in lines.columns:
        return lines[column.varies[0]].fill_null("")
    return pl.repeat("", lines.height, dtype=pl.String, eager=True)


def _many(column: Column, texts: pl.Series, codes: pl.Series, today: date) -> tuple[pl.Series, pl.Series]:
    """The whole column by its kind, or each part of it by the kind its code asks for."""
    distinct = codes.unique()
    if len(distinct) < 2:
        return column.kind_by(distinct[0] if len(distinct) else "").many(texts, today)
    frame = pl.DataFrame({"x": texts, "code": codes}).with_row_index("at")
    parts = []
    for (code,), part in frame.group_by("code", maintain_order=True):
        values, reasons = column.kind_by(str(code)).many(part["x"], today)
        parts.append(part.select("at", v=values, r=reasons.cast(pl.String)))
    whole = pl.concat(parts).sort("at")
    return whole["v"], whole["r"]


def _with_required(column: Column, values: pl.Series, reasons: pl.Series) -> pl.Series:
    if not column.required:
        return reasons
    frame = pl.DataFrame({"v": values.fill_null(""), "r": reasons})
    missing = pl.when((pl.col("v") == "") & pl.col("r").is_null()).then(pl.lit(f"请填写{column.label}"))
    return frame.select(pl.coalesce(pl.col("r"), missing).alias("r"))["r"]


def _with_longest(column: Column, values: pl.Series, reasons: pl.Series) -> pl.Series:
    frame = pl.DataFrame({"v": values.fill_null(""), "r": reasons})
    length = pl.col("v").str.len_chars()
    said = pl.format(f"{column.label}最多 {column.longest} 个字，您填了 {{}} 个", length)
    return frame.select(pl.coalesce(pl.col("r"), pl.when(length > column.longest).then(said)).alias("r"))["r"]


def _with_distinct(
    column: Column, rows: pl.Series, values: pl.Series, reasons: pl.Series, codes: pl.Series
) -> pl.Series:
    """The second and later rows with the same value name the first; which row is right, a person decides."""
    if not column.distinct:
        return reasons
    frame = pl.DataFrame({"row": rows, "v": values, "r": reasons, "code": codes})
    alike = frame.filter((values != "") & reasons.is_null() & values.is_duplicated())
    doubles = alike.with_columns(first=pl.col("row").min().over("v", "code")).filter(
        pl.col("first") != pl.col("row")
    )
    if not doubles.height:
        return reasons
    said = doubles.select("row", double=pl.format(f"和第 {{}} 行的{column.label}相同", "first"))
    both = frame.select("row", "r").join(said, on="row", how="left", maintain_order="left")
    return both.select(pl.coalesce("r", "double").alias("r"))["r"]


def _faults(raw: pl.DataFrame, column: Column, reasons: pl.Series) -> pl.DataFrame:
    bad = reasons.is_not_null()
    values, said = raw[column.name].filter(bad).fill_null("").to_list(), reasons.filter(bad).to_list()
    if column.mask:
        said = [_hushed(reason, value, column.mask) for reason, value in zip(said, values, strict=True)]
        values = [column.mask(value) for value in values]
    found = raw.filter(bad).select(pl.col("row").cast(pl.UInt32), pl.lit(column.name).alias("column"))
    texts = {"value": pl.Series(values, dtype=pl.String), "reason": pl.Series(said, dtype=pl.String)}
    return found.with_columns(**texts)


def _hushed(reason: str, value: str, mask: Callable[[str], str]) -> str:
    """A reason quotes what was written; of a secret it may quote only what is shown."""
    for text in (value, tidy(value), tidy(value).upper()):
        reason = reason.replace(f"“{text}”", f"“{mask(text)}”")
    return reason


def _missing(raw: pl.DataFrame, column: Column) -> pl.DataFrame:
    said = f"表里没有“{column.label}”这一列"
    return raw.select(
        pl.col("row").cast(pl.UInt32),
        pl.lit(column.name).alias("column"),
        pl.lit("").alias("value"),
        pl.lit(said).alias("reason"),
    )
