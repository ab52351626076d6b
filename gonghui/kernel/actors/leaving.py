"""What others have to say before somebody leaves a post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gonghui.kernel.actors.models import Assignment

Question = Callable[[Assignment, date], str | None]
QUESTIONS: list[Question] = []


def asked_before_leaving(function: Question) -> Question:
    """Register ``function(post, on)``: a sentence why the post cannot end yet, or None."""
    QUESTIONS.append(function)
    return function


def why_not_yet(post: Assignment, on: date) -> list[str]:
    return [reason for question in QUESTIONS if (reason := question(post, on))]
