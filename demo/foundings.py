"""Foundings under way, at every stage, so that each desk of the demonstration finds something to do."""

from __future__ import annotations

import random
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter
from django.utils import timezone

from demo.names import person_name
from gonghui.kernel.actors.models import Account
from gonghui.kernel.actors.selectors import actor_in, own_posts
from gonghui.kernel.files.store import keep
from gonghui.kernel.identifiers import resident_id
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.registers.employers.models import Employer
from gonghui.work.founding.actions import begin

STAGES = ("survey", "papers", "mobilise", "publicity", "approve")
WAY = {  # stage → how many days ago each begun founding was begun
    "survey": (6, 0),
    "papers": (4, 2, 1),
    "mobilise": (2,),
    "publicity": (6,),
    "approve": (13,),
}
PEOPLE = 31
CANDIDATES = ("主席", "副主席", "委员", "委员", "经审主任", "女工主任")
SEX_OF_POST = "121122"


def begin_foundings(root: Actor, today: date) -> int:
    """Begin one for each entry of ``WAY`` at employers of 盘湾镇 that no union covers; returns how many."""
    clerk = actor_of(root, "panwan", today)
    free = _free(clerk)
    begun = 0
    for stage, days in WAY.items():
        for ago in days:
            if begun < len(free):
                bring(clerk, free[begun], stage, today - timedelta(days=ago), today)
                begun += 1
    set_reach(root)
    return begun


def actor_of(root: Actor, username: str, today: date) -> Actor:
    """The demonstration's person in their post."""
    set_reach(root)
    account = Account.objects.get(username=username)
    with acting(Actor(account.pk, account.name)):
        return actor_in(account, own_posts(today)[0])


def _free(clerk: Actor) -> list[Employer]:
    set_reach(clerk)
    rows = Employer.objects.visible_to(clerk).filter(covered_by=None, closed_on=None, workers__gte=35)
    return list(rows.order_by("pk")[: sum(len(days) for days in WAY.values())])


def bring(clerk: Actor, employer: Employer, stage: str, start: date, today: date) -> WorkItem:
    """From the beginning to ``stage``, the steps a day apart and never after today."""
    Employer.objects.filter(pk=employer.pk).update(line=None)  # by the town itself, not by an adviser
    item = begin(actor=clerk, employer=employer, now=at(start))
    rng = random.Random(employer.name)
    for place, key in enumerate(STAGES[1 : STAGES.index(stage) + 1], 1):
        day = min(today, start + timedelta(days=place))
        STEP[key](item, clerk, employer, rng, day, start)
    return item


def _survey(item: WorkItem, clerk: Actor, employer: Employer, rng: random.Random, day: date, _: date) -> None:
    advance(
        item.pk, "surveyed", actor=clerk, now=at(day), workers=employer.workers, women=employer.workers // 3,
        credit_code=employer.credit_code, contact=person_name(rng, "1", 1980), mobile="19900800001", willing="yes",
    )  # fmt: skip


def _complete(
    item: WorkItem, clerk: Actor, employer: Employer, rng: random.Random, day: date, _: date
) -> None:
    add_proof(item.pk, actor=clerk, now=at(day), kind="request", on=day, note="原件在镇工会")
    jobs = ("车间主任 组长", "会计", "班组长")
    group = "\n".join(f"{person_name(rng, '1', 1980)} 男 {job}" for job in jobs)
    advance(
        item.pk, "complete", actor=clerk, now=at(day), form="single", name=f"{employer.name}工会委员会",
        request_on=day, group=group,
    )  # fmt: skip


def _nominate(item: WorkItem, clerk: Actor, _: Employer, rng: random.Random, day: date, start: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        _roster(path, rng, start)
        file = keep(
            actor=clerk, unit=item.place, source=path, name="会员花名册.xlsx", purpose="凭证",
            media_type="application/octet-stream",
        )  # fmt: skip
    add_proof(item.pk, actor=clerk, now=at(day), kind="roster", on=day, file=file)
    people = [person_name(rng, sex, 1980) for sex in SEX_OF_POST]
    lines = [
        f"{name} {'男' if sex == '1' else '女'} {post}"
        for name, sex, post in zip(people, SEX_OF_POST, CANDIDATES, strict=True)
    ]
    advance(
        item.pk, "nominate", actor=clerk, now=at(day), seats=3, candidates="\n".join(lines), notice_on=day
    )


def _elect(item: WorkItem, clerk: Actor, _: Employer, rng: random.Random, day: date, start: date) -> None:
    shown = start + timedelta(days=10)
    advance(item.pk, "shown", actor=clerk, now=at(shown))
    held = shown + timedelta(days=1)
    add_proof(item.pk, actor=clerk, now=at(held), kind="report", on=held, note="原件在镇工会")
    item.founding.refresh_from_db()
    counts = (28, 27, 20, 9, 26, 25)
    votes = [
        f"{line.split()[0]} {line.split()[2]} {count}"
        for line, count in zip(item.founding.candidates.splitlines(), counts, strict=True)
    ]
    advance(
        item.pk, "elected", actor=clerk, now=at(held), held_on=held, should_attend=PEOPLE, attended=29,
        issued=29, returned=29, votes="\n".join(votes), term_years="5",
    )  # fmt: skip


STEP = {"papers": _survey, "mobilise": _complete, "publicity": _nominate, "approve": _elect}


def _roster(path: Path, rng: random.Random, day: date) -> None:
    """31 people of this founding; numbers valid in form, of an area that never was."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("花名册")
    sheet.write_row(0, 0, ["姓名", "身份证号", "手机"])
    area = f"9998{rng.randint(10, 99)}"
    for n in range(1, PEOPLE + 1):
        sex = rng.choice("12")
        born = date(1970 + rng.randint(0, 30), rng.randint(1, 12), rng.randint(1, 28))
        number = resident_id.make(area, born, 2 * n + (sex == "1"))
        sheet.write_row(n, 0, [person_name(rng, sex, born.year), number, f"199008{n:05d}"])
    book.close()


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
