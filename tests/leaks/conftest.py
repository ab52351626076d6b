"""The three ways of the matrix: both layers, and each of the two alone."""

from __future__ import annotations

import secrets

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from gonghui.kernel import clock
from gonghui.kernel.actors.models import AccountQuerySet
from gonghui.kernel.database import roles
from gonghui.kernel.files.models import StoredFileQuerySet
from gonghui.kernel.jobs.models import JobQuerySet
from gonghui.kernel.journal.models import EntryQuerySet
from gonghui.kernel.linkage.models import TwoPlacesQuerySet
from gonghui.kernel.notices.models import NoticeQuerySet, OwnQuerySet
from gonghui.kernel.process.models import PartQuerySet, WorkItemQuerySet
from gonghui.kernel.reach.scope import ScopedQuerySet
from gonghui.kernel.sync.models import ArrivalQuerySet, DeviceQuerySet, PhotoQuerySet
from gonghui.registers.unions.models import AffiliationQuerySet
from gonghui.work.duties.models import DutyQuerySet
from gonghui.work.standards.models import SchemeQuerySet
from gonghui.work.survey.models import OfSubjectQuerySet, RoundQuerySet
from tests import environment, support
from tests.leaks import scene

BYPASS = "gonghui_bypass"
REPORTS: list[str] = []


def pytest_terminal_summary(terminalreporter):
    for report in REPORTS:
        terminalreporter.write_line(report)


@pytest.fixture
def attempts(request):
    """Says at the end of the run how many attempts counted, and at which addresses."""
    return lambda siege: REPORTS.append(f"{request.node.path.stem}: {siege.report()}")


@pytest.fixture
def county_of_canaries(tmp_path, monkeypatch, caplog, db_with_reach):
    caplog.set_level("CRITICAL", "django.request")
    support.set_today(monkeypatch, clock, "2026-11-21")
    return scene.build(tmp_path)


@pytest.fixture
def rows_alone(monkeypatch):
    """The first layer off: ``visible_to`` lets everything through."""
    kinds = (
        AccountQuerySet,
        JobQuerySet,
        EntryQuerySet,
        NoticeQuerySet,
        OwnQuerySet,
        TwoPlacesQuerySet,
        AffiliationQuerySet,
        DutyQuerySet,
        SchemeQuerySet,
        RoundQuerySet,
        OfSubjectQuerySet,
        DeviceQuerySet,
        ArrivalQuerySet,
        PhotoQuerySet,
    )
    for queries in (ScopedQuerySet, *kinds, WorkItemQuerySet, PartQuerySet, StoredFileQuerySet):
        monkeypatch.setattr(queries, "visible_to", lambda self, actor: self)


@pytest.fixture(scope="module")
def policies_off(django_db_setup, django_db_blocker):
    """The second layer off: for one module the application signs in as a role that passes over policies."""
    _sweep()
    name, word = f"{BYPASS}_{secrets.token_hex(4)}", secrets.token_urlsafe(24)
    words = {"name": sql.Identifier(name), "app": sql.Identifier(roles.APP), "word": sql.Literal(word)}
    create = sql.SQL("CREATE ROLE {name} LOGIN BYPASSRLS PASSWORD {word} IN ROLE {app}").format(**words)
    _as_superuser(create)
    connection = connections["default"]
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(USER=name, PASSWORD=word)
        yield name
        connection.close()
        connection.settings_dict.update(before)
    _as_superuser(sql.SQL("DROP ROLE {name}").format(**words))


def _sweep() -> None:
    """Roles that a killed run left behind go, so that nothing may pass over policies for longer than a test."""
    with psycopg.connect(environment.CLUSTER.dsn(roles.BOOTSTRAP, "postgres"), autocommit=True) as link:
        found = link.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"{BYPASS}_"])
        for (name,) in found.fetchall():
            link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [name])
            link.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.fixture(scope="session", autouse=True)
def _swept(django_db_setup):
    _sweep()


def _as_superuser(statement: sql.Composed) -> None:
    with psycopg.connect(environment.CLUSTER.dsn(roles.BOOTSTRAP, "postgres"), autocommit=True) as link:
        link.execute(statement)
