"""How a title is broken into lines: of about the same length, never within a word (a title is no ragged text)."""

from __future__ import annotations

WIDEST = 20  # characters of the title's size on a line
WHOLE = (
    "委员会", "有限公司", "股份公司", "公司", "批复", "请示", "报告", "通知", "决定", "通报", "意见", "公示", "关于", "成立",
    "同意", "选举", "结果", "会议", "工作", "登记", "名册", "候选人", "管理", "办法", "联合", "总", "第一", "第二", "届", "召开", "劳动者", "企业",
)  # fmt: skip
CLOSING = "，。、；：？！）》”’〕的"
OPENING = "（《“‘〔"


def shaped(title: str, office: str = "", widest: int = WIDEST) -> list[str]:
    """The lines of a title. Line breaks the writer has set are kept."""
    if "\n" in title:
        return [line.strip() for line in title.splitlines() if line.strip()]
    if len(title) <= widest:
        return [title]
    count = -(-len(title) // (widest - 1))
    return _cut(title, count, office, widest)


def _cut(title: str, count: int, office: str, widest: int) -> list[str]:
    """``count`` lines, broken where it costs least; the middle line of three may be longest."""
    ideal = len(title) / count
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
    costs = [_cost(title, at, office) for at in range(len(title) + 1)]
    for line in range(1, count + 1):
        for at in range(1, len(title) + 1):
            options = [
                (
                    best[line - 1, before][0] + (at - before - ideal) ** 2 + costs[at],
                    (*best[line - 1, before][1], at),
                )
                for before in range(max(0, at - widest), at)
                if (line - 1, before) in best
            ]
            if options:
                best[line, at] = min(options)
    ends = best[count, len(title)][1]
    return [title[start:end] for start, end in zip((0, *ends), ends, strict=False)]


def _cost(title: str, at: int, office: str) -> float:
    """What a break before ``title[at]`` costs; below nothing where a break is welcome."""
    if at in (0, len(title)):
        return 0.0
    if title[at] in CLOSING or title[at - 1] in OPENING:
        return 1_000.0
    if any(_within(title, at, word) for word in WHOLE):
        return 200.0
    if office and title.startswith(office) and 0 < at < len(office):
        return 60.0
    welcome = title.startswith("关于", at) or title[at - 1] in "，、）》" or title.startswith("的", at - 1)
    if welcome:
        return -8.0
    return 0.0 if any(title.startswith(word, at) or title.endswith(word, 0, at) for word in WHOLE) else 4.0


def _within(title: str, at: int, word: str) -> bool:
    return any(title.startswith(word, at - back) for back in range(1, len(word)) if at >= back)
