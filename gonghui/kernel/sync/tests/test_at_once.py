"""The phone lost the first answer and asked again while we were still at it."""

from __future__ import annotations

import threading
from uuid import uuid4

from django.db import connections

from gonghui.kernel.reach.session import acting
from gonghui.kernel.sync.tests.conftest import Street
from gonghui.kernel.sync.tests.test_receiving import said
from tests.support import ROOT, committed, officer, plant_county


@committed
def test_the_same_record_in_six_requests_at_once(notebook):
    with acting(ROOT):
        county = plant_county()
        liaison = officer(county.grid, "liaison", "liaison1", "王磊")
    street, pk, answers = Street(county, liaison, uuid4()), uuid4(), []
    with acting(liaison):
        street.device()

    def ask() -> None:
        with acting(liaison):
            answers.append(street.send("走了一家", pk=pk).state)
        connections["default"].close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == ["taken"] * 6
    with acting(ROOT):
        assert said() == ["走了一家"]
