"""A file's way into a register: opened, columns settled, checked, taken in, and answered for."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction

from gonghui.kernel.database import merging
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.precheck import PAGE, Limits
from gonghui.kernel.files.sheets import Sheet, Workbook, read_workbook
from gonghui.kernel.files.store import keep, opened
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.ahead import chunk_of
from gonghui.kernel.register.cleaning import Cleaned, clean
from gonghui.kernel.register.definition import REGISTERS, Register, Taker
from gonghui.kernel.register.models import ColumnMemory, Intake
from gonghui.kernel.register.reading.headings import TableGuess, find_table, plain
from gonghui.kernel.register.reading.marked import Mark, write_marked
from gonghui.kernel.register.rowwise import RowWise
from gonghui.kernel.units.models import Unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ERRORS = 2_000  # kept for the page; the marked copy holds them all
UPLOAD = verb("register.upload", "上传表格", "register", "sha256")
MAP = verb("register.map", "确认对列", "register", "columns")
CHECK = verb("register.check", "核对表格", "register", "total", "new", "changed", "same", "wrong")
TAKE = verb(
    "register.take", "导入表格", "register", "sha256", "rows", "total", "new", "changed", "same", "wrong"
)
CANCEL = verb("register.cancel", "取消导入", "register")

# What this process read last, so that a long job reads, guesses and cleans once.
_open: OrderedDict[UUID, Workbook] = OrderedDict()
_tables: OrderedDict[tuple[Any, ...], Table] = OrderedDict()
_lines: OrderedDict[tuple[Any, ...], Cleaned] = OrderedDict()


@dataclass(frozen=True)
class Table:
    """One sheet of an intake's file, with its columns settled."""

    register: Register
    workbook: Workbook
    sheet: Sheet
    guess: TableGuess

    def raw(self) -> pl.DataFrame:
        return self.guess.rows(self.sheet)


@transaction.atomic
def upload(
    *, actor: Actor, register: Register, unit: Unit, source: Path, name: str, media_type: str
) -> Intake:
    """Keep the file as it came; what is wrong with it is found when it is opened."""
    file = keep(
        actor=actor, unit=unit, source=source, name=name, purpose="roster", media_type=media_type[:100]
    )
    made = Intake.objects.create(register=register.key, unit=unit, account_id=actor.account_id, file=file)
    record(actor, UPLOAD, made, unit_id=unit.pk, register=register.key, sha256=file.sha256)
    return made


def workbook_of(file: StoredFile, limits: Limits = PAGE) -> Workbook:
    """The file read in a limited child. ``Refused`` and ``ChildFailed`` carry the sentence for the user."""
    if file.pk not in _open:
        with opened(file) as path:
            _open[file.pk] = read_workbook(path, limits=limits)
        while len(_open) > 2:
            _open.popitem(last=False)
    return _open[file.pk]


def table_of(intake: Intake, limits: Limits = PAGE) -> Table:
    """The chosen sheet; columns as settled, else as remembered for this unit, else as guessed."""
    table = _table(intake, {}, limits)
    settled = intake.mapping or remembered(intake, table.guess)
    return _table(intake, settled, limits) if settled else table


def _table(intake: Intake, settled: dict[str, str], limits: Limits) -> Table:
    key = (intake.file_id, intake.sheet, intake.register, tuple(sorted(settled.items())))
    if key not in _tables:
        register = REGISTERS[intake.register]
        workbook = workbook_of(intake.file, limits)
        sheet = workbook.sheets[intake.sheet]
        guess = find_table(
            sheet, register.wanted, remembered={head: name or None for head, name in settled.items()}
        )
        _tables[key] = Table(register, workbook, sheet, guess)
        while len(_tables) > 2:
            _tables.popitem(last=False)
    return _tables[key]


def remembered(intake: Intake, guess: TableGuess) -> dict[str, str]:
    return recalled(intake.unit_id, intake.register, guess.signature)


def recalled(unit_id: int, kind: str, signature: str) -> dict[str, str]:
    """What a unit has said of the headings of one kind of table: heading → column name, "" to leave it out."""
    memory = ColumnMemory.objects.filter(unit_id=unit_id, register=kind, signature=signature).first()
    return memory.mapping if memory else {}


def keep_columns(unit_id: int, kind: str, signature: str, mapping: dict[str, str]) -> None:
    """So that it is asked once."""
    ColumnMemory.objects.update_or_create(
        unit_id=unit_id, register=kind, signature=signature, defaults={"mapping": mapping}
    )


