"""One matter of every procedure there is, with everything in its record that any of its stages may ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.ids import new_id
from gonghui.kernel.process.definition import PROCESSES, RECORDS, Stage
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import enter, note
from gonghui.kernel.process.triggered import open_by_rule
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.actions import enter as enter_employer
from gonghui.registers.members.models import Membership
from gonghui.registers.services.actions import save as offer
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import FEDERATION_KINDS
from gonghui.work.appeals.actions import bring as bring_appeal
from gonghui.work.belonging.actions import ask_for, begin_transfer, name_idle
from gonghui.work.belonging.actions import begin as begin_leaving
from gonghui.work.branches.actions import begin_branch
from gonghui.work.duties.actions import adopt, open_cycle
from gonghui.work.duties.actions import draft as draft_upward
from gonghui.work.duties.models import Duty
from gonghui.work.duties.rules import Period
from gonghui.work.founding.actions import begin
from gonghui.work.gaps.actions import call_meeting, decide
from gonghui.work.gaps.actions import found as list_gap
from gonghui.work.gaps.rules import Finder, Finding
from gonghui.work.joining.actions import take_in
from gonghui.work.joining.models import Submission
from gonghui.work.joining.selectors import receipt_index
from gonghui.work.standards.actions import keep_scheme
from gonghui.work.standards.actions.losing import lose
from gonghui.work.standards.actions.rating import begin_rating, give_award
from gonghui.work.survey.actions import answer as bring_back
from gonghui.work.survey.models import Subject
from gonghui.work.terms.actions import ask_extension, begin_byelection, open_reelection
from gonghui.work.terms.tests.scene import CANDIDATES, VOTES, Place, place
from tests.people import number
from tests.support import ROOT, actor_of, officer

BEGUN, TODAY = date(2026, 11, 2), date(2026, 11, 21)
ELECTED = [["张一", "男", "chair"], ["王二", "女", "vice_chair"], ["李三", "男", "committee_member"]]
COUNTED = {
    "candidates": CANDIDATES, "notice_on": date(2026, 11, 3), "held_on": date(2026, 11, 12), "should_attend": 31,
    "attended": 29, "issued": 29, "returned": 29, "votes": VOTES, "elected": ELECTED,
}  # fmt: skip
NAMED = {
    "branch": {"name": "纺织厂工会一车间分会"},
    "federation": {"name": "东镇餐饮行业工会联合会", "kind": "industry_federation"},
}
REPLY = {"approval_number": "云工复〔2026〕9号", "approval_on": date(2026, 11, 20)}
TERM = {
    "request_on": BEGUN, "planned_on": date(2026, 11, 12), "hold_number": "东工复〔2026〕3号", "hold_on": BEGUN,
    "members": 31, "women_members": 14, "seats": 3, "cleared_on": date(2026, 11, 11), "term_years": 5,
}  # fmt: skip
FULL: dict[str, dict[str, Any]] = {  # procedure → fields of its record
    "founding": COUNTED | REPLY | {
        "women": 14, "contact": "张一", "willing": "yes", "form": "single", "name": "湖畔餐饮有限公司工会委员会",
        "request_on": BEGUN, "group": "张一 男 厨师长 组长\n王二 女 会计\n李三 男 服务员", "members": 31,
        "women_members": 14, "seats": 3, "term_years": 5, "unveiled_on": TODAY,
    },
    "reelection": COUNTED | REPLY | TERM,
    "federation": {"request_on": BEGUN, "notice_on": date(2026, 11, 3)},
    "term_extension": {"months": 3, "reason": "正在改制", "request_on": BEGUN},
    "byelection": COUNTED | REPLY | {"candidates": "钱七 男 主席", "votes": "钱七 主席 28"},
    "duty": {"done_on": TODAY, "words": "走访了三家单位"},
    "retain": {"reason": "7", "since": BEGUN},
    "withdrawal": {"asked_on": BEGUN, "announced_on": TODAY, "card_back": True},
    "expulsion": {"facts": "县人民法院判决", "discussed_on": BEGUN, "decided_on": date(2026, 11, 9)},
    "idle": {"idle_since": date(2026, 4, 1), "educated_on": BEGUN},
    "death": {"died_on": BEGUN},
    "appeal": {"answer": "已约谈单位，周五前发放"},
    "gap": {"done_on": TODAY, "words": "找到一间屋"},
    "decision": {"done_on": TODAY, "done": "建好了"},
    "order": {"served_on": TODAY, "hours": "下午 2 点"},
    "rating": {"words": "都办到了", "opinion": "到现场看过，属实", "shown_on": BEGUN, "stars": 1, "points": 100},
}  # fmt: skip


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


@dataclass
class World:
    place: Place
    leader: Actor
    items: dict[str, WorkItem] = field(default_factory=dict)

    def holder(self, item: WorkItem) -> Actor:
        """Somebody in the post that has the matter."""
        set_reach(ROOT)
        post = Assignment.objects.filter(unit_id=item.holder_unit_id, role=item.role).select_related(
            "account"
        )
        return actor_of(post[0].account, post[0])

    def reader(self, item: WorkItem) -> Actor:
        """Somebody of the county who sees the matter and does not have it."""
        return self.place.official if item.role == "county_leader" else self.leader

    def brought(self, key: str, stage: Stage) -> WorkItem:
        """The procedure's matter, come to this stage today by other people's hands."""
        return bring(self.items[key], stage)


def bring(known: WorkItem, stage: Stage) -> WorkItem:
    """The matter in this stage, whatever would have had to be done before."""
    set_reach(ROOT)
    item = WorkItem.objects.get(pk=known.pk)
    if stage.key != item.stage_key:
        source = next(move.source for move in item.process.moves if move.target == stage.key)
        enter(item, stage, at(TODAY))
        note(item, ROOT, at(TODAY), move="brought", label="办到这里", source=source)
    return item


def plant() -> World:
    """The county with its people, one matter of each procedure begun on ``BEGUN``; its reach is everything."""
    here = place()
    set_reach(ROOT)
    Union.objects.filter(unit=here.county.mill).update(term_until=date(2026, 12, 31))
    world = World(here, officer(here.county.county, "county_leader", "leader1", "陆志"))
    for key in PROCESSES:
        world.items[key] = BEGIN[key](world) if key in BEGIN else after(world, key)
    set_reach(ROOT)
    for key, item in world.items.items():
        filled(key, item)
    Assignment.objects.update(since=date(2021, 1, 1))
    return world


def filled(key: str, item: WorkItem) -> None:
    if key in FULL:
        RECORDS[key].objects.filter(pk=item.pk).update(**FULL[key])
    Proof.objects.bulk_create(
        Proof(item=item, kind=one.key, on=BEGUN, note="原件在镇工会", account_id=0, added_on=BEGUN)
        for one in item.process.evidence
    )


def founding(world: World, name: str = "湖畔餐饮有限公司") -> WorkItem:
    set_reach(ROOT)
    employer = enter_employer(
        actor=ROOT, unit=world.place.county.east, name=name, workers=31, address="东镇湖边路 1 号"
    )
    set_reach(world.place.clerk)
    return begin(actor=world.place.clerk, employer=employer, now=at(BEGUN))


def after(world: World, key: str) -> WorkItem:
    set_reach(ROOT)
    union = world.place.union()
    return open_by_rule(
        PROCESSES[key], rule="founded", subject=union.name, title=f"{union.name}：{key}", unit=union.unit, facts={},
        actor=ROOT, now=at(BEGUN), record=NAMED.get(key),
    )  # fmt: skip


def duty(world: World) -> WorkItem:
    county = world.place.county.county
    set_reach(world.place.official)
    adopt(actor=world.place.official, unit=county, today=date(2026, 1, 5))
    set_reach(ROOT)
    known = Duty.objects.filter(level="town", fact="").order_by("pk").first()
    period = Period("2026Q4", date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 31))
    made = open_cycle(
        known, Union.objects.get(unit=world.place.county.east), period, actor=ROOT, now=at(BEGUN)
    )
    assert made is not None
    return made


def upward(kind: str) -> Callable[[World], WorkItem]:
    def begun(world: World) -> WorkItem:
        clerk = world.place.clerk
        set_reach(clerk)
        return draft_upward(
            actor=clerk, unit=Unit.objects.get(pk=clerk.unit_id), now=at(BEGUN), kind=kind, field="party",
            title="关于召开会员代表大会的请示" if kind == "request" else "关于本季度建会情况的报告",
            body="拟于下月召开会员代表大会。妥否，请批示。" if kind == "request" else "本季度新建三家。特此报告。",
            contact="吴芳", mobile="19900800002",
        )  # fmt: skip

    return begun


def document(world: World) -> WorkItem:
    writer = world.place.official
    set_reach(writer)
    words = {
        "kind": "notice", "title": "关于召开年中工作会议的通知", "addressee": "各乡镇总工会",
        "content": "定于下月召开年中工作会议，请按时参加。",
    }  # fmt: skip
    return open_item(
        PROCESSES["document"],
        title=words["title"],
        unit=world.place.county.county,
        actor=writer,
        now=at(BEGUN),
        record=words,
    )


def of_terms(make: Callable[..., WorkItem], **more: Any) -> Callable[[World], WorkItem]:
    def begun(world: World) -> WorkItem:
        union = world.place.union()
        set_reach(world.place.chair)
        return make(union, actor=world.place.chair, now=at(BEGUN), **more)

    return begun


def belonging(key: str, nth: int) -> Callable[[World], WorkItem]:
    """A change of one member of the mill's, another person for each procedure."""

    def begun(world: World) -> WorkItem:
        chair = world.place.chair
        set_reach(chair)
        rows = Membership.objects.filter(unit=world.place.county.mill, until=None).order_by("pk")
        one = rows.select_related("person")[nth]
        if key == "transfer":
            set_reach(world.place.clerk)
            return begin_transfer(
                actor=world.place.clerk, membership=one, to_words="西镇矿业公司", now=at(BEGUN)
            )
        if key == "idle":
            name_idle(actor=chair, memberships=[one], now=at(BEGUN))
            return WorkItem.objects.get(process_key="idle")
        return begin_leaving(key, actor=chair, membership=one, now=at(BEGUN))

    return begun


