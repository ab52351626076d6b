"""Which of the type faces an official document asks for are on this machine, and what stands in for the rest.

方正小标宋, 仿宋_GB2312 and 楷体_GB2312 may not be shipped; a Word file only names them, the PDF made here takes
the first of each list that is installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import typst

FACES = {
    "song": ("方正小标宋", ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "方正小标宋简体", "STZhongsong", "FandolSong", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")),
    "fang": ("仿宋", ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", "FandolFang", "Zhuque Fangsong (technical preview)", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")),
    "kai": ("楷体", ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai", "LXGW WenKai", "AR PL UKai CN", "Noto Serif CJK SC", "Source Han Serif SC")),
    "hei": ("黑体", ("SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei")),
    "plain": ("宋体", ("SimSun", "宋体", "NSimSun", "FandolSong", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")),
}  # fmt: skip
STAND_INS = ("Noto ", "Source Han ", "AR PL UMing", "WenQuanYi")  # of another cut than the standard means
NO_CHINESE = "这台机器上没有中文字体，做不了公文 PDF。请先安装：apt-get install fonts-noto-cjk"


class NoFont(Exception):
    """No Chinese type face at all; the text says what to install."""


@dataclass(frozen=True)
class Missing:
    """A type face that is not here and what the PDF shows instead."""

    face: str
    instead: str


@cache
def installed() -> frozenset[str]:
    return frozenset(typst.Fonts(include_embedded_fonts=False).families())


def chosen(families: frozenset[str] | None = None) -> dict[str, str]:
    """For each face the family the PDF is set in. ``NoFont`` when there is none for one of them."""
    there = installed() if families is None else families
    found = {key: next((one for one in names if one in there), "") for key, (_, names) in FACES.items()}
    if not all(found.values()):
        raise NoFont(NO_CHINESE)
    return found


def missing(families: frozenset[str] | None = None) -> list[Missing]:
    """What the standard asks for and this machine has not, in words for who keeps it."""
    taken = chosen(families)
    return [
        Missing(label, taken[key]) for key, (label, _) in FACES.items() if taken[key].startswith(STAND_INS)
    ]
