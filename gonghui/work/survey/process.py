"""摸排不一致: two people who knew nothing of each other found different things; somebody says what is right."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from gonghui.kernel.process.definition import CLEARED, Move, Stage, process
from gonghui.kernel.process.limits import ByParameter
from gonghui.work.survey.models import Subject

RULE = "survey.differs"
OWN = "liaison adviser town_clerk county_clerk"


def subject_of(item: Any) -> Subject | None:
    """The subject a matter is about, as far as it is in reach."""
    try:
        pk = UUID(item.rule_subject.removeprefix("subject:"))
    except ValueError:
        return None
    return Subject.objects.filter(pk=pk).first()


def still_differs(item: Any, today: date) -> str | None:
    found = subject_of(item)
    return f"还有 {len(found.contested)} 项没有选定哪一个对" if found and found.contested else None


DIFFERS = process(
    key="survey_differs",
    label="摸排不一致",
    letters="MP",
    reads="survey.read",
    stages=(
        Stage("settling", "待核对", owner=OWN, at="grid", limit=ByParameter("survey.settle"), verb="核对", hint="同一家，两个人摸到的情况不一样。两边的都留着；看清楚哪一个对，按一下就定。"),
        Stage("done", "已核对", end=CLEARED),
    ),
    moves=(Move("settled", "都核对好了", "settling", "done", guard=still_differs, quick=True),),
)  # fmt: skip
