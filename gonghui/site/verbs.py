"""Deeds of the installation itself, declared where the pages find their words."""

from __future__ import annotations

from gonghui.kernel.journal.actions import verb

LOAD_DEMO = verb("demo.load", "载入演示数据", "units", "unions", "employers", "members", "cadres", "accounts")
