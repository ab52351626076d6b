"""What a number seems to measure, by the words of its clause; and whether it tells of what is, is wanted, or is required."""

from __future__ import annotations

import re

from gonghui.insight.checker.rules.found import GE, LE, RULE, STATISTIC, TARGET

LEADING = re.compile(
    r"^(?:其中|目前|现有|现在|如今|迄今|全[国省市县区镇乡厂校]|本[省市县区镇乡厂]|我[省市县区镇]|各级|最近|已经|共有|共计|共|有|另有|还有|又有|"
    r"累计|截至|截止|包括|分为|分别是|分别|到|和|与|及|以及|并|里|也|都|分)+"
)
TRAILING = re.compile(
    r"(?:里?的?(?:均|各|仅|只)?占(?:全部|总数|总量)?的?|已有|共有|共计|现有|有|达到|达|为|是|了|也|仍|已|就|还|仅|合计|总计|一共|总共|共|里的|的|在|从|到|人数为|:|：)+$"
)
NOT_A_THING = re.compile(
    r"^(?:半|组成|减|增|降|升|分|全部|全|都|均|在|来|占|限期|要|于|用|给|由|被|以|后|就|也|已|投入|正|并|为|比|达|随|经|里|还|又|则|左右|受|通过|评上|收|没|未|去|开门|合|整改|和|与|及|到|了)"
)
WANTED = re.compile(
    r"力争|确保|要达到|目标|计划(?!生育)|预计|拟|打算|争取(?!和)|要解困|将建|再建|今年要|努力|(?:年|月)底前"
)
REQUIRED = re.compile(
    r"应当|必须|可以|不得|规定|至少|起码|不少于|需要?在|应[在于]|凡是|配(?:备|齐)?[一\d]名|按[^，。]{0,8}的\d|不满\d[^，。]*的"
)
AHEAD, ALREADY = re.compile(r"计划用|力争|打算"), re.compile(r"目前|已|截至|如今")
EVERY = re.compile(r"每(?:[年季月周天期次]|季度|个|人|名|家)")
AVERAGE = re.compile(r"平均|人均|补助|接待|补贴")
FEW = 50
PARENTHESES = re.compile(r"[（(][^（）()]*[）)]")
MASK = "\ue000"


def words(text: str) -> str:
    """Without what was masked or put in brackets."""
    return PARENTHESES.sub("", text.replace(MASK, "")).strip(" “”‘’\"'—-")


def noun_of(before: str, after: str, unit: str) -> str:
    """What is measured; "" when the clause does not say. Of a share the words before it, else rather those after."""
    head = _stripped(before)
    tail = words(after).removeprefix("的").strip()
    if NOT_A_THING.match(tail):
        tail = ""
    return (head or tail) if unit in ("%", "小时", "元", "倍", "") else (tail or head)


def _stripped(text: str) -> str:
    return TRAILING.sub("", LEADING.sub("", words(text)))


def kind_of(sentence: str, clause: str, qualifier: str, unit: str, value: int) -> str:
    """``clause``: up to the next comma; ``sentence``: up to the next full stop or semicolon; ``value``: rounded."""
    if WANTED.search(clause) or (AHEAD.search(sentence) and not ALREADY.search(sentence)):
        return TARGET
    if REQUIRED.search(sentence) or (qualifier in (LE, GE) and unit in ("工作日", "日", "天", "小时")):
        return RULE
    if EVERY.search(clause) and value < FEW and not AVERAGE.search(clause):
        return RULE
    return STATISTIC
