"""The full county as a plan: the published figures, exactly, and rows that can be true together."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from demo.accounts import ACCOUNTS, PASSWORD
from demo.county import plan
from demo.places import AREAS, GRIDS, LINES, SEAT, towns
from gonghui.kernel.identifiers import credit_code, mobile, resident_id
from gonghui.registers.employers import rules as employer_rules
from gonghui.registers.members import rules
from gonghui.registers.posts import rules as post_rules
from gonghui.registers.unions import rules as union_rules

TODAY = date(2026, 11, 21)
THREE_YEARS_AGO = date(2023, 11, 21)


@pytest.fixture(scope="module")
def county():
    return plan(small=False, today=TODAY)


def test_unions_and_what_they_cover(county):
    kinds = Counter(row.kind for row in county.unions)
    kind_of = {row.unit: row.kind for row in county.unions}
    covered = Counter(kind_of[row.covered_by] for row in county.employers if row.covered_by)

    assert kinds == {"single": 953, "industry_federation": 13, "town": 13, "federation": 4}
    assert covered == {"single": 2715, "industry_federation": 346}
    assert sum(row.covered_by is None for row in county.employers) == 412


def test_members_and_migrants(county):
    migrants = sum(row.is_migrant for row in county.members)
    migrant_workers = sum(row.migrant_workers for row in county.employers)

    assert (len(county.members), migrants, migrant_workers) == (118_000, 40_230, 44_551)
    assert f"{migrants / migrant_workers:.1%}" == "90.3%"


def test_what_is_new_within_three_years(county):
    recent = [row for row in county.members if row.since > THREE_YEARS_AGO]
    founded = Counter(
        row.kind for row in county.unions if row.founded_on and row.founded_on > THREE_YEARS_AGO
    )

    assert (len(recent), sum(row.is_migrant for row in recent)) == (38_564, 27_158)
    assert founded == {"single": 328, "industry_federation": 11}


def test_every_employer_stands_in_one_town_one_grid_or_area_and_one_line(county):
    assert {row.unit for row in county.employers} == set(towns())
    assert {row.grid for row in county.employers} == {*GRIDS, *AREAS}
    assert {row.line for row in county.employers} == set(LINES.values())
    assert all((row.grid in GRIDS) == (row.unit == SEAT) for row in county.employers)
    towns_of_area = {code: {row.unit for row in county.employers if row.grid == code} for code in AREAS}
    assert [len(found) for found in towns_of_area.values()] == [3, 3, 3, 3]


def test_no_employer_has_more_members_than_workers(county):
    members = Counter(row.employer for row in county.members)
    migrants = Counter(row.employer for row in county.members if row.is_migrant)

    for place, row in enumerate(county.employers):
        assert members[place] <= row.workers
        assert migrants[place] <= row.migrant_workers <= row.workers - members[place] + migrants[place]
        assert row.covered_by or not members[place]


def test_a_member_belongs_to_the_union_that_covers_the_employer(county):
    for row in county.members:
        if row.employer is not None:
            employer = county.employers[row.employer]
            assert (row.unit, row.workplace) == (employer.covered_by, employer.name)


def test_everybody_was_of_age_when_joining_and_joined_a_union_that_existed(county):
    founded = {row.unit: row.founded_on for row in county.unions}
    for row in county.members:
        birth = resident_id.birth_date(row.id_number)
        assert founded[row.unit] <= row.since < TODAY
        assert (row.since.year - birth.year, -birth.month, -birth.day) >= (
            18,
            -row.since.month,
            -row.since.day,
        )
        assert TODAY.year - birth.year <= 60


def test_numbers_are_valid_in_form_unique_and_impossible(county):
    numbers = [row.id_number for row in county.members]
    assert len(set(numbers)) == 118_000
    assert {number[:3] for number in numbers} == {"999"}
    assert not any(resident_id.explain(number, today=TODAY) for number in numbers[::50])

    codes = [row.credit_code for row in (*county.unions, *county.employers) if row.credit_code]
    assert len(set(codes)) == len(codes)
    assert {credit_code.division(code) for code in codes} == {"999924"}
    assert not any(map(credit_code.explain, codes))
    assert all(row.credit_code[:2] == "81" for row in county.unions if row.credit_code)

    mobiles = [row.mobile for row in (*county.members, *county.cadres)]
    assert len(set(mobiles)) == len(mobiles)
    assert not any(map(mobile.explain, mobiles[::50]))


def test_names_are_unique_where_they_must_be(county):
    for rows in (county.employers, county.units, county.unions):
        assert len({row.name for row in rows}) == len(rows)


def test_only_listed_codes_are_used(county):
    listed = [
        (county.members, "groups", rules.GROUPS),
        (county.members, "education", rules.EDUCATION),
        (county.members, "political_status", rules.POLITICAL),
        (county.members, "hukou", rules.HUKOU),
        (county.members, "employment", rules.EMPLOYMENT),
        (county.members, "skill_level", [*rules.SKILLS, ("", "")]),
        (county.employers, "nature", employer_rules.NATURES),
        (county.employers, "industry", employer_rules.INDUSTRIES),
        (county.employers, "size", employer_rules.SIZES),
        (county.employers, "social_class", [*employer_rules.SOCIAL_CLASSES, ("", "")]),
        (county.unions, "kind", union_rules.KINDS),
        (county.unions, "level", union_rules.LEVELS),
        (county.unions, "status", union_rules.STATES),
        (county.cadres, "post", post_rules.POSTS),
        (county.cadres, "form", post_rules.FORMS),
        (county.cadres, "education", post_rules.EDUCATION),
    ]
    for rows, name, choices in listed:
        values = [getattr(row, name) for row in rows]
        used = {one for value in values for one in (value if isinstance(value, tuple) else (value,))}
        assert used <= dict(choices).keys(), name


def test_the_line_of_social_organisations_says_which_kind_they_are(county):
    social = [row for row in county.employers if row.line == LINES["社会组织"]]
    assert {row.social_class for row in social} == {"association", "service", "foundation", "agency"}
    assert not any(row.social_class for row in county.employers if row.line != LINES["社会组织"])


def test_unions_have_their_chair_but_for_a_few(county):
    chaired = {row.unit for row in county.cadres if row.post == "chair"}
    base = {row.unit for row in county.unions if row.level == "base"}
    assert len(base - chaired) == 24
    assert 2_300 <= len(county.cadres) <= 2_500


def test_the_accounts_are_people_of_the_county(county):
    named = {row.code: row.name for row in county.units}
    cadres = {(row.unit, row.post, row.name) for row in county.cadres}
    for one in ACCOUNTS:
        assert named[one.code] == one.unit
        assert not one.post or (one.code, one.post, one.name) in cadres
    assert len({one.role for one in ACCOUNTS}) == 8
    assert len(PASSWORD) >= 12


def test_two_plans_are_equal():
    assert plan(small=True, today=TODAY) == plan(small=True, today=TODAY)


def test_two_full_plans_are_equal(county):
    assert plan(small=False, today=TODAY) == county


@pytest.mark.parametrize("day", ["2024-02-29", "2026-01-01", "2028-12-31", "2031-06-15"])
def test_it_can_be_made_on_any_day(day):
    assert len(plan(small=True, today=date.fromisoformat(day)).members) == 1_500
