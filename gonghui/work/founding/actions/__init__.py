"""What founding writes: the base union, the federation, and the tasks that follow."""

from __future__ import annotations

from gonghui.work.founding.actions import federation
from gonghui.work.founding.actions.base import begin, begin_all, note_paper
from gonghui.work.founding.actions.shots import take

__all__ = ["begin", "begin_all", "federation", "note_paper", "take"]
