"""Two files of one member: found, decided, made one, and taken back exactly."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gonghui.kernel import clock
from gonghui.kernel.jobs.actions import one_chunk
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.linkage import jobs
from gonghui.kernel.linkage.actions import LinkageRefused, look_again, not_same, propose
from gonghui.kernel.linkage.declaration import Linked, pointing_at
from gonghui.kernel.linkage.finding import Found, exact
from gonghui.kernel.linkage.merging import merge, undo
from gonghui.kernel.linkage.models import Merge, Pair
from gonghui.kernel.linkage.selectors import pairs
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.secrets.fields import index_of
from gonghui.registers.members.linkage import PEOPLE, candidates
from gonghui.registers.members.models import Membership, Person
from tests.people import mobile, number
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database
NOW = clock.now
SAME = {"name": "欧阳伟强", "sex": "1", "birth_year": 1985}


def file(unit, n: int, phone: int | None = None, **more) -> Person:
    made = Person(unit=unit, **SAME | more)
    made.id_number, made.id_index = number(n), index_of(number(n), "id")
    if phone is not None:
        made.mobile, made.mobile_index = mobile(phone), index_of(mobile(phone), "mobile")
    made.note = f"备注{n}"
    made.save(force_insert=True)
    return Person.objects.get(pk=made.pk)


def joined(person: Person, until: date | None = None, unit=None, workplace: str = "湖畔餐饮") -> Membership:
    return Membership.objects.create(
        person=person, unit=unit or person.unit, since=date(2024, 1, 5), until=until, workplace=workplace
    )  # fmt: skip


class Scene:
    """One person twice: with a membership that ended in one town, and an open one in the other."""

    def __init__(self, county) -> None:
        self.county = county
        set_reach(ROOT)
        self.clerk = officer(county.county, "county_clerk", "clerk1", "郑敏")
        self.town = officer(county.east, "town_clerk", "town1")
        self.county_of_east = officer(county.east, "county_clerk", "east1")
        set_reach(ROOT)
        self.left, self.right = sorted(
            (file(county.east, 1, phone=5), file(county.west, 2, phone=5)), key=lambda one: one.pk
        )
        joined(self.left)
        joined(self.right, until=date(2025, 6, 1))
        set_reach(self.clerk)

    def pair(self) -> Pair:
        found = [Found(str(self.left.pk), str(self.right.pk), 0.97, "likely", (("姓名", "相同", 12.0),))]
        propose(actor=self.clerk, one=PEOPLE, found=found, now=NOW())
        return Pair.objects.get(left_id=self.left.pk)


@pytest.fixture
def scene(county) -> Scene:
    return Scene(county)


def test_every_key_to_a_person_is_named_in_the_declaration():
    assert pointing_at(PEOPLE) == {(one.model, one.field) for one in PEOPLE.relations}


def test_the_job_finds_them_once_and_writes_no_value(scene: Scene):
    def run() -> Job:
        set_reach(scene.clerk)
        made = Job.objects.create(
            kind="linkage.find", label="x", unit_id=scene.clerk.unit_id, account_id=scene.clerk.account_id,
            post_id=scene.clerk.post_id, arguments={"linked": "people"},
        )  # fmt: skip
        while one_chunk(str(made.pk), scene.clerk):
            pass
        set_reach(scene.clerk)
        return Job.objects.get(pk=made.pk)

    assert (run().state, run().checkpoint["made"]) == ("done", 0)
    (pair,) = pairs(scene.clerk, PEOPLE)
    assert {pair.left_id, pair.right_id} == {scene.left.pk, scene.right.pk}
    assert ["手机", "相同"] in [part[:2] for part in pair.evidence]
    assert not any(word in str(pair.evidence) for word in ("欧阳", "1985", "湖畔", mobile(5)))


def test_what_is_compared_holds_no_number(scene: Scene):
    rows = list(candidates(scene.clerk))
    assert {len(one["phone"] or "") for one in rows} == {32}
    assert not any(text in str(rows) for text in (mobile(5), number(1), number(2)))


def test_not_the_same_is_remembered(scene: Scene):
    pair = scene.pair()
    not_same(actor=scene.clerk, pair=pair, now=NOW(), reason="同名的两个人")
    found = [Found(str(scene.left.pk), str(scene.right.pk), 0.99, "likely", ())]
    assert propose(actor=scene.clerk, one=PEOPLE, found=found, now=NOW()) == 0
    assert list(pairs(scene.clerk, PEOPLE)) == []
    with pytest.raises(LinkageRefused, match="已经有人决定过"):
        merge(actor=scene.clerk, pair=pair, kept=scene.left.pk, now=NOW())
    look_again(actor=scene.clerk, pair=pair)
    assert len(pairs(scene.clerk, PEOPLE)) == 1
    verbs = Entry.objects.filter(verb__startswith="linkage.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["linkage.found", "linkage.not_same", "linkage.again"]


def everything() -> dict[str, list[str]]:
    """Every table that merging may touch, row by row, as the database writes it."""
    with connection.cursor() as cursor:
        found = {}
        for table in ("members_person", "members_membership", "members_membershipevent", "linkage_pair"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1")
            found[table] = [text for (text,) in cursor.fetchall()]
        return found


def test_one_of_two_and_back(scene: Scene):
    pair, before = scene.pair(), everything()
    made = merge(actor=scene.clerk, pair=pair, kept=scene.left.pk, now=NOW())
    assert not Person.objects.filter(pk=scene.right.pk).exists()
    assert set(Membership.objects.values_list("person_id", flat=True)) == {scene.left.pk}
    assert (Pair.objects.get().state, sum(map(len, made.moved.values()))) == ("merged", 1)
    assert not any(text in str(made.row) for text in (number(2), mobile(5), "备注2"))
    undo(actor=scene.clerk, pair=pair, now=NOW())
    assert everything() == before
    back = Person.objects.get(pk=scene.right.pk)
    assert (back.id_number.reveal(), back.note.reveal()) == (number(2), "备注2")
    details = [
        one.detail for one in Entry.objects.filter(verb__in=("linkage.merge", "linkage.undo")).order_by("pk")
    ]
    ids = {"kind": "people", "kept": str(scene.left.pk), "lost": str(scene.right.pk)}
    assert details == [ids | {"moved": 1}, ids]


OLD = st.lists(
    st.tuples(st.sampled_from(["left", "right"]), st.integers(0, 3), st.text("湖畔餐饮\"'\\甲乙", max_size=8)), max_size=8
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    old=OLD,
    kept=st.sampled_from(["left", "right"]),
    groups=st.lists(st.sampled_from(["courier", "guard"]), unique=True),
)
def test_merge_then_undo_is_the_identity(scene: Scene, old, kept, groups):
    """Whatever the two files hold, in whichever direction."""
    from django.db import transaction

    with transaction.atomic():
        set_reach(scene.clerk)
        sides = {"left": scene.left, "right": scene.right}
        for side, years, words in old:
            joined(sides[side], until=date(2024 + years, 3, 1), workplace=words)
        Person.objects.filter(pk=scene.right.pk).update(groups=groups, native_place='甲"乙\\')
        pair = scene.pair()
        before = everything()
        merge(actor=scene.clerk, pair=pair, kept=sides[kept].pk, now=NOW())
        assert everything() != before
        undo(actor=scene.clerk, pair=pair, now=NOW())
        assert everything() == before
        transaction.set_rollback(True)


def test_two_open_memberships_are_ended_first(scene: Scene):
    Membership.objects.filter(person=scene.right).update(until=None)
    pair, before = scene.pair(), everything()
    with pytest.raises(LinkageRefused, match="两边都有有效会籍"):
        merge(actor=scene.clerk, pair=pair, kept=scene.left.pk, now=NOW())
    assert everything() == before


def test_what_was_changed_since_is_not_turned_back_in_silence(scene: Scene):
    pair = scene.pair()
    merge(actor=scene.clerk, pair=pair, kept=scene.left.pk, now=NOW())
    other = file(scene.county.east, 9)
    Membership.objects.filter(until=date(2025, 6, 1)).update(person=other)
    with pytest.raises(LinkageRefused, match="又改动过"):
        undo(actor=scene.clerk, pair=pair, now=NOW())
    assert Merge.objects.get().undone_at is None


def test_entered_anew_since_it_cannot_be_turned_back(scene: Scene):
    pair = scene.pair()
    merge(actor=scene.clerk, pair=pair, kept=scene.left.pk, now=NOW())
    file(scene.county.west, 2)
    with pytest.raises(LinkageRefused, match="又登记了同样的"):
        undo(actor=scene.clerk, pair=pair, now=NOW())


def test_a_record_out_of_reach_stops_it(scene: Scene):
    """East reaches both files, and not the old membership one of them has in the west."""
    set_reach(ROOT)
    Person.objects.filter(pk=scene.right.pk).update(unit=scene.county.east)
    scene.right.refresh_from_db()
    Membership.objects.filter(person=scene.right).update(unit=scene.county.west)
    set_reach(scene.clerk)
    pair = scene.pair()
    set_reach(scene.county_of_east)
    with pytest.raises(LinkageRefused, match="不归您的单位管，没有合并"):
        merge(actor=scene.county_of_east, pair=pair, kept=scene.left.pk, now=NOW())
    assert Person.objects.filter(pk__in=[scene.left.pk, scene.right.pk]).count() == 2


def test_who_reaches_one_side_alone_sees_and_decides_nothing(scene: Scene):
    pair = scene.pair()
    set_reach(scene.county_of_east)
    assert (list(pairs(scene.county_of_east, PEOPLE)), Pair.objects.count()) == ([], 0)
    with pytest.raises(LinkageRefused, match="没有找到这一对"):
        not_same(actor=scene.county_of_east, pair=pair, now=NOW())
    with pytest.raises(LinkageRefused, match="没有找到这一对"):
        merge(actor=scene.county_of_east, pair=pair, kept=scene.left.pk, now=NOW())


def test_a_row_that_left_the_reach_takes_its_pair_along(scene: Scene):
    """The pair keeps the place it was found at; a list looks at the rows themselves."""
    set_reach(ROOT)
    Person.objects.filter(pk=scene.right.pk).update(unit=scene.county.east)
    set_reach(scene.clerk)
    pair = scene.pair()
    set_reach(ROOT)
    Person.objects.filter(pk=scene.right.pk).update(unit=scene.county.west)
    set_reach(scene.county_of_east)
    assert list(pairs(scene.county_of_east, PEOPLE)) == []
    with pytest.raises(LinkageRefused):
        merge(actor=scene.county_of_east, pair=pair, kept=scene.left.pk, now=NOW())


def test_who_may_not_settle_may_not_decide(scene: Scene):
    pair = scene.pair()
    town = officer(scene.county.county, "town_clerk", "town9")
    set_reach(town)
    with pytest.raises(LinkageRefused):
        not_same(actor=town, pair=pair, now=NOW())


def test_equal_identities_are_pairs_at_once(scene: Scene):
    same = Linked(**{**PEOPLE.__dict__, "identity": "mobile_index"})
    (found,) = exact(same, scene.clerk)
    assert (UUID(found.left), UUID(found.right), found.how) == (scene.left.pk, scene.right.pk, "exact")
    assert exact(PEOPLE, scene.clerk) == []


def test_the_page_side_by_side_and_back(scene: Scene, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-11-21")
    scene.pair()
    clerk = sign_in(client, scene.clerk)
    page = clerk.get("/linkage/people/")
    text = page.content.decode()
    assert (page.status_code, "疑似重复 · 1 对" in text) == (200, True)
    assert not any(secret in text for secret in (number(1), number(2), mobile(5)))
    assert [word in text for word in ("欧阳伟强", "1985", "湖畔餐饮", "不是同一个", "留左边")] == [True] * 5
    pk = Pair.objects.get().pk
    for deed, state in (("not_same", "not_same"), ("again", "open"), ("left", "merged"), ("undo", "open")):
        assert clerk.post(f"/linkage/people/{pk}/", {"do": deed}).status_code == 302
        set_reach(scene.clerk)
        assert Pair.objects.get().state == state
    assert "请选一种办法" in clerk.post(f"/linkage/people/{pk}/", {"do": "x"}, follow=True).content.decode()
    for odd in ("?at=x", "?at=99999999999", "?at=7", "?at=-1"):
        assert clerk.get(f"/linkage/people/{odd}").status_code == 200
    assert clerk.get("/linkage/nothing/").status_code == 404
    assert "/jobs/" in clerk.post("/linkage/people/find/").url


def test_the_page_is_for_who_decides_and_shows_nothing_across(scene: Scene, client):
    pk = scene.pair().pk
    town = sign_in(client, scene.town)
    assert town.get("/linkage/people/").status_code == 403
    east = sign_in(type(client)(), scene.county_of_east)
    assert "没有要核对的" in east.get("/linkage/people/").content.decode()
    assert east.post(f"/linkage/people/{pk}/", {"do": "left"}).status_code == 404


def test_a_search_that_is_broken_off_goes_on_and_proposes_nothing_twice(scene: Scene, monkeypatch):
    """One pair a chunk, and what was computed is lost in between."""
    set_reach(ROOT)
    other = {"name": "司马相茹", "sex": "2", "birth_year": 1990}
    for n, unit in ((7, scene.county.east), (8, scene.county.west)):
        file(unit, n, phone=6, **other)
    set_reach(scene.clerk)
    monkeypatch.setattr(jobs, "CHUNK", 1)
    made = Job.objects.create(
        kind="linkage.find", label="x", unit_id=scene.clerk.unit_id, account_id=scene.clerk.account_id,
        post_id=scene.clerk.post_id, arguments={"linked": "people"},
    )  # fmt: skip
    assert [one_chunk(str(made.pk), scene.clerk) for _ in range(2)] == [True, True]
    kept = list(Path(django_settings.HOME.work).glob(f"linkage-{made.pk}.json"))
    assert len(kept) == 1
    assert not any(word in kept[0].read_text() for word in ("欧阳", "司马", "1985", mobile(5)))
    kept[0].unlink()
    assert one_chunk(str(made.pk), scene.clerk) is False
    set_reach(scene.clerk)
    assert (Pair.objects.count(), Job.objects.get(pk=made.pk).checkpoint["made"], kept[0].exists()) == (
        2,
        2,
        False,
    )
