"""Names that sound right and belong to nobody: people by common frequencies, employers from parts."""

from __future__ import annotations

import random

# Surname and its share per thousand (rounded from published rankings of common surnames).
_SURNAMES = (
    "王 72 李 71 张 68 刘 52 陈 45 杨 31 黄 22 赵 20 吴 25 周 24 徐 26 孙 18 马 11 朱 15 胡 12 林 8 郭 9 何 9 高 10 罗 7 "
    "郑 8 梁 6 谢 7 宋 8 唐 7 许 9 邓 5 冯 5 韩 6 曹 7 曾 4 彭 4 肖 4 蔡 6 潘 6 田 4 董 6 袁 5 于 4 余 4 叶 4 蒋 7 杜 4 "
    "苏 3 魏 4 程 4 吕 4 丁 8 沈 8 任 4 姚 5 卢 4 傅 2 钟 3 姜 5 崔 3 谭 2 廖 2 范 5 汪 4 陆 8 金 5 石 3 戴 5 贾 3 韦 2 夏 5 "
    "邱 4 方 3 侯 3 邹 3 熊 2 孟 3 秦 4 白 2 江 3 阎 1 薛 4 尹 2 段 2 雷 1 黎 1 史 3 龙 1 陶 4 贺 1 顾 8 毛 2 郝 1 龚 2 邵 3 "
    "万 1 钱 4 严 4 覃 1 武 1 戚 2 孔 2 汤 3 仇 2 成 3 祁 3 乐 1 单 1 季 2 凌 2 吉 2 卞 2 柏 1 臧 1 欧阳 1 司马 1 诸葛 1"
)
# Given names and their share: of either sex those of the older, those of all ages, those of the younger.
_MEN = (
    "建国 9 志强 9 建华 8 国华 7 建军 8 海军 6 永明 5 德明 4 正华 4 卫东 6 玉林 4 学明 3 国平 5 爱民 3 立新 4 广林 3 庆华 4 ",
    "伟 14 勇 10 军 10 磊 10 强 9 涛 9 斌 7 超 8 鹏 8 杰 8 峰 7 亮 6 波 6 刚 5 平 5 辉 6 飞 5 健 5 俊 5 成 3 "
    "志远 5 海涛 5 晓东 6 建平 5 文龙 4 洪亮 3 春雷 3 文斌 5 志明 6 ",
    "浩 8 宇 8 晨 6 凯 7 博文 5 子豪 5 宇航 6 俊杰 7 浩然 6 天宇 5 嘉伟 5 明轩 3 佳豪 3 思源 4 一鸣 3 泽宇 3 ",
)
_WOMEN = (
    "秀英 8 桂兰 6 玉兰 6 秀兰 6 桂英 6 秀珍 5 凤英 5 爱华 5 素芳 4 春兰 4 红梅 6 玉梅 5 月华 4 翠萍 3 国芳 3 冬梅 4 建芳 3 ",
    "芳 12 敏 11 静 12 丽 12 艳 10 娟 9 霞 8 燕 8 红 7 玲 8 梅 6 萍 6 莉 6 洁 5 琴 4 云 4 慧 6 "
    "丽娟 6 晓燕 6 春梅 4 文慧 5 小芳 3 亚琴 3 海燕 7 ",
    "婷 9 婷婷 6 丹 6 雪 6 倩 6 颖 6 欣 5 悦 4 佳怡 5 思雨 5 雨欣 5 梦婷 4 欣怡 4 佳琪 4 诗涵 3 雅琴 3 子涵 3 ",
)
# Characters from which the other given names are made, so that not everybody shares a few hundred.
_PARTS = {
    "1": ("建志国永文明海学德正春立晓俊家祥成少金长", "军华平林东生峰荣良才清波宏祥兵超民松江龙"),
    "2": ("秀玉桂春晓红雪丽文美月金亚素爱梦佳小海惠", "英兰珍芳梅琴萍霞娟凤云华红燕玲蓉娣香莲婷"),
}
COMPOSED = 0.45  # of the given names
BRANDS_FIRST = "恒鑫宏盛华永金东瑞富泰祥嘉德顺万锦海天隆信诚昌建明正兴康润佳新源立双丰鼎"
BRANDS_LAST = "通源达泰盛发利丰隆辉腾安和顺兴业诚远茂润旺鹏凯洋信达杰邦升林宇"
STREETS = [
    "人民",
    "解放",
    "幸福",
    "振阳",
    "兴阳",
    "建设",
    "友谊",
    "朝阳",
    "交通",
    "红旗",
    "双拥",
    "合兴",
    "创业",
    "文化",
    "发展",
]


class Weighted:
    """Words drawn by their share; written as "word share word share"."""

    def __init__(self, text: str) -> None:
        parts = text.split()
        self.words = parts[::2]
        self.cumulative: list[int] = []
        for share in parts[1::2]:
            self.cumulative.append(int(share) + (self.cumulative[-1] if self.cumulative else 0))

    def draw(self, rng: random.Random) -> str:
        return rng.choices(self.words, cum_weights=self.cumulative)[0]


SURNAMES = Weighted(_SURNAMES)
GIVEN = {
    (sex, of_old): Weighted(both + (older if of_old else younger))
    for sex, (older, both, younger) in {"1": _MEN, "2": _WOMEN}.items()
    for of_old in (True, False)
}


def person_name(rng: random.Random, sex: str, born: int) -> str:
    """``sex`` as in GB/T 2261.1: "1" male, "2" female; ``born``: the year."""
    surname = SURNAMES.draw(rng)
    if rng.random() < COMPOSED:
        first, second = _PARTS[sex]
        return surname + rng.choice(first) + rng.choice(second)
    return surname + GIVEN[sex, born < 1985].draw(rng)


def brand(rng: random.Random) -> str:
    """A trade name 字号 of two characters."""
    return rng.choice(BRANDS_FIRST) + rng.choice(BRANDS_LAST)


def address(rng: random.Random, town: str) -> str:
    return f"射阳县{town}{rng.choice(STREETS)}路{rng.randint(1, 299)}号"
