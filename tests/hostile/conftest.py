"""One county of canaries for every test here: built once, undone at the end."""

from __future__ import annotations

import logging

import pytest
from django.db import transaction

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from tests import support
from tests.hostile.asking import PEOPLE, Asker
from tests.leaks import scene


@pytest.fixture(scope="package")
def asker(django_db_setup, django_db_blocker, tmp_path_factory):
    logging.getLogger("django.request").setLevel("CRITICAL")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        set_reach(support.ROOT)
        support.set_today(patch, clock, "2026-11-21")
        found = Asker(scene.build(tmp_path_factory.mktemp("county")))
        for person in PEOPLE.values():
            found.client(person)  # signed in before any test, which undoes what it did
        yield found
        transaction.set_rollback(True)
    logging.getLogger("django.request").setLevel("NOTSET")
