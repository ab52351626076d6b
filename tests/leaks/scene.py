"""A county in which every unit's rows carry words that stand nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

import gonghui
from gonghui.kernel import clock
from gonghui.kernel.actors.actions import assign
from gonghui.kernel.actors.models import Account, Assignment
from gonghui.kernel.actors.selectors import actor_in, own_posts
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import keep
from gonghui.kernel.jobs.actions import start
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.addresses import bind
from gonghui.kernel.notices.catalogue import notice
from gonghui.kernel.notices.models import Notice
from gonghui.kernel.notices.selectors import Receiver
from gonghui.kernel.parameters.actions import override, seed_parameters
from gonghui.kernel.parameters.models import Parameter, ParameterValue
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.register import intake
from gonghui.kernel.register.definition import REGISTERS
from gonghui.kernel.register.models import Intake
from gonghui.kernel.secrets.fields import index_of
from gonghui.kernel.units.actions import close, merge, move, place, plant
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers import actions as employers
from gonghui.registers.members.actions import enrol
from gonghui.registers.members.models import Membership, RosterEntry
from gonghui.registers.posts import actions as posts
from gonghui.registers.unions import actions as unions
from gonghui.registers.unions.models import Union
from tests.leaks import (
    appeals,
    belonging,
    gaps,
    joining,
    likenesses,
    matters,
    ordered,
    own,
    papers,
    phones,
    reported,
    standards,
    structure,
    survey,
)
from tests.leaks.rights import BELOW, OWNERS, TIED, TOWN_OF, Canary, Person, attackers
from tests.people import mobile, number
from tests.support import DAY, ROOT

TODAY = date(2026, 11, 21)
TOLD = notice("tests.told", "试", "{text}", undo=timedelta(0))
KEYS = [
    "county",
    "east",
    "west",
    "north",
    "mill",
    "branch",
    "loom",
    "merged",
    "mine",
    "mover",
    "quay",
    "closed",
    "g1",
    "g2",
    "l1",
    "l2",
    "south",
]
TAGS = dict(
    zip(
        KEYS,
        [
            "玘琲",
            "昶昕",
            "晏旸",
            "暄晞",
            "彧焜",
            "炘烨",
            "煊熠",
            "燊燚",
            "珩璟",
            "瑄琰",
            "珞珺",
            "翀翊",
            "翎翙",
            "萱蕤",
            "葳蓁",
            "芃芸",
            "菡萏",
        ],
        strict=True,
    )
)
KINDS = {
    "county": ("federation", ""), "east": ("town", "county"), "west": ("town", "county"), "north": ("town", "county"),
    "mill": ("single", "east"), "branch": ("branch", "mill"), "loom": ("single", "east"), "merged": ("single", "east"),
    "mine": ("single", "west"), "mover": ("single", "east"), "quay": ("single", "north"), "closed": ("single", "north"),
    "south": ("town", "county"),
}  # fmt: skip
GRID_OF = {"east": ("g1", "l1"), "west": ("g2", "l2")}
SURNAMES = "彭薛雷"
COUNTS = {
    "mill": 3,
    "mine": 2,
    "mover": 1,
    "quay": 2,
    "loom": 1,
    "branch": 1,
    "closed": 1,
    "merged": 1,
    "east": 1,
    "west": 1,
}
VICTIMS = ("mill", "mine", "mover", "quay", "branch", "loom", "merged", "closed")
WITH_PRIVATE = ("east", "west")


@dataclass
class Holding:
    """One unit and every row that is its own."""

    key: str
    unit: Unit
    union: Any = None
    members: list[Any] = field(default_factory=list)
    employer: Any = None
    cadre: Any = None
    entry: Any = None
    post: Assignment | None = None
    file: StoredFile | None = None
    intakes: dict[str, Intake] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    matters: dict[str, Any] = field(default_factory=dict)
    document: Any = None
    pair: Any = None
    ventures: dict[str, Any] = field(default_factory=dict)  # the employers the matters are about
    proof: Any = None
    federation: Any = None
    duty: Any = None
    handover: Any = None
    code: Any = None
    application: Any = None
    way: Any = None
    leaving: Any = None
    wanted: Any = None
    phone: Any = None
    met: Any = None
    said: Any = None
    team: Any = None
    meeting: Any = None
    service: Any = None
    gathering: Any = None
    report: Any = None
    paid: Any = None
    appeal: Any = None
    contest: Any = None
    scheme: Any = None
    held: Any = None
    award: Any = None
    title: Any = None
    adopted: Any = None
    poll: Any = None
    others: list[Any] = field(default_factory=list)  # further matters, each read by its own right
    base: int = 0

    @property
    def tag(self) -> str:
        return TAGS[self.key]

    @property
    def items(self) -> list[Any]:
        """Every matter of the unit."""
        return [*self.matters.values(), *([self.federation] if self.federation else []), *self.others]


@dataclass
class Scene:
    units: dict[str, Unit] = field(default_factory=dict)
    of: dict[str, Holding] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    posts: dict[str, Assignment] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    rounds: list[Any] = field(default_factory=list)

    def sing(self, text: str, at: str, rights: str, **more: Any) -> None:
        self.canaries[text] = Canary(text, at, frozenset(rights.split()), **more)


def build(folder: Path) -> Scene:
    scene = Scene()
    set_reach(ROOT)
    _units(scene)
    for number_, key in enumerate(KINDS):
        _rows(scene, scene.of[key], number_ * 20)
    _twice(scene)
    _parameters(scene)
    _people(scene)
    for town in WITH_PRIVATE:
        _private(scene, scene.of[town], folder)
    matters.begun(scene, _actor)
    set_reach(ROOT)
    _turns_of_fate(scene)
    matters.brought_on(scene, _actor)
    papers.sent(scene)
    likenesses.planted(scene)
    structure.built(scene, _actor)
    joining.applied(scene)
    own.asked(scene)
    belonging.begun(scene)
    survey.walked(scene)
    gaps.listed(scene)
    standards.planted(scene, folder)
    ordered.offered(scene)
    phones.carried(scene, _actor)
    appeals.told(scene, _actor)
    reported.reported(scene)
    set_reach(ROOT)
    for person in (*OWNERS.values(), *attackers()):
        if person.acts:
            scene.actors[person.username] = _actor(scene, person)
    set_reach(ROOT)
    return scene


def _units(scene: Scene) -> None:
    for key, (kind, above) in KINDS.items():
        name = f"{TAGS[key]}工会"
        parent: Any = scene.units.get(above)
        address = f"{TAGS[key]}路九号"
        union = unions.enter(
            actor=ROOT,
            parent=parent,
            today=TODAY,
            name=name,
            kind=kind,
            founded_on=DAY,
            address=address,
            workers=7,
        )
        scene.units[key] = union.unit
        scene.of[key] = Holding(key, union.unit, union)
        scene.sing(address, key, "unions")
        scene.sing(f'"/unions/{union.pk}/"', key, "unions")
        scene.sing(f'"/settings/units/{union.pk}/"', key, "arrange")
    for key, tree in (("g1", "grid"), ("g2", "grid"), ("l1", "industry"), ("l2", "industry")):
        county = scene.units["county"]
        if county.place_in(tree) is None:
            place(actor=ROOT, unit=county, tree=tree, parent=None, on=DAY)
        kind = "grid" if tree == "grid" else "line"
        scene.units[key] = plant(actor=ROOT, name=f"{TAGS[key]}片", kind=kind, parent=county, on=DAY)
        place(actor=ROOT, unit=scene.units[key], tree=tree, parent=county, on=DAY)
        scene.of[key] = Holding(key, scene.units[key])


def _rows(scene: Scene, holding: Holding, base: int) -> None:
    key, unit, tag = holding.key, holding.unit, holding.tag
    holding.base = base
    for n in range(COUNTS.get(key, 0)):
        who = base + n + 1
        person = enrol(
            actor=ROOT, today=TODAY, unit=unit, name=f"{SURNAMES[n]}{tag}", id_number=number(who),
            mobile=mobile(who), since=date(2024, 5, 1 + n), workplace=f"{tag}车间{n}", number=f"HY{tag}{n}",
        )  # fmt: skip
        holding.members.append(person)
        scene.sing(person.name, key, "members")
        scene.sing(f"{tag}车间{n}", key, "members")
        scene.sing(f"HY{tag}{n}", key, "members")
        scene.sing(str(person.pk), key, "members journal")
        scene.sing(number(who), key, "whole")
        scene.sing(mobile(who), key, "whole")
    _employer(scene, holding)
    holding.cadre, _ = posts.save(
        actor=ROOT, today=TODAY, row=None, unit=unit, name=f"程{tag}", post="chair", form="full", rank=f"{tag}级", mobile=mobile(base + 11)
    )  # fmt: skip
    scene.sing(f"程{tag}", key, "cadres")
    scene.sing(str(holding.cadre.pk), key, "cadres journal")
    scene.sing(mobile(base + 11), key, "whole")
    holding.entry = _entry(holding, base + 12)
    scene.sing(f"易{tag}", key, "settle")
    scene.sing(str(holding.entry.pk), key, "settle journal")
    scene.sing(number(base + 12), key, "whole")


def _employer(scene: Scene, holding: Holding) -> None:
    """A base union's employer lies in its town; towns have one of their own that no union covers."""
    key, tag = holding.key, holding.tag
    if key in {"county", "branch", "merged", "closed"}:
        return
    town = TOWN_OF[key] if key != "mover" else "west"
    grid, line = GRID_OF.get(town, ("", ""))
    holding.employer = employers.enter(
        actor=ROOT, unit=scene.units[town], name=f"{tag}实业公司", workers=holding.base + 3, nature="170", address=f"{tag}街一号",
        grid=scene.units.get(grid), line=scene.units.get(line), credit_code=f"91999001{holding.base:010}",
        covered_by=None if key == town else holding.unit,
    )  # fmt: skip
    where = {"grid": grid, "line": line}
    scene.sing(f"{tag}实业公司", town, "employers journal", **where)
    scene.sing(f"{tag}街一号", town, "employers", **where)
    scene.sing(f"91999001{holding.base:010}", town, "employers", **where)
    scene.sing(str(holding.employer.pk), town, "employers journal", **where)


