"""What the matters of a procedure answer for: how many are open, late, closed this year, and closed in time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from gonghui.kernel.indicators.definition import AfterDays, Measure, NextYear, Source
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.telling import url_of

WATCHES = ("process_workitem.unit_id", "process_workitem.grid_id", "process_workitem.line_id")
OWN = {"grid": "grid", "industry": "line"}


@dataclass(frozen=True)
class Matters:
    """``closed`` and ``in_time``: since New Year; ``late``: past their limit and open. ``ever``: since there are any."""

    opened: Measure
    open: Measure
    late: Measure
    closed: Measure
    in_time: Measure
    source_closed: Source
    ever_opened: Measure
    ever_closed: Measure
    ever_in_time: Measure


def matters(key: str, label: str, *processes: str, permission: str, where: Q | None = None) -> Matters:
    """Declare them for the matters of ``processes``; in trees of grids and lines they stand by their own grid and line.

    ``permission``: who may open them one by one.
    """
    of = Q(process_key__in=processes) & (where or Q())
    ended = of & Q(closed_on__isnull=False)

    def source(part: str, label: str, since: object, until: object, where: Q) -> Source:
        return Source(
            f"{key}.{part}", WorkItem, label, since, until, where, own=OWN, watches=WATCHES,
            told=lambda row: f"{row.number} {row.title}", url=url_of, permission=permission,
        )  # fmt: skip

    begun = source("begun", f"本年收到的{label}", "opened_on", NextYear(F("opened_on")), of)
    open_ = source("open", f"在办的{label}", "opened_on", "closed_on", of)
    late = source("late", f"超期的{label}", AfterDays(F("due_on")), "closed_on", of & Q(due_on__isnull=False, paused_on=None))  # fmt: skip
    closed = source("closed", f"本年办结的{label}", "closed_on", NextYear(F("closed_on")), ended)
    in_time = Q(due_on=None) | Q(closed_on__lte=F("due_on"))
    ever_begun = source("ever_begun", f"收到的{label}", "opened_on", None, of)
    ever_closed = source("ever_closed", f"办结的{label}", "closed_on", None, ended)
    return Matters(
        opened=Measure(f"{key}.opened", begun),
        open=Measure(f"{key}.open", open_),
        late=Measure(f"{key}.late", late),
        closed=Measure(f"{key}.closed", closed),
        in_time=Measure(f"{key}.in_time", closed, in_time),
        source_closed=closed,
        ever_opened=Measure(f"{key}.ever_opened", ever_begun),
        ever_closed=Measure(f"{key}.ever_closed", ever_closed),
        ever_in_time=Measure(f"{key}.ever_in_time", ever_closed, in_time),
    )
