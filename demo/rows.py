"""The rows of the plan: plain values; units are named by their code, employers by their place in the list."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class UnitRow(NamedTuple):
    """``tree``: a further tree in which the unit stands under the same parent (grids and lines)."""

    code: str
    name: str
    kind: str
    parent: str | None
    since: date
    tree: str | None = None


class UnionRow(NamedTuple):
    unit: str
    name: str
    kind: str
    level: str
    region: str | None
    is_dual: bool = False
    status: str = "established"
    credit_code: str | None = None
    founded_on: date | None = None
    approval_number: str = ""
    term_since: date | None = None
    term_until: date | None = None
    workers: int = 0
    address: str = ""


class EmployerRow(NamedTuple):
    name: str
    unit: str
    grid: str
    line: str
    covered_by: str | None
    covered_since: date | None
    credit_code: str
    nature: str
    industry: str
    size: str
    social_class: str
    workers: int
    migrant_workers: int
    address: str


class MemberRow(NamedTuple):
    unit: str
    employer: int | None
    name: str
    id_number: str
    mobile: str
    since: date
    is_migrant: bool
    groups: tuple[str, ...]
    workplace: str
    job: str
    number: str
    employment: str
    ethnicity: str
    education: str
    skill_level: str
    political_status: str
    hukou: str


class CadreRow(NamedTuple):
    unit: str
    name: str
    post: str
    form: str
    rank: str
    sex: str
    birth_year: int
    education: str
    mobile: str
    since: date
    document_number: str
    training_hours: int


class Plan(NamedTuple):
    units: list[UnitRow]
    unions: list[UnionRow]
    employers: list[EmployerRow]
    members: list[MemberRow]
    cadres: list[CadreRow]
