"""Reads the operator's file of gateways. No import of Django: settings read it before anything is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WANTED = {
    "sms": {"url", "key_id", "secret"},
    "mail": {"host", "port", "from"},
    "wecom": {"url", "corp_id", "secret", "agent_id"},
    "wechat": {"url", "app_id", "secret", "template_id", "fields"},
}
MORE = {
    "sms": {"templates"},
    "mail": {"user", "password", "security"},
    "wecom": {"authorize"},
    "wechat": {"page", "authorize"},
}
OPEN_TO_OTHERS = "通道配置文件 {} 里有密钥，但别的用户也能读：请执行 chmod 600 {}，再启动"
UNREADABLE = "通道配置文件 {} 不是写对的 JSON（第 {} 行），请改好再启动；写法见 docs/operations.md"
UNKNOWN = "通道配置文件 {} 里不认得“{}”：只有 {}"
INCOMPLETE = "通道配置文件 {} 的“{}”{}：{}"

Words = dict[str, dict[str, Any]]


class BadGateways(Exception):
    """Why the file is not taken; says so to the operator, without quoting what may be secret."""


def gateways_in(file: Path) -> Words:
    """Channel → its words, complete; ``BadGateways``."""
    if file.stat().st_mode & 0o077:
        raise BadGateways(OPEN_TO_OTHERS.format(file, file))
    try:
        found = json.loads(file.read_text())
    except ValueError as error:
        raise BadGateways(UNREADABLE.format(file, getattr(error, "lineno", "?"))) from None
    if not isinstance(found, dict):
        raise BadGateways(UNREADABLE.format(file, 1))
    for channel, words in found.items():
        _check(file, channel, words)
    return found


def _check(file: Path, channel: str, words: Any) -> None:
    if channel not in WANTED:
        raise BadGateways(UNKNOWN.format(file, channel, "、".join(WANTED)))
    given = set(words) if isinstance(words, dict) else set[str]()
    if missing := WANTED[channel] - given:
        raise BadGateways(INCOMPLETE.format(file, channel, "还缺", "、".join(sorted(missing))))
    if strange := given - WANTED[channel] - MORE[channel]:
        raise BadGateways(INCOMPLETE.format(file, channel, "不认得", "、".join(sorted(strange))))
