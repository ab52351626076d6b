"""Where the platform answers: a free port, whether it answers yet, and what to tell people."""

from __future__ import annotations

import errno
import socket
import time
from contextlib import ExitStack

from gonghui.cli.answers import Refusal
from gonghui.kernel.database.checks import is_loopback

FIRST = 8000
LAST = 8999
TAKEN = f"{FIRST}–{LAST} 的端口都被占用：请用 --port 指定一个"


def free_port(host: str, kept: ExitStack) -> int:
    """The first port nobody listens on. Two checkouts started in the same second get different ones too:
    the number is reserved until ``kept`` ends, by a name only one process of the machine can hold.
    """
    for port in range(FIRST, LAST + 1):
        if _is_free(host, port) and _is_free("::1", port) and _reserve(port, kept):
            return port
    raise Refusal(TAKEN)


def _reserve(port: int, kept: ExitStack) -> bool:
    name = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        name.bind(f"\0gonghui-port-{port}")
    except OSError:
        name.close()
        return False
    kept.enter_context(name)
    return True


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as fault:
        return ":" in host and fault.errno != errno.EADDRINUSE  # otherwise: a machine without IPv6
    return True


def answers(host: str, port: int, *, seconds: float) -> bool:
    """Whether a page comes back in time (any status)."""
    end = time.monotonic() + seconds
    while True:
        try:
            with socket.create_connection((_reachable(host), port), timeout=5) as link:
                link.sendall(b"GET /accounts/login/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return link.recv(12).startswith(b"HTTP/1.")
        except OSError:
            if time.monotonic() > end:
                return False
        time.sleep(0.1)


def shown(host: str, port: int) -> str:
    """The address to type; by name, since passkeys refuse a bare number."""
    return f"http://{'localhost' if is_loopback(host) else host}:{port}"


def demo_accounts() -> str:
    from demo.accounts import ACCOUNTS, PASSWORD, mobile_of  # only there in a demonstration

    lines = [f"    {a.username:<10}{a.role_label}（{a.name}，{a.unit}）" for a in ACCOUNTS]
    by_code = f"  短信登录也可以试，例如 {mobile_of('county')}：短信不会真的发出，打印在这个窗口里"
    return "\n".join([f"  演示账号（密码都是 {PASSWORD}；人员均为虚构）：", *lines, by_code])


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
