"""The leak matrix with both layers standing, as the program runs."""

from __future__ import annotations

import pytest

from tests.leaks.counting import count_all, count_rows
from tests.leaks.siege import Siege
from tests.support import database


@database
@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_nobody_sees_or_changes_what_is_not_theirs(county_of_canaries, attempts):
    siege = Siege(county_of_canaries, share=23)
    siege.run()
    count_all(siege)
    count_rows(siege)
    attempts(siege)
    assert siege.faults == []
    assert len(siege.made) >= 10_000
