"""What a command says when it is done, and what it says when it will not."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import Any

DONE, NOT_ALL, REFUSED = 0, 1, 2  # exit status: everything done; done in part or found wrong; refused


@dataclass(frozen=True)
class Answer:
    """``text`` for people, ``data`` for machines."""

    text: str
    data: dict[str, Any] = field(default_factory=dict)
    status: int = DONE


class Refusal(Exception):
    """Why nothing was done, in a sentence for whoever typed the command."""


def say(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False, default=str))
    elif answer.text:
        print(answer.text)


def note(text: str) -> None:
    """A line beside the answer: progress, hints."""
    print(text, file=sys.stderr, flush=True)
