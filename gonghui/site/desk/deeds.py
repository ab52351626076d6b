"""Settings: moving, merging, splitting, closing and renaming a unit; first said, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import View, door
from gonghui.kernel.http import Request
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units import actions
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import answered_for, nearest, open_units, so_called, standing
from gonghui.site.desk.along import Along, going_along
from gonghui.site.desk.tables import form_page

MOST_OFFERED = 60
OUTSIDE = "没办成：有的数据不在您的管辖内，或和已有的记录冲突。什么都没有改动"
TREES = [("leadership", "管辖"), ("grid", "网格"), ("industry", "条线")]


class DeedForm(forms.Form):
    """What every deed asks: from which day. ``offered``: names the browser proposes while one types."""

    on = forms.DateField(
        label="从哪天起", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写日期", "invalid": "日期写成 2026-09-01 这样"},
    )  # fmt: skip
    offered: list[str]

    def __init__(self, actor: Actor, unit: Unit, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.actor, self.unit = actor, unit
        self.offered = []

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > clock.today():
            raise ValidationError("日期不能晚于今天；到了那天再办")
        return on

    def _named(self, text: str) -> Unit:
        found = so_called(self.actor, text)
        if not found:
            raise ValidationError(f"您管的范围里没有叫“{text}”的单位，请写全称")
        if len(found) > 1:
            raise ValidationError(f"有 {len(found)} 个单位叫“{text}”，请写成“上级/名称”")
        return found[0]


def name_field(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=250, help_text=hint, widget=forms.TextInput(attrs={"list": "offered", "autocomplete": "off"}),
        error_messages={"required": f"请填写{label}"},
    )  # fmt: skip


class MoveForm(DeedForm):
    tree = forms.ChoiceField(label="在哪个体系里", choices=TREES)
    target = name_field("新的上级", "写全称")

    def __init__(self, actor: Actor, unit: Unit, data: Any = None) -> None:
        super().__init__(actor, unit, data)
        stands = [(key, label) for key, label in TREES if unit.place_in(key)]
        self.fields["tree"].choices = stands  # type: ignore[attr-defined]
        above = nearest(actor, unit)
        alike = open_units(actor, *([above.kind] if above else [])).exclude(pk=above.pk if above else 0)
        self.offered = list(alike.values_list("name", flat=True)[:MOST_OFFERED])

    def clean_target(self) -> Unit:
        return self._named(self.cleaned_data["target"])


class MergeForm(DeedForm):
    target = name_field("并入哪个单位", "写全称。并入以后，原来的单位就没有了")

    def __init__(self, actor: Actor, unit: Unit, data: Any = None) -> None:
        super().__init__(actor, unit, data)
        above = nearest(actor, unit)
        edges = standing(actor, clock.today()).filter(parent=above, unit__kind=unit.kind).exclude(unit=unit)
        self.offered = list(edges.values_list("unit__name", flat=True)[:MOST_OFFERED])

    def clean_target(self) -> Unit:
        return self._named(self.cleaned_data["target"])


class SplitForm(DeedForm):
    name = forms.CharField(
        label="新单位的名称", max_length=120, error_messages={"required": "请填写新单位的名称"}
    )
    taken = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="哪些下级划给它", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一个下级", "invalid_choice": "请从列出的里面选", "invalid_pk_value": "请从列出的里面选"},
    )  # fmt: skip

    def __init__(self, actor: Actor, unit: Unit, data: Any = None) -> None:
        super().__init__(actor, unit, data)
        below = standing(actor, clock.today()).filter(parent=unit)
        self.fields["taken"].queryset = open_units(actor).filter(pk__in=below.values("unit_id"))  # type: ignore[attr-defined]


class CloseForm(DeedForm): ...


class RenameForm(DeedForm):
    on = None  # type: ignore[assignment]
    name = forms.CharField(label="新名称", max_length=120, error_messages={"required": "请填写新名称"})

    def __init__(self, actor: Actor, unit: Unit, data: Any = None) -> None:
        super().__init__(actor, unit, data)
        self.fields["name"].initial = unit.name


Given = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """``says``: what will happen, in sentences, before it does. ``typed``: it cannot be undone."""

    label: str
    form: type[DeedForm]
    act: Callable[[Actor, Unit, Given], Any]
    says: Callable[[Actor, Unit, Given, Along], list[str]]
    typed: bool = False


def _move(actor: Actor, unit: Unit, given: Given) -> None:
    actions.move(actor=actor, unit=unit, target=given["target"], on=given["on"], tree=given["tree"])


def _merge(actor: Actor, unit: Unit, given: Given) -> None:
    actions.merge(actor=actor, unit=unit, into=given["target"], on=given["on"])


def _split(actor: Actor, unit: Unit, given: Given) -> None:
    parent = nearest(actor, unit)
    if parent is None or not actor.reaches(parent.path):
        raise ValidationError("最上面的单位不能分设")
    actions.split(
        actor=actor, unit=unit, names={given["name"]: list(given["taken"])}, parent=parent, on=given["on"]
    )


def _close(actor: Actor, unit: Unit, given: Given) -> None:
    actions.close(actor=actor, unit=unit, on=given["on"])


def _rename(actor: Actor, unit: Unit, given: Given) -> None:
    actions.rename(actor=actor, unit=unit, name=given["name"])


def _of_move(actor: Actor, unit: Unit, given: Given, along: Along) -> list[str]:
    above, label = nearest(actor, unit, given["tree"]), dict(TREES)[given["tree"]]
    said = [
        f"从 {given['on']} 起，在{label}体系里，{unit.name}从{above.name if above else '最上面'}划到{given['target'].name}下面。"
    ]
    if given["tree"] == "leadership":
        said.append(f"一起过去的有：{along.said}。用人单位登记的所在地、网格和条线不变。")
        said.append("原来的上级从此看不到这些数据，新的上级能看到。以前的日子仍按原来的隶属算。")
    return said  # fmt: skip


def _of_merge(actor: Actor, unit: Unit, given: Given, along: Along) -> list[str]:
    into = given["target"].name
    return [
        f"从 {given['on']} 起，{unit.name}并入{into}，{unit.name}就没有了。",
        f"归到{into}的有：{along.said}。其中 {along.own_members:,} 名会员由{unit.name}转到{into}，每人记一次转出、一次转入；等核对的名册 {along.own_entries:,} 条也转过去。",
        f"{unit.name}的 {along.own_cadres:,} 个干部职务、{along.own_posts:,} 个账号身份到此为止，需要的请在{into}重新登记。",
    ]


def _of_split(actor: Actor, unit: Unit, given: Given, along: Along) -> list[str]:
    taken = [one.name for one in given["taken"]]
    return [
        f"从 {given['on']} 起，在{unit.name}旁边设立{given['name']}，类型相同。",
        f"划给它的有 {len(taken):,} 个下级：{'、'.join(taken[:12])}{' 等' if len(taken) > 12 else ''}；它们的会员和单位跟着走。",
        f"{given['name']}的其他情况（届期、信用代码等）请到工会台账里补。",
    ]


def _of_close(actor: Actor, unit: Unit, given: Given, along: Along) -> list[str]:
    return [
        f"从 {given['on']} 起，{unit.name}撤销，历史仍可查。",
        f"它覆盖的 {along.own_employers:,} 家用人单位变成还没有工会。",
        f"它的 {along.own_cadres:,} 个干部职务、{along.own_posts:,} 个账号身份到此为止。",
    ]


def _of_rename(actor: Actor, unit: Unit, given: Given, along: Along) -> list[str]:
    return [f"“{unit.name}”改为“{given['name']}”。", "台账和名册里跟着改；日志里以前的记录不改。"]


DEEDS = {
    "move": Deed("移动", MoveForm, _move, _of_move),
    "merge": Deed("合并", MergeForm, _merge, _of_merge, typed=True),
    "split": Deed("分设", SplitForm, _split, _of_split),
    "close": Deed("撤销", CloseForm, _close, _of_close, typed=True),
    "rename": Deed("更名", RenameForm, _rename, _of_rename),
}


def view_of(key: str) -> View:
    """The page of one deed: asks, says what would happen, and does it when that is confirmed."""
    deed = DEEDS[key]

    @door("units.arrange")
    @require_http_methods(["GET", "POST"])
    def page(request: Request, pk: int) -> HttpResponse:
        unit = get_object_or_404(answered_for(request.actor), pk=pk)
        back = reverse("unit", args=[pk])
        if unit.closed_on is not None or unit.pk == request.actor.unit_id:
            return redirect(back)
        form = deed.form(request.actor, unit, request.POST or None)
        if request.method == "POST" and form.is_valid():
            said = deed.says(request.actor, unit, form.cleaned_data, going_along(request.actor, unit))
            sure = "sure" in request.POST and _typed_right(request, deed, unit)
            if _tried(request.actor, deed, unit, form, really=sure):
                if sure:
                    messages.success(request, f"已办：{unit.name}{deed.label}")
                    return redirect(back)
                return _confirmation(request, deed, unit, form, said)
        more = {
            "save_label": "下一步",
            "subtitle": "先填写，下一步说明会发生什么，确认了才办",
            "offered": form.offered,
        }
        return form_page(request, "site/settings/deed.html", form, f"{deed.label}：{unit.name}", back, **more)

    return page


def _typed_right(request: Request, deed: Deed, unit: Unit) -> bool:
    return not deed.typed or request.POST.get("typed", "").strip() == unit.name


def _tried(actor: Actor, deed: Deed, unit: Unit, form: DeedForm, *, really: bool) -> bool:
    """Do it; unless ``really``, undo it again: what is refused then would be refused now, in the same words."""
    fresh = answered_for(actor).get(pk=unit.pk)
    try:
        with transaction.atomic():
            deed.act(actor, fresh, form.cleaned_data)
            transaction.set_rollback(not really)
    except ValidationError as refusal:
        for name, errors in getattr(refusal, "error_dict", {None: refusal.messages}).items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    except DatabaseError:
        form.add_error(None, OUTSIDE)
        return False
    return True


def _confirmation(request: Request, deed: Deed, unit: Unit, form: DeedForm, said: list[str]) -> HttpResponse:
    wrong = "sure" in request.POST
    context = {
        "title": f"{deed.label}：{unit.name}", "form": form, "said": said, "unit": unit, "deed": deed, "wrong": wrong,
        "typed": request.POST.get("typed", ""), "hidden": [field.as_hidden() for field in form],
        "back_url": reverse("unit", args=[unit.pk]),
    }  # fmt: skip
    return render(request, "site/settings/deed_sure.html", context, status=422 if wrong else 200)
