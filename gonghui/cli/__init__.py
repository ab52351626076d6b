"""The one command line, ``gonghui``: for operators and developers, readable by machines with ``--json``."""

from __future__ import annotations

from gonghui.cli.main import main

__all__ = ["main"]
