"""摸底 of the county: last quarter's round is over, this quarter's is under way; a liaison has walked a street and met
somebody on no list and somebody under another name; two counts differ; a platform has sent its list.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from demo.foundings import actor_of, at
from demo.places import COUNTY, GRIDS, SEAT
from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.site.findings import survey_left  # noqa: F401  # what surveys find is listed in the ledger
from gonghui.work.gaps.actions import call_meeting, sweep
from gonghui.work.gaps.rules import FINDERS
from gonghui.work.survey.actions import answer, open_round, take_courier, take_listed
from gonghui.work.survey.models import Round, Subject
from gonghui.work.survey.rules import quarter
from gonghui.work.survey.selectors import subjects

WALKED = 18  # of the liaison's grid this quarter
COURIERS = ("韦志强", "龚小兵", "成海军", "贲勇", "柏长青", "束亮")
FIRST_MOBILE = 19_900_920_001


def walk(root: Actor, today: date) -> None:
    set_reach(root)
    county, grid = Unit.objects.get(code=COUNTY), Unit.objects.get(code=GRIDS[0])
    official, liaison = (actor_of(root, username, today) for username in ("county", "liaison"))
    _, since, _ = quarter(today)
    before = since - timedelta(days=1)
    set_reach(official)
    past, now = (_round(official, county, day) for day in (before, today))
    _visits(liaison, past, before, 60)
    lately = today - timedelta(days=1)  # whatever the hour is now, it has happened
    _visits(liaison, now, lately, WALKED)
    _met(liaison, official, now, today)
    set_reach(root)
    _lists(root, today)
    sweep(FINDERS["survey.left"], actor=root, now=at(lately), most=50)
    set_reach(official)
    call_meeting(actor=official, unit=county, grid=grid, held_on=today, today=today, now=at(lately))
    set_reach(root)


def _round(official: Actor, county: Unit, on: date) -> Round:
    label, since, until = quarter(on)
    given = {"kind": "quarter", "label": f"{label}摸底", "since": since, "until": until}
    return open_round(actor=official, unit=county, today=since, **given)


def _visits(liaison: Actor, one: Round, on: date, most: int) -> None:
    set_reach(liaison)
    waiting = subjects(liaison).filter(version=0).order_by("name", "pk")
    for n, found in enumerate(waiting[: min(most, waiting.count() // 2 + 1)]):
        day = max(one.since, on - timedelta(days=n % 20))
        facts = {"workers": found.workers + n % 3, "has_union": found.facts.get("has_union", False)}
        _bring(liaison, one, found, at(day), **facts)


def _bring(who: Actor, one: Round, found: Subject | None, now: datetime, name: str = "", base: int = 0, **facts: Any) -> Subject:  # fmt: skip
    set_reach(who)
    content = {"facts": facts, "name": name, "met_on": now.date().isoformat()}
    made = answer(
        actor=who, now=now, pk=new_id(), subject_id=found.pk if found else None, content=content, base=base, made_at=now,
        round_id=one.pk,
    )  # fmt: skip
    kept: Subject = made.subject
    return kept


def _met(liaison: Actor, official: Actor, one: Round, today: date) -> None:
    """Somebody on no list, and a count about which two people differ."""
    day = at(max(one.since, today - timedelta(days=2)))
    told: dict[str, Any] = {
        "workers": 9,
        "migrant_workers": 6,
        "address": "合德镇解放路 68 号",
        "willing": "yes",
        "problem": "没有签劳动合同",
    }
    _bring(liaison, one, None, day, name="老街砂锅店", **told)
    known = subjects(liaison).filter(version=1, employer__isnull=False).order_by("-name", "pk").first()
    if known is not None:
        _bring(official, one, known, day, workers=known.workers + 12)
        _bring(liaison, one, known, at(max(one.since, today - timedelta(days=1))), workers=known.workers + 3)


def _lists(root: Actor, today: date) -> None:
    seat = Unit.objects.get(code=SEAT)
    market = take_listed("market")
    for n, name in enumerate(("顺风烧烤店", "美林家政服务部", "小站便利店")):
        market(
            actor=root,
            today=today,
            row=None,
            unit=seat,
            name=name,
            workers=3 + n,
            address=f"合德镇人民路 {20 + n} 号",
        )
    for n, name in enumerate(COURIERS):
        given: dict[str, Any] = {
            "platform": "蓝马配送",
            "station": "蓝马合德站",
            "group": "rider",
            "mobile": str(FIRST_MOBILE + n),
        }
        take_courier(actor=root, today=today, row=None, unit=seat, name=name, **given)