def asked_for(world: World) -> WorkItem:
    chair = world.place.chair
    set_reach(chair)
    mill = Unit.objects.get(pk=chair.unit_id)
    return ask_for(actor=chair, unit=mill, now=at(BEGUN), name="贺新来", id_number=number(940))


def joining(world: World) -> WorkItem:
    content = {
        "name": "贺小骑", "id_type": "1", "id_number": number(941), "mobile": "19900000941", "workplace": "县城", "groups": ["courier"],
        "is_migrant": False, "way": "qr", "consents": [{"purpose": "rules"}], "code": None, "place": world.place.county.east.pk,
    }  # fmt: skip
    set_reach(ROOT)
    one = Submission(kind="join", receipt=receipt_index("procedures"), at=at(BEGUN))
    one.content = json.dumps(content)
    one.save(force_insert=True)
    item = take_in(one.pk, actor=ROOT, now=at(BEGUN))
    assert item, Submission.objects.get(pk=one.pk).fault
    return item


def correction(world: World) -> WorkItem:
    set_reach(ROOT)
    asked = {"person_id": new_id(), "name": "李小会", "kind": "explain", "reason": "想知道给谁看过"}
    union = world.place.union()
    return open_item(
        PROCESSES["correction"], title="李小会：说明怎么处理的", unit=union.unit, actor=ROOT, now=at(BEGUN), record=asked
    )  # fmt: skip


