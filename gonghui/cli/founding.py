"""``gonghui found``: the first unit and the first account of an empty installation."""

from __future__ import annotations

import secrets

from gonghui.cli.answers import Answer, Refusal
from gonghui.cli.parser import Words
from gonghui.kernel import clock
from gonghui.kernel.actors.actions import assign, open_account
from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.actions import plant
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions.actions import level_of
from gonghui.registers.unions.models import Union
from gonghui.site.roles import ADMIN, COUNTY_CLERK

KIND = "federation"
NOT_EMPTY = "这里已有单位（{}），不再需要这条命令；其他单位和账号请在网页上设立"


def found(asked: Words) -> Answer:
    """Who opens everything else: administrator and clerk of the topmost unit, with a password to be changed."""
    today, password = clock.today(), secrets.token_urlsafe(12)
    with acting(system("命令行")) as actor:
        if (first := Unit.objects.order_by("pk").first()) is not None:
            raise Refusal(NOT_EMPTY.format(first.name))
        unit = plant(actor=actor, name=asked.unit, kind=KIND, parent=None, on=today)
        tokens = search_tokens(unit.name)
        Union.objects.create(unit=unit, name=unit.name, kind=KIND, level=level_of(KIND), tokens=tokens)
        account = open_account(
            actor=actor, username=asked.account, name=asked.person, password=password, unit=unit
        )
        for role in (ADMIN, COUNTY_CLERK):
            assign(actor=actor, account=account, role=role.key, unit=unit, since=today)
    text = f"已设立{unit.name}。账号 {asked.account}，密码 {password}（只显示这一次，登录后请马上修改）"
    return Answer(text, {"unit": unit.pk, "account": asked.account, "password": password})
