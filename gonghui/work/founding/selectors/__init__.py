"""Reads of foundings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gonghui.kernel.documents.paper import Paper, Table, chinese_date
from gonghui.kernel.documents.wording import Wording, wordings
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.models import WorkItem, WorkItemQuerySet
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.cleaning import clean
from gonghui.kernel.register.intake import table_of
from gonghui.kernel.secrets.masking import mask_id, mask_phone
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import ancestors
from gonghui.registers.unions.selectors import numbers_of
from gonghui.work.founding import rules
from gonghui.work.founding.models import Cover, Founding, Shot

__all__ = ["numbers_of"]


def is_fixed(key: str, unit: Unit, on: date) -> bool:
    """Whether the place has a value for ``key``."""
    try:
        parameter(key, unit, on)
    except NoParameter:
        return False
    return True


def running(employer_id: UUID) -> WorkItemQuerySet:
    """The foundings of an employer that have not ended; for a page, ``visible_to`` narrows them to the asker's."""
    return WorkItem.objects.filter(founding__employer_id=employer_id, closed_on=None)


def foundings(actor: Actor) -> QuerySet[Founding]:
    seen = WorkItem.objects.visible_to(actor).filter(process_key="founding")
    return Founding.objects.filter(pk__in=seen.values("pk")).select_related("item")


def photographed(actor: Actor) -> dict[str, dict[str, str]]:
    """Of each employer, or of whom no register knows yet by the key of the field: paper → the day of its photo."""
    found: dict[str, dict[str, str]] = {}
    rows = Shot.objects.visible_to(actor).filter(replaced=False).order_by("taken_on", "pk")
    for about, employer, kind, on in rows.values_list("about", "employer_id", "kind", "taken_on"):
        found.setdefault(str(employer or about), {})[kind] = on.isoformat()
    return found


def under_way(actor: Actor) -> dict[str, dict[str, str]]:
    """Of each employer whose founding runs: its number and stage."""
    rows = foundings(actor).filter(item__closed_on=None)
    return {str(one.employer_id): {"number": one.item.number, "stage": one.item.stage_label} for one in rows}


def covered(record: Founding) -> list[Cover]:
    """The employers beside the first one."""
    return list(Cover.objects.filter(item_id=record.pk).select_related("employer").order_by("pk"))


def papers() -> dict[str, Wording]:
    """What the documents of a founding say."""
    return wordings(Path(__file__).parents[1] / "data" / "papers.toml")


def paper_of(record: Founding, key: str, today: date, above: str, *, whole: bool = False) -> Paper:
    """One document of a founding with all that is known. ``whole``: with numbers that otherwise are masked."""
    tables = dict(tables_of(record))
    if key == "roster":
        tables["roster"] = roster_table(record, today, whole=whole)
    return papers()[key].paper(facts_of(record, today, above, whole=whole), tables)


def ready_papers(record: Founding, today: date, actor: Actor) -> list[Wording]:
    """What can be downloaded now: whose facts are known; people's rosters only for who may read people."""
    facts = facts_of(record, today, "")
    return [
        one
        for one in papers().values()
        if one.key != "reply" and one.is_ready(facts) and (one.key != "roster" or actor.may("members.read"))
    ]


def roster_table(record: Founding, today: date, *, whole: bool) -> Table:
    """会员花名册 as it was brought in and checked. ``Refused`` or ``ChildFailed`` when its file cannot be read."""
    assert record.roster is not None
    table = table_of(record.roster)
    lines = clean(table.register, table.raw(), today).lines
    hide: tuple[Callable[[str], str], ...] = (str, str) if whole else (mask_id, mask_phone)
    rows = []
    for line in lines.iter_rows(named=True):
        number = line["id_number"] or ""
        sex = {"0": "女", "1": "男"}.get(str(int(number[16]) % 2) if number[16:17].isdecimal() else "", "")
        rows.append(
            (line["name"], sex, hide[0](number), hide[1](line.get("mobile") or ""), line.get("since") or "")
        )
    return _table(("序号", "姓名", "性别", "身份证号", "手机", "入会日期"), (1, 2, 1, 4, 3, 2.4), rows)


def office_above(record: Founding) -> str:
    """The office that replies: what the founding's place stands under."""
    line = ancestors(record.item.place)
    return line[-1].name if line else ""


