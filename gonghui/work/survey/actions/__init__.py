"""Writes of surveys."""

from __future__ import annotations

from gonghui.work.survey.actions.answering import answer, settle
from gonghui.work.survey.actions.linking import link, register_employer
from gonghui.work.survey.actions.lists import take_courier, take_listed
from gonghui.work.survey.actions.rounds import close_round, draw_up, keep_team, open_round

__all__ = [
    "answer",
    "close_round",
    "draw_up",
    "keep_team",
    "link",
    "open_round",
    "register_employer",
    "settle",
    "take_courier",
    "take_listed",
]
