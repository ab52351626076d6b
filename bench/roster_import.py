"""J1: a real-name roster, .xlsx → validated → upserted, with row-level security and encryption on.

Ours against django-import-export (``use_bulk``, ``skip_diff``, the same checks per row) on the same file, into the
same three tables, in the same run. The file: 2 % bad rows of six known kinds.

    python -m bench.roster_import [ROWS] [ROWS FOR THE PEER]
    python -m bench.roster_import --alone ROWS
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.scratch import scratch

TODAY = date(2026, 11, 21)
HEADINGS = [
    "姓名",
    "证件号码",
    "手机",
    "入会日期",
    "工作单位",
    "是否农民工",
    "学历",
    "政治面貌",
    "工种",
    "会员号",
]


FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇解查"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文斌波辉宁健飞林鑫梅红云兵旭阳晨雪梦佳欣怡浩宇轩子涵博"
    "俊凯瑞思雨婷颖琳洁慧燕萍春晓东海龙生金福祥成德家庭卫民新"
)


def name(n: int) -> str:
    """As many different names as a real roster has: about 65,000 in 100,000."""
    chance = random.Random(n)
    given = chance.choice(GIVEN) + (chance.choice(GIVEN) if chance.random() < 0.85 else "")
    return chance.choice(FAMILY) + given


def rows(count: int, offset: int) -> Iterator[tuple[list[str], bool]]:
    """Rows, each with whether it is bad; one at a time, so that memory measured is the program's own."""
    from gonghui.kernel.identifiers.resident_id import make

    chance = random.Random(7)
    for n in range(offset, offset + count):
        born = date(1960 + n % 44, 1 + n // 44 % 12, 1 + n // 528 % 28)
        row = [name(n), make(f"999{n // 14784 % 1000:03d}", born, n % 999), f"199{n:08d}", f"2023-{1 + n % 12:02d}-15",
               f"第{n % 900}车间", "是" if n % 3 else "否", "高中", "群众", "操作工", f"M{n:08d}"]  # fmt: skip
        if bad := chance.random() < 0.02:
            spoil(row, n % 6)
        yield row, bad


def spoil(row: list[str], kind: int) -> None:
    at, text = [
        (1, row[1][:17] + ("0" if row[1][17] != "0" else "1")), (1, row[1][:15]), (2, row[2][:7]),
        (3, "2023-02-30"), (0, ""), (5, "可能"),
    ][kind]  # fmt: skip
    row[at] = text


def write(path: Path, count: int, offset: int = 0) -> int:
    """Returns how many rows are bad."""
    import xlsxwriter

    bad = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for column, text in enumerate(HEADINGS):
            sheet.write_string(0, column, text)
        for at, (row, is_bad) in enumerate(rows(count, offset), start=1):
            bad += is_bad
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
    return bad


def ours(path: Path, unit: Any, clerk: Any) -> dict[str, Any]:
    from gonghui.kernel.files.precheck import OPERATOR
    from gonghui.kernel.reach.session import acting
    from gonghui.kernel.register import intake
    from gonghui.kernel.register.definition import REGISTERS
    from gonghui.kernel.register.jobs import CHUNK

    spent: dict[str, Any] = {}
    begun = at = time.perf_counter()
    with acting(clerk):
        found = intake.upload(
            actor=clerk, register=REGISTERS["members"], unit=unit, source=path, name=path.name, media_type=""
        )
        table = intake.table_of(found, OPERATOR)
        spent["read"] = -at + (at := time.perf_counter())
        intake.check(actor=clerk, intake=found, today=TODAY, limits=OPERATOR)
        spent["check"] = -at + (at := time.perf_counter())
    start, counts = 0, {}
    while True:
        with acting(clerk):
            done, total = intake.take_chunk(
                actor=clerk, intake=found, today=TODAY, start=start, size=CHUNK, limits=OPERATOR
            )
        for key, n in done.items():
            counts[key] = counts.get(key, 0) + n
        if (start := start + CHUNK) >= total:
            break
    with acting(clerk):
        intake.finish(actor=clerk, intake=found, counts=counts)
    spent["take"] = time.perf_counter() - at
    spent["all"] = time.perf_counter() - begun
    spent["counts"] = counts | {"wrong": found.report["wrong"]}
    spent["rows"] = table.raw().height
    return spent


def peers(path: Path, unit: Any, clerk: Any, *, tuned: bool) -> dict[str, Any]:
    """django-import-export with bulk writes and the same full validation, one resource per table it can fill.

    As it comes (it looks each row up by itself), or tuned: with the rows it may meet read beforehand.
    """
    import tablib
    from import_export import fields, resources
    from import_export.instance_loaders import CachedInstanceLoader, ModelInstanceLoader

    from gonghui.kernel.reach.session import acting
    from gonghui.kernel.register.definition import REGISTERS
    from gonghui.kernel.secrets.fields import index_of
    from gonghui.registers.members.models import Membership, MembershipEvent, Person

    columns = {c.label: c for c in REGISTERS["members"].asked}
    made: list[Person] = []

    class PersonResource(resources.ModelResource):
        key = fields.Field(attribute="id_index", column_name="key")

        class Meta:
            model = Person
            fields = ("key",)
            import_id_fields = ("key",)
            use_bulk, batch_size, skip_diff, skip_unchanged = True, 1000, True, False
            instance_loader_class = CachedInstanceLoader if tuned else ModelInstanceLoader
            use_transactions = False

        def before_import_row(self, row: dict[str, Any], **options: Any) -> None:
            values = {}
            for label in HEADINGS:
                column = columns[label]
                text = column.kind.one(row[label] or "", TODAY)
                if column.required and not text:
                    raise ValueError(f"请填写{label}")
                values[column.name] = column.kind.read(text) if text else None
            row["values"] = values
            row["key"] = index_of(values["id_number"], "id")

        def import_instance(self, instance: Person, row: dict[str, Any], **options: Any) -> None:
            from gonghui.kernel.identifiers.names import name_words
            from gonghui.registers.members.actions.sealing import vector

            values = row["values"]
            instance.unit, instance.path, instance.name = unit, unit.path, values["name"]
            instance.id_number, instance.mobile = values["id_number"], values["mobile"] or ""
            instance.id_index = row["key"]
            instance.mobile_index = index_of(values["mobile"], "mobile") if values["mobile"] else None
            instance.tokens = vector(name_words(values["name"]))
            instance.is_migrant = bool(values["is_migrant"])
            instance.education, instance.political_status = (
                values["education"] or "",
                values["political_status"] or "",
            )
            instance.since_, instance.workplace_ = values["since"], values["workplace"] or ""  # type: ignore[attr-defined]
            made.append(instance)

    begun = time.perf_counter()
    with acting(clerk):
        data = tablib.Dataset().load(path.read_bytes(), format="xlsx")
        read = time.perf_counter() - begun
        result = PersonResource().import_data(data, raise_errors=False, dry_run=False)
        memberships = [
            Membership(
                person=one, unit=unit, path=unit.path, workplace=one.workplace_, since=one.since_ or TODAY
            )  # type: ignore[attr-defined]
            for one in made
        ]
        Membership.objects.bulk_create(memberships, batch_size=1000)
        MembershipEvent.objects.bulk_create(
            [
                MembershipEvent(membership=m, unit=unit, path=unit.path, change="1", on=m.since)
                for m in memberships
            ],
            batch_size=1000,
        )
    spent = time.perf_counter() - begun
    return {
        "all": spent,
        "read": read,
        "wrong": result.totals["error"] + result.totals["invalid"],
        "in": len(made),
    }


def floor(unit: Any, clerk: Any, offset: int, count: int = 10_000) -> dict[str, float]:
    """µs a row of what cannot be left out, each alone: keys, ciphers and search words; and the statements themselves."""
    from django.db import transaction

    from gonghui.kernel.reach.session import acting
    from gonghui.registers.members.actions.entering import enter
    from gonghui.registers.members.actions.sealing import keyed, lines_of, sealed

    names = (
        "name",
        "id_number",
        "mobile",
        "since",
        "workplace",
        "is_migrant",
        "education",
        "political_status",
        "job",
        "number",
    )
    canonical = {"是": "1", "否": "0", "高中": "60", "群众": "13"}
    good = [row for row, bad in rows(count, offset) if not bad]
    people = [
        (unit, {name: canonical.get(text, text) for name, text in zip(names, row, strict=True)})
        for row in good
    ]
    lines, spent = lines_of(people), []
    for _ in range(3):
        at = time.perf_counter()
        ready = sealed(keyed(lines))
        made = time.perf_counter()
        with acting(clerk):
            enter(ready, TODAY)
            transaction.set_rollback(True)
        spent.append((made - at, time.perf_counter() - made))
    own, database = (sorted(times)[1] / len(good) * 1e6 for times in zip(*spent, strict=True))
    return {"secrets": round(own, 1), "database": round(database, 1)}


def merging(index: str) -> float:
    """Seconds the search index takes after the import, in the background; imports of the register wait for it not."""
    from gonghui.kernel.database import merging

    at = time.perf_counter()
    merging.merge(index)
    return time.perf_counter() - at


def scene() -> tuple[Any, Any]:
    from gonghui.kernel.reach.session import acting
    from tests.support import ROOT, officer, plant_county

    with acting(ROOT):
        county = plant_county()
        return county.mill, officer(county.east, "town_clerk")


def main(count: int, for_peer: int) -> dict[str, Any]:
    found: dict[str, Any] = {"rows": count, "rows for the peer": for_peer}
    with scratch() as folder:
        from gonghui.registers.members import selectors

        selectors.HOURLY_LOOKUPS = 10 * count
        unit, clerk = scene()
        bad = write(folder / "big.xlsx", count)
        found["ours"] = ours(folder / "big.xlsx", unit, clerk)
        found["merge"] = merging("members_tokens")
        found["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        assert found["ours"]["counts"] == {"new": count - bad, "wrong": bad}, found["ours"]
        found["again"] = ours(folder / "big.xlsx", unit, clerk)
        assert found["again"]["counts"] == {"same": count - bad, "wrong": bad}, found["again"]
        found["floor"] = floor(unit, clerk, count + 2 * for_peer)
        bad = write(folder / "small.xlsx", for_peer, offset=count)
        found["peer"] = peers(folder / "small.xlsx", unit, clerk, tuned=False)
        assert found["peer"]["wrong"] == bad, (found["peer"], bad)
        bad = write(folder / "other.xlsx", for_peer, offset=count + for_peer)
        found["tuned"] = peers(folder / "other.xlsx", unit, clerk, tuned=True)
        assert found["tuned"]["wrong"] == bad, (found["tuned"], bad)
    for peer in ("peer", "tuned"):
        found[f"ratio to {peer}"] = round(found[peer]["all"] / for_peer * count / found["ours"]["all"], 1)
    return found


def alone(count: int) -> dict[str, Any]:
    """Ours by itself, for the memory and the cost of a row of a very large roster."""
    with scratch() as folder:
        from gonghui.registers.members import selectors

        selectors.HOURLY_LOOKUPS = 10 * count
        unit, clerk = scene()
        bad = write(folder / "big.xlsx", count)
        found = ours(folder / "big.xlsx", unit, clerk)
        assert found["counts"] == {"new": count - bad, "wrong": bad}, found
        return found | {"peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        print(json.dumps(alone(int(sys.argv[2]))))
        sys.exit()
    numbers = [int(text) for text in sys.argv[1:]] or [100_000, 20_000]
    print(json.dumps(main(numbers[0], numbers[-1]), ensure_ascii=False, indent=1))
