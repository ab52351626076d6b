"""Employers to be told apart: a generated county's register, and a list of it in other people's spelling.

The matcher knows nothing of this file: its words for trades are partly other ones. ``dirt`` is how often each thing
goes wrong in the list; training and measuring use other seeds and other dirt.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from demo.names import person_name
from gonghui.kernel.identifiers import credit_code

COUNTY = ("江苏省", "盐城市", "射阳县")
TOWNS = "合德镇 临海镇 千秋镇 四明镇 海河镇 海通镇 兴桥镇 新坍镇 长荡镇 盘湾镇 特庸镇 洋马镇 黄沙港镇".split()  # noqa: SIM905
STREETS = "人民路 解放路 幸福大道 振阳街 建设路 友谊路 朝阳街 交通路 红旗路 双拥路 合兴路 创业园区 文化路 发展大道 港口路 兴业路".split()  # noqa: SIM905
MARKS = "恒鑫宏盛华永金东瑞富泰祥嘉德顺万锦海天隆信诚昌建明正兴康润佳新源立双丰鼎通达发利辉腾安和远茂旺鹏凯洋杰邦升林宇晟睿弘欣衡福翔谨桦"
HEARD = {"恒": "衡", "鑫": "欣", "源": "元", "宏": "弘", "盛": "晟", "华": "桦", "瑞": "睿", "富": "福", "祥": "翔", "锦": "谨", "东": "冬", "信": "鑫", "诚": "成", "嘉": "佳", "达": "大", "和": "禾", "远": "园", "建": "健", "明": "铭", "康": "抗", "丰": "峰", "通": "同", "利": "力", "辉": "晖", "安": "氨", "鹏": "朋"}  # fmt: skip
OLD = {
    "华": "華",
    "兴": "興",
    "东": "東",
    "达": "達",
    "丰": "豐",
    "万": "萬",
    "远": "遠",
    "鹏": "鵬",
    "业": "業",
}
_GOODS = (
    "餐饮管理 餐饮 纺织 针织 机械制造 机械 服饰 阀门 电子科技 化纤 包装 新材料科技 商贸 贸易 百货 酒店管理 电子商务 建设工程 建筑安装 装饰工程 建筑劳务 "
    "园林绿化 运输 物流 汽车服务 农业发展 米业 水产 文化传媒 旅游发展 环保科技 新能源科技 物业管理 家政服务 保安服务 房产经纪 门窗 家具 五金 塑业 "
    "彩钢板 苗木 渔具 卫浴 灯饰 沙石料 管业 门业 酿酒 制冷设备 电梯 消防器材 检测 测绘 船舶修造 风电运维 海产品加工 包装材料 办公用品 标识标牌"
)
GOODS = _GOODS.split()
SHOPS = "饭店 餐馆 超市 理发店 服装店 汽修厂 五金店 药店 水果店 面馆 便利店 糕团店 渔具店 窗帘店 修鞋铺 早餐店 棋牌室 电动车行 彩票站 干洗店".split()  # noqa: SIM905
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司")


@dataclass(frozen=True)
class Dirt:
    """Shares of listed rows in which something is written otherwise than in the register."""

    code_gone: float = 0.4
    code_wrong: float = 0.03
    heard: float = 0.06
    wrong: float = 0.03
    dropped: float = 0.02
    trade_short: float = 0.18
    trade_other: float = 0.04
    sign: float = 0.02  # a name on the door that is not the registered one
    town_gone: float = 0.1
    town_wrong: float = 0.04
    door_gone: float = 0.35
    door_moved: float = 0.08
    street_moved: float = 0.05
    branch: float = 0.01  # called one of its branches
    wide: float = 0.08
    old: float = 0.02


@dataclass(frozen=True)
class Firm:
    """One row of the register; ``union``: its union's number, None for none. ``prefix`` is how its name begins."""

    id: str
    prefix: str
    mark: str
    trade: str
    form: str
    code: str
    town: str
    street: str
    number: int
    union: int | None = None
    people: int = 10

    @property
    def name(self) -> str:
        return f"{self.prefix}{self.mark}{self.trade}{self.form}"

    @property
    def address(self) -> str:
        return f"射阳县{self.town}{self.street}{self.number}号"


@dataclass
class Listed:
    """One row of the list."""

    id: str
    name: str
    code: str | None
    town: str | None
    address: str | None
    people: int


@dataclass
class World:
    """``truth``: for each listed row the register's id, or None for one that is not in it."""

    register: list[Firm] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    truth: dict[str, str | None] = field(default_factory=dict)

    @property
    def gaps(self) -> set[str]:
        """The listed rows that have no union: unknown ones, and known ones without."""
        union = {one.id: one.union for one in self.register}
        return {key for key, found in self.truth.items() if found is None or union[found] is None}


def world(
    seed: int,
    firms: int,
    *,
    listed: float = 0.8,
    unknown: float = 0.2,
    twins: float = 0.03,
    dirt: Dirt | None = None,
) -> World:
    """A register of ``firms``; the list has a share of them, unknown ones, and branches of known ones elsewhere."""
    rng, how, found = random.Random(seed), dirt or Dirt(), World()
    taken: set[tuple[str, str, str]] = set()
    for n in range(firms):
        found.register.append(_unlike(taken, rng, f"r{n:07d}", n, covered=0.85))
    for firm in found.register:
        if rng.random() < listed:
            _put(found, rng, how, firm, firm.id)
    for n in range(int(firms * unknown)):
        _put(found, rng, how, _unlike(taken, rng, "", firms + n, covered=0), None)
    for n in range(int(firms * twins)):
        _put(found, rng, how, _elsewhere(rng, rng.choice(found.register), 2 * firms + n), None)
    rng.shuffle(found.listed)
    return found


