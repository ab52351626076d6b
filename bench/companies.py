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
RARER = "博雅思创智诺森柏蓝云星月晨曦光春夏秋冬红绿紫玉珠宝石银铜木竹松梅兰菊荷莲桂枫柳杨桃杏橙谷麦稻香味鲜美乐禄寿喜庆亿兆恩惠仁义礼贤善真言行致志向前进取胜赢冠峰岭巅峻岳昆仑长城古今朝代时年世纪元始终极点线面方圆直角度量平均权威武文艺书画琴棋诗词歌赋曲韵律声音章典故念忆想怀情意心灵魂魄神龙凤麒麟虎豹狮象鹿鹤鹰雁燕莺鸿雀蝶蜂蚕鱼贝珊瑚琥珀翡翠玛瑙琉璃瓷陶窑炉火焰炎煌灿烂辰昊昱晗晓旻昕晴雨雪霜露雾霞虹雷电风波浪涛潮汐津渡桥路途程驰骋骏马牛羊犇淼磊众品晶垚焱巨伟硕丽秀俊逸飞翼羽扬帆舟航舰锚港湾洲岛屿礁滨岸堤坝渠泉溪涧潭池泊沐浴洁净清澈纯素朴实质优良妙绝伦卓越超群英雄豪侠客商旅贸易赛宙寰球际领先锋芒锐剑盾铠甲铭刻印玺铸炼锻锤钻研究探索寻觅迈步踏舞蹈跃奔放"  # a mark has one of these now and then  # fmt: skip
RARE = 0.45  # of the characters of a mark
STREET_WORDS = ("青年", "向阳", "黄海", "机场", "沿河", "学府", "中兴", "恒山", "泰山", "迎宾", "北京", "上海", "苏州", "希望", "团结", "胜利", "和平", "光明", "新华", "健康")  # fmt: skip
STREET_ENDS = ("路", "街", "大道", "巷")
FIRMS_A_STREET = 250  # of the whole county: where there are more firms there are more streets
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
    streets: list[str] = field(default_factory=list)

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
    rng, how, found = random.Random(seed), dirt or Dirt(), World(streets=_streets(firms))
    taken: set[tuple[str, str, str]] = set()
    for n in range(firms):
        found.register.append(_unlike(taken, rng, f"r{n:07d}", n, found.streets, covered=0.85))
    for firm in found.register:
        if rng.random() < listed:
            _put(found, rng, how, firm, firm.id)
    for n in range(int(firms * unknown)):
        _put(found, rng, how, _unlike(taken, rng, "", firms + n, found.streets, covered=0), None)
    for n in range(int(firms * twins)):
        _put(found, rng, how, _elsewhere(rng, rng.choice(found.register), 2 * firms + n, found.streets), None)
    rng.shuffle(found.listed)
    return found


def _streets(firms: int) -> list[str]:
    """The streets of each town: some sixteen for a county of four thousand employers, eighty for twenty thousand."""
    more = [f"{word}{end}" for end in STREET_ENDS for word in STREET_WORDS]
    return [*STREETS, *more][: max(len(STREETS), firms // FIRMS_A_STREET)]


def _unlike(
    taken: set[tuple[str, str, str]], rng: random.Random, key: str, n: int, streets: list[str], covered: float
) -> Firm:
    """One office registers no two firms of one trade with the same mark (企业名称登记管理规定 art. 17); another office may."""
    while True:
        firm = _firm(rng, key, n, streets, covered)
        office = "county" if firm.prefix.startswith("射阳") else firm.prefix
        name = (office if firm.form else firm.town, firm.mark, firm.trade)
        if name not in taken:
            taken.add(name)
            return firm


def _firm(rng: random.Random, key: str, n: int, streets: list[str], covered: float) -> Firm:
    town, union = rng.choice(TOWNS), n if rng.random() < covered else None
    street, number = rng.choice(streets), rng.randint(1, 299)
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
    """Most characters of marks are the same few that bring luck; the others are nearly any."""
    return "".join(_character(rng) for _ in range(rng.choices((2, 3, 4), (75, 15, 10))[0]))


def _character(rng: random.Random) -> str:
    return rng.choice(RARER if rng.random() < RARE else MARKS)


def _code(category: str, n: int) -> str:
    return credit_code.make(category, "999924", f"MB{n:06d}")


def _elsewhere(rng: random.Random, firm: Firm, n: int, streets: list[str]) -> Firm:
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
        rng.choice(streets),
        rng.randint(1, 299),
    )


def _put(found: World, rng: random.Random, how: Dirt, firm: Firm, key: str | None) -> None:
    row = _written(rng, how, firm, f"l{len(found.listed):07d}", found.streets)
    found.listed.append(row)
    found.truth[row.id] = key


def _written(rng: random.Random, how: Dirt, firm: Firm, key: str, streets: list[str]) -> Listed:
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
    street = rng.choice(streets) if happens(how.street_moved) else firm.street
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
        at = rng.choice([n for n, one in enumerate(mark) if one in HEARD] or [at])
        return "".join(HEARD.get(one, one) if n == at else one for n, one in enumerate(mark))
    if chance < how.heard + how.wrong:
        return mark[:at] + _character(rng) + mark[at + 1 :]
    if chance < how.heard + how.wrong + how.dropped and len(mark) > 2:
        return mark[:at] + mark[at + 1 :]
    return mark


def facts(world: World) -> dict[str, Any]:
    return {"register": len(world.register), "listed": len(world.listed), "gaps": len(world.gaps)}
