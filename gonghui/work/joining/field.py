"""联系网: joining of many at one building site, on one phone, without a network."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from gonghui.kernel.clock import day_of
from gonghui.kernel.identifiers import documents
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.masking import mask_name
from gonghui.kernel.sync.catalogue import REFUSED, TAKEN, Arrived, Settled, arrival, package
from gonghui.registers.members.rules import GROUPS, ID_TYPES, SEXES, notice
from gonghui.work.joining import forms, rules, selectors
from gonghui.work.joining.actions import join_at_site

MOST = 100  # sites a phone takes along
NOT_YOURS = "您现在的身份不办集中入会，请换到网格联络员的身份再传"
NO_CODE = "这个工地的入会码不在您的网格里，请在有网时更新资料，换一张码再存"
NOTICE_NEW = "个人信息处理规则改过了。请在有网时更新资料，让本人重新看过、同意，再存"
UNREADABLE = "这条记录读不出来，请删掉重新填"
NAMES = {"name", "id_number", "id_type", "birth_date", "sex", "mobile", "workplace", "groups", "is_migrant"}


@package("joining")
def take_along(actor: Actor, today: date) -> dict[str, Any]:
    """The sites of the grid, each with its code to be drawn, and what has to be asked and agreed to."""
    if not actor.may("joining.onsite"):
        return {}
    version, purposes = notice()
    return {
        "sites": [_site(one) for one in selectors.at_sites(actor, today)[:MOST]],
        "version": version, "reads": rules.WHO_READS, "groups": [list(one) for one in GROUPS],
        "id_types": [list(one) for one in ID_TYPES], "sexes": [list(one) for one in SEXES[1:3]],
        "find": f"{settings.SITE_URL}{reverse('hall-receipt')}",
        "purposes": [
            {"key": one.key, "label": one.label, "text": one.text, "digest": one.digest, "required": one.required}
            for one in purposes.values()
        ],
    }  # fmt: skip


def _site(one: Any) -> dict[str, Any]:
    address = f"{settings.SITE_URL}{reverse('scan', args=[selectors.token_of(one)])}"
    size, path = rules.squares(address)
    return {
        "id": str(one.pk), "label": one.label, "union": one.union_name or "", "until": one.expires_on.isoformat(),
        "address": address, "size": size, "path": path,
    }  # fmt: skip


@arrival("joining.person", "集中入会")
def brought_back(actor: Actor, arrived: Arrived, now: datetime) -> Settled:
    """One person of a site, as they filled it in."""
    if not actor.may("joining.onsite"):
        return Settled(REFUSED, NOT_YOURS)
    try:
        code = selectors.at_sites(actor, day_of(now)).filter(pk=_code(arrived.content)).first()
        if code is None:
            raise ValidationError(NO_CODE)
        content = _checked(arrived.content, day_of(now)) | {"consents": _agreed(arrived)}
        receipt = str(arrived.content.get("receipt") or "")
        if not rules.is_receipt(receipt):
            raise ValidationError(UNREADABLE)
        item = join_at_site(actor=actor, code=code, receipt=receipt, content=content, now=now)
    except ValidationError as refusal:
        return Settled(REFUSED, "；".join(refusal.messages))
    except MoveRefused as refusal:
        return Settled(REFUSED, str(refusal))
    said = f"{mask_name(content['name'])}：已交给{item.unit_name}审批，编号 {item.number}，{item.due_on} 前有结果"
    return Settled(TAKEN, said, str(item.pk), 1)


def _code(content: dict[str, Any]) -> UUID:
    try:
        return UUID(str(content.get("code")))
    except ValueError:
        raise ValidationError(NO_CODE) from None


def _checked(content: dict[str, Any], today: date) -> dict[str, Any]:
    """The answers, by the same questions as on an applicant's own phone."""
    data = {name: _plain(content[name]) for name in NAMES if content.get(name) not in (None, "", False)}
    steps: list[type[forms.Step]] = [forms.WhoForm, forms.WorkForm]
    kind, number = str(data.get("id_type") or "1"), str(data.get("id_number") or "")
    if not documents.tells(kind, number.strip().upper()) and kind != documents.RESIDENT:
        steps.append(forms.BornForm)
    if data.get("mobile"):
        steps.append(forms.PhoneForm)
    found: dict[str, Any] = {"mobile": ""}
    for step in steps:
        form = step(data, today=today)
        if not form.is_valid():
            raise ValidationError([text for texts in form.errors.values() for text in texts])
        found |= form.cleaned_data
    return found


def _plain(value: Any) -> Any:
    """Text without what no column could hold; the groups as a list of it."""
    if isinstance(value, list):
        return [_plain(one) for one in value[:20]]
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()


def _agreed(arrived: Arrived) -> list[dict[str, str]]:
    """Each purpose, in the words that stood on the phone; refused when these are no longer the words."""
    version, purposes = notice()
    said = arrived.content.get("agreed")
    given = said if isinstance(said, dict) else {}
    for one in purposes.values():
        if one.key not in given:
            raise ValidationError(one.required)
        if arrived.content.get("version") != version or given[one.key] != one.digest:
            raise ValidationError(NOTICE_NEW)
    shared = {"version": version, "at": arrived.made_at.isoformat(), "channel": "behalf"}
    return [{"purpose": one.key, "digest": one.digest} | shared for one in purposes.values()]
