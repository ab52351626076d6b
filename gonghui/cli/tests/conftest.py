from __future__ import annotations

from datetime import date

import pytest

from gonghui.cli.tests.places import SMALL_COUNTY, a_home, gonghui, python
from gonghui.kernel.database.cluster import Cluster
from gonghui.kernel.identifiers.resident_id import make


@pytest.fixture
def empty():
    with a_home() as home:
        yield home


@pytest.fixture(scope="session")
def installed():
    """A small county as ``gonghui setup`` leaves it; its database stays up for the session."""
    with a_home() as home:
        assert gonghui(home, "setup").returncode == 0
        with Cluster(home).serving():
            python(home, SMALL_COUNTY)
            yield home


@pytest.fixture
def roster(tmp_path):
    """Thirty people of a works roster, the fifth line with a slip in the number."""
    path = tmp_path / "名册.csv"
    numbers = [make("999123", date(1985, 3, 1 + n % 28), 100 + n) for n in range(30)]
    numbers[3] = numbers[3][:17] + ("0" if numbers[3][17] != "0" else "1")
    lines = [
        f"王小{'一二三四五六七八九十'[n % 10]},{number},1380013{n:04d},2025-03-01"
        for n, number in enumerate(numbers)
    ]
    path.write_text("\n".join(["姓名,身份证号,手机,入会日期", *lines]), encoding="utf-8")
    return path