def _entry(holding: Holding, who: int) -> RosterEntry:
    values = {"name": f"易{holding.tag}", "id_number": number(who)}
    entry = RosterEntry(
        unit=holding.unit, name=values["name"], id_index=index_of(number(who), "id"), received_on=TODAY
    )
    entry.particulars = json.dumps(values, ensure_ascii=False)
    entry.save(force_insert=True)
    return entry


def _twice(scene: Scene) -> None:
    """One code each that two unions of a town have written down: the town's clerk sees both."""
    for town, pair in {"east": ("mill", "loom"), "west": ("mine", "mover")}.items():
        code = f"81{TAGS[town].encode().hex()[:16].upper()}"
        Union.objects.filter(pk__in=[scene.units[key].pk for key in pair]).update(credit_code=code)


def _parameters(scene: Scene) -> None:
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    known = Parameter.objects.create(key="test.share", unit_of_measure="元", label="试验用的数")
    ParameterValue.objects.create(
        parameter=known, jurisdiction="CN", value="5", since=DAY, status="C", source="全国的规定"
    )
    for key in ("east", "west", "mill", "mover"):
        source = f"{TAGS[key]}字第一号"
        override(
            actor=ROOT, key=known.key, unit=scene.units[key], value="6", since=DAY, source=source, status="K"
        )
        scene.sing(source, key, "parameters journal")


