"""``gonghui docs``: pages of the documentation that are made from declarations, written or compared."""

from __future__ import annotations

from pathlib import Path

from gonghui.cli.answers import DONE, NOT_ALL, Answer
from gonghui.cli.parser import Words
from gonghui.cli.surroundings import load_django
from gonghui.kernel.database.home import PACKAGE

STALE = "{} 和声明不一致：请执行 gonghui docs 重新生成"


def write_docs(asked: Words) -> Answer:
    load_django()
    from gonghui.kernel.process.describing import document

    page: Path = PACKAGE.parent / "docs" / "processes.md"
    text = document()
    same = page.is_file() and page.read_text(encoding="utf-8") == text
    if asked.check:
        return Answer("" if same else STALE.format(page.name), {"stale": not same}, DONE if same else NOT_ALL)
    page.write_text(text, encoding="utf-8")
    return Answer(f"已生成 {page.name}", {"written": page.name})
