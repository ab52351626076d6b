"""The sixteen lines 条线 into which the county divides those to be organised, and the thirteen industries
that have a union of their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """``share`` of the employers per thousand; ``scale`` a usual number of members; ``migrant`` how much
    of it; ``names`` may hold {brand}, {town}; ``natures`` as codes with the class of their credit code."""

    line: str
    industries: str
    natures: tuple[tuple[str, str], ...]
    share: int
    scale: int
    migrant: float
    names: tuple[str, ...]
    jobs: tuple[str, ...]


COMPANY = (("170", "91"), ("170", "91"), ("170", "91"), ("159", "91"))
STATE = (("151", "91"), ("110", "91"), ("159", "91"))
PUBLIC = (("400", "12"),)


def _each(text: str, before: str = "", after: str = "") -> tuple[str, ...]:
    return tuple(f"{before}{word}{after}" for word in text.split())


def _company(goods: str, form: str = "有限公司") -> tuple[str, ...]:
    return _each(goods, "射阳县{brand}", form)


_BUREAUX = "档案馆 信访局 统计局 审计局 司法局 医疗保障局 应急管理局 行政审批局 机关事务服务中心 退役军人事务局 残疾人服务中心"
_TOWN_OFFICES = "机关 财政所 司法所 便民服务中心 党群服务中心 综合执法队 自然资源所 社会治理中心 退役军人服务站 人力资源服务所 统计站"
SOCIAL = {"association": "51", "service": "52", "foundation": "53", "agency": "31"}
SOCIAL_NAMES = {
    "association": _each("商会 志愿者协会 钓鱼协会 书法家协会 行业协会 摄影协会", "射阳县{brand}"),
    "service": _each("养老服务中心 社会工作服务中心 助残服务中心 文化服务中心 幼儿园", "射阳县{brand}"),
    "foundation": _each("教育基金会 慈善基金会 助学基金会", "射阳县{brand}"),
    "agency": ("江苏{brand}律师事务所", "射阳县{brand}法律服务所"),
}
TRADES = (
    Trade("机关", "S", (("500", "11"),), 30, 40, 0.01,
          (*_each(_TOWN_OFFICES, "射阳县{town}"), *_each(_BUREAUX, "射阳县")), ("科员", "办事员", "驾驶员")),
    Trade("教育", "P", PUBLIC, 45, 70, 0.02,
          ("射阳县{brand}小学", "射阳县{brand}中学", "射阳县{town}{brand}幼儿园"), ("教师", "后勤人员", "保育员")),
    Trade("卫健", "Q", PUBLIC, 35, 60, 0.06,
          ("射阳县{brand}医院", "射阳县{town}{brand}卫生院", "射阳县{brand}康复中心"), ("医师", "护士", "药师", "护理员")),
    Trade("住建", "E", COMPANY, 95, 70, 0.62,
          _company("建设工程 建筑安装 装饰工程 市政工程 建筑劳务 园林绿化"), ("瓦工", "钢筋工", "木工", "电工", "施工员")),
    Trade("交通", "G", COMPANY, 60, 35, 0.5,
          _company("运输 物流 汽车服务 客运 港口装卸"), ("驾驶员", "装卸工", "调度员", "修理工")),
    Trade("工信", "C", COMPANY, 180, 62, 0.42,
          _company("纺织 机械 服饰 阀门 电子 化纤 染整 包装 塑业 新材料"), ("挡车工", "车工", "焊工", "质检员", "装配工")),
    Trade("商务", "FH", COMPANY, 125, 14, 0.3,
          _company("商贸 百货 贸易 酒店管理 餐饮管理 电子商务"), ("营业员", "服务员", "厨师", "理货员")),
    Trade("农业农村", "A", (("190", "93"), ("170", "91")), 85, 20, 0.5,
          ("射阳县{town}{brand}农业专业合作社", "射阳县{brand}农业发展有限公司", "射阳县{town}{brand}水产养殖专业合作社",
           "射阳县{brand}米业有限公司", "射阳县{town}{brand}家庭农场"), ("农机手", "养殖工", "分拣工", "技术员")),
    Trade("文旅", "R", COMPANY, 30, 14, 0.15,
          _company("文化传媒 旅游发展 影视文化 体育文化"), ("讲解员", "编导", "服务员")),
    Trade("金融", "J", STATE, 25, 36, 0.02,
          _company("融资担保 小额贷款 资产管理 保险代理"), ("柜员", "客户经理", "会计")),
    Trade("邮政快递", "G", COMPANY, 30, 24, 0.55,
          _company("快递服务 速递 同城配送"), ("快递员", "分拣员", "客服")),
    Trade("供销", "F", (("120", "91"), ("159", "91")), 40, 15, 0.2,
          _company("农资 供销 再生资源 棉麻 日用杂品"), ("营业员", "仓管员", "司磅员")),
    Trade("园区", "C", (("170", "91"), ("159", "91"), ("200", "91"), ("300", "91")), 85, 85, 0.42,
          _company("智能装备 新能源 光电科技 航空科技 精密制造 环保科技"), ("操作工", "技术员", "电工", "检验员")),
    Trade("社会组织", "S", (("700", "52"),), 50, 8, 0.08, (), ("干事", "社工", "会计")),
    Trade("市场监管", "OH", (("600", "92"),), 70, 6, 0.35,
          _each("美容店 汽修厂 饭店 超市 服装店 宾馆 洗衣店 家具店", "射阳县{town}{brand}"), ("店员", "修理工", "厨师")),
    Trade("水利", "N", (("400", "12"), ("159", "91")), 15, 26, 0.2,
          ("射阳县{town}{brand}水利站", "射阳县{brand}水务有限公司", "射阳县{brand}水利工程有限公司"), ("闸管员", "泵站工", "技术员")),
)  # fmt: skip
BY_LINE = {trade.line: trade for trade in TRADES}


@dataclass(frozen=True)
class Industry:
    """An industry with a union of its own; ``group`` the tag its members carry ("" for none)."""

    name: str
    line: str
    goods: str
    group: str
    job: str
    industry: str


INDUSTRIES = (
    Industry("快递", "邮政快递", "快递 速运 速递", "courier", "快递员", "G"),
    Industry("外卖配送", "商务", "配送服务 外卖服务", "rider", "网约送餐员", "H"),
    Industry("道路货运", "交通", "货运 运输 汽车运输", "truck", "货车司机", "G"),
    Industry("网约车", "交通", "出行服务 汽车租赁", "ride", "网约车司机", "G"),
    Industry("家政服务", "商务", "家政服务 保洁服务 月嫂服务", "home", "家政服务员", "O"),
    Industry("护工护理", "卫健", "护理服务 陪护服务", "nurse", "护理员", "Q"),
    Industry("保安服务", "市场监管", "保安服务 安防服务", "guard", "保安员", "L"),
    Industry("物业服务", "住建", "物业服务 物业管理", "property", "物业服务员", "K"),
    Industry("房产中介", "住建", "房产经纪 房产中介", "agent", "房产经纪人", "K"),
    Industry("商超零售", "商务", "超市 百货零售 便利店", "shop", "商场信息员", "F"),
    Industry("餐饮", "商务", "餐饮 饭店 餐饮服务", "", "服务员", "H"),
    Industry("建筑装饰", "住建", "装饰 装潢 门窗", "", "装修工", "E"),
    Industry("纺织服装", "工信", "服饰 制衣 针织", "", "缝纫工", "C"),
)
