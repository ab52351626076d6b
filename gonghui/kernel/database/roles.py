"""The database's roles, and the passwords of an embedded cluster.

``owner`` owns every table and runs migrations; ``app`` serves, owns nothing and cannot bypass a policy;
``readonly`` reads what a policy lets it; ``backup`` reads everything for a dump; ``definer`` cannot sign in
and owns the few functions that must look beyond a reach.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

OWNER = "gonghui_owner"
APP = "gonghui_app"
READONLY = "gonghui_readonly"
BACKUP = "gonghui_backup"
DEFINER = "gonghui_definer"
BOOTSTRAP = "gonghui_root"  # the cluster's superuser; used to create the others, never by the program after
LOGINS = (OWNER, APP, READONLY, BACKUP)


def read_passwords(folder: Path) -> dict[str, str]:
    file = folder / "database.json"
    if not file.exists():
        return {}
    found: dict[str, str] = json.loads(file.read_text())
    return found


def make_passwords(folder: Path) -> dict[str, str]:
    """The passwords of this cluster, made at first use and readable by this system account alone."""
    if known := read_passwords(folder):
        return known
    made = {role: secrets.token_urlsafe(24) for role in (BOOTSTRAP, *LOGINS)}
    file = folder / "database.json"
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(made, out)
    return made


def create_roles(passwords: dict[str, str], *, tests: bool = False) -> list[str]:
    """The statements that give a new cluster its roles. ``tests`` lets the owner create databases."""
    create = [
        f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{passwords[role]}'" for role in LOGINS
    ]
    return [
        *create,
        f"CREATE ROLE {DEFINER} NOLOGIN NOSUPERUSER NOBYPASSRLS",
        f"GRANT {DEFINER} TO {OWNER}",
        f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}" if tests else "SELECT 1",
        f"ALTER ROLE {OWNER} {'CREATEDB' if tests else 'NOCREATEDB'}",
    ]