def _people(scene: Scene) -> None:
    for person in (*OWNERS.values(), *attackers()):
        if person.username:
            name = f"任{TAGS[person.at]}" if person.username in {"owner.east", "owner.west"} else "任办事"
            scene.accounts[person.username] = Account.objects.create_user(person.username, name, None)
        if person.role:
            _posts(scene, person)
    for town in ("east", "west"):
        post = scene.posts[f"owner.{town}"]
        scene.of[town].post = post
        scene.sing(f'"/settings/posts/{post.pk}/"', town, "people")
        below = {"east": "mill", "west": "mine"}[town]  # where the owner's deeds are journalled
        shown = frozenset(BELOW[town].split()) | {
            "south",
            "mover",
            *TIED[town].split(),
        }  # in the history of matters
        scene.sing(f"任{TAGS[town]}", below, "people journal work", only=f"owner.{town}", also=shown)


def _posts(scene: Scene, person: Person) -> None:
    account, unit = scene.accounts[person.username], scene.units[person.at]
    since = TODAY + timedelta(days=1) if person.how == "future" else DAY
    until = TODAY - timedelta(days=1) if person.how == "ended" else None
    scene.posts[person.username] = assign(
        actor=ROOT, account=account, role=person.role, unit=unit, since=since, until=until
    )
    if person.how == "two posts":
        assign(actor=ROOT, account=account, role="county_clerk", unit=scene.units["east"], since=DAY)


