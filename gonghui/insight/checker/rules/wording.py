"""Words of the trade that comparisons go by: what is part of what, what excludes what, what a rate is made of."""

from __future__ import annotations

import re

from gonghui.insight.checker.rules.found import Found

FLOW = re.compile(r"新增|新发展|新建|增加|减少|下降|增长|净增|新入|再|比上年|比去年|同比|流失|退出")
OTHERS = re.compile(r"覆盖|惠及|涵盖|受益|慰问|参加|参赛|培训|服务|体检|走访|接待|驻|派")
TRAITS = re.compile(
    r"农民工|女|党员|新就业|青年|困难|外来|劳务|骑手|少数民族|残疾|2\d{3}年|本地|[三3][五5]岁"
)
REST = re.compile(r"剩余|其余|剩下|余下")
OPPOSITES = (
    (re.compile(r"独立|单独"), re.compile(r"联合")),
    (re.compile(r"(?<![未没不])达标"), re.compile(r"[未没不](?:有)?达标|剩余|其余|剩下|余下")),
    (re.compile(r"(?<![女职])男"), re.compile(r"女")),
    (re.compile(r"专职"), re.compile(r"兼职")),
    (re.compile(r"投入使用|已建成"), re.compile(r"在建")),
    (re.compile(r"(?<!未)办结"), re.compile(r"未办结|在办")),
    (re.compile(r"已建会|已组建"), re.compile(r"未建会|未组建")),
)  # each pair leaves nothing over
HEADS = (
    (re.compile(r"建会|工会(?!会员|干部|主席|工作者|驿站)"), "基层工会"),
    (re.compile(r"会员"), "会员"),
    (re.compile(r"活动场所"), "活动场所"),
)
PLAIN = re.compile(r"(?:建立|组建)?(?:基层)?(?:工会(?:组织)?|建会)(?:总?数)?")
RATES = {
    "入会率": ("会员|入会", "职工|劳动者"),
    "建会率": ("建会|组建", "企业|单位|法人"),
    "组建率": ("建会|组建", "企业|单位|法人"),
    "办结率": ("办结", "受理|收到|立案"),
    "达标率": ("达标", "参评|应达标|检查"),
    "换届率": ("换届", "届满|到期"),
    "执行率": ("支出|执行", "预算|安排"),
    "收缴率": ("实收|已收|收缴|收到", "应收|应缴"),
    "调解成功率": ("调解成功", "受理|调解"),
    "满意率": ("满意", "评价|回访"),
    "覆盖率": ("覆盖", "应覆盖|共有"),
}  # rate → words of its numerator, words of its denominator
WITHIN = (("办结", "受理"), ("会员", "职工"), ("达标", "参评"))  # the first is never more than the second


def is_flow(one: Found) -> bool:
    """It tells of a change, not of how many there are."""
    return bool(FLOW.search(one.before + one.noun))


def head_of(one: Found) -> str:
    """What kind of thing is counted, when it is one of those we know."""
    return next((name for words, name in HEADS if words.search(one.noun)), "")


def opposite(first: Found, second: Found) -> bool:
    """The two are the two halves of one thing."""
    one, two = first.before + first.noun + first.after, second.before + second.noun + second.after
    return any(
        (a.search(one) and not b.search(one) and b.search(two))
        or (b.search(one) and not a.search(one) and a.search(two) and not b.search(two))
        for a, b in OPPOSITES
    )


def may_overlap(parts: list[Found]) -> bool:
    """One person may be in several of them: 农民工, 女职工, 党员."""
    if len(parts) == 2 and opposite(*parts):
        return False
    return any(TRAITS.search(one.noun) for one in parts)