def ordered(world: World) -> WorkItem:
    set_reach(ROOT)
    union = world.place.union()
    service, _ = offer(
        actor=ROOT, today=BEGUN, row=None, unit=union.unit, title="免费体检", need="health", told="空腹", open_to="members",
        since=date(2026, 11, 1), until=date(2026, 12, 31),
    )  # fmt: skip
    return open_item(
        PROCESSES["order"], title="李小会点单：免费体检", unit=union.unit, actor=ROOT, now=at(BEGUN),
        record={"service": service, "person_id": new_id(), "name": "李小会"},
    )  # fmt: skip


def federation(world: World) -> WorkItem:
    set_reach(ROOT)
    town = world.place.county.east
    asked = {"kind": FEDERATION_KINDS[0][0], "name": "东镇餐饮行业工会联合会"}
    return open_item(
        PROCESSES["federation"], title=asked["name"], unit=town, actor=ROOT, now=at(BEGUN), record=asked
    )


def gap(world: World) -> WorkItem:
    set_reach(ROOT)
    finder = Finder("tests.gap", "缺阵地", "找一间屋", lambda actor, today: ())
    finding = Finding("town:1", world.place.county.east.pk, "东镇：还缺阵地", {"还缺": "1 项"})
    return list_gap(finder, finding, actor=ROOT, now=at(BEGUN))