def _actor(scene: Scene, person: Person) -> Actor:
    account = scene.accounts[person.username]
    with acting(Actor(account.pk, account.name)):
        found = own_posts(TODAY)
    return actor_in(account, next(post for post in found if post.pk == scene.posts[person.username].pk))


def _private(scene: Scene, holding: Holding, folder: Path) -> None:
    """What belongs to one person alone: a file, jobs, and rosters on their way in, in every state."""
    owner, tag = OWNERS[holding.key], holding.tag
    actor = _actor(scene, owner)
    mine = {"only": owner.username}
    with acting(actor):
        secret = folder / f"{holding.key}.txt"
        secret.write_text(f"{tag}机密内容")
        holding.file = keep(
            actor=actor, unit=holding.unit, source=secret, name=f"{tag}机密.txt", purpose="roster", media_type="text/plain"
        )  # fmt: skip
        for state in ("waiting", "running", "done", "failed"):
            job = start(
                actor=actor,
                kind="register.export",
                label=f"{tag}任务{state}",
                register="members",
                query="",
                reason="",
            )
            job.state, job.error = state, f"{tag}原因" if state == "failed" else ""
            job.result = {"url": f"/files/{holding.file.pk}/"} if state == "done" else {}
            job.save()
            holding.jobs[state] = job
            scene.sing(f"{tag}任务{state}", holding.key, "", **mine)
            scene.sing(str(job.pk), holding.key, "journal", **mine)
        _intakes(scene, holding, folder, actor)
    _told(scene, holding, owner)
    scene.sing(f"{tag}机密内容", holding.key, "", **mine)
    scene.sing(f"{tag}机密.txt", holding.key, "journal", **mine)
    scene.sing(str(holding.file.pk), holding.key, "journal", **mine)
    scene.sing(f"{tag}原因", holding.key, "", **mine)


def _told(scene: Scene, holding: Holding, owner: Person) -> None:
    """What was told to one person in one post, and the number that person is reached at."""
    account, post, tag = scene.accounts[owner.username], scene.posts[owner.username], holding.tag
    now = clock.now()
    with acting(ROOT):
        for to, text in ((Receiver(account.pk, post.pk), f"{tag}要事"), (Receiver(account.pk), f"{tag}私事")):
            tell(actor=ROOT, key=TOLD, to=[to], unit_id=holding.unit.pk, url="/", now=now, text=text)
            scene.sing(text, holding.key, "", only=owner.username)
        number_ = mobile(holding.base + 17)
        bind(actor=ROOT, account_id=account.pk, channel="sms", address=number_, now=now)
        holding.notices = list(Notice.objects.filter(account_id=account.pk))
    for one in holding.notices:
        scene.sing(str(one.pk), holding.key, "", only=owner.username)
    scene.sing(number_, holding.key, "", only=owner.username)


