"""Reads of the ledger: by grid and rule, what moved in a quarter, the briefing of a meeting; and the finders that need
nothing but the registers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from gonghui.kernel.process.models import Step, WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.employers.selectors import files as employers
from gonghui.registers.posts.models import Cadre
from gonghui.registers.posts.selectors import in_post
from gonghui.registers.unions.models import Union
from gonghui.work.gaps.models import Contest, Decision, Meeting
from gonghui.work.gaps.process import GAP
from gonghui.work.gaps.rules import FIGURES, Finding, briefed, finder, label_of

STANDING = ("established", "legal_person")
ELECTED = ("single", "joint", "village")  # kinds of union whose committee is elected here
NOWHERE = "没有划到网格"
SHOWN = 20


def items(actor: Actor) -> QuerySet[WorkItem]:
    return WorkItem.objects.visible_to(actor).filter(process_key=GAP.key)


def of_grid(rows: QuerySet[WorkItem], grid: int | None) -> QuerySet[WorkItem]:
    return rows.filter(grid_id=grid) if grid else rows


def grid_name() -> Func:
    return Func(F("grid_id"), function="process_place_name", output_field=CharField())


def ledger(actor: Actor, today: date) -> list[dict[str, Any]]:
    """The gaps grid by grid: open, late, waiting for somebody to clear, cleared, and how many have come back."""
    is_open = Q(closed_on=None)
    rows = items(actor).values("grid_id").annotate(
        name=grid_name(), open=Count("pk", filter=is_open), late=Count("pk", filter=is_open & Q(due_on__lt=today)),
        checking=Count("pk", filter=is_open & ~Q(stage_key="mending")), cleared=Count("pk", filter=Q(outcome="cleared")),
        again=Count("pk", filter=is_open & Q(reopened__gt=0)),
    )  # fmt: skip
    found = [row | {"name": row["name"] or NOWHERE} for row in rows.order_by()]
    return sorted(found, key=lambda row: (row["grid_id"] is None, row["grid_id"] or 0))


def by_rule(actor: Actor, grid: int | None = None) -> list[dict[str, Any]]:
    rows = of_grid(items(actor), grid).filter(closed_on=None).values("rule").annotate(n=Count("pk"))
    return [
        {"rule": row["rule"], "label": label_of(row["rule"]), "n": row["n"]}
        for row in rows.order_by("-n", "rule")
    ]


def listed(actor: Actor, grid: int | None, rule: str) -> QuerySet[WorkItem]:
    """The open gaps, the most urgent first."""
    rows = of_grid(items(actor), grid).filter(closed_on=None)
    return (rows.filter(rule=rule) if rule else rows).order_by(F("due_on").asc(nulls_last=True), "pk")


def moved(actor: Actor, since: date, until: date, grid: int | None) -> dict[str, QuerySet[WorkItem]]:
    """What became of the gaps between two days, both included: opened, cleared, come back, and stuck past their limit."""
    rows = of_grid(items(actor), grid).order_by("opened_on", "pk")
    steps = Step.objects.filter(item=OuterRef("pk"), at__date__gte=since, at__date__lte=until, undone=False)
    return {
        "opened": rows.filter(opened_on__gte=since, opened_on__lte=until),
        "cleared": rows.filter(Exists(steps.filter(move="clear"))),
        "reopened": rows.filter(Exists(steps.filter(move="reopen"))),
        "stuck": rows.filter(closed_on=None, due_on__lt=until),
    }


@briefed("用人单位")
def employers_by_grid(actor: Actor, since: date, until: date) -> dict[int | None, int]:
    return _counted(employers(actor).filter(closed_on=None))


@briefed("已建会入会的单位")
def covered_by_grid(actor: Actor, since: date, until: date) -> dict[int | None, int]:
    return _counted(employers(actor).filter(closed_on=None).exclude(covered_by=None))


@briefed("本季度新纳入的单位")
def newly_covered(actor: Actor, since: date, until: date) -> dict[int | None, int]:
    rows = employers(actor).filter(closed_on=None, covered_since__gte=since, covered_since__lte=until)
    return _counted(rows.exclude(covered_by=None))


def _counted(rows: QuerySet[Any]) -> dict[int | None, int]:
    return {row["grid_id"]: row["n"] for row in rows.order_by().values("grid_id").annotate(n=Count("pk"))}


def briefing(actor: Actor, since: date, until: date, today: date, grid: int | None = None) -> dict[str, Any]:
    """What a meeting is told: figures by grid, what was cleared, what has come back, what is stuck; and its agenda."""
    figures = {label: dict(count(actor, since, until)) for label, count in FIGURES.items()}
    places = {key for one in figures.values() for key in one} | {
        row["grid_id"] for row in ledger(actor, today)
    }
    names = _names(actor, places)
    shown = [grid] if grid else sorted(places, key=lambda key: (key is None, key or 0))
    change = moved(actor, since, until, grid)
    parts = {key: [_line(one) for one in rows[:SHOWN]] for key, rows in change.items()}
    counts = {key: rows.count() for key, rows in change.items()}
    return {
        "columns": ["网格", *figures],
        "rows": [[names.get(key, NOWHERE), *(one.get(key, 0) for one in figures.values())] for key in shown],
        "counts": counts, "parts": parts, "agenda": _agenda(counts, by_rule(actor, grid)),
        "open": listed(actor, grid, "").count(),
    }  # fmt: skip


def _names(actor: Actor, places: set[int | None]) -> dict[int | None, str]:
    rows = employers(actor).filter(grid__in=[key for key in places if key]).order_by()
    found = dict(rows.annotate(called=grid_name()).values_list("grid_id", "called").distinct())
    more = (
        items(actor).filter(grid__in=[key for key in places if key]).order_by().annotate(called=grid_name())
    )
    return found | dict(more.values_list("grid_id", "called").distinct()) | {None: NOWHERE}


def _line(item: WorkItem) -> dict[str, Any]:
    return {
        "pk": str(item.pk), "number": item.number, "title": item.title, "rule": label_of(item.rule),
        "holder": item.holder_label, "due_on": item.due_on, "reopened": item.reopened,
    }  # fmt: skip


def _agenda(counts: dict[str, int], rules: list[dict[str, Any]]) -> list[str]:
    found = ["通报本季度摸排、建会入会情况"]
    if counts["cleared"]:
        found.append(f"通报已经销号的 {counts['cleared']} 件")
    if counts["reopened"]:
        found.append(f"分析重新出现的 {counts['reopened']} 件：为什么反复")
    if counts["stuck"]:
        found.append(f"协调逾期没有办到的 {counts['stuck']} 件：卡在哪里，由谁解决")
    found += [f"研究“{one['label']}”的 {one['n']} 件" for one in rules[:5]]
    return [*found, "议定下季度的事：每件写明由谁办、哪天办完"]


def meetings(actor: Actor) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(actor).select_related("unit").order_by("-held_on", "-pk")


def decisions(actor: Actor, meeting: Meeting) -> QuerySet[Decision]:
    found: QuerySet[Decision] = Decision.objects.visible_to(actor).filter(meeting=meeting)
    return found.select_related("item").order_by("due_on", "pk")


@finder("terms.over", "届期已满", "督促召开会员大会换届；确有困难的，按程序报批延期")
def terms_over(actor: Actor, today: date) -> Iterator[Finding]:
    """超届: the term is over and no new one has been entered."""
    for one in _standing(actor).filter(term_until__lt=today).order_by("pk"):
        facts = {"本届届满": one.term_until.isoformat() if one.term_until else ""}
        yield Finding(f"union:{one.pk}", one.pk, f"{one.called}：届期已满没有换届", facts)


@finder("posts.no_chair", "缺主席", "依法补选主席；补选前由上级工会派人联系")
def no_chair(actor: Actor, today: date) -> Iterator[Finding]:
    """缺岗: a union whose chair has left, or never was entered, while others serve."""
    chairs = in_post(Cadre.objects.filter(unit=OuterRef("pk"), post="chair"), today)
    others = in_post(Cadre.objects.filter(unit=OuterRef("pk")), today).order_by()
    number = Subquery(others.values("unit").annotate(n=Count("pk")).values("n"))
    rows = _standing(actor).filter(~Exists(chairs)).annotate(serving=number).order_by("pk")
    for one in rows:
        facts = {"在任主席": "没有", "在任工会干部": f"{one.serving or 0} 人"}
        yield Finding(f"union:{one.pk}", one.pk, f"{one.called}：没有主席", facts)


def _standing(actor: Actor) -> QuerySet[Any]:
    rows = Union.objects.visible_to(actor).filter(kind__in=ELECTED, status__in=STANDING, unit__closed_on=None)
    return rows.annotate(called=F("unit__name"))


def facts_of(item: WorkItem) -> dict[str, Any]:
    """What the data said of a gap, without what the ledger adds."""
    return {key: value for key, value in item.facts.items() if key != "gone_on"}


def contests(actor: Actor) -> QuerySet[Contest]:
    found: QuerySet[Contest] = Contest.objects.visible_to(actor).select_related("item", "proof__file")
    return found.order_by("-at", "-pk")


def upheld(actor: Actor, rule: str, subject: str = "") -> dict[str, set[tuple[str, str]]]:
    """Subject → the facts of a rule that were contested and found not to be so, as they were said."""
    rows = contests(actor).filter(upheld=True, item__rule=rule)
    rows = rows.filter(item__rule_subject=subject) if subject else rows
    found: dict[str, set[tuple[str, str]]] = {}
    for of, sign, fact in rows.values_list("item__rule_subject", "sign", "fact"):
        found.setdefault(of, set()).add((sign, fact))
    return found


def of_rules(actor: Actor, rules: Iterable[str], subject: str) -> list[WorkItem]:
    """The matters of some rules about one subject, open ones first."""
    rows = items(actor).filter(rule__in=list(rules), rule_subject=subject)
    return list(rows.order_by(F("closed_on").asc(nulls_first=True), "due_on", "pk"))


def subjects_of(actor: Actor, rule: str) -> set[str]:
    """Everything a rule has ever listed."""
    return set(items(actor).filter(rule=rule).order_by().values_list("rule_subject", flat=True))
