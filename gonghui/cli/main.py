"""From typed words to one function, its answer, and an exit status. Django is loaded only when needed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from gonghui.cli.answers import REFUSED, Answer, note, say
from gonghui.cli.faults import sentence_of
from gonghui.cli.parser import Words, read

INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    asked = read(words)
    try:
        with asked.surroundings():
            answer = function_of(asked)(asked)
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:
        if (sentence := sentence_of(fault)) is None:
            raise
        note(sentence)
        return REFUSED
    say(answer, as_json=asked.json)
    return answer.status


def function_of(asked: Words) -> Callable[[Words], Answer]:
    module, _, name = asked.does.partition(":")
    return cast("Callable[[Words], Answer]", getattr(import_module(f"gonghui.cli.{module}"), name))
