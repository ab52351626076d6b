"""``gonghui setup``: everything that must be there before the first page, and after an upgrade."""

from __future__ import annotations

import os
import subprocess
import sys

from gonghui.cli import installation, stamps
from gonghui.cli.answers import Answer, Refusal
from gonghui.cli.installation import Installation, Kind
from gonghui.cli.parser import Words
from gonghui.cli.steps import step
from gonghui.cli.surroundings import child_environment, database, dsn, is_external
from gonghui.kernel.database import roles
from gonghui.kernel.database.checks import number_of_units
from gonghui.kernel.database.cluster import Cluster
from gonghui.kernel.database.home import Home, home
from gonghui.kernel.secrets.keyfile import create_ring

NO_KEYS = (
    "数据库里已有数据，密钥文件 {} 却不在了：没有它，加密的内容都解不开。"
    "请把另存的 keys.json 放回原处（权限 600）再启动"
)
FAILED = "安装没有完成，原因见上；改好后重新执行即可，做完的部分不会重做"


def setup(asked: Words) -> Answer:
    known = installation.known(home())
    wish: Kind = "demo" if asked.demo or (known and known.is_demo) else "real"
    open_home(home())
    with database(fresh=True):
        found = bring_up_to_date(wish)
    return Answer(f"已安装在 {home().path}", {"home": str(home().path), "kind": found.kind})


def open_home(place: Home) -> None:
    """The data folder, and the cluster if it has to be made (the only step before the database runs)."""
    place.prepare()
    installation.refuse_unfinished_restore(place)
    if not (is_external() or Cluster(place).exists):
        with step("建立数据库"), Cluster(place).serving():
            pass


def bring_up_to_date(wish: Kind) -> Installation:
    """Key ring, tables, static files, basic data; returns at once when all fit this version."""
    place = home()
    units = number_of_units(dsn(roles.APP))
    make_ring(place, units)
    found = installation.decide(place, wish=wish, has_units=units > 0)
    stale = stamps.found(dsn(roles.APP)) != stamps.wanted()
    stale = stale or stamps.static_found(place) != stamps.static_wanted()
    if stale or (found.is_demo and not units):
        _prepare(found)
    return found


def make_ring(place: Home, units: int) -> None:
    ring = place.secrets / "keys.json"
    if ring.exists():
        return
    if units:
        raise Refusal(NO_KEYS.format(ring))
    create_ring(ring)


def _prepare(found: Installation) -> None:
    words = [sys.executable, "-m", "gonghui.cli.preparing", *(["--demo"] if found.is_demo else [])]
    more = {"GONGHUI_DEMO": str(int(found.is_demo))}
    if is_external():
        more["DATABASE_OWNER_URL"] = dsn(roles.OWNER)
    done = subprocess.run(words, env=child_environment(**more), cwd=os.getcwd(), check=False)
    if done.returncode:
        raise Refusal(FAILED)
