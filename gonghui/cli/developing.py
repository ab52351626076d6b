"""For developers: Django's own commands, against this installation's database when it is there."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

from gonghui.cli.answers import Answer
from gonghui.cli.parser import Words
from gonghui.cli.surroundings import database, is_external, load_django
from gonghui.kernel.database.cluster import Cluster
from gonghui.kernel.database.home import home


def makemigrations(asked: Words) -> Answer:
    return _django("makemigrations", *asked.arguments)


def manage(asked: Words) -> Answer:
    """As the owner of the tables, so that ``migrate --database owner`` works too."""
    os.environ["GONGHUI_AS_OWNER"] = "1"
    return _django(*asked.arguments)


def _django(*words: str) -> Answer:
    there = is_external() or Cluster(home()).exists
    with database() if there else nullcontext():
        load_django()
        from django.core.management import execute_from_command_line

        before, sys.argv = sys.argv, ["gonghui", *words]
        try:
            execute_from_command_line(sys.argv)
        except SystemExit as end:
            return Answer("", status=end.code if isinstance(end.code, int) else int(end.code is not None))
        finally:
            sys.argv = before
    return Answer("")
