"""Two files of what may be one person: what is compared of them, and what becomes of their memberships."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from gonghui.kernel.linkage.candidates import Candidate
from gonghui.kernel.linkage.declaration import Linked, Relation, linked
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.masking import mask_document, mask_phone
from gonghui.registers.members.models import Person
from gonghui.registers.members.selectors import people

TWO_OPEN = "两边都有有效会籍，不能并成一个。请先把其中一个转出或终止，再合并"
COLUMNS = (
    "pk", "name", "birth_year", "sex", "mobile_index", "path", "open__employer_id", "open__workplace",
)  # fmt: skip


def candidates(actor: Actor) -> Iterator[Candidate]:
    """Everybody whose file lies in reach, with where they work now; secrets as keyed hashes only."""
    rows = people(actor).order_by().values_list(*COLUMNS)
    for pk, name, year, sex, mobile, path, employer, workplace in rows.iterator(chunk_size=5_000):
        yield {
            "id": str(pk), "name": name, "born_year": year, "birthday": None, "sex": sex if sex in "12" else None,
            "phone": bytes(mobile).hex() if mobile else None, "employer": str(employer) if employer else workplace or None,
            "place": path.rstrip(".").rpartition(".")[0] or path,
        }  # fmt: skip


def shown(row: Person) -> list[tuple[str, str]]:
    """What two files are told apart by; numbers masked."""
    return [
        ("姓名", row.name),
        ("性别", row.get_sex_display()),
        ("出生年份", str(row.birth_year or "")),
        ("证件号码", mask_document(row.id_number.reveal()) if row.id_number else ""),
        ("手机", mask_phone(row.mobile.reveal()) if row.mobile else ""),
        ("所属工会", row.unit.name),
        ("会籍", _memberships(row)),
        ("籍贯", row.native_place),
    ]


def _memberships(row: Any) -> str:
    found = row.memberships.order_by("since")
    return "；".join(
        f"{one.since:%Y-%m-%d} 起{f'，{one.until:%Y-%m-%d} 止' if one.until else ''} {one.workplace}"
        for one in found
    )


PEOPLE = linked(
    Linked(
        key="people",
        label="会员",
        model="members.Person",
        candidates=candidates,
        shown=shown,
        relations=(Relation("members.Membership", "person", "move", TWO_OPEN, alone=Q(until=None)),),
        decides="members.settle",
        identity="id_index",
        page="member",
    )
)