def appeal(world: World) -> WorkItem:
    told = {"kind": "wage", "story": "三个月没发工资", "name": "马小军"}
    official = world.place.official
    set_reach(official)
    return bring_appeal(actor=official, content=told, made_on=BEGUN, now=at(BEGUN))


def decision(world: World) -> WorkItem:
    """What the county's meeting has decided and the town is to do."""
    official = world.place.official
    set_reach(official)
    held = call_meeting(
        actor=official, unit=world.place.county.county, grid=None, held_on=BEGUN, today=BEGUN, now=at(BEGUN)
    )
    return decide(
        actor=official, meeting=held, unit=world.place.county.east, role="town_clerk", words="西街建站点",
        due_on=date(2026, 12, 18), now=at(BEGUN),
    )  # fmt: skip


def differs(world: World) -> WorkItem:
    """Two people have counted the same workplace, and not the same."""
    set_reach(ROOT)
    subject = Subject.objects.create(unit=world.place.county.east, name="湖边火锅店", since=BEGUN)
    for n, who in enumerate((world.place.clerk, world.place.official)):
        set_reach(who)
        content = {"facts": {"workers": 12 + n}, "met_on": BEGUN.isoformat()}
        bring_back(
            actor=who, now=at(BEGUN), pk=new_id(), subject_id=subject.pk, content=content, made_at=at(BEGUN)
        )
    set_reach(ROOT)
    return WorkItem.objects.get(process_key="survey_differs")


def branch(world: World) -> WorkItem:
    union = world.place.union()
    set_reach(world.place.chair)
    return begin_branch(actor=world.place.chair, union=union, given="一车间", now=at(BEGUN))


def rating(world: World) -> WorkItem:
    """A check-list of one line, which the term of the mill's union meets."""
    set_reach(ROOT)
    keep_scheme(
        actor=ROOT, unit=world.place.county.county, since=date(2026, 1, 1), family="stars", kind="points", label="星级评定",
        version="试", months=24, items="组织｜term｜没有超届｜100｜record｜term｜1｜是", thresholds="1=60", basis="试",
    )  # fmt: skip
    union = world.place.union()
    set_reach(world.place.chair)
    return begin_rating(union, actor=world.place.chair, family="stars", now=at(BEGUN))


def loss(world: World) -> WorkItem:
    """Stars that the mill's union had and lost."""
    set_reach(ROOT)
    mill = world.place.county.mill
    scheme = keep_scheme(
        actor=ROOT, unit=world.place.county.county, since=date(2026, 2, 1), family="stars", kind="points", label="星级评定",
        version="试二", months=24, items="组织｜term｜没有超届｜100｜record｜term｜1｜是", thresholds="1=60", basis="试",
    )  # fmt: skip
    award = give_award(
        actor=ROOT, unit_id=mill.pk, scheme=scheme, stars=1, since=date(2026, 3, 1), number="1 号"
    )
    set_reach(world.leader)
    return lose(actor=world.leader, award=award, on=BEGUN, why="查实不够条件", now=at(BEGUN))


BEGIN: dict[str, Callable[[World], WorkItem]] = {
    "branch": branch,
    "federation": federation,
    "correction": correction,
    "order": ordered,
    "appeal": appeal,
    "joining": joining,
    "founding": founding,
    "reelection": of_terms(open_reelection),
    "term_extension": of_terms(ask_extension),
    "byelection": of_terms(begin_byelection, post="chair", vacated_on=date(2026, 10, 30), why="调离"),
    "duty": duty,
    "upward_request": upward("request"),
    "upward_report": upward("report"),
    "document": document,
    "survey_differs": differs,
    "gap": gap,
    "rating": rating,
    "loss": loss,
    "decision": decision,
    "transfer": belonging("transfer", 1),
    "transfer_request": asked_for,
    **{
        key: belonging(key, n)
        for n, key in enumerate(("retain", "withdrawal", "expulsion", "idle", "death"), 2)
    },
}
