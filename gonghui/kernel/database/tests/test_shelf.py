"""Limits are kept until their time is over, however much else is written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.core.cache import cache, caches
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.support import committed, database


@database
def test_what_is_kept_stays_whatever_comes_after():
    cache.set("first", {"tries": 4}, 600)
    for n in range(1_000):
        cache.set(f"other:{n}", n, 600)
    assert cache.get("first") == {"tries": 4}
    assert cache.get_many([f"other:{n}" for n in range(1_000)]) == {f"other:{n}": n for n in range(1_000)}


@database
def test_a_write_is_one_statement():
    for write in (lambda: cache.set("a", 1, 60), lambda: cache.add("b", 1, 60), lambda: cache.touch("a", 60)):
        with CaptureQueriesContext(connection) as asked:
            assert write() in {None, True}
        assert len(asked) == 1


@database
def test_added_once_until_it_is_over():
    assert [cache.add("k", 1, 60), cache.add("k", 2, 60), cache.get("k")] == [True, False, 1]
    assert [cache.touch("k", -1), cache.get("k"), cache.touch("k", 60)] == [True, None, False]
    assert [cache.add("k", 3, 60), cache.get("k"), cache.delete("k"), cache.get("k")] == [True, 3, True, None]
    cache.set("for-good", 1, None)
    assert cache.get("for-good") == 1


@database
def test_only_what_is_over_is_swept():
    cache.set("over", 1, -1)
    cache.set("stands", 1, 60)
    assert [caches["default"].sweep(), cache.get("stands")] == [1, 1]


@committed
def test_of_many_at_once_one_adds_it():
    def add(n: int) -> bool:
        try:
            return bool(cache.add("mine", n, 60))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(add, range(24))) == [False] * 23 + [True]
    cache.delete("mine")