def _unlike(taken: set[tuple[str, str, str]], rng: random.Random, key: str, n: int, covered: float) -> Firm:
    """One office registers no two firms of one trade with the same mark (企业名称登记管理规定 art. 17); another office may."""
    while True:
        firm = _firm(rng, key, n, covered)
        office = "county" if firm.prefix.startswith("射阳") else firm.prefix
        name = (office if firm.form else firm.town, firm.mark, firm.trade)
        if name not in taken:
            taken.add(name)
            return firm


def _firm(rng: random.Random, key: str, n: int, covered: float) -> Firm:
    town, union = rng.choice(TOWNS), n if rng.random() < covered else None
    street, number = rng.choice(STREETS), rng.randint(1, 299)
    if rng.random() < 0.3:
        mark = (
            person_name(rng, rng.choice("12"), rng.randint(1962, 2000)) if rng.random() < 0.5 else _mark(rng)
        )
        prefix = f"射阳县{town}"
        return Firm(key, prefix, mark, rng.choice(SHOPS), "", _code("92", n), town, street, number, union, rng.randint(1, 12))  # fmt: skip
    prefix = rng.choice(("射阳县", "射阳县", "射阳", "江苏", "盐城", "盐城市", ""))
    people = int(5 + rng.paretovariate(1.1) * 8) % 900
    return Firm(key, prefix, _mark(rng), rng.choice(GOODS), rng.choice(FORMS), _code("91", n), town, street, number, union, people)  # fmt: skip


def _mark(rng: random.Random) -> str:
    return "".join(rng.choice(MARKS) for _ in range(rng.choices((2, 3, 4), (75, 15, 10))[0]))


def _code(category: str, n: int) -> str:
    return credit_code.make(category, "999924", f"MB{n:06d}")


def _elsewhere(rng: random.Random, firm: Firm, n: int) -> Firm:
    """A branch of a known firm in another town: an employer of its own that the register does not have."""
    town = rng.choice([one for one in TOWNS if one != firm.town])
    form = f"{firm.form or '店'}{town[:-1]}{rng.choice(('分公司', '店', '营业部'))}"
    return Firm(
        "",
        firm.prefix,
        firm.mark,
        firm.trade,
        form,
        _code("91", n),
        town,
        rng.choice(STREETS),
        rng.randint(1, 299),
    )


def _put(found: World, rng: random.Random, how: Dirt, firm: Firm, key: str | None) -> None:
    row = _written(rng, how, firm, f"l{len(found.listed):07d}")
    found.listed.append(row)
    found.truth[row.id] = key


def _written(rng: random.Random, how: Dirt, firm: Firm, key: str) -> Listed:
    def happens(share: float) -> bool:
        return rng.random() < share

    mark, trade = _marked(rng, how, firm.mark), firm.trade
    if happens(how.trade_short) and len(trade) > 2:
        trade = trade[:2]
    if happens(how.trade_other):
        trade = rng.choice(GOODS)
    prefix = rng.choice(
        (firm.prefix, "", "射阳县", "射阳", "江苏射阳", "江苏省盐城市射阳县", f"射阳县{firm.town}")
    )
    form = rng.choice((firm.form, firm.form, "", "有限公司")) if firm.form in FORMS else firm.form
    name = f"{prefix}{mark}{trade}{form}"
    if happens(how.sign):
        name = f"{_mark(rng)}{rng.choice(GOODS)}"
    if happens(how.wide):
        name = rng.choice((f"{prefix}{mark}（射阳）{trade}{form}", f" {name[:3]} {name[3:]}", f"“{name}”"))
    if happens(how.old):
        name = "".join(OLD.get(one, one) for one in name)
    code = (
        None
        if happens(how.code_gone)
        else _code("91", 5_000_00 + rng.randrange(400_000))
        if happens(how.code_wrong)
        else firm.code
    )
    town = None if happens(how.town_gone) else rng.choice(TOWNS) if happens(how.town_wrong) else firm.town
    if happens(how.branch):
        name += f"（{firm.town[:-1]}店）"
    number = rng.randint(1, 299) if happens(how.door_moved) else firm.number
    street = rng.choice(STREETS) if happens(how.street_moved) else firm.street
    address = (
        None
        if happens(how.door_gone)
        else rng.choice(
            (
                f"{street}{number}号",
                f"射阳县{firm.town}{street}{number}号",
                f"{firm.town}{street} {number} 号",
            )
        )
    )
    return Listed(key, name, code, town, address, firm.people + rng.randint(-2, 2))


def _marked(rng: random.Random, how: Dirt, mark: str) -> str:
    chance, at = rng.random(), rng.randrange(len(mark))
    if chance < how.heard:
        return "".join(HEARD.get(one, one) if n == at else one for n, one in enumerate(mark))
    if chance < how.heard + how.wrong:
        return mark[:at] + rng.choice(MARKS) + mark[at + 1 :]
    if chance < how.heard + how.wrong + how.dropped and len(mark) > 2:
        return mark[:at] + mark[at + 1 :]
    return mark


def facts(world: World) -> dict[str, Any]:
    return {"register": len(world.register), "listed": len(world.listed), "gaps": len(world.gaps)}
