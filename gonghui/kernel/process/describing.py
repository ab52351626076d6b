"""Every procedure in words and as a diagram, from its declaration: ``docs/processes.md``."""

from __future__ import annotations

from collections.abc import Iterable

from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.process.definition import OUTCOMES, PROCESSES, Clock, Move, Process, Stage
from gonghui.kernel.process.limits import Allowed, ByParameter

PLACES = {"here": "本单位", "above": "上级单位", "line": "所属条线", "grid": "所在网格"}
HEAD = """# 办事流程

由 `gonghui docs` 从声明生成，不要手改；`make check` 会核对。怎么写一个流程见 [add-a-process.md](add-a-process.md)。
每个流程都有：认领、派给、放回、退回（写明原因）、暂停与恢复（限写明的原因）、延期一次、撤回、转办、交办、督办、会办。
"""


def document(processes: Iterable[Process] = ()) -> str:
    """The whole page, in the order of the catalogue."""
    found = list(processes) or list(PROCESSES.values())
    return "\n".join([HEAD, *(_section(one) for one in found)])


def _section(one: Process) -> str:
    lines = [f"## {one.label} `{one.key}`", "", "```mermaid", *diagram(one), "```", ""]
    lines += ["| 环节 | 谁办 | 期限 | 说明 |", "|---|---|---|---|"]
    lines += [_stage(one, stage) for stage in one.stages]
    lines += ["", "| 从 | 动作 | 到 | 条件 |", "|---|---|---|---|"]
    lines += [_move(one, move) for move in one.moves]
    for clock in one.clocks:
        lines += ["", _clock(one, clock)]
    if one.pause_reasons:
        lines += ["", f"可以暂停计时的原因：{'、'.join(one.pause_reasons)}。"]
    if one.extension:
        lines += ["", f"可延期一次：{_limit(one.extension)}。"]
    return "\n".join([*lines, ""])


def diagram(one: Process) -> list[str]:
    """The same as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {one.first.key}"]
    lines += [f"    {stage.key} : {stage.label}" for stage in one.stages]
    lines += [f"    {move.source} --> {move.target} : {move.label}" for move in one.moves]
    return lines + [f"    {stage.key} --> [*]" for stage in one.stages if stage.end]


def _stage(one: Process, stage: Stage) -> str:
    if stage.end:
        return f"| {stage.label} | — | — | 结束：{OUTCOMES[stage.end]}{_needs(one, stage)} |"
    owners = "，没有则".join(ROLES[role].label if role in ROLES else role for role in stage.owner.split())
    waits = f"{stage.waits}；" if stage.waits else ""
    retired = "已停用；" if stage.retired else ""
    limit = _limit(stage.limit) if stage.limit else "—"
    return f"| {stage.label} | {PLACES[stage.at]}的{owners} | {limit} | {retired}{waits}{stage.hint}{_needs(one, stage)} |"


def _needs(one: Process, stage: Stage) -> str:
    if not stage.needs:
        return ""
    return f"（进入前要有{'、'.join(one.by_evidence[key].label for key in stage.needs)}）"


def _move(one: Process, move: Move) -> str:
    rules = [f"填写{'、'.join(column.label for column in move.asks)}"] if move.asks else []
    rules += [f"核对：`{move.guard.__name__}`"] if move.guard else []
    if move.apart_from:
        begun = ["发起"] if "open" in move.apart_from else []
        before = "、".join([*begun, *(m.label for m in one.moves if m.key in move.apart_from)])
        rules.append(f"不能由办“{before}”的人办")
    rules += ["十分钟内可撤销"] if move.undo else []
    labels = {stage.key: stage.label for stage in one.stages}
    return f"| {labels[move.source]} | {move.label} | {labels[move.target]} | {'；'.join(rules) or '—'} |"


def _clock(one: Process, clock: Clock) -> str:
    labels = {stage.key: stage.label for stage in one.stages}
    starts = "、".join(labels[key] for key in clock.starts)
    chosen = ""
    if clock.chosen:
        ways = "；".join(f"{value}：{labels[stage]}" for value, stage in clock.choices.items())
        chosen = f"（参数 `{clock.chosen}` 可改起算环节，{ways}）"
    stops = f"，到{'、'.join(labels[key] for key in clock.stops)}为止" if clock.stops else "，到办结为止"
    return f"**{clock.label}**：{_limit(clock.limit)}，从{starts}起{stops}{chosen}。"


def _limit(allowed: Allowed) -> str:
    return f"参数 `{allowed.key}`" if isinstance(allowed, ByParameter) else str(allowed)
