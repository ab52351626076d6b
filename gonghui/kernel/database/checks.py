"""What must hold before a page is served: the two layers stand only if the database keeps them.

Every check returns sentences for the operator; none means that it holds.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

TOO_MUCH = "数据库角色 {} 是超级用户：程序用它会越过一切权限。请让 DATABASE_URL 用 gonghui_app"
BYPASSES = "数据库角色 {} 带 BYPASSRLS，会绕过按管辖范围的限制。请执行 ALTER ROLE {} NOBYPASSRLS"
OWNS = "数据库角色 {} 是表的主人（例如 {}），限制对它不可靠。请让 DATABASE_URL 用 gonghui_app"
STANDS_FOR = "数据库角色 {} 可以变成表的主人 {}。请执行 REVOKE {} FROM {}"
UNPROTECTED = "表 {} 的行级权限没有开启（或没有对主人强制）。请执行 gonghui setup；仍有此提示时请停用并报告"
NO_PASSWORD = "数据库不问密码就放行（trust）。请在 pg_hba.conf 里改为 scram-sha-256 后重启数据库"
TRUST = "{} 第 {} 行是 trust：谁都不用密码就能进数据库。请改为 scram-sha-256"
DEBUGGING = "DEBUG 打开着：出错的页面会泄露内部信息。请关掉再启动"
PUBLIC_DEMO = "演示账号的密码是公开的，只能在本机使用（--host 127.0.0.1）。要让别的电脑访问，请用 gonghui run --empty 正式安装"

OWNED = """
SELECT c.relname, c.relowner = me.oid, owner.rolname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles owner ON owner.oid = c.relowner,
     pg_roles me
WHERE me.rolname = current_user AND n.nspname = 'public' AND c.relkind IN ('r', 'p')
  AND pg_has_role(me.oid, c.relowner, 'MEMBER')
ORDER BY c.relname LIMIT 1
"""
HALF_OPEN = """
SELECT DISTINCT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1
"""


def faults_of_role(dsn: str) -> list[str]:
    """The serving role may neither bypass a policy nor own a table, and every policy must be in force."""
    with psycopg.connect(dsn) as link:
        row = link.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        name, is_super, bypasses = row.fetchone() or ("", True, True)
        if is_super:
            return [TOO_MUCH.format(name)]
        faults = [BYPASSES.format(name, name)] if bypasses else []
        for table, own, owner in link.execute(OWNED):
            faults.append(OWNS.format(name, table) if own else STANDS_FOR.format(name, owner, owner, name))
        return faults + [UNPROTECTED.format(table) for (table,) in link.execute(HALF_OPEN)]


def faults_of_sign_in(dsn: str) -> list[str]:
    """Over a network the server must have asked for the password; a socket may know its user (peer)."""
    host = str(conninfo_to_dict(dsn).get("host") or "")
    with psycopg.connect(dsn) as link:
        asked = link.pgconn.used_password
    return [] if asked or not host or host.startswith("/") else [NO_PASSWORD]


def faults_of_hba(file: Path, text: str) -> list[str]:
    """Lines of pg_hba.conf that let anybody in."""
    found = enumerate(text.splitlines(), 1)
    return [TRUST.format(file, number) for number, line in found if _method(line) == "trust"]


def faults_of_serving(*, debug: bool) -> list[str]:
    return [DEBUGGING] if debug else []


def faults_of_address(host: str, *, demo: bool) -> list[str]:
    return [PUBLIC_DEMO] if demo and not is_loopback(host) else []


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def number_of_units(dsn: str) -> int:
    """0 or 1: whether anybody's data is in this database (asked as the serving role, reaching everything)."""
    with psycopg.connect(dsn) as link:
        if link.execute("SELECT to_regclass('public.units_unit')").fetchone() == (None,):
            return 0
        link.execute("SELECT set_config('app.tree', 'leadership', true), set_config('app.hi', '~', true)")
        link.execute("SELECT set_config('app.lo', '', true), set_config('app.person', '-1', true)")
        return len(link.execute("SELECT 1 FROM units_unit LIMIT 1").fetchall())


def _method(line: str) -> str:
    """The fourth or fifth word of a rule: after type, database, user and, but for ``local``, an address."""
    words = re.split(r"\s+", line.split("#", 1)[0].strip())
    if words[0] == "local":
        return words[3] if len(words) > 3 else ""
    if words[0].startswith("host") and len(words) > 4:
        has_mask = "/" not in words[3] and re.fullmatch(r"[0-9a-fA-F:.]+", words[4])
        return words[5] if has_mask and len(words) > 5 else words[4]
    return ""
