"""Who joins from outside is never shown to the employer: not as a row, a count, a notice, a search or an export.

Everything an enterprise's chair can ask is asked twice: before workers of that enterprise join through the town, and
after one of them has become a member, one waits and one was refused. The answers are the same, byte for byte.
"""

from __future__ import annotations

import json
import re

import pytest

from gonghui.kernel import clock
from gonghui.kernel.process.moving import advance
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.members.models import Membership
from gonghui.work.joining.actions import make_code, take_in
from gonghui.work.joining.models import Submission
from gonghui.work.joining.selectors import receipt_index
from tests.leaks import scene
from tests.leaks.catalogue import probes
from tests.leaks.rights import OWNERS, attackers
from tests.leaks.scene import VICTIMS
from tests.leaks.siege import TOKEN, Siege
from tests.people import mobile, number
from tests.support import ROOT, database, set_today

CHANGES_BY_ITSELF = re.compile(r"\d\d:\d\d|nonce=\"[^\"]*\"")
FIRST = 9_750
OF_THE_EMPLOYER = ("mill.union_chair", "branch.union_chair")
PEOPLE = {person.username: person for person in attackers()}


def said(siege: Siege, username: str, addresses: list[str]) -> dict[str, tuple[int, str]]:
    """What the pages and the API say to this person, without what is new on every visit."""
    client, found = siege.client(PEOPLE[username]), {}
    for url in addresses:
        answer = client.get(url)
        body = b"".join(answer) if answer.streaming else answer.content
        text = TOKEN.sub("", body.decode(errors="replace")) if body[:2] != b"PK" else "a workbook"
        found[url] = (answer.status_code, CHANGES_BY_ITSELF.sub("", text))
    return found


def joins(siege: Siege, n: int, code) -> object:
    """A worker of the mill hands in at the town."""
    content = {
        "name": f"外来{n}", "id_type": "1", "id_number": number(FIRST + n), "mobile": mobile(FIRST + n), "code": str(code.pk),
        "workplace": siege.scene.of["mill"].employer.name, "groups": ["courier"], "is_migrant": True, "way": "qr",
        "consents": [{"purpose": "rules"}],
    }  # fmt: skip
    one = Submission(
        kind="join", receipt=receipt_index("BCDFGHJKMNPQRSTUVWX" + "23456789"[n]), at=clock.now()
    )
    one.content = json.dumps(content)
    one.save(force_insert=True)
    item = take_in(one.pk, actor=ROOT, now=clock.now())
    assert item is not None
    return item.pk


@database
@pytest.mark.timeout(1500)
def test_an_enterprise_is_told_nothing_of_who_joins_from_outside(tmp_path, monkeypatch, db_with_reach):
    set_today(monkeypatch, clock, "2026-11-21")
    siege = Siege(scene.build(tmp_path))
    keys = [siege.scene.of[key] for key in (*VICTIMS, "east")]
    addresses = sorted({probe.url for _, probe in probes(siege.scene, keys) if probe.method == "GET"})
    code = make_code(
        actor=ROOT, unit=siege.scene.units["east"], kind="station", label="镇上驿站", today=clock.today()
    )
    for username in OF_THE_EMPLOYER:
        siege.client(PEOPLE[username])
    before = {username: said(siege, username, addresses) for username in OF_THE_EMPLOYER}
    again = {username: said(siege, username, addresses) for username in OF_THE_EMPLOYER}

    set_reach(ROOT)
    joined, _, refused = (joins(siege, n, code) for n in range(3))
    chair = siege.scene.actors["east.union_chair"]
    set_reach(chair)
    advance(joined, "approve", actor=chair, now=clock.now())
    advance(refused, "refuse", actor=chair, now=clock.now(), text="不在这里干活")
    set_reach(ROOT)
    assert Membership.objects.filter(unit=siege.scene.units["east"], person__name="外来0").count() == 1

    differing = {
        (username, url)
        for username in OF_THE_EMPLOYER
        for url, answer in said(siege, username, addresses).items()
        if answer != again[username][url]
        and before[username][url] == again[username][url]  # nothing had happened between those two
    }
    assert differing == set()
    unsteady = {url for name in OF_THE_EMPLOYER for url in addresses if before[name][url] != again[name][url]}
    assert len(unsteady) < 20
    assert len(addresses) > 400
    assert sum(status == 200 for status, _ in before["mill.union_chair"].values()) > 60
    town = siege.client(OWNERS["east"]).get("/r/members/?q=外来0")
    assert "外来0" in town.content.decode(), "the town itself must see what the enterprise does not"