@transaction.atomic
def settle_columns(*, actor: Actor, intake: Intake, sheet: int, mapping: dict[str, str]) -> None:
    """What the person says each heading means; remembered for the unit's next file with these headings."""
    intake.sheet, intake.mapping, intake.state = sheet, mapping, "uploaded"
    intake.report = {}
    intake.save(update_fields=["sheet", "mapping", "state", "report"])
    table = table_of(intake)
    keep_columns(intake.unit_id, intake.register, table.guess.signature, mapping)
    record(
        actor, MAP, intake, unit_id=intake.unit_id, register=intake.register, columns=len(table.guess.mapping)
    )


def taker_of(register: Register) -> Taker:
    return register.taker or RowWise(register)


def examine(
    actor: Actor, intake: Intake, today: date, limits: Limits = PAGE
) -> tuple[Table, Cleaned, pl.DataFrame]:
    """What would happen to every row, by the same rules as the import; changes nothing."""
    table = table_of(intake, limits)
    cleaned = _cleaned(intake, today, limits)
    outcome = taker_of(table.register).check(actor, intake.unit, cleaned.lines, today)
    return table, cleaned, outcome


@transaction.atomic
def check(*, actor: Actor, intake: Intake, today: date, limits: Limits = PAGE) -> Intake:
    """Fill the report and the marked copy; the person then decides."""
    table, cleaned, outcome = examine(actor, intake, today, limits)
    errors = all_errors(table, cleaned, outcome)
    intake.report = summary(table, cleaned, outcome, errors)
    intake.marked = marked_copy(actor, intake, table, errors) if errors.height else None
    intake.state = "checked"
    intake.save()
    counts = {key: intake.report[key] for key in ("total", "new", "changed", "same", "wrong")}
    record(actor, CHECK, intake, unit_id=intake.unit_id, register=intake.register, **counts)
    return intake


@transaction.atomic
def take_chunk(
    *, actor: Actor, intake: Intake, today: date, start: int, size: int, limits: Limits = PAGE
) -> tuple[dict[str, int], int]:
    """Take in ``size`` good rows from ``start`` on; returns the outcomes' counts and how many rows there are."""
    cleaned, taker = _cleaned(intake, today, limits), taker_of(REGISTERS[intake.register])
    if intake.report.get("new", 0) * 2 > intake.report.get("total", 0):
        lines = chunk_of(_name(intake, today), cleaned.lines, start, size, taker.ready)
    else:  # mostly known people, of whom little or nothing is written
        lines = cleaned.lines.slice(start, size)
    merging.postpone()
    outcome = taker.take(actor, intake.unit, lines, today)
    counts = {str(key): int(n) for key, n in outcome["outcome"].value_counts().iter_rows()}
    return counts, cleaned.lines.height


def _name(intake: Intake, today: date) -> tuple[Any, ...]:
    """What the cleaned lines depend on: the same name, the same lines."""
    return (intake.file_id, intake.sheet, tuple(sorted(intake.mapping.items())), intake.unit_id, today)


def _cleaned(intake: Intake, today: date, limits: Limits) -> Cleaned:
    """The same lines for the check and for every chunk of the import, cleaned once per process."""
    key = _name(intake, today)
    if key not in _lines:
        table = table_of(intake, limits)
        found = clean(table.register, table.raw(), today)
        _lines[key] = replace(found, lines=taker_of(table.register).keyed(found.lines))
        while len(_lines) > 1:
            _lines.popitem(last=False)
    return _lines[key]


@transaction.atomic
def finish(*, actor: Actor, intake: Intake, counts: dict[str, int]) -> None:
    """One journal entry names the file, its rows and what became of them."""
    intake.report |= {key: counts.get(key, 0) for key in ("new", "changed", "same")}
    intake.state = "taken"
    intake.save(update_fields=["report", "state"])
    kept = {key: intake.report[key] for key in ("total", "new", "changed", "same", "wrong")}
    record(
        actor, TAKE, intake, unit_id=intake.unit_id, register=intake.register,
        sha256=intake.file.sha256, rows=intake.report.get("rows", []), **kept,
    )  # fmt: skip


@transaction.atomic
def cancel(*, actor: Actor, intake: Intake) -> None:
    intake.state = "cancelled"
    intake.save(update_fields=["state"])
    record(actor, CANCEL, intake, unit_id=intake.unit_id, register=intake.register)


