"""``gonghui blindspots``: a list against the registers, by the same comparison as the page."""

from __future__ import annotations

from typing import Any

from gonghui.cli.acting import MAY_NOT, actor_of
from gonghui.cli.answers import DONE, NOT_ALL, Answer, Refusal
from gonghui.cli.parser import Words
from gonghui.cli.steps import step
from gonghui.cli.surroundings import readable
from gonghui.insight.blindspots.forms import read_list
from gonghui.insight.blindspots.linkage.comparing import answered
from gonghui.insight.blindspots.linkage.telling import summary, told
from gonghui.insight.blindspots.rules import OUTCOMES
from gonghui.insight.blindspots.selectors import tree_units
from gonghui.kernel import clock
from gonghui.kernel.files.precheck import OPERATOR, precheck
from gonghui.kernel.reach.session import acting

SHOWN = 20  # figures printed for people


def find(asked: Words) -> Answer:
    """Exit status 1: some rows wait for a person, or could not be read."""
    path, today = readable(asked.file), clock.today()
    precheck(path, OPERATOR)
    actor = actor_of(asked, today)
    if not actor.may("blindspots.read"):
        raise Refusal(MAY_NOT.format(actor.role_label, "盲区比对"))
    with step("比对"), acting(actor):
        read = read_list(path, units=tree_units(actor), today=today, limits=OPERATOR, source=path.name)
        rows = answered(actor=actor, rows=read.rows)
        found = summary(actor, rows) | {
            "rows": told(actor, rows),
            "left": read.left,
            "doubtful": read.doubtful,
        }
    waiting = found["totals"]["ambiguous"] or read.left or read.doubtful
    return Answer(_text(found), found, NOT_ALL if waiting else DONE)


def _text(found: dict[str, Any]) -> str:
    counts = "，".join(f"{label} {found['totals'][key]:,}" for key, label in OUTCOMES.items())
    lines = [f"比对完：共 {found['total']:,} 行，{counts}"]
    if found["left"] or found["doubtful"]:
        lines.append(
            f"没有名称、没比的 {found['left']:,} 行；写法不对、没用上的号码 {found['doubtful']:,} 个"
        )
    for one in found["figures"][:SHOWN]:
        lines.append(
            f"  {one['grid']} · {one['line']} · {one['group']}：没覆盖 {one['missing']:,}，共 {one['total']:,}"
        )
    if len(found["figures"]) > SHOWN:
        lines.append("  ……全部见 --json")
    return "\n".join(lines)
