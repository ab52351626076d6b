"""``gonghui figures``: the small county's figures, as whom they are asked, and what is refused."""

from __future__ import annotations

import json

from demo.figures import SMALL
from gonghui.cli.tests.places import answer, python, refusal

COUNTED = """
from gonghui.cli.surroundings import load_django
load_django()
import json
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.registers.members.models import Membership
with acting(system()):
    rows = Membership.objects.filter(until=None)
    print(json.dumps([rows.count(), rows.filter(person__is_migrant=True).count()]))
"""


def figures(installed, *words: str) -> dict[str, dict]:
    told = answer(installed, "figures", *words)
    return {one["key"]: one for one in told["figures"]}


def test_the_county_and_a_town_of_it(installed):
    county = figures(installed, "--tree", "leadership")
    members, migrants = json.loads(python(installed, COUNTED).splitlines()[-1])
    assert county["members.count"]["value"] == members
    assert county["members.migrant_rate"]["numerator"] == migrants
    assert county["members.migrant_rate"]["denominator"] == SMALL.migrant_workers
    town = figures(installed, "--as", "panwan", "--only", "members.count")
    assert list(town) == ["members.count"]
    assert 0 < town["members.count"]["value"] < members


def test_what_two_places_wrote_is_added_up(installed, tmp_path):
    files = [tmp_path / f"{name}.parquet" for name in ("panwan", "hede")]
    for path in files:
        assert answer(installed, "figures", "--as", path.stem, "--facts", path)["facts"] > 0
    rows = answer(installed, "add-up", *files, "--level", "town")["rows"]
    found = {row["place"]: row["number"] for row in rows if row["measure"] == "members.all"}
    assert sorted(found.values()) == sorted(
        figures(installed, "--as", path.stem, "--only", "members.count")["members.count"]["value"]
        for path in files
    )
    assert len(found) == 2
    (tmp_path / "other.parquet").write_text("别的")
    assert "一个也没有相加" in refusal(installed, "add-up", tmp_path / "other.parquet")


def test_what_is_not_there_is_refused_in_words(installed):
    assert "不是日期" in refusal(installed, "figures", "--as-of", "昨天")
    assert "没有“moon”这个体系" in refusal(installed, "figures", "--tree", "moon")
    assert "没有“x.y”这个指标" in refusal(installed, "figures", "--only", "x.y")
    assert "不在您的管辖内" in refusal(installed, "figures", "--as", "panwan", "--unit", "合德镇总工会")
