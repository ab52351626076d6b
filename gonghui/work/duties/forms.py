"""What the pages of duties ask."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.identifiers import mobile
from gonghui.work.duties import rules
from gonghui.work.duties.models import Duty
from gonghui.work.duties.selectors import FACTS


def _choice(label: str, options: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "请选择"), *options],
        error_messages={"required": f"请选{label}", "invalid_choice": "请从列出的里面选"},
    )  # fmt: skip


def _text(label: str, most: int, *, required: bool = True, hint: str = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    said = {"required": f"请填写{label}", "max_length": f"最多 {most} 个字"}
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=widget, error_messages=said
    )


def _number(label: str, most: int) -> forms.IntegerField:
    wrong = f"{label}要填 1 到 {most} 的整数"
    said = {"required": f"请填写{label}", "invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(label=label, min_value=1, max_value=most, error_messages=said)


class DutyForm(forms.Form):
    """One line of the list."""

    level = _choice("哪一级的职责", rules.LEVELS)
    title = _text("职责", 120)
    basis = _text("依据", 200, required=False, hint="文件名和条款")
    status = _choice("依据核实情况", rules.STATUS)
    role = _choice("责任人", rules.ROLES)
    cycle = _choice("多久一次", rules.CYCLES)
    due_month = _number("每期第几个月", 12)
    due_day = _number("几号以前", 31)
    evidence = _text("凭证", 200, hint="什么能说明办过了，例如会议记录、公开的照片")
    fact = forms.ChoiceField(
        label="系统自动核对", required=False, help_text="台账里看得出已经做到的，不再问",
        choices=[("", "不自动核对"), *((key, label) for key, (label, _) in FACTS.items())],
        error_messages={"invalid_choice": "请从列出的里面选"},
    )  # fmt: skip
    is_on = forms.BooleanField(label="启用，到期自动发起", required=False)

    def __init__(self, data: Any = None, *, duty: Duty | None = None) -> None:
        initial = {name: getattr(duty, name) for name in self.base_fields} if duty else {"due_month": 1, "due_day": 20}  # fmt: skip
        super().__init__(data, initial=initial, label_suffix="")


class UpwardForm(forms.Form):
    """A 请示 or a 报告, as it is begun."""

    field = _choice("领域", rules.FIELDS)
    title = _text("标题", 120, hint="例如：关于召开会员代表大会的请示")
    body = _text("正文", 8_000, rows=10)
    contact = _text("联系人", 60)
    mobile = _text("联系手机", 20)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_mobile(self) -> str:
        try:
            return mobile.clean(self.cleaned_data["mobile"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
