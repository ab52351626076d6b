"""What kind of installation this data folder holds: the demonstration, or a real one. Decided once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from gonghui.cli.answers import Refusal
from gonghui.kernel.database.home import Home

Kind = Literal["demo", "real"]
IS_DEMO = "这个数据文件夹里是演示数据（{}），不能当正式安装用：请用 GONGHUI_HOME 指定另一个文件夹"
UNFINISHED = (
    "上次从 {} 恢复没有完成，数据还是恢复之前的样子。请重新执行 gonghui restore（可以重复执行）；"
    "要放弃恢复，请删除 {}"
)


@dataclass(frozen=True)
class Installation:
    kind: Kind

    @property
    def is_demo(self) -> bool:
        return self.kind == "demo"


def known(home: Home) -> Installation | None:
    file = home.path / "installation.json"
    return Installation(**json.loads(file.read_text())) if file.exists() else None


def remember(home: Home, kind: Kind) -> None:
    file = home.path / "installation.json"
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(Installation(kind))))
    fresh.replace(file)


def decide(home: Home, *, wish: Kind, has_units: bool) -> Installation:
    """What it is, else what it is asked to become; a database with somebody's data never turns into a demo."""
    there = known(home)
    if there is None:
        there = Installation("real" if has_units else wish)
        remember(home, there.kind)
    if there.is_demo and wish == "real":
        raise Refusal(IS_DEMO.format(home.path))
    return there


def refuse_unfinished_restore(home: Home) -> None:
    marker = home.path / "restore-unfinished"
    if marker.exists():
        raise Refusal(UNFINISHED.format(marker.read_text().strip(), marker))
