"""The one process that signs in as the owner: brings the database and the static files up to date.

``gonghui run`` and ``gonghui setup`` start it as ``python -m gonghui.cli.preparing`` and wait, so that the
process that serves never holds the owner's address.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gonghui.cli import stamps
from gonghui.cli.answers import REFUSED, note
from gonghui.cli.faults import sentence_of
from gonghui.cli.steps import step
from gonghui.cli.surroundings import dsn, load_django
from gonghui.kernel.database import roles
from gonghui.kernel.database.home import PACKAGE, home

GRANTS = (  # Django makes its table of migrations before our first one says who may read by default
    f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {roles.BACKUP};"
    f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {roles.BACKUP}"
)


def prepare(*, with_demo: bool) -> None:
    with step("读取程序"):
        os.environ["GONGHUI_AS_OWNER"] = "1"
        load_django()
    prepare_database()
    prepare_static()
    if with_demo:
        prepare_demo()
    stamps.put(dsn(roles.OWNER), stamps.wanted())


def prepare_database() -> None:
    with step("更新数据库结构"):
        prepare_tables()
    with step("载入基础数据（节假日、参数、行政区划）"):
        _seed()


def prepare_tables() -> None:
    """Killed at any moment, it goes on where it stood when it is done again."""
    from django.core.management import call_command
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # an index over a million rows takes its time
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute(GRANTS)


def _seed() -> None:
    from gonghui.kernel.calendar.actions import seed
    from gonghui.kernel.parameters.actions import seed_parameters
    from gonghui.kernel.reach.actor import system
    from gonghui.kernel.reach.session import acting
    from gonghui.registers.regions.actions import load_divisions

    with acting(system()) as actor:
        seed(actor=actor)
        for path in sorted(PACKAGE.glob("*/*/data/parameters.csv")):
            seed_parameters(actor=actor, path=path)
        load_divisions(actor=actor)


def prepare_static() -> None:
    from django.core.management import call_command

    if stamps.static_found(home()) == stamps.static_wanted():
        return
    with step("整理静态文件"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamps.static_file(home()).write_text(stamps.static_wanted())


def prepare_demo() -> None:
    from demo.load import load
    from gonghui.kernel import clock
    from gonghui.kernel.units.models import Unit

    if not _any(Unit):
        with step("生成演示县（虚构人员，约一分钟）"):
            load(small=False, today=clock.today())


def _any(model: object) -> bool:
    from gonghui.kernel.reach.actor import system
    from gonghui.kernel.reach.session import acting

    with acting(system()):
        return bool(model.objects.exists())  # type: ignore[attr-defined]


def main() -> int:
    Path(home().path).mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        prepare(with_demo="--demo" in sys.argv[1:])
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        if (sentence := sentence_of(fault)) is None:
            raise
        note(sentence)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
