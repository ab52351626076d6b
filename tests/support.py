"""Things many tests need: a small county, people with posts, and a clock that can be set."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from gonghui.kernel.actors.actions import assign
from gonghui.kernel.actors.models import Account, Assignment
from gonghui.kernel.actors.selectors import actor_in, own_posts
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.units.actions import place, plant
from gonghui.kernel.units.models import Unit

BOTH = ["default", "owner"]
database = pytest.mark.django_db(databases=BOTH)
committed = pytest.mark.django_db(databases=BOTH, transaction=True)
ROOT = system("布景")
DAY = date(2026, 9, 1)
PASSWORD = "long enough to pass 1"


def set_today(monkeypatch, clock, day: str) -> date:
    fixed = date.fromisoformat(day)
    moment = timezone.make_aware(datetime.combine(fixed, time(10)))
    monkeypatch.setattr(clock, "today", lambda: fixed)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return fixed


@dataclass(frozen=True)
class County:
    county: Unit
    east: Unit
    west: Unit
    mill: Unit
    mine: Unit
    grid: Unit
    line: Unit


PLANTED = {"units_unit": "id", "units_placement": "unit_id", "journal_entry": "unit_id"}
KEPT: dict[str, str] = {}  # table → its rows of the county, as the first test of the process planted them
COUNTY: list[County] = []
ANEW = {
    "journal_entry": "jsonb_build_object('at', now(), 'id', nextval(pg_get_serial_sequence('journal_entry', 'id')))"
}
AGAIN = """
INSERT INTO {0} SELECT p.* FROM jsonb_array_elements(%s::jsonb) r,
    jsonb_populate_record(NULL::{0}, r || {1}) p
"""


def plant_county() -> County:
    """Planted by its actions once in a process; after that the same rows are put there again, twenty times as fast."""
    if KEPT:
        with connection.cursor() as cursor:
            for table, rows in KEPT.items():
                cursor.execute(AGAIN.format(table, ANEW.get(table, "'{}'")), [rows])
        return copy.deepcopy(COUNTY[0])
    made = _plant_county()
    pks = [unit.pk for unit in vars(made).values()]
    with connection.cursor() as cursor:
        for table, key in PLANTED.items():
            cursor.execute(f"SELECT jsonb_agg(t)::text FROM {table} t WHERE {key} = ANY(%s)", [pks])
            KEPT[table] = cursor.fetchone()[0]
    COUNTY.append(copy.deepcopy(made))
    return made


def _plant_county() -> County:
    county = plant(actor=ROOT, name="云溪县总工会", kind="federation", parent=None, on=DAY)
    east = plant(actor=ROOT, name="东镇总工会", kind="town", parent=county, on=DAY)
    west = plant(actor=ROOT, name="西镇总工会", kind="town", parent=county, on=DAY)
    mill = plant(actor=ROOT, name="纺织厂工会", kind="single", parent=east, on=DAY)
    mine = plant(actor=ROOT, name="矿业工会", kind="single", parent=west, on=DAY)
    grid = plant(actor=ROOT, name="第一网格", kind="grid", parent=county, on=DAY)
    line = plant(actor=ROOT, name="建筑条线", kind="line", parent=county, on=DAY)
    for tree, leaf in (("grid", grid), ("industry", line)):
        place(actor=ROOT, unit=county, tree=tree, parent=None, on=DAY)
        place(actor=ROOT, unit=leaf, tree=tree, parent=county, on=DAY)
    return County(county, east, west, mill, mine, grid, line)


def account(username: str, name: str = "王敏") -> Account:
    found = Account.objects.filter(username=username).first()
    if found is None:
        found = Account.objects.create_user(username, name, None)
        Account.objects.filter(pk=found.pk).update(password=_hashed())
        found.password = _hashed()
    return found


@cache
def _hashed() -> str:
    """Of the one password of all: slow to make, as it must be, so made once."""
    return make_password(PASSWORD)


def officer(unit: Unit, role: str, username: str = "", name: str = "王敏") -> Actor:
    """Somebody with a post; the scene's own reach is restored afterwards."""
    set_reach(ROOT)
    person = account(username or f"{role}-{unit.pk}", name)
    post = Assignment.objects.filter(account=person, role=role, unit=unit).first()
    if post is None:
        post = assign(actor=ROOT, account=person, role=role, unit=unit, since=DAY)
    return actor_of(person, post)


def actor_of(person: Account, post: Assignment) -> Actor:
    with acting(Actor(person.pk, person.name)):
        found = next(p for p in own_posts(date(2026, 11, 21)) if p.pk == post.pk)
    set_reach(ROOT)
    return actor_in(person, found)


def sign_in(client, actor: Actor):
    """A browser session of this person in this post."""
    set_reach(ROOT)
    client.force_login(Account.objects.get(pk=actor.account_id))
    session = client.session
    session["post"] = actor.post_id
    session.save()
    return client
