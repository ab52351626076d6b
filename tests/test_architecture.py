"""The shape of the code base, kept by the test run."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections

from gonghui.kernel.reach.scope import ScopedModel
from tests.support import database

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gonghui"
SOURCES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts and "tests" not in p.parts]
KNOWN = {
    "__init__", "rules", "models", "process", "selectors", "actions", "register", "indicators", "forms",
    "linkage", "desk", "field", "hall", "api", "jobs", "urls", "apps",
}  # fmt: skip
UNION_WORDS = re.compile(r"工会|会员|职工|会籍|\bunion\b|\bunions\b|\bmembers?\b|\bmembership", re.I)
SQL_WORDS = re.compile(r"\bUNION\b|'MEMBER'|\bmember of\b")
OPEN_TABLES = {
    "regions.Region": "the country's divisions, published",
    "calendar.CalendarYear": "public holidays, published",
    "calendar.CalendarDay": "public holidays, published",
    "parameters.Parameter": "numbers of the law, published",
    "parameters.ParameterValue": "numbers of the law and a unit's own rules, no personal data",
    "journal.Seal": "hashes",
    "notices.OneTimeCode": "keyed hashes and ciphers, needed before there is a reach; known by the asker's session",
    "joining.Submission": "sealed, from people without an account; put in by anybody, read by the program alone",
    "own.Binding": "a keyed hash; written and seen by its own person alone",
    "letters.Letter": "sealed, from somebody signed in; put in by the person alone, read by the program alone",
    "linkage.Estimate": "shares of a model, no row's values; written by the program alone",
    "indicators.Mark": "which unit has something to be counted; written by the database alone",
    "indicators.Kept": "the day the totals are of",
    "members.IdentityLookup": "written and read by one definer function only",
}


def functions(path: Path):
    return [
        n
        for n in ast.walk(ast.parse(path.read_text()))
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_every_module_file_has_a_known_name():
    strange = [
        str(path.relative_to(PACKAGE))
        for layer in ("registers", "work", "insight")
        for path in (PACKAGE / layer).glob("*/*.py")
        if path.stem not in KNOWN
    ]
    assert strange == []


def test_no_file_is_long_and_no_function_is():
    long_files = [
        f"{p.relative_to(ROOT)}: {n}" for p in SOURCES if (n := len(p.read_text().splitlines())) > 400
    ]
    long_functions = [
        f"{p.relative_to(ROOT)}:{f.name} {f.end_lineno - f.lineno}"
        for p in SOURCES
        for f in functions(p)
        if f.end_lineno - f.lineno > 50
    ]
    assert (long_files, long_functions) == ([], [])


def test_the_kernel_speaks_of_no_union():
    spoken = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()[:80]}"
        for path in (PACKAGE / "kernel").rglob("*.py")
        if "migrations" not in path.parts and "tests" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNION_WORDS.search(SQL_WORDS.sub("", line))
    ]
    assert spoken == []


def test_pages_never_query_models_past_the_one_door():
    """``.objects`` in a page, an API or a job may only be followed by ``.visible_to``, ``.filter(pk=…)`` of one's own."""
    leaks = []
    for path in SOURCES:
        if path.stem in {"desk", "api"} or path.parent.name == "desk":
            nodes = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)]
            through = {id(n.value) for n in nodes if n.attr == "visible_to"}
            leaks += [
                f"{path.relative_to(PACKAGE)}:{n.lineno}"
                for n in nodes
                if n.attr == "objects" and id(n) not in through and _model_of(n) not in OPEN_MODELS
            ]
    assert leaks == []


OPEN_MODELS = {name.split(".")[1] for name in OPEN_TABLES} | {"Unit"}


def _model_of(node: ast.Attribute) -> str:
    return node.value.id if isinstance(node.value, ast.Name) else ""


def test_selectors_of_registers_go_through_the_one_door():
    leaks = []
    for path in (PACKAGE / "registers").rglob("selectors.py"):
        nodes = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)]
        through = {id(n.value) for n in nodes if n.attr == "visible_to"}
        leaks += [
            f"{path}:{n.lineno}"
            for n in nodes
            if n.attr == "objects" and id(n) not in through and _model_of(n) not in OPEN_MODELS
        ]
    assert leaks == []


def test_only_the_clock_reads_the_clock():
    readers = [
        f"{path.relative_to(PACKAGE)}:{n.lineno}"
        for path in SOURCES
        if path.name != "clock.py" and "cli" not in path.parts
        for n in ast.walk(ast.parse(path.read_text()))
        if isinstance(n, ast.Attribute) and (
            (n.attr in {"today", "now", "utcnow"} and isinstance(n.value, ast.Name) and n.value.id in {"date", "datetime"})
            or (n.attr in {"now", "localdate"} and isinstance(n.value, ast.Name) and n.value.id == "timezone"
                and "run.now" not in path.read_text() and "created_at" not in path.read_text())
        )
    ]  # fmt: skip
    assert readers == []


def our_models():
    return [m for m in apps.get_models() if m.__module__.startswith("gonghui.")]


def test_every_model_is_scoped_or_says_why_not():
    open_ = {m._meta.label for m in our_models() if not issubclass(m, ScopedModel)} - {"journal.Entry"}
    assert open_ == set(OPEN_TABLES)


@database
@pytest.mark.parametrize("model", our_models(), ids=lambda m: m._meta.label)
def test_every_scoped_table_is_under_forced_row_level_security(model, db):
    if model._meta.label in OPEN_TABLES:
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)


@database
def test_the_serving_role_owns_nothing_and_bypasses_nothing(db):
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_views WHERE schemaname = 'public'")
        assert cursor.fetchone() == (0,)


def test_the_glossary_knows_every_model():
    text = (ROOT / "docs" / "glossary.md").read_text()
    missing = [m.__name__ for m in our_models() if f"`{m.__name__}`" not in text]
    assert missing == []