def _intakes(scene: Scene, holding: Holding, folder: Path, actor: Actor) -> None:
    tag, mine = holding.tag, {"only": actor_name(holding)}
    unit = scene.units["mill" if holding.key == "east" else "mine"]
    source = folder / f"{holding.key}.xlsx"
    _roster(source, tag, holding.base)
    first = intake.upload(
        actor=actor, register=REGISTERS["members"], unit=unit, source=source, name=f"{tag}名册.xlsx", media_type=intake.XLSX
    )  # fmt: skip
    table = intake.table_of(first)
    intake.settle_columns(
        actor=actor, intake=first, sheet=0, mapping=intake.settled(table.guess, {0: "name", 1: "id_number"})
    )
    intake.check(actor=actor, intake=first, today=TODAY)
    holding.intakes["checked"] = first
    for state in ("uploaded", "checking", "taken", "cancelled"):
        holding.intakes[state] = Intake.objects.create(
            register="members", unit=unit, account_id=actor.account_id, file=first.file, state=state, report=first.report,
            marked=first.marked, mapping=first.mapping, job=holding.jobs["running"] if state == "checking" else None,
        )  # fmt: skip
    at = "mill" if holding.key == "east" else "mine"
    for one in holding.intakes.values():
        scene.sing(str(one.pk), at, "journal", **mine)
    scene.sing(f"{tag}名册.xlsx", at, "journal", **mine)
    scene.sing(f"罗{tag}", at, "", **mine)
    scene.sing(f"罗{tag}？", at, "", **mine)
    scene.sing(str(first.marked_id), at, "journal", **mine)


def actor_name(holding: Holding) -> str:
    return OWNERS[holding.key].username


def _roster(path: Path, tag: str, base: int) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名册")
        rows = [["姓名", "身份证号"], [f"罗{tag}", number(base + 15)], [f"罗{tag}？", "12345"]]
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)


def _turns_of_fate(scene: Scene) -> None:
    move(actor=ROOT, unit=scene.units["mover"], target=scene.units["west"], on=date(2026, 10, 1))
    merge(actor=ROOT, unit=scene.units["merged"], into=scene.units["mill"], on=date(2026, 10, 1))
    _emptied(scene.units["closed"], date(2026, 10, 1))
    close(actor=ROOT, unit=scene.units["closed"], on=date(2026, 10, 1))
    for key in ("mover", "merged", "closed"):
        scene.units[key].refresh_from_db()
    _carried(scene)
    for key in KINDS.keys() - {"south"}:  # whose name stands on what was handed to it
        scene.sing(f"{TAGS[key]}工会", key, "name")
    for key in ("g1", "g2", "l1", "l2"):
        scene.sing(f"{TAGS[key]}片", key, "name")


def _emptied(unit: Unit, on: date) -> None:
    """Nobody belongs to a union any more when it is closed; their files stay where they were."""
    Membership.objects.filter(unit=unit).update(until=on)
    RosterEntry.objects.filter(unit=unit).update(settled_on=on, outcome="kept")


def _carried(scene: Scene) -> None:
    """After the merger the members of the one are the other's; what was entered about its cadres stays behind."""
    for text, one in scene.canaries.items():
        if one.at == "merged" and one.for_ & {"members", "whole", "settle"}:
            scene.canaries[text] = replace(one, at="mill")
    for person in scene.of["merged"].members:
        person.refresh_from_db()
