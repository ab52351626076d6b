"""Truncated and mutated files never bring the parent down: rows, or a refusal in words."""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui.kernel.files import sandbox
from gonghui.kernel.files.precheck import PAGE, Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.files.sheets import read_workbook
from gonghui.kernel.files.tests import making
from gonghui.kernel.files.tests.making import ROSTER

TRIES = 64  # thousands more, of every kind: tests/test_hostile_uploads.py


def outcome(path: Path) -> str:
    try:
        return "rows" if read_workbook(path, limits=replace(PAGE, seconds=10)).sheets else "nothing"
    except (Refused, ChildFailed) as stopped:
        return type(stopped).__name__ if stopped.sentence.endswith("。") else "no sentence"


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Cut short, or some bytes changed, taken out or repeated."""
    if rng.random() < 0.25:
        return data[: rng.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(rng.choice([1, 3, 20])):
        at, size = rng.randrange(len(changed)), rng.randrange(1, 8)
        changed[at : at + size] = rng.choice(
            [rng.randbytes(size), b"", bytes(changed[at : at + size]) * 2, b"9" * size]
        )
    return bytes(changed)


def mutated_parts(path: Path, rng: random.Random) -> None:
    """The zip stays whole, the XML inside does not."""
    making.rewritten(path, lambda _, data: mutated(data, rng) if rng.random() < 0.3 else data)


def hostile(folder: Path) -> list[Path]:
    rng, paths = random.Random(20260928), []
    makers = (making.xlsx, making.xls, making.csv, making.html)
    for number in range(TRIES):
        path = makers[number % 4](folder / f"{number}.bin", ROSTER * 5)
        if number % 8 == 0:
            mutated_parts(path, rng)
        else:
            path.write_bytes(mutated(path.read_bytes(), rng))
        paths.append(path)
    return paths


def test_mutated_files_give_rows_or_a_sentence(tmp_path: Path) -> None:
    paths = hostile(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        outcomes = Counter(pool.map(outcome, paths))
    assert sum(outcomes.values()) == TRIES
    assert set(outcomes) <= {"rows", "nothing", "Refused", "ChildFailed"}
    assert outcomes["rows"] > 8
    assert outcomes["Refused"] > 8


FAR_UNSEEN = "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1048576'><v>1</v></c></row>"


@pytest.mark.parametrize("cell", ["<c r='XFD1048576'><v>1</v></c>", '<c  r = "XFD1048576"><v>1</v></c>'])
def test_a_far_cell_that_evades_the_first_look_is_stopped_in_the_child(cell: str, tmp_path: Path) -> None:
    path = making.with_cells(tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>')
    assert outcome(path) == "ChildFailed"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()

    def change(name: str, data: bytes) -> bytes:
        if not name.endswith("sharedStrings.xml"):
            return data
        return data.replace(b"?>", b"?>" + doctype, 1).replace("张三".encode(), b"&e;")

    path = making.rewritten(making.xlsx(tmp_path / "a.xlsx", ROSTER), change)
    with pytest.raises(Refused, match="损坏"):
        read_workbook(path)


def test_a_declared_size_that_lies_is_refused(tmp_path: Path) -> None:
    path = making.rewritten(
        making.xlsx(tmp_path / "a.xlsx", ROSTER), lambda _, data: data, {"xl/a.bin": bytes(1 << 20)}
    )
    with zipfile.ZipFile(path) as package:
        declared = package.getinfo("xl/a.bin").file_size
    data = path.read_bytes()
    path.write_bytes(data.replace(declared.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert outcome(path) in {"rows", "Refused"}


def test_what_the_child_was_stopped_for_is_in_the_log_only(tmp_path: Path) -> None:
    path = making.with_cells(tmp_path / "a.xlsx", FAR_UNSEEN)
    with pytest.raises(ChildFailed) as failed:
        read_workbook(path)
    assert failed.value.reason is sandbox.Reason.MEMORY
    assert str(failed.value) == sandbox.SENTENCES[sandbox.Reason.MEMORY]
