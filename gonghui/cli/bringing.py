"""``gonghui import``: a roster goes in through the same intake as on the page, with an operator's limits."""

from __future__ import annotations

import mimetypes
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from gonghui.cli.acting import MAY_NOT, actor_of
from gonghui.cli.answers import DONE, NOT_ALL, Answer, Refusal, note
from gonghui.cli.parser import Words
from gonghui.cli.steps import step
from gonghui.cli.surroundings import readable
from gonghui.kernel import clock
from gonghui.kernel.files.precheck import OPERATOR, precheck
from gonghui.kernel.files.store import opened
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting
from gonghui.kernel.register import intake
from gonghui.kernel.register.definition import REGISTERS, Register
from gonghui.kernel.register.models import Intake
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units

CHUNK = 10_000  # rows a transaction takes in
COUNTS = ("total", "new", "changed", "same", "wrong")
NO_REGISTER = "没有“{}”这个台账；可导入的有：{}"
NO_UNIT = "管辖范围内没有编码或名称为“{}”的单位（或它不收这种台账）"
SEVERAL_UNITS = "“{}”有几个单位，请改用编码：{}"
NOT_HERE = "“{}”不能直接导入到{}：请用 --unit 指定具体单位"


def bring_in(asked: Words) -> Answer:
    path, register, today = readable(asked.file), register_of(asked.register), clock.today()
    precheck(path, OPERATOR)  # refused before anything is kept
    actor = actor_of(asked, today)
    if not register.may(actor, "import"):
        raise Refusal(MAY_NOT.format(actor.role_label, f"导入{register.label}"))
    found, report = checked(actor, register, path, asked, today)
    if asked.dry_run:
        with acting(actor):
            intake.cancel(actor=actor, intake=found)
    else:
        report |= taken(actor, found, today)
    report["dry_run"] = asked.dry_run
    return Answer(told(report, asked), report, NOT_ALL if report["wrong"] else DONE)


def register_of(key: str) -> Register:
    if found := REGISTERS.get(key):
        return found
    names = "、".join(f"{one.key}（{one.label}）" for one in REGISTERS.values())
    raise Refusal(NO_REGISTER.format(key, names))


def checked(
    actor: Actor, register: Register, path: Path, asked: Words, today: date
) -> tuple[Intake, dict[str, Any]]:
    """Kept, opened and checked in one transaction: a refused file leaves nothing in the database."""
    with step("核对"), acting(actor):
        unit = unit_of(actor, register, asked.unit)
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        found = intake.upload(
            actor=actor, register=register, unit=unit, source=path, name=path.name, media_type=media_type
        )
        intake.check(actor=actor, intake=found, today=today, limits=OPERATOR)
        report: dict[str, Any] = {key: found.report[key] for key in COUNTS}
        report["errors"] = every_error(actor, found, today)
        if asked.marked and found.marked:
            with opened(found.marked) as marked:
                shutil.copyfile(marked, asked.marked)
    return found, report


def unit_of(actor: Actor, register: Register, named: str | None) -> Unit:
    """By code or name, inside the reach, of a kind this register takes; else the actor's own."""
    allowed = open_units(actor, *register.unit_kinds)
    if named is None:
        if own := allowed.filter(pk=actor.unit_id).first():
            return own
        raise Refusal(NOT_HERE.format(register.label, actor.unit_name))
    found = list(allowed.filter(code=named)[:1]) or list(allowed.filter(name=named)[:9])
    if not found:
        raise Refusal(NO_UNIT.format(named))
    if len(found) > 1:
        raise Refusal(SEVERAL_UNITS.format(named, "、".join(str(unit.code) for unit in found)))
    return found[0]


def every_error(actor: Actor, found: Intake, today: date) -> list[dict[str, Any]]:
    """All faults; the stored report keeps only as many as a page shows."""
    kept: list[dict[str, Any]] = found.report["errors"]
    if len(kept) < intake.SHOWN_ERRORS:
        return kept
    table, cleaned, outcome = intake.examine(actor, found, today, OPERATOR)
    labels = {name: column.label for name, column in table.register.index.items()}
    rows = intake.all_errors(table, cleaned, outcome).select("row", "column", "value", "reason").iter_rows()
    return [
        {
            "sheet": table.sheet.name,
            "row": row,
            "column": labels.get(name, "整行"),
            "value": value,
            "reason": why,
        }
        for row, name, value, why in rows
    ]


def taken(actor: Actor, found: Intake, today: date) -> dict[str, int]:
    """Chunk by chunk, each a transaction: repeating an import that was cut short finishes it."""
    counts, at, total = dict.fromkeys(("new", "changed", "same"), 0), 0, 1
    with step("导入"):
        while at < total:
            with acting(actor):
                done, total = intake.take_chunk(
                    actor=actor, intake=found, today=today, start=at, size=CHUNK, limits=OPERATOR
                )
            for key in counts:
                counts[key] += done.get(key, 0)
            at += CHUNK
            if total > CHUNK:
                note(f"  已办 {min(at, total):,} 行，共 {total:,} 行")
        with acting(actor):
            intake.finish(actor=actor, intake=found, counts=counts)
    return counts


def told(report: dict[str, Any], asked: Words) -> str:
    """The report for people."""
    done = "核对完（没有导入）" if asked.dry_run else "导入完"
    lines = [
        f"{done}：共 {report['total']:,} 行，新增 {report['new']:,}，更新 {report['changed']:,}，"
        f"没有变化 {report['same']:,}，要改 {report['wrong']:,}"
    ]
    for fault in report["errors"][:20]:
        lines.append(f"  {fault['sheet']} 第 {fault['row']} 行 {fault['column']}：{fault['reason']}")
    if len(report["errors"]) > 20:
        lines.append(f"  ……共 {len(report['errors']):,} 处，全部见 --marked 或 --json")
    if asked.marked and report["wrong"]:
        lines.append(f"要改的行已存到 {asked.marked}，改好后再导入一次即可")
    return "\n".join(lines)
