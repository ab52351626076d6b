"""The demonstration's accounts: one person for every role, who also stands in the cadre register."""

from __future__ import annotations

from typing import NamedTuple

from demo.drafts import SHOWN
from demo.places import COUNTY, GRIDS, LINES, PANWAN, SEAT
from gonghui.site import roles

FIRST_MOBILE = 19_900_900_001  # of the first account; the next ones follow
PASSWORD = "sheyang-demo-2026"  # of every account; the demonstration holds nobody's data


class DemoAccount(NamedTuple):
    """``code``: the unit's code; ``post``: the cadre post the person holds there ("" for none)."""

    username: str
    name: str
    role: str
    role_label: str
    code: str
    unit: str
    post: str = ""
    sex: str = "1"


_CHAIR_AT = f"{PANWAN}-001"
_LINE = "社会组织"
_COUNTY = (COUNTY, "射阳县总工会")
ACCOUNTS: list[DemoAccount] = [
    DemoAccount("admin", "顾明远", roles.ADMIN.key, roles.ADMIN.label, *_COUNTY),
    DemoAccount(
        "leader", "陆志远", roles.COUNTY_LEADER.key, roles.COUNTY_LEADER.label, *_COUNTY, "executive_vice_chair"
    ),
    DemoAccount(
        "county", "沈文慧", roles.COUNTY_CLERK.key, roles.COUNTY_CLERK.label, *_COUNTY, "clerk", "2"
    ),
    DemoAccount(
        "panwan", "徐海燕", roles.TOWN_CLERK.key, roles.TOWN_CLERK.label, PANWAN, "盘湾镇总工会", "clerk", "2"
    ),
    DemoAccount("hede", "陈立新", roles.TOWN_CLERK.key, roles.TOWN_CLERK.label, SEAT, "合德镇总工会", "clerk"),
    DemoAccount(
        "chair", "周建平", roles.UNION_CHAIR.key, roles.UNION_CHAIR.label, _CHAIR_AT, f"{SHOWN}工会", "chair"
    ),
    DemoAccount(
        "liaison", "吴晓东", roles.LIAISON.key, roles.LIAISON.label, GRIDS[0], "第一网格", "liaison"
    ),
    DemoAccount(
        "adviser", "唐雅琴", roles.ADVISER.key, roles.ADVISER.label,
        LINES[_LINE], f"{_LINE}条线", "founding_adviser", "2",
    ),
    DemoAccount(
        "auditor", "季国平", roles.AUDITOR.key, roles.AUDITOR.label, *_COUNTY, "audit_chair"
    ),
]  # fmt: skip


def mobile_of(username: str) -> str:
    """The invented number an account signs in with by code."""
    return str(FIRST_MOBILE + [one.username for one in ACCOUNTS].index(username))
