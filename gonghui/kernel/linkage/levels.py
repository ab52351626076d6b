"""How alike two values are, in steps; what each step weighs is learnt beforehand and lies in ``data``.

Fellegi and Sunter (1969), as Splink computes it. Chinese names are two or three characters, so that measures of
spelling say little: whether the characters are the same, whether they only sound the same, or whether one is wrong.
A common name weighs less than a rare one (frequencies of the rows at hand).
"""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from gonghui.kernel.identifiers.names import readings
from gonghui.kernel.linkage.candidates import Candidate

if TYPE_CHECKING:
    from splink import SettingsCreator

TRAINED = Path(__file__).parent / "data" / "person.json"
COLUMNS = ("unique_id", "name", "py", "sur", "born_year", "birthday", "sex", "phone", "employer", "place")
TEXTS = {name: pl.String for name in COLUMNS} | {"born_year": pl.Int32}
SAID = {
    "name": ("不同", "读音相近", "差一个字", "同音不同字", "相同"),
    "born_year": ("不同", "差一年", "相同"),
    "birthday": ("不同", "相同"),
    "sex": ("不同", "相同"),
    "phone": ("不同", "相同"),
    "employer": ("不同", "相同"),
    "place": ("不同", "相同"),
}  # by the step, from unlike to alike
LABELS = {
    "name": "姓名", "born_year": "出生年份", "birthday": "生日", "sex": "性别", "phone": "手机", "employer": "工作单位",
    "place": "所在地",
}  # fmt: skip
BLOCKS = (
    ("phone",), ("name", "born_year"), ("name", "place"), ("py", "born_year", "sex"), ("py", "employer"),
    ("sur", "employer", "born_year"), ("sur", "place", "born_year", "birthday"),
)  # fmt: skip


def frame(candidates: list[Candidate]) -> pl.DataFrame:
    """The rows as they are compared, with the pinyin and the surname of each name."""
    rows = [
        (one["id"], one["name"], sound(one["name"]), one["name"][:1], one["born_year"], one["birthday"], one["sex"],
         one["phone"], one["employer"], one["place"])
        for one in candidates
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=TEXTS, orient="row")


@cache
def sound(name: str) -> str:
    return next(iter(readings(name)), "")


def untrained() -> SettingsCreator:
    """The comparison before anything is learnt."""
    from splink import SettingsCreator, block_on
    from splink import comparison_level_library as level
    from splink import comparison_library as library

    def steps(name: str, *between: Any, frequent: bool = False) -> Any:
        same = level.ExactMatchLevel(name, term_frequency_adjustments=frequent)
        levels = [level.NullLevel(name), same, *between, level.ElseLevel()]
        return library.CustomComparison(output_column_name=name, comparison_levels=levels)

    wrong = (  # by characters: the database's own distance counts bytes
        "sur_l = sur_r AND length(name_l) = length(name_r) AND length(name_l) > 2 AND "
        "(substr(name_l, 2, 1) = substr(name_r, 2, 1)) <> (substr(name_l, 3) = substr(name_r, 3))"
    )
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            steps(
                "name", level.ExactMatchLevel("py"), level.CustomLevel(wrong, "one character wrong"),
                level.CustomLevel("levenshtein(py_l, py_r) <= 2", "sounds alike"), frequent=True,
            ),
            steps("born_year", level.CustomLevel("abs(born_year_l - born_year_r) <= 1", "a year apart")),
            steps("birthday"), steps("sex"), steps("phone"), steps("employer", frequent=True), steps("place"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )  # fmt: skip


def trained() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(TRAINED.read_text(encoding="utf-8"))
    return found


def engine(rows: pl.DataFrame, settings: Any) -> tuple[Any, Any]:
    """A linker over the rows, in memory, and its database. It loads no extension and asks no network."""
    import duckdb
    from splink import DuckDBAPI, Linker

    database = duckdb.connect(config={"threads": 2, "memory_limit": "2GB", "autoinstall_known_extensions": False, "autoload_known_extensions": False})  # fmt: skip
    api = DuckDBAPI(database)
    return Linker(api.register(rows.to_arrow()), settings, log_level=logging.ERROR), database
