"""Members who have another document than a resident's card, and the registry's further particulars."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from gonghui.kernel.reach.session import acting, set_reach
from gonghui.registers.members.actions import correct
from gonghui.registers.members.models import Membership, MembershipEvent, Person
from gonghui.registers.members.selectors import people, search
from tests.every import brought
from tests.people import TODAY, member
from tests.support import ROOT, database, officer, sign_in

pytestmark = database
HEADINGS = [
    "姓名",
    "证件类型",
    "证件号码",
    "性别",
    "出生日期",
    "家庭住址",
    "婚姻状况",
    "参加工作年份",
    "民族",
    "备注",
]
LINES = [
    ["李华", "护照", "E99900007", "男", "1990-05-01", "清河县城东路 9 号", "已婚", "2012年", "汉", ""],
    ["王敏", "回乡证", "H12345678", "女", "1985.6.7", "", "", "", "", "要照看老人"],
    ["张伟", "台胞证", "12345678", "男", "1970-01-02", "", "离异", "1999-07-01", "高山族", ""],
    ["陈静", "其他", "12345678", "女", "1971-01-02", "", "", "", "", ""],
    ["单丽", "护照", "E99900008", "", "", "", "", "", "", ""],
    ["曾强", "港澳居民来往内地通行证", "X1", "男", "1990-05-01", "", "", "", "", ""],
]


@pytest.fixture
def desk(client, county):
    return sign_in(client, officer(county.east, "town_clerk"))


def taken(desk, county):
    one = brought(desk, "members", county.mill, HEADINGS, LINES)
    desk.post(reverse("intake-check", args=[one.pk]))
    set_reach(ROOT)
    one.refresh_from_db()
    return one.report


def test_a_roster_with_other_documents_goes_in_and_again_changes_nothing(desk, county):
    report = taken(desk, county)
    assert {(e["row"], e["column"]) for e in report["errors"]} == {
        (6, "出生日期"), (6, "性别"), (7, "证件号码"),
    }  # fmt: skip
    assert (report["new"], report["wrong"]) == (4, 2)
    found = {p.name: p for p in Person.objects.all()}
    assert {name: (p.id_type, p.id_number.reveal(), p.sex, p.birth_year) for name, p in found.items()} == {
        "李华": ("2", "E99900007", "1", 1990),
        "王敏": ("4", "H12345678", "2", 1985),
        "张伟": ("5", "12345678", "1", 1970),
        "陈静": ("9", "12345678", "2", 1971),
    }
    first = found["李华"]
    assert (first.birth_date.reveal(), first.home_address.reveal(), first.marital.reveal()) == (
        "1990-05-01", "清河县城东路 9 号", "20",
    )  # fmt: skip
    assert (first.worked_since, first.ethnicity, found["王敏"].note.reveal()) == (2012, "汉族", "要照看老人")
    again = taken(desk, county)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 4)


def test_a_sealed_particular_that_changed_is_brought_up_to_date(desk, county):
    taken(desk, county)
    one = brought(
        desk, "members", county.mill, HEADINGS, [[*LINES[0][:5], "清河县城西路 1 号", *LINES[0][6:]]]
    )
    assert one.report["changed"] == 1
    desk.post(reverse("intake-check", args=[one.pk]))
    set_reach(ROOT)
    assert Person.objects.get(name="李华").home_address.reveal() == "清河县城西路 1 号"


def test_they_are_found_by_the_whole_number_and_its_last_four(desk, county):
    taken(desk, county)
    clerk = officer(county.east, "town_clerk")
    with acting(clerk):
        found = {
            q: sorted(p.name for p in search(people(clerk), q))
            for q in ("E99900007", "0007", "5678", "12345678")
        }
    assert found == {
        "E99900007": ["李华"],
        "0007": ["李华"],
        "5678": ["张伟", "王敏", "陈静"],
        "12345678": ["张伟", "陈静"],
    }


def test_the_form_asks_for_what_a_passport_does_not_tell(client, county):
    desk = sign_in(client, officer(county.county, "county_clerk"))  # who settles is told at once
    given = {"name": "李华", "id_type": "2", "id_number": "E99900007", "unit__name": str(county.mill.pk)}
    page = desk.post(reverse("register-new", args=["members"]), given)
    assert (page.status_code, page.content.decode().count("这种证件上看不出")) == (
        422,
        4,
    )  # in the summary and beside
    page = desk.post(
        reverse("register-new", args=["members"]), given | {"sex": "1", "birth_date": "1990-05-01"}
    )
    assert page.status_code == 302
    shown = desk.get(page.url).content.decode()
    assert ("护照" in shown, "E****0007" in shown, "1990-**-**" in shown, "E99900007" in shown) == (
        True,
        True,
        True,
        False,
    )


def test_a_corrected_type_gives_a_new_identity(county):
    person = member(county.mill, 3, id_type="9", id_number="12345678", sex="1", birth_date=date(1990, 5, 1))
    with pytest.raises(ValidationError, match="H 或 M"):
        correct(actor=ROOT, person=person, id_type="4")
    person.refresh_from_db()
    before = bytes(person.id_index)
    correct(actor=ROOT, person=person, id_type="5")
    assert bytes(Person.objects.get(pk=person.pk).id_index) != before


def test_a_residents_number_is_believed_before_what_stands_beside_it(county):
    person = member(county.mill, 4, sex="9", birth_date=date(1950, 1, 1))
    assert (person.birth_date, person.birth_year, person.sex in {"1", "2"}) == (None, 1984, True)


def test_no_membership_without_a_person_and_no_person_taken_away_beneath_one(county):
    person = member(county.mill, 1)
    stray = Membership(person_id=person.pk, unit=county.mill, since=TODAY, until=TODAY)
    stray.person_id = stray.pk
    for deed in (
        stray.save,
        lambda: MembershipEvent.objects.create(
            membership_id=person.pk, unit=county.mill, change="1", on=TODAY
        ),
        lambda: raw("DELETE FROM members_person"),
        lambda: raw("UPDATE members_person SET id = uuidv7()"),
        lambda: raw("UPDATE members_membership SET person_id = uuidv7()"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(unit_id=county.mill.pk, path=county.mine.path, name="甲", id_index=b"1" * 16)


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
