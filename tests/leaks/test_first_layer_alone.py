"""The leak matrix without row-level security: only the program's own filters stand."""

from __future__ import annotations

import pytest

from tests.leaks.counting import count_all
from tests.leaks.siege import Siege
from tests.support import database


@database
@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_nobody_sees_or_changes_what_is_not_theirs(policies_off, county_of_canaries, attempts):
    siege = Siege(county_of_canaries, share=101, thin=3)
    siege.run()
    count_all(siege)
    attempts(siege)
    assert siege.faults == []
    assert len(siege.made) >= 2_000
