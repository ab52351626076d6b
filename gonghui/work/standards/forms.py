"""What the pages of standards ask."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.process.forms import DayField
from gonghui.work.standards import rules
from gonghui.work.standards.models import Scheme
from gonghui.work.standards.rules import titles
from gonghui.work.standards.rules.library import library
from gonghui.work.standards.rules.schemes import FORM, Item, read_items, read_thresholds


def _choice(label: str, options: Any) -> forms.ChoiceField:
    said = {"required": f"请选{label}", "invalid_choice": "请从列出的里面选"}
    return forms.ChoiceField(label=label, choices=[("", "请选择"), *options], error_messages=said)


def _text(label: str, most: int, *, required: bool = True, hint: str = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    said = {"required": f"请填写{label}", "max_length": f"最多 {most} 个字"}
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=widget, error_messages=said
    )


def _number(label: str, least: int, most: int) -> forms.IntegerField:
    wrong = f"{label}要填 {least} 到 {most} 的整数"
    said = {"required": f"请填写{label}", "invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(label=label, min_value=least, max_value=most, error_messages=said)


class HoldingForm(forms.Form):
    """凭证 for one item."""

    since = DayField(label="从哪天起", help_text="租赁合同写起租的那天，照片写拍的那天，例如 2026-03-05")
    until = DayField(
        label="到期日", required=False, help_text="租约、文件到哪天为止；从这一天起就不算了。没有期限的不填"
    )
    words = _text("文号、数字、说明", 200, required=False)
    file = forms.FileField(label="照片或 PDF", required=False, max_length=200, allow_empty_file=True)

    def __init__(self, data: Any = None, files: Any = None, *, item: Item) -> None:
        super().__init__(data, files, label_suffix="")
        if item.by == rules.UNLESS:
            self.fields["since"].label, self.fields["until"].label = "哪天发生的", "到哪天不再算"
            self.fields["since"].help_text = self.fields["until"].help_text = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("words") and not given.get("file") and not self.errors:
            self.add_error("words", "请上传照片或 PDF，或写明文号、数字")
        return given


class TitleForm(forms.Form):
    """登记 a title."""

    kind = _choice("称号", titles.KINDS)
    level = _choice("级别", titles.LEVELS)
    year = _number("哪一年度", titles.FIRST_YEAR, 2_100)
    since = DayField(label="命名日期", help_text="命名文件的日期，例如 2026-04-28")
    by = _text("命名单位", 120, hint="例如：江苏省总工会")
    number = _text("文号", 60, required=False)
    file = forms.FileField(
        label="命名文件或奖牌照片",
        required=False,
        max_length=200,
        allow_empty_file=True,
        help_text="照片或 PDF",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("number") and not given.get("file") and not self.errors:
            self.add_error("number", "请写文号，或上传命名文件、奖牌照片")
        return given


class CheckForm(forms.Form):
    """核对 of one piece of evidence."""

    accepted = forms.ChoiceField(label="核对结果", choices=[("yes", "算"), ("no", "不算")])
    share = forms.IntegerField(required=False, min_value=0, max_value=100)
    why_not = forms.CharField(required=False, max_length=200)


class SchemeForm(forms.Form):
    """A new version of a check-list."""

    family = _choice("哪一种", rules.FAMILIES)
    kind = _choice("怎么算", rules.KINDS)
    label = _text("名称", 80)
    version = _text("版本", 20)
    since = DayField(label="从哪天起", help_text="从这一天起按这个版本算；以前的日子仍按以前的版本")
    months = _number("评定以后有效几个月", 1, 120)
    items = _text("条目", 20_000, rows=18, hint=f"每行一条：{FORM}。编号和以前相同的，凭证接着用，不重复要")
    thresholds = _text(
        "星级分数线", 60, required=False, hint="按分定星的才填，例如 5=95，4=85，3=75，2=65，1=60"
    )
    basis = _text("依据", 200)

    def __init__(self, data: Any = None, *, based: Scheme | None = None) -> None:
        names = ("family", "kind", "label", "months", "items", "thresholds", "basis")
        initial = {name: getattr(based, name) for name in names} if based else None
        super().__init__(data, initial=initial, label_suffix="")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._try("items", read_items, given.get("items"), given.get("kind"))
        if given.get("kind") == rules.POINTS:
            self._try("thresholds", read_thresholds, given.get("thresholds"))
        return given

    def _try(self, name: str, read: Any, *given: Any) -> None:
        try:
            if all(part is not None for part in given):
                read(*given)
        except ValueError as fault:
            self.add_error(name, str(fault))


class RuleForm(forms.Form):
    """通过 a rule of the library."""

    rule = _choice("哪项制度", [])
    meeting = forms.ChoiceField(label="哪次会议通过的", required=False)
    by = _text("会议名称", 120, required=False, hint="台账里没有这次会的，写在这里")
    since = DayField(label="通过日期", required=False, help_text="选了会议的不用填")

    def __init__(self, data: Any = None, *, meetings: list[tuple[str, str]]) -> None:
        super().__init__(data, label_suffix="")
        rule: Any = self.fields["rule"]
        rule.choices = [
            ("", "请选择"),
            *((one.key, f"{one.block}：{one.label}") for one in library().values()),
        ]
        meeting: Any = self.fields["meeting"]
        meeting.choices = [("", "台账里没有"), *meetings]
        meeting.error_messages["invalid_choice"] = "请从列出的里面选"
