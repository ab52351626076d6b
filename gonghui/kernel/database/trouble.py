"""When what lies beneath gives way: the database is gone or restarts, a disk is full or only to be read.

Nothing was written then, and the same thing done again later succeeds. So it is told apart from a refusal by the data:
whoever catches ``DatabaseError`` to say that a record is in the way must not say so here.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trouble:
    """``what``: what happened; ``way``: what to do about it, for whoever sits before a page; ``operator``: for who keeps
    the machine.
    """

    what: str
    way: str
    operator: str


class OutOfOrder(Exception):
    """The database cannot work at the moment; the transaction is lost, and nothing else."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"{trouble.what}。{trouble.operator}")
        self.trouble = trouble


SOON = "请等几秒再试"
TELL = "请告诉管理员，等处理好了再试"
AGAIN = "做完的部分都在；处理好以后，重新执行同一条命令"
GONE = Trouble("连不上数据库", SOON, f"请看数据库是不是在运行、地址和密码对不对。{AGAIN}")
STARTS = Trouble("数据库正在重新启动", SOON, f"请等几秒。{AGAIN}")
FULL = Trouble("磁盘满了", TELL, f"请清理磁盘或换大的（先看备份和日志文件）。{AGAIN}")
ONLY_READ = Trouble(
    "数据库现在只能读，不能写", TELL, f"可能连到了备机，或磁盘被设成了只读，请先查清楚。{AGAIN}"
)
DISK_ONLY_READ = Trouble("磁盘现在只能读，不能写", TELL, f"请查系统日志和挂载方式。{AGAIN}")
BROKEN_DISK = Trouble("磁盘读写出错", TELL, f"请查系统日志，先备份再换盘。{AGAIN}")
CROWDED = Trouble("同时办的人太多，没轮到", SOON, f"数据库的连接或锁等不到了，请稍后再试。{AGAIN}")

BY_STATE = {
    "08": GONE, "57P01": STARTS, "57P02": STARTS, "57P03": STARTS, "53100": FULL, "53200": CROWDED, "53300": CROWDED,
    "55P03": CROWDED, "57014": CROWDED, "40P01": CROWDED, "40001": CROWDED, "25006": ONLY_READ, "58030": BROKEN_DISK,
}  # fmt: skip
BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: DISK_ONLY_READ,
    errno.EIO: BROKEN_DISK,
}
SHUT = (
    "connection is closed",
    "connection already closed",
    "the connection is lost",
    "consuming input failed",
)


def trouble_of(fault: BaseException | None) -> Trouble | None:
    """What gave way; None for any other fault."""
    while fault is not None:
        if found := _trouble(fault):
            return found
        fault = fault.__cause__ or fault.__context__
    return None


def _trouble(fault: BaseException) -> Trouble | None:
    if isinstance(fault, OutOfOrder):
        return fault.trouble
    if isinstance(fault, OSError) and not isinstance(fault, ConnectionError):
        return BY_NUMBER.get(fault.errno or 0)
    kinds = {one.__name__ for one in type(fault).__mro__}
    if not kinds & {"OperationalError", "InterfaceError", "InternalError", "ConnectorException"}:
        return None
    state = getattr(fault, "sqlstate", None) or ""
    if found := BY_STATE.get(state) or BY_STATE.get(state[:2]):
        return found
    lost = "OperationalError" in kinds and type(fault).__module__.startswith("psycopg") and not state
    return GONE if lost or any(words in str(fault) for words in SHUT) else None


def told_apart(execute: Callable[..., Any], query: str, params: Any, many: bool, context: Any) -> Any:
    """Around every statement of a request or a job: what gave way is no ``DatabaseError`` any more."""
    try:
        return execute(query, params, many, context)
    except Exception as fault:
        found = (
            None if isinstance(fault, OutOfOrder) else _trouble(fault) or _trouble(fault.__cause__ or fault)
        )
        if found and found is not CROWDED:  # who must wait for others is answered where they wait
            raise OutOfOrder(found) from fault
        raise
