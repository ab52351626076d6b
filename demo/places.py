"""The county's own ground: its thirteen towns by their real codes, its twelve grids, four areas, sixteen lines."""

from __future__ import annotations

from datetime import date
from functools import cache

from demo.rows import UnitRow
from demo.trades import TRADES
from gonghui.kernel.database.home import PACKAGE
from gonghui.kernel.units import divisions

FILE = PACKAGE / "registers" / "regions" / "data" / "divisions.txt"
COUNTY = "320924"
SEAT = "320924100"  # 合德镇: the county town, divided into the grids
PANWAN = "320924112"
CHAIN = (
    ("CN", "中华全国总工会", "nation", None),
    ("32", "江苏省总工会", "province", "32"),
    ("3209", "盐城市总工会", "city", "3209"),
    (COUNTY, "射阳县总工会", "county", COUNTY),
)
GRIDS = tuple(f"{COUNTY}-W{number:02d}" for number in range(1, 13))
GRID_NAMES = tuple(
    f"第{word}网格" for word in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
)
AREAS = {  # the other towns stand together by area
    f"{COUNTY}-P1": ("东部片区", "海通镇 黄沙港镇 临海镇"),
    f"{COUNTY}-P2": ("北部片区", "千秋镇 四明镇 海河镇"),
    f"{COUNTY}-P3": ("西部片区", "长荡镇 盘湾镇 特庸镇"),
    f"{COUNTY}-P4": ("南部片区", "兴桥镇 新坍镇 洋马镇"),
}
AREA_OF = {town: code for code, (_, towns) in AREAS.items() for town in towns.split()}
LINES = {trade.line: f"{COUNTY}-L{number:02d}" for number, trade in enumerate(TRADES, 1)}
BEGINNING = date(1990, 1, 1)  # when the trees of the demonstration begin; before any of its unions


@cache
def towns() -> dict[str, str]:
    """Code → name of the county's towns, without farms and zones counted as towns."""
    found = divisions.read(FILE)
    return {d.code: d.name for d in found if d.parent_code == COUNTY and not d.is_notional}


def ground() -> list[UnitRow]:
    """Everything above and beside the base unions, parents first."""
    above = [None, *(code for code, *_ in CHAIN)]
    chain = [
        UnitRow(code, name, "federation", parent, BEGINNING)
        for (code, name, *_), parent in zip(CHAIN, above, strict=False)
    ]
    return [
        *chain,
        *(UnitRow(code, f"{name}总工会", "town", COUNTY, BEGINNING) for code, name in towns().items()),
        *(_leaf(code, name, "grid") for code, name in zip(GRIDS, GRID_NAMES, strict=True)),
        *(_leaf(code, name, "area") for code, (name, _) in AREAS.items()),
        *(_leaf(code, f"{name}条线", "line") for name, code in LINES.items()),
    ]


def _leaf(code: str, name: str, kind: str) -> UnitRow:
    tree = "industry" if kind == "line" else "grid"
    return UnitRow(code, name, kind, COUNTY, BEGINNING, tree)