def all_errors(table: Table, cleaned: Cleaned, outcome: pl.DataFrame) -> pl.DataFrame:
    """Every fault, of cells and of rows, in the order of the sheet."""
    later = outcome.filter(pl.col("outcome") == "wrong").select(
        pl.col("row").cast(pl.UInt32), "column", pl.lit("").alias("value"), "reason"
    )
    raw = table.raw()
    for name in later["column"].unique():
        if name in raw.columns:
            later = _with_values(later, raw, table.register.index[name])
    return pl.concat([cleaned.faults, later]).sort("row", maintain_order=True)


def _with_values(errors: pl.DataFrame, raw: pl.DataFrame, column: Any) -> pl.DataFrame:
    texts = dict(raw.select("row", column.name).iter_rows())
    return errors.with_columns(
        pl.when(pl.col("column") == column.name)
        .then(
            pl.col("row").map_elements(lambda row: _shown(column, texts.get(row, "")), return_dtype=pl.String)
        )
        .otherwise(pl.col("value"))
        .alias("value")
    )


def _shown(column: Any, text: str) -> str:
    return column.mask(text) if column.mask and text else text


def summary(table: Table, cleaned: Cleaned, outcome: pl.DataFrame, errors: pl.DataFrame) -> dict[str, Any]:
    counts = {str(key): int(n) for key, n in outcome["outcome"].value_counts().iter_rows()}
    labels = {name: column.label for name, column in table.register.index.items()}
    return {
        "total": cleaned.total,
        "new": counts.get("new", 0),
        "changed": counts.get("changed", 0),
        "same": counts.get("same", 0),
        "wrong": errors["row"].n_unique(),
        "rows": [table.guess.first_row, table.guess.last_row],
        "errors": [
            {
                "sheet": table.sheet.name,
                "row": row,
                "column": labels.get(name, "整行"),
                "value": value,
                "reason": said,
            }
            for row, name, value, said in errors.head(SHOWN_ERRORS).iter_rows()
        ],
        "groups": groups(errors, labels),
    }


def said(label: str, reason: str) -> str:
    """A reason with the column it is about, unless it names it already."""
    return reason if label in reason else f"{label}：{reason}"


def groups(errors: pl.DataFrame, labels: dict[str, str]) -> list[dict[str, Any]]:
    """The faults by reason, the most frequent first, with the first rows of each."""
    by_reason = (
        errors.group_by("column", "reason", maintain_order=True)
        .agg("row")
        .sort(pl.col("row").list.len(), descending=True, maintain_order=True)
    )
    found = []
    for name, reason, rows in by_reason.head(50).iter_rows():
        some = "、".join(str(row) for row in rows[:8])
        text = f"第 {some} 行" + (f"等 {len(rows):,} 行" if len(rows) > 8 else "")
        found.append(
            {"reason": said(labels.get(name, "整行"), reason), "count": len(rows), "rows_text": text}
        )
    return found


def marks(table: Table, errors: pl.DataFrame) -> list[Mark]:
    places = {key: index for index, key in table.guess.mapping.items()}
    labels = {name: column.label for name, column in table.register.index.items()}
    return [
        Mark(table.sheet.name, row, places.get(name), said(labels.get(name, "整行"), reason))
        for row, name, reason in errors.select("row", "column", "reason").iter_rows()
    ]


def marked_copy(actor: Actor, intake: Intake, table: Table, errors: pl.DataFrame) -> StoredFile:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "marked.xlsx"
        write_marked(out, table.workbook, marks(table, errors), tables=[table.guess])
        stem = intake.file.name.rsplit(".", 1)[0]
        return keep(
            actor=actor,
            unit=intake.unit,
            source=out,
            name=f"{stem}-要改的行.xlsx",
            purpose="marked",
            media_type=XLSX,
        )


def own_intakes(actor: Actor) -> Any:
    """This person's files on their way in, newest first."""
    found = Intake.objects.visible_to(actor).filter(account_id=actor.account_id)
    return found.select_related("file", "unit", "marked", "job").order_by("-at")


def settled(guess: TableGuess, chosen: dict[int, str]) -> dict[str, str]:
    """Heading → column name, as picked on the page; a heading picked as nothing is remembered as such."""
    return {plain(column.heading): chosen.get(column.index, "") for column in guess.columns}
