"""The leak matrix with both layers standing, as the program runs."""

from __future__ import annotations

import time

import pytest

from gonghui.kernel import clock
from tests import support
from tests.leaks import scene
from tests.leaks.siege import Siege


@support.database
@pytest.mark.timeout(600)
def test_nobody_sees_or_changes_what_is_not_theirs(tmp_path, monkeypatch, caplog, db_with_reach):
    caplog.set_level("CRITICAL", "django.request")
    support.set_today(monkeypatch, clock, "2026-11-21")
    began = time.monotonic()
    siege = Siege(scene.build(tmp_path), share=5)
    print(time.monotonic() - began)
    siege.run()
    print(siege.report(), siege.by_person, time.monotonic() - began)
    print(len(siege.faults), *siege.faults[:60], sep="\n")
    assert siege.faults == []