def facts_of(record: Founding, today: date, above: str, *, whole: bool = False) -> dict[str, str]:
    """Everything a document may name, as text; empty for what is not known yet."""
    place = record.item.place
    base = rules.base_of(record.name)
    return {
        "blank": "",
        "name": record.name,
        "base": base,
        "organisers": f"{base}筹备组" if base else "",
        "place": record.item.unit_name,
        "above": above,
        "request_on": _day(record.request_on),
        "contact": record.contact,
        "mobile": _phone(record, whole=whole),
        "form_words": {"single": "成立", "joint": "联合成立"}.get(record.form, "成立"),
        "covers": "、".join(cover.employer.name for cover in covered(record)),
        "roster": str(record.roster_id or ""),
        "candidates": record.candidates,
        "legal_days": str(int(parameter("leg.apply", place, today).numbers[0])),
    } | _of_employer(record) | _of_union(record) | _of_group(record) | _of_election(record, today) | rules.result_words(record.elected)  # fmt: skip


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _phone(record: Founding, *, whole: bool) -> str:
    number = record.mobile.reveal() if record.mobile else ""
    return number if whole or not number else mask_phone(number)


def _of_employer(record: Founding) -> dict[str, str]:
    employer = record.employer_seen
    known = bool(record.contact)
    return {
        "employer": employer.name if employer else record.item.title.removesuffix("建会"),
        "address": employer.address if employer else "",
        "credit_code": (employer.credit_code or "") if employer else "",
        "workers": str(employer.workers) if employer else "",
        "nature": employer.get_nature_display() if employer else "",
        "industry": employer.get_industry_display() if employer else "",
        "migrant_workers": str(employer.migrant_workers) if employer else "",
        "women": str(record.women) if known else "",
    }


def _of_union(record: Founding) -> dict[str, str]:
    """What the forms ask of the union itself."""
    counted = ("dispatched", "new_forms", "members", "women_members", "seats")
    people = {post: [name for name, _, held in record.elected if held == post] for post, _ in rules.POSTS}
    sexes = [sex for _, sex, post in record.elected if post == "chair"]
    return {
        **{name: str(getattr(record, name) or "") for name in counted},
        "form_label": record.get_form_display() if record.form else "",
        "party": "有" if record.has_party else "没有" if record.contact else "",
        "vice_chairs": "、".join(people["vice_chair"]),
        "chair_sex": sexes[0] if sexes else "",
        "audit_people": "、".join(people["audit_chair"] + people["audit_member"]),
        "women_people": "、".join(people["women_chair"] + people["women_member"]),
        "approval_number": record.approval_number,
        "approval_on": _day(record.approval_on),
        "unveiled_on": _day(record.unveiled_on),
    }


def _of_group(record: Founding) -> dict[str, str]:
    group = rules.read_group(record.group) if record.group else []
    return {
        "group": record.group,
        "group_names": "、".join(one.name for one in group),
        "group_count": str(len(group)) if group else "",
        "group_leader": next((one.name for one in group if one.leads), ""),
    }


def _of_election(record: Founding, today: date) -> dict[str, str]:
    days = numbers_of(record.item.place, record.notice_on or today).publicity_days
    held = record.held_on
    counted = ("should_attend", "attended", "issued", "returned")
    return {
        "notice_on": _day(record.notice_on),
        "notice_until": _day(record.notice_on + timedelta(days=days)) if record.notice_on else "",
        "publicity_days": str(days),
        "held_on": _day(held),
        **{name: str(getattr(record, name)) if held else "" for name in counted},
        "term_words": rules.YEARS.get(record.term_years, str(record.term_years)) if held else "",
        "term_since": _day(held),
        "term_until": _day(rules.term_until(held, record.term_years)) if held else "",
    }


def tables_of(record: Founding) -> Mapping[str, Table]:
    """The tables that stand in a founding's documents."""
    labels = dict(rules.POSTS)
    group = rules.read_group(record.group) if record.group else []
    candidates = rules.read_candidates(record.candidates) if record.candidates else []
    votes = rules.read_votes(record.votes) if record.votes else {}
    return {
        "organisers": _table(
            ("序号", "姓名", "性别", "现任职务", "组内分工"), (1, 2, 1, 3, 2),
            [(one.name, one.sex, one.job, "组长" if one.leads else "成员") for one in group],
        ),
        "candidates": _table(
            ("序号", "姓名", "性别", "候选职务"), (1, 2, 1, 3), [(one.name, one.sex, labels[one.post]) for one in candidates]
        ),
        "votes": _table(
            ("序号", "姓名", "职务", "得票"), (1, 2, 2, 1),
            [(name, labels[post], str(count)) for (name, post), count in votes.items()],
        ),
    }  # fmt: skip


def _table(head: tuple[str, ...], widths: tuple[float, ...], rows: list[Any]) -> Table:
    return Table((head, *((str(at), *row) for at, row in enumerate(rows, 1))), widths)
