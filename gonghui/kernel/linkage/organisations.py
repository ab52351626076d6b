"""How alike two organisations are, in steps, as ``levels`` says it of two people; learnt beforehand as well.

A name comes in parts (mark, trade, branch), already in one spelling: the caller knows the language of names. A firm is
known by its mark. How common a mark is needs no table of its own: all who bear it stand against each other when one of
them is chosen.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import polars as pl

if TYPE_CHECKING:
    from splink import SettingsCreator

TRAINED = Path(__file__).parent / "data" / "organisation.json"
SAID = {
    "name": ("不同", "读音相近", "字号只有一部分相同", "字号差一个字", "字号较长，差一个字", "字号相同，行业不同", "字号同音", "字号相同，行业写法不同", "相同", "全名相同"),
    "code": ("不同", "相同"),
    "branch": ("不同", "只有一边是分支", "相同"),
    "door": ("不同", "同一条路，门牌不同", "相同"),
    "place": ("不同", "相同"),
}  # by the step, from unlike to alike  # fmt: skip
LABELS = {"name": "名称", "code": "信用代码", "branch": "分支", "door": "地址", "place": "所在地"}
COLUMNS = (
    "unique_id",
    "whole",
    "core",
    "mark",
    "trade",
    "sound",
    "heard",
    "branch",
    "code",
    "street",
    "door",
    "place",
    "head",
    "tail",
    "last",
    "first",
    "end",
)
BLOCKS = (
    ("code",), ("sound",), ("door", "place"), ("head", "place"), ("tail", "place"), ("last", "place"),
    ("first", "trade", "place"), ("end", "trade", "place"), ("head", "trade"), ("tail", "trade"),
)  # fmt: skip


class Organisation(TypedDict):
    """One as it is compared. ``whole``: the name as written, in one spelling; ``sound``: the mark's syllables; ``heard``:
    those of mark and trade; ``branch``: "" for the main house; ``door``: street and number; None: not known.
    """

    id: str
    whole: str
    mark: str
    trade: str
    sound: str
    heard: str
    branch: str
    code: str | None
    street: str | None
    door: str | None
    place: str | None


def frame(rows: list[Organisation]) -> pl.DataFrame:
    """The rows as they are compared; a name without anything in it is not known."""
    lines = [
        (one["id"], one["whole"] or None, one["mark"] + one["trade"] or None, one["mark"] or None, one["trade"], one["sound"] or None, one["heard"] or None,
         one["branch"], one["code"], one["street"], one["door"], one["place"],
         " ".join(one["heard"].split()[:2]) or None, " ".join(one["sound"].split()[-2:]) or None,
         one["mark"][-2:] or None, one["mark"][:1] or None, one["mark"][-1:] or None)
        for one in rows
    ]  # fmt: skip
    return pl.DataFrame(lines, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


LIKE_TRADES = "(starts_with(trade_l, trade_r) OR starts_with(trade_r, trade_l))"
WRONG = "length(mark_l) = length(mark_r) AND length(mark_l) > 1 AND ({}) = 1".format(
    " + ".join(f"(substr(mark_l, {at}, 1) <> substr(mark_r, {at}, 1))::INT" for at in range(1, 9))
)  # by characters: the database's own distance counts bytes
PART = "least(length(mark_l), length(mark_r)) > 1 AND (contains(mark_l, mark_r) OR contains(mark_r, mark_l))"


def untrained() -> SettingsCreator:
    """The comparison before anything is learnt."""
    from splink import SettingsCreator, block_on
    from splink import comparison_level_library as level
    from splink import comparison_library as library

    def steps(name: str, *between: Any) -> Any:
        levels = [level.NullLevel(name), level.ExactMatchLevel(name), *between, level.ElseLevel()]
        return library.CustomComparison(output_column_name=name, comparison_levels=levels)

    names: list[Any] = [
        level.NullLevel("core"),
        level.ExactMatchLevel("whole"),
        level.ExactMatchLevel("core"),
        level.CustomLevel(f"mark_l = mark_r AND {LIKE_TRADES}", "same mark, trade in other words"),
        level.CustomLevel(f"sound_l = sound_r AND {LIKE_TRADES}", "same sound"),
        level.CustomLevel("mark_l = mark_r", "same mark, other trade"),
        level.CustomLevel(f"{WRONG} AND length(mark_l) > 2", "one character wrong in a long mark"),
        level.CustomLevel(f"{WRONG} AND {LIKE_TRADES}", "one character wrong"),
        level.CustomLevel(PART, "part of the mark"),
        level.CustomLevel("jaro_winkler_similarity(heard_l, heard_r) >= 0.94", "sounds alike"),
        level.ElseLevel(),
    ]
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            library.CustomComparison(output_column_name="name", comparison_levels=names),
            steps("code"),
            steps("branch", level.CustomLevel("branch_l = '' OR branch_r = ''", "one is a branch")),
            steps("door", level.CustomLevel("street_l = street_r", "same street")),
            steps("place"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


BY_CHANCE = {
    "Exact match on core": "core", "same mark, other trade": "mark", "Exact match on door": "door", "same street": "street",
}  # level → what two rows share there  # fmt: skip
WITH_MARKS = {
    "same mark, trade in other words": 1.0, "same sound": 1.0, "one character wrong in a long mark": 1.0, "part of the mark": 1.0,
    "one character wrong": 0.5,
}  # level → how it follows the share of equal marks: two characters the same, or one  # fmt: skip
KNOWN_PAIRS = (
    8_000_000  # of two strangers, that the saved model speaks from: four thousand rows with each other
)


def fitted(model: dict[str, Any], kept: pl.DataFrame) -> dict[str, Any]:
    """The model with how often strangers share a mark, a street, a door *here*, as the rows kept show among themselves.

    Where there are many streets the same door says more, and it has to: each row of a longer register is less likely
    to be the one.
    """
    made = deepcopy(model)
    levels = {
        one["label_for_charts"]: one for field in made["comparisons"] for one in field["comparison_levels"]
    }
    before = levels["same mark, other trade"]["u_probability"]
    for label, column in BY_CHANCE.items():
        alike, pairs = _shared(kept[column])
        chance = levels[label]["u_probability"] * KNOWN_PAIRS + alike
        levels[label]["u_probability"] = chance / (KNOWN_PAIRS + pairs)
    rarer = levels["same mark, other trade"]["u_probability"] / before
    for label, power in WITH_MARKS.items():
        levels[label]["u_probability"] *= rarer**power
    return made


def _shared(values: pl.Series) -> tuple[float, float]:
    """How many pairs of rows have the same, and how many pairs there are."""
    known = values.drop_nulls()
    counts = known.value_counts()["count"].cast(pl.Float64)
    return float((counts * (counts - 1) / 2).sum()), known.len() * (known.len() - 1) / 2
