"""Code lists of the national real-name registry (domain.md §2.3, §2.4) and what follows from them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

SEXES = [("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明")]
ID_TYPES = [
    ("1", "居民身份证"),
    ("2", "护照"),
    ("3", "军官证"),
    ("4", "港澳居民来往内地通行证"),
    ("5", "台湾居民来往大陆通行证"),
    ("6", "外国人永久居留身份证"),
    ("7", "港澳台居民居住证"),
    ("9", "其他证件"),
]  # 1–3 are the national registry's; it names no codes for the others
MARITAL = [("10", "未婚"), ("20", "已婚"), ("30", "丧偶"), ("40", "离婚"), ("90", "未说明")]  # GB/T 2261.2
_PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 "
    "达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 "
    "门巴 珞巴 基诺"
)  # GB/T 3304, in its order
ETHNICITIES = [(f"{one}族", f"{one}族") for one in _PEOPLES.split()] + [
    ("其他", "其他"),
    ("外国血统", "外国血统"),
]
EMPLOYMENT = [
    ("1", "在岗"),
    ("2", "待（下）岗"),
    ("3", "失业"),
    ("4", "退休"),
    ("5", "离休"),
    ("6", "退职"),
    ("7", "退养（内退）"),
    ("8", "病休"),
    ("9", "其他"),
]
EDUCATION = [
    ("10", "研究生"),
    ("20", "大学本科"),
    ("30", "大学专科"),
    ("40", "中等专业"),
    ("50", "技工学校"),
    ("60", "高中"),
    ("70", "初中"),
    ("80", "小学"),
    ("90", "其他"),
]
SKILLS = [
    ("1", "高级技师"),
    ("2", "技师"),
    ("3", "高级工"),
    ("4", "中级工"),
    ("5", "初级工"),
    ("6", "首席技师"),
    ("7", "特级技师"),
    ("8", "学徒工"),
]
POLITICAL = [
    ("01", "中共党员"),
    ("02", "中共预备党员"),
    ("03", "共青团员"),
    ("04", "民主党派"),
    ("12", "无党派人士"),
    ("13", "群众"),
]
HUKOU = [("1", "农业户口"), ("2", "非农业户口")]
CHANGES = [
    ("1", "入会"),
    ("2", "转入"),
    ("3", "保留会籍"),
    ("4", "转出"),
    ("5", "除名"),
    ("6", "退会"),
]
REASONS = [
    ("1", "劳动（工作）关系发生变化"),
    ("2", "在本单位下岗后待岗"),
    ("3", "失业"),
    ("4", "所在企业破产"),
    ("5", "个人要求退会"),
    ("6", "因犯罪被开除会籍"),
    ("7", "退休、退养"),
    ("8", "连续六个月不交会费、不参加活动"),
    ("9", "去世"),
]  # 1–6 are the national registry's; it names no codes for the others
GROUPS = [
    ("truck", "货车司机"),
    ("ride", "网约车司机"),
    ("courier", "快递员"),
    ("rider", "网约送餐员"),
    ("nurse", "护工护理员"),
    ("home", "家政服务员"),
    ("shop", "商场信息员"),
    ("agent", "房产中介员"),
    ("guard", "保安员"),
    ("property", "物业服务人员"),
    ("dispatched", "劳务派遣工"),
]
ENDS = frozenset({"4", "5", "6"})  # changes after which a person no longer belongs here


def ends_membership(change: str) -> bool:
    return change in ENDS


@dataclass(frozen=True)
class Purpose:
    """What personal data is asked for, in the words it is asked with; ``withdrawn``: what taking it back means."""

    key: str
    label: str
    about: str
    text: str
    required: str
    withdrawn: str
    sensitive: bool

    @property
    def digest(self) -> str:
        """Of the words agreed to: 64 hexadecimal digits of SHA-256 over label and text."""
        return sha256(f"{self.label}\n{self.text}".encode()).hexdigest()


@cache
def notice() -> tuple[str, dict[str, Purpose]]:
    """The privacy notice in force: its version, and its purposes by key, in the order they are asked."""
    found = json.loads((Path(__file__).parent / "data" / "consents.json").read_text())
    return found["version"], {one["key"]: Purpose(**one) for one in found["purposes"]}
