"""Two numbers that cannot both be so: more women than people, more members than workers; one measure with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from gonghui.insight.checker.rules.flag import SUBSET, TWICE, Flag, by_sentence, shown
from gonghui.insight.checker.rules.found import Found
from gonghui.insight.checker.rules.scope import places, same_scope, times
from gonghui.insight.checker.rules.wording import FLOW, OTHERS, PLAIN, WITHIN, is_flow

SEX = re.compile(r"^[男女]")
SORT = re.compile(r"^(?:女|男|农民工|新就业形态|青年|劳务派遣|困难)")
OF_ALL = re.compile(r"全[国省市县区镇乡厂校]|本[省市县区镇乡厂]")
UNIONS = re.compile(r"(?:独立|联合|行业)?建会|(?:基层)?工会(?:组织)?")
COVERED = re.compile(r"^(?:[^，]{0,6})?(?:覆盖|涵盖)(?:各类|全部)?(?:单位|企业|企事业单位)")
LIMITED = re.compile(r"入会率|建会率|组建率|达标率|覆盖率|办结率|满意率|换届率|占比")


def pairs(found: Sequence[Found], lines: Sequence[str]) -> Iterator[Flag]:
    for figures in by_sentence(found):
        yield from _within(figures, lines)
        yield from _beyond_all(figures)
    yield from _twice(found, lines)


def _within(figures: list[Found], lines: Sequence[str]) -> Iterator[Flag]:
    for small, large in permutations(figures, 2):
        why = _why(small, large)
        if why and same_scope(small, large, lines) and large.interval.below(small.interval):
            yield Flag(
                SUBSET, (small, large), f"文中说{shown(small)}", f"可又说{shown(large)}", why,
                "请核对这两个数，或者写清楚它们不是一个范围",
            )  # fmt: skip


def _why(small: Found, large: Found) -> str:
    """Why the first cannot be more than the second; "" when nothing says so."""
    one, all_ = small.noun, large.noun
    if (
        UNIONS.fullmatch(one)
        and COVERED.match(all_)
        and small.start < large.start
        and not (is_flow(small) or is_flow(large))
    ):
        return "一家工会至少覆盖一家单位，覆盖的单位不会比工会少"
    if small.class_ != large.class_ or small.unit == "%" or is_flow(small) != is_flow(large):
        return ""
    if SORT.match(one) and SORT.sub("", one) == SORT.sub("", all_) and not SORT.match(all_):
        return f"{one}是{all_}的一部分，不会更多"
    for less, more in WITHIN:
        if _is(less, one) and _is(more, all_) and less not in all_:
            return f"{less}不会比{more}多"
    return ""


def _is(word: str, noun: str) -> bool:
    """The noun is this and nothing finer: 工会会员, 会员总数; not 困难职工, 参赛职工."""
    return bool(
        re.fullmatch(
            rf"(?:工会|在职|本级|受理|在册)?{word}(?:人数|总数|案件|总人数)?|{word}(?:案件|工会)?", noun
        )
    ) and not OTHERS.search(noun)


def _beyond_all(figures: list[Found]) -> Iterator[Flag]:
    for one in figures:
        if (
            one.unit == "%"
            and one.interval.low > 100
            and LIMITED.search(one.noun)
            and not FLOW.search(one.before)
        ):
            yield Flag(
                SUBSET,
                (one,),
                f"文中说{shown(one)}",
                "这种比率最多是 100%",
                "部分不会比整体大",
                "请核对分子和分母",
            )


def _twice(found: Sequence[Found], lines: Sequence[str]) -> Iterator[Flag]:
    """Each measure is told once, with the first two values that differ."""
    alike: dict[tuple[object, ...], list[Found]] = {}
    for figures in by_sentence(found):
        for one in figures:
            if _standing(one, figures, lines):
                key = (one.noun, one.class_, places(one, lines), times(one, lines))
                alike.setdefault(key, []).append(one)
    for many in alike.values():
        other = next((one for one in many if not one.interval.meets(many[0].interval)), None)
        if other is not None:
            yield Flag(
                TWICE, (many[0], other), f"文中一处说{shown(many[0])}", f"另一处说{shown(other)}",
                "同一件事有两个数", "请核对哪个对；不是同一天或同一个范围的，请在文中写明",
            )  # fmt: skip


def _standing(one: Found, figures: list[Found], lines: Sequence[str]) -> bool:
    """It speaks of the whole place by a name of its own, not of something told before it."""
    clause = lines[one.line][
        max(lines[one.line].rfind(mark, 0, one.start) for mark in "，。；：！？、") + 1 : one.start
    ]
    named = len(one.noun) > 1 and one.noun in one.before and not is_flow(one)
    return named and bool(OF_ALL.search(clause) or (one is figures[0] and PLAIN.fullmatch(one.noun)))
