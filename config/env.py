"""Values from the environment, each safe when unset."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from gonghui.kernel.database import roles
from gonghui.kernel.database.cluster import DATABASE, Cluster
from gonghui.kernel.database.home import home
from gonghui.kernel.notices.standin.ports import words as stand_in
from gonghui.kernel.notices.wanted import gateways_in


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def text(name: str, default: str) -> str:
    return os.environ.get(name) or default


def words(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).split(",") if word]


def secret(name: str) -> str:
    """From the environment, else a value made once and kept in the installation's own secrets folder."""
    if given := os.environ.get(name):
        return given
    file = home().secrets / name.lower()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh: Path = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text()


def gateways(*, demo: bool) -> dict[str, dict[str, Any]]:
    """The ways out: a file of the operator's, else none; the demonstration uses the local stand-in."""
    file = Path(os.environ.get("GONGHUI_GATEWAYS") or home().secrets / "gateways.json")
    if file.exists():
        return gateways_in(file)
    return stand_in() if demo else {}


def database(variable: str, role: str) -> dict[str, object]:
    """Django's words for a connection: from an address in ``variable``, else the embedded cluster's."""
    words = "-c statement_timeout=120000 -c lock_timeout=20000"
    options = {"options": words + (" -c gonghui.emptying_tests=on" if flag("GONGHUI_TESTS") else "")}
    common = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
    if given := os.environ.get(variable):
        parts = urlsplit(given)
        return common | {
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": options | {k: v for k, v in parse_qsl(parts.query) if k != "host"},
        }
    cluster = Cluster(home())
    password = roles.read_passwords(cluster.home.secrets).get(role, "")
    return common | {
        "NAME": DATABASE,
        "USER": role,
        "PASSWORD": password,
        "HOST": str(cluster.home.sockets),
    }
