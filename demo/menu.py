"""This month's menu of the county, 盘湾镇 and one factory; some of it ordered, arranged, come to and judged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from demo.foundings import actor_of, at
from demo.places import COUNTY, PANWAN, SEAT
from gonghui.kernel.notices.models import Delivery
from gonghui.kernel.process.moving import advance
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.models import Membership
from gonghui.registers.services.actions import save
from gonghui.registers.services.models import Service
from gonghui.work.orders.actions import HEARD, judge, order

CHAIR_AT = f"{PANWAN}-001"
OFFERS = (  # unit, title, need, told, open to, places, where, when, by whom
    (COUNTY, "劳动法律咨询", "rights", "欠薪、工伤、合同的事，律师当面解答。带上合同、工资条，没有也可以来。", "all", None, "县职工服务中心一楼", "每周三下午 2 点到 5 点", "县总工会签约律师"),
    (COUNTY, "电工取证培训班", "skills", "六天，结业可以考低压电工证。带身份证复印件和一寸照片。", "members", 40, "县职工学校", "12 月 7 日到 12 日，晚上 6 点半", "县职工学校"),
    (COUNTY, "货车司机免费体检", "health", "血压、血糖、心电图、视力。空腹来，当天出结果。", "members", 60, "县人民医院体检中心", "周一到周五上午 8 点", "县人民医院"),
    (COUNTY, "心理热线一对一", "heart", "压力大、睡不着，找心理咨询师说说，不留记录给单位。", "all", None, "电话", "每晚 7 点到 9 点", "县心理协会"),
    (COUNTY, "单身职工联谊", "matching", "登山、包饺子，半天。报名要本人来。", "members", 50, "县职工活动中心", "12 月 20 日上午 9 点", "县总工会女职工委员会"),
    (PANWAN, "免费理发", "living", "户外干活的师傅优先，不用预约费。", "members", 20, "盘湾镇农贸市场驿站", "每月 15 日上午", "镇志愿服务队"),
    (PANWAN, "寒假托管班", "children", "一到三年级，管中饭，写作业。", "members", 30, "盘湾镇中心小学", "寒假，早 8 点到晚 5 点半", "镇妇联、镇中心小学"),
    (SEAT, "八段锦晨练", "culture", "每天有老师带，穿宽松衣服。", "all", None, "合德镇人民公园", "早上 6 点半", "合德镇体育协会"),
    (CHAIR_AT, "车间颈肩推拿", "health", "下工后排队，每人十分钟。", "members", 12, "厂医务室", "每周五下午 4 点半", "盘湾镇卫生院"),
)  # fmt: skip
JUDGED = (
    (5, "师傅手艺好，还陪着聊天"),
    (5, ""),
    (4, "人多，等了半小时"),
    (5, "下个月还来"),
    (3, "离工地有点远"),
    (4, ""),
)
ARRANGED, ASKED = 3, 2  # of those who are still to come


def set_out(root: Actor, today: date) -> None:
    set_reach(root)
    made = [_offer(root, today, *one) for one in OFFERS]
    cut, rub = made[5], made[8]
    town, chair = (actor_of(root, username, today) for username in ("panwan", "chair"))
    set_reach(root)
    people = _people(len(JUDGED) + ARRANGED + ASKED)
    for n, person in enumerate(people):
        _ordered(root, town, today, cut, person, n)
    for person in people[:2]:
        _put_in(root, rub, person, today - timedelta(days=1))
    assert chair.unit_id == rub.unit_id
    set_reach(root)
    Delivery.objects.filter(kind=HEARD, state="waiting").update(state="void")  # nobody has these numbers


def _offer(root: Actor, today: date, code: str, title: str, need: str, told: str, open_to: str, places: int | None, place: str, hours: str, supplier: str) -> Service:  # fmt: skip
    unit = Unit.objects.get(code=code)
    since = (today - timedelta(days=20)).replace(day=1)
    values = {
        "need": need,
        "told": told,
        "open_to": open_to,
        "places": places,
        "place": place,
        "hours": hours,
    }
    made, _ = save(
        actor=root, today=today, row=None, unit=unit, title=title, since=since, until=today + timedelta(days=45),
        supplier=supplier, **values,
    )  # fmt: skip
    return made


def _people(most: int) -> list[Any]:
    found = Membership.objects.filter(unit__code=CHAIR_AT, until=None).order_by("since", "pk")
    return [one.person_id for one in found[:most]]


def _put_in(root: Actor, service: Service, person: Any, day: date) -> Any:
    set_reach(root)
    return order(subject=person, service=service.pk, wish="下班以后", words="", actor=root, now=at(day))


def _ordered(root: Actor, town: Actor, today: date, service: Service, person: Any, n: int) -> None:
    """The first have come and mostly judged, the next have a day, the last wait to be given one."""
    day = today - timedelta(days=10 if n < len(JUDGED) else 1)
    item = _put_in(root, service, person, day)
    if n >= len(JUDGED) + ARRANGED:
        return
    came = n < len(JUDGED)
    set_reach(town)
    advance(
        item.pk, "arrange", actor=town, now=at(day), served_on=day + timedelta(days=2 if came else 5),
        hours="上午 9 点，盘湾镇农贸市场驿站", supplier="镇志愿服务队",
    )  # fmt: skip
    if came:
        advance(item.pk, "serve", actor=town, now=at(day + timedelta(days=2)))
        set_reach(root)
        stars, words = JUDGED[n]
        judge(
            subject=person,
            item=str(item.pk),
            stars=stars,
            words=words,
            actor=root,
            now=at(day + timedelta(days=3)),
        )
