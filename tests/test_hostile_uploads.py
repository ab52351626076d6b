"""Thousands of hostile uploads: every one ends in rows, a clean picture, or a sentence people understand.

Table files and pictures go through the real limited child, hundreds in one; what ends a child is given to the reader
alone, as a page would. ``make assure`` takes more of them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from PIL import Image

from gonghui.kernel.documents.wordfile import TemplateRefused, check_template
from gonghui.kernel.files.images import cleaned
from gonghui.kernel.files.precheck import PAGE, Refused
from gonghui.kernel.files.sandbox import ChildFailed, run_limited
from gonghui.kernel.files.sheets import left_by_child, read_workbook
from tests.uploads import hostile

SENTENCE = re.compile(r"[\u4e00-\u9fff].{8,}", re.S)
SOME = 12  # of those that ended a child, how many are read once more alone


@dataclass
class Trial:
    number: int
    kind: str
    label: str
    path: Path


def trials(folder: Path, kind: str, made, first: int) -> list[Trial]:
    found = []
    for number, (label, content) in enumerate(made, first):
        path = folder / f"{number}.bin"
        path.write_bytes(content)
        found.append(Trial(number, kind, label, path))
    return found


def understood(sentence: str) -> str:
    assert SENTENCE.search(sentence), sentence
    return "refused"


def batch(every: list[Trial], folder: Path) -> dict[int, str]:
    """What became of each: ended, fell, or killed the child; then the rest goes on in another child."""
    folder.mkdir()
    log, lines, left, told = folder / "log", folder / "lines", list(every), {}
    while left:
        lines.write_text("".join(f"{one.number} {one.kind} {one.path}\n" for one in left), encoding="utf-8")
        try:
            run_limited(
                "tests.uploads.child",
                [str(lines), str(folder), json.dumps(asdict(PAGE))],
                memory_mb=PAGE.memory_mb,
                seconds=90,
            )
        except ChildFailed as failed:
            understood(failed.sentence)
        said = dict(line.split(" ", 1) for line in log.read_text(encoding="utf-8").splitlines())
        log.unlink()
        assert said, "the child did not even begin"
        told |= {int(number): "killed" if how == "begun" else how for number, how in said.items()}
        left = [one for one in left if one.number not in told]
    return told


def outcome(one: Trial, said: str, out: Path) -> str:
    """As the parent sees it, reading what the child has left."""
    if said != "ended":
        return said.split()[0]
    if one.kind == "image":
        answer = json.loads((out / "clean.jpg.json").read_text(encoding="utf-8"))
        if refused := answer.get("refused"):
            return understood(refused)
        with Image.open(out / "clean.jpg") as picture:
            assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
        return "clean"
    try:
        book = left_by_child(out)
    except Refused as refused:
        return understood(refused.sentence)
    for sheet in book.sheets:
        texts = "".join(text or "" for row in sheet.frame.head(50).iter_rows() for text in row)
        assert "root:" not in texts, "a file of the machine was read"
        assert "\x00" not in texts
    return "rows"


def alone(one: Trial) -> None:
    """A page would read it so: words, whatever is in it."""
    try:
        if one.kind == "image":
            with cleaned(one.path):
                pass
        else:
            read_workbook(one.path)
    except (Refused, ChildFailed) as stopped:
        understood(stopped.sentence)


def besieged(folder: Path, tables: int, pictures: int, seed: int) -> dict[str, Counter[str]]:
    (folder / "files").mkdir()
    base = hostile.bases(folder)
    every = trials(folder / "files", "table", hostile.tables(base, tables, seed), 0)
    every += trials(folder / "files", "image", hostile.pictures(base, pictures, seed), tables)
    shares = [every[at::2] for at in range(2)]
    with ThreadPoolExecutor(2) as pool:
        told: dict[int, str] = {}
        for at, found in enumerate(pool.map(batch, shares, [folder / "one", folder / "two"])):
            told |= found
            for one in shares[at]:
                told[one.number] = outcome(
                    one, found[one.number], folder / ("one", "two")[at] / str(one.number)
                )
        stopped = [one for one in every if told[one.number] in {"fell", "killed"}]
        first = {(told[one.number], one.label): one for one in reversed(stopped)}
        list(pool.map(alone, [*first.values()][:SOME]))
    found: dict[str, Counter[str]] = {}
    for one in every:
        found.setdefault(one.label, Counter())[told[one.number]] += 1
    return found


def judged(found: dict[str, Counter[str]], many: int) -> None:
    """Every kind was tried; none of what means harm was taken as if it were nothing."""
    assert sum(sum(one.values()) for one in found.values()) == many
    assert set().union(*found.values()) <= {"rows", "refused", "clean", "fell", "killed"}
    assert found.keys() == {maker.__name__ for maker in hostile.TABLES} | {"picture"}
    assert found["macros"]["refused"] > 0
    assert found["bomb"]["rows"] < sum(found["bomb"].values())
    assert found["far"]["refused"] > 0
    assert sum(one["killed"] for one in found.values()) < many / 50, found


def word_templates(folder: Path, many: int, seed: int) -> Counter[str]:
    told: Counter[str] = Counter()
    for _, content in hostile.templates(hostile.bases(folder), many, seed):
        try:
            check_template(content)
            told["taken"] += 1
        except TemplateRefused as refused:
            told[understood(str(refused))] += 1
    return told


def test_two_thousand_uploads_end_in_rows_or_a_sentence(tmp_path: Path) -> None:
    judged(besieged(tmp_path, 1_700, 300, 20261122), 2_000)


def test_word_templates_are_taken_or_refused_in_words(tmp_path: Path) -> None:
    told = word_templates(tmp_path, 100, 20261122)
    assert told["refused"] > 50


@pytest.mark.assure
@pytest.mark.timeout(1_800)
def test_ten_thousand_more(tmp_path: Path) -> None:
    judged(besieged(tmp_path, 8_500, 1_500, 20261123), 10_000)
    assert word_templates(tmp_path, 1_000, 20261123)["refused"] > 500
