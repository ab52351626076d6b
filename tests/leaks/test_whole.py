"""The leak matrix, every attempt of it, in all three ways: hours long, before a release."""

from __future__ import annotations

import pytest

from tests.leaks.counting import count_all, count_rows
from tests.leaks.siege import Siege
from tests.support import database

HOURS = pytest.mark.timeout(12 * 3600)


@database
@HOURS
@pytest.mark.assure
def test_with_both_layers(county_of_canaries, attempts):
    siege = Siege(county_of_canaries)
    siege.run()
    count_all(siege)
    count_rows(siege)
    attempts(siege)
    assert siege.faults == []
    assert len(siege.made) >= 100_000


@database
@HOURS
@pytest.mark.assure
def test_with_row_policies_alone(rows_alone, county_of_canaries, attempts):
    siege = Siege(county_of_canaries, share=3, errors_allowed=True, coarse=True)
    siege.run()
    count_all(siege)
    count_rows(siege)
    attempts(siege)
    assert siege.faults == []
    assert len(siege.made) >= 50_000


@database
@HOURS
@pytest.mark.assure
def test_with_the_programs_filters_alone(policies_off, county_of_canaries, attempts):
    siege = Siege(county_of_canaries, share=3)
    siege.run()
    count_all(siege)
    attempts(siege)
    assert siege.faults == []
    assert len(siege.made) >= 50_000
