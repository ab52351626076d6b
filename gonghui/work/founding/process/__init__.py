"""The procedures of founding: a base union, a federation of unions, and what is due afterwards."""

from __future__ import annotations

from gonghui.work.founding.process.after import AFTER
from gonghui.work.founding.process.base import FOUNDING, PAPERS
from gonghui.work.founding.process.federation import FEDERATION

__all__ = ["AFTER", "FEDERATION", "FOUNDING", "PAPERS"]
