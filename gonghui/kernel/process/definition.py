"""A procedure is data: stages joined by moves, clocks that run over several of them. No database here.

A declaration is checked when it is made: with a stage nobody reaches, an open stage that belongs to nobody
or has no limit, a move that leads nowhere, the program does not start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from gonghui.kernel.process.limits import Allowed
from gonghui.kernel.register.definition import Column

Place = Literal["here", "above", "line", "grid"]
Guard = Callable[[Any, date], str | None]  # (record, today) → why it may not happen, or None
Effect = Callable[[Any, dict[str, Any], date], None]  # (record, answers, today): sets fields, saves nothing

CLEARED, REFUSED, WITHDRAWN = "cleared", "refused", "withdrawn"
OUTCOMES = {CLEARED: "办结", REFUSED: "未通过", WITHDRAWN: "已撤回"}


@dataclass(frozen=True)
class Stage:
    """环节. ``owner``: the role that holds the matter; ``at``: in the matter's own unit, in the one above it,
    or in its line or grid. ``end``: how a matter that comes here has ended. ``waits``: why the clocks of the
    whole procedure stand still here; the stage's own limit runs. ``retired``: old matters stay readable,
    nothing enters any more. ``under``: on the rail it is part of that stage. ``by_fact``: no move leads here, the
    program ends a matter here when its own facts show that it is done (``triggered.cleared_by_fact``).
    """

    key: str
    label: str
    owner: str = ""
    at: Place = "here"
    limit: Allowed | None = None
    verb: str = "办理"
    hint: str = ""
    waits: str = ""
    end: str = ""
    needs: tuple[str, ...] = ()  # the kinds of evidence without which nothing gets here
    retired: bool = False
    under: str = ""
    by_fact: bool = False


@dataclass(frozen=True)
class Move:
    """What the holder can do in a stage. ``asks``: what the small form asks. ``apart_from``: who has made one
    of these moves may not make this one. ``quick``: nothing to ask, one click in the to-do list, also for
    several at once. ``undo``: may be taken back for ten minutes, because nothing has left the house. ``when``: only
    where an office above has the matter ("above"), or only where none above is here and the office itself enters
    what came from there on paper ("outside").
    """

    key: str
    label: str
    source: str
    target: str
    asks: tuple[Column, ...] = ()
    evidence: tuple[str, ...] = ()  # kinds of evidence this form takes in
    guard: Guard | None = None
    effect: Effect | None = None
    apart_from: tuple[str, ...] = ()
    permission: str = ""
    quick: bool = False
    undo: bool = False
    reason: str = ""  # why it is done has to be said: what the form calls it ("不同意的原因")
    tone: str = ""
    hint: str = ""
    when: Literal["", "above", "outside"] = ""


@dataclass(frozen=True)
class Clock:
    """A limit over several stages: runs from entering one of ``starts`` until one of ``stops`` is entered or
    the matter ends. ``chosen``: a parameter whose value picks the starting stage, where places differ.
    ``runs_on``: counted from a fact outside the matter (``clocks.run_from``); no pause or waiting moves it.
    """

    key: str
    label: str
    limit: Allowed
    starts: tuple[str, ...]
    stops: tuple[str, ...] = ()
    chosen: str = ""
    choices: dict[str, str] = field(default_factory=dict)  # parameter value → stage
    runs_on: bool = False


@dataclass(frozen=True)
class Evidence:
    """凭证: a kind of paper or picture a matter needs; ``hint`` says what must be on it. ``table``: it is a table
    file that the program reads, not a picture.
    """

    key: str
    label: str
    hint: str = ""
    table: bool = False


@dataclass(frozen=True)
class Process:
    """``letters`` begin a matter's number; ``reasons``: the usual ones for sending back and for pausing."""

    key: str
    label: str
    letters: str
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    clocks: tuple[Clock, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    back_reasons: tuple[str, ...] = ("材料不全", "内容有误", "不归本单位办", "与已有的重复", "其他")
    pause_reasons: tuple[str, ...] = ()
    extension: Allowed | None = None
    opens: str = ""  # the permission to begin one; empty: only the program opens them
    reads: str = ""  # the permission to look at them at all
    reads_others: str = ""  # without it one sees, of those, what one has begun oneself and no more
    starts_with: str = ""
    by_key: dict[str, Stage] = field(init=False, repr=False, compare=False, default_factory=dict)
    by_evidence: dict[str, Evidence] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_key.update({stage.key: stage for stage in self.stages})
        self.by_evidence.update({one.key: one for one in self.evidence})
        if faults := list(_faults(self)):
            raise ValueError(f"{self.key}: " + "; ".join(faults))

    @property
    def first(self) -> Stage:
        return self.by_key[self.starts_with or self.stages[0].key]

    @property
    def rail(self) -> list[Stage]:
        """The stages of the ordinary way, in order."""
        return [s for s in self.stages if not s.retired and not s.under and s.end in {"", CLEARED}]

    def moves_from(self, stage: str) -> list[Move]:
        return [move for move in self.moves if move.source == stage]

    def move(self, stage: str, key: str) -> Move | None:
        return next((move for move in self.moves_from(stage) if move.key == key), None)

    def ended(self, stage: str) -> bool:
        return bool(self.by_key[stage].end)


def _faults(process: Process) -> Sequence[str]:
    known = process.by_key
    faults = [] if len(known) == len(process.stages) else ["two stages have the same key"]
    for stage in process.stages:
        faults += _faults_of_stage(process, stage)
    faults += [f"{s.key}: no stage {s.under!r}" for s in process.stages if s.under and s.under not in known]
    for move in process.moves:
        faults += [f"{move.key}: no stage {end!r}" for end in (move.source, move.target) if end not in known]
        faults += [
            f"{move.key}: unknown evidence {one}" for one in move.evidence if one not in process.by_evidence
        ]
        faults += [f"{move.key}: {c.name} is the form's own" for c in move.asks if c.name in {"text", "seen"}]
        if move.quick and (move.asks or move.evidence or move.reason):
            faults.append(f"{move.key}: a quick move asks nothing")
        if move.undo and any(column.mask for column in move.asks):
            faults.append(f"{move.key}: what asks for secrets cannot be taken back")
    for clock in process.clocks:
        named = {*clock.starts, *clock.stops, *clock.choices.values()}
        faults += [f"{clock.key}: no stage {one!r}" for one in sorted(named - set(known))]
    if not faults and (lost := _never_reached(process)):
        faults.append(f"stages never reached: {lost}")
    return faults


def _faults_of_stage(process: Process, stage: Stage) -> list[str]:
    faults = [f"{stage.key}: unknown evidence {one}" for one in stage.needs if one not in process.by_evidence]
    if stage.end and stage.end not in OUTCOMES:
        faults.append(f"{stage.key}: unknown outcome {stage.end!r}")
    if not stage.end and not (stage.owner and stage.limit):
        faults.append(f"{stage.key}: an open stage has an owner and a limit")
    if not stage.end and not stage.retired and not process.moves_from(stage.key):
        faults.append(f"{stage.key}: nothing leads out of it")
    if stage.end and process.moves_from(stage.key):
        faults.append(f"{stage.key}: what has ended has no moves")
    return faults


def _never_reached(process: Process) -> list[str]:
    reached: set[str] = set()
    todo = [process.first.key]
    while todo:
        stage = todo.pop()
        if stage not in reached:
            reached.add(stage)
            todo += [move.target for move in process.moves_from(stage)]
    lost = [s.key for s in process.stages if s.key not in reached and not s.retired]
    kept = {s.key for s in process.stages if s.end == WITHDRAWN or (s.end and s.by_fact)}
    return [key for key in lost if key not in kept]


PROCESSES: dict[str, Process] = {}
Consequence = Callable[..., None]  # (record=, actor=, today=, now=, answers=): writes through other actions
CONSEQUENCES: dict[tuple[str, str], list[Consequence]] = {}
RECORDS: dict[str, Any] = {}  # process → the model of what it is about


def process(**options: Any) -> Process:
    """Declare a procedure and put it in the catalogue."""
    made = Process(**options)
    PROCESSES[made.key] = made
    return made


def consequence(made: Process, *moves: str) -> Callable[[Consequence], Consequence]:
    """What follows a move, in its transaction: the decorated function writes through the actions of others.
    Raising ``MoveRefused`` there undoes the move. "open" and "withdraw" name the engine's own; "proof:roster" is
    what follows when evidence of that kind is given.
    """
    own = {move.key for move in made.moves} | {"open", "withdraw", *(f"proof:{e.key}" for e in made.evidence)}
    if unknown := set(moves) - own:
        raise ValueError(f"{made.key}: no moves {sorted(unknown)}")

    def keep(function: Consequence) -> Consequence:
        for move in moves:
            CONSEQUENCES.setdefault((made.key, move), []).append(function)
        return function

    return keep
