"""One question a page: what an applicant is asked, and what a clerk says of a code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from gonghui.kernel.identifiers import documents, mobile
from gonghui.registers.members.rules import GROUPS, ID_TYPES, SEXES, Purpose, notice
from gonghui.work.joining import rules

NOT_ONE = "请从列出的里面选一个"
OLDEST = date(1900, 1, 1)


class Step(forms.Form):
    """Base of the pages; ``today`` is what dates are held against."""

    heading = ""
    hint = ""

    def __init__(self, data: Any = None, *, initial: Any = None, today: date, **known: Any) -> None:
        self.today, self.known = today, known
        super().__init__(data, initial=initial, label_suffix="")


class PlaceForm(Step):
    heading = "您在哪里干活？"
    hint = "选干活的地方所在的乡镇、街道或园区，入会申请交给那里的工会。"
    place = forms.TypedChoiceField(
        label="乡镇、街道或园区", coerce=int, widget=forms.RadioSelect,
        error_messages={"required": NOT_ONE, "invalid_choice": NOT_ONE},
    )  # fmt: skip

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["place"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = self.known["places"]


class WhoForm(Step):
    heading = "您的姓名和证件号码"
    hint = "和证件上一样。号码加密保存，只用来确认是您本人、不重复登记。"
    name = forms.CharField(
        label="姓名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填写姓名", "max_length": "姓名太长，最多 60 个字"},
    )  # fmt: skip
    id_number = forms.CharField(
        label="证件号码", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写证件号码", "max_length": "证件号码太长，请核对"},
    )  # fmt: skip
    id_type = forms.ChoiceField(
        label="证件类型", choices=ID_TYPES, initial="1", required=False,
        error_messages={"invalid_choice": NOT_ONE},
    )  # fmt: skip

    def clean_id_type(self) -> str:
        return self.cleaned_data["id_type"] or "1"

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if {"id_number", "id_type"} <= found.keys():
            try:
                found["id_number"] = documents.clean(found["id_type"], found["id_number"], today=self.today)
            except ValueError as reason:
                self.add_error("id_number", str(reason))
        return found


class BornForm(Step):
    heading = "您的出生日期和性别"
    hint = "这种证件上看不出来，所以要问。"
    birth_date = forms.DateField(
        label="出生日期", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写出生日期", "invalid": "日期要写成 1990-05-01 的样子"},
    )  # fmt: skip
    sex = forms.ChoiceField(
        label="性别", choices=SEXES[1:3], widget=forms.RadioSelect,
        error_messages={"required": NOT_ONE, "invalid_choice": NOT_ONE},
    )  # fmt: skip

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        if not OLDEST < born <= self.today:
            raise forms.ValidationError("出生日期不对，请核对")
        return born


class PhoneForm(Step):
    heading = "您的手机号是多少？"
    hint = "审核结果会发到这个号码，不会公开。"
    mobile = forms.CharField(
        label="手机号", max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": "请填写手机号", "max_length": "手机号要 11 位数字"},
    )  # fmt: skip

    def clean_mobile(self) -> str:
        try:
            return mobile.clean(self.cleaned_data["mobile"])
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from None


class WorkForm(Step):
    heading = "您现在做什么工作？"
    hint = "没有固定单位的，写常在哪个平台、哪个站点或工地干活。"
    workplace = forms.CharField(
        label="在哪里干活", max_length=120, error_messages={"required": "请填写在哪里干活", "max_length": "最多 120 个字"}
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label="您是不是下面这些职业？可以不选", choices=GROUPS, required=False,
        widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": NOT_ONE},
    )  # fmt: skip
    is_migrant = forms.BooleanField(label="我是农村户口，在外务工", required=False)


def _agreed(purpose: Purpose) -> forms.BooleanField:
    return forms.BooleanField(label=purpose.label, error_messages={"required": purpose.required})


class CheckForm(Step):
    heading = "请核对"
    rules = _agreed(notice()[1]["rules"])
    sensitive = _agreed(notice()[1]["sensitive"])


class SupplyForm(Step):
    text = forms.CharField(
        label="补充说明", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写补充说明", "max_length": "最多 500 个字"},
    )  # fmt: skip


class CodeForm(forms.Form):
    """A new poster."""

    unit = forms.TypedChoiceField(
        label="入会申请交给哪个工会", coerce=int, error_messages={"required": NOT_ONE, "invalid_choice": NOT_ONE}
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="贴在哪里", choices=rules.KINDS, error_messages={"required": NOT_ONE, "invalid_choice": NOT_ONE}
    )  # fmt: skip
    label = forms.CharField(
        label="海报上的名称", max_length=60, help_text="例如：望海路驿站、三号地块工地",
        error_messages={"required": "请填写海报上的名称", "max_length": "最多 60 个字"},
    )  # fmt: skip

    grid = forms.TypedChoiceField(
        label="在哪个网格", coerce=int, required=False, empty_value=None, error_messages={"invalid_choice": NOT_ONE},
        help_text="选了，这个网格的联络员手机上就带着这张码，没有网也能集中入会",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, units: list[tuple[int, str]], grids: Sequence[tuple[int, str]] = ()
    ) -> None:
        super().__init__(data, label_suffix="")
        for name, empty, known in (("unit", "请选择", units), ("grid", "不给联络员", grids)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", empty), *known]


class DestinationForm(forms.Form):
    """Where people go who have no union of their own."""

    unit = forms.TypedChoiceField(label="哪里来的人", coerce=int, error_messages={"required": NOT_ONE, "invalid_choice": NOT_ONE})  # fmt: skip
    group = forms.ChoiceField(label="哪个群体", choices=[("", "不论哪个群体"), *GROUPS], required=False, error_messages={"invalid_choice": NOT_ONE})  # fmt: skip
    union = forms.TypedChoiceField(label="去哪个工会", coerce=int, error_messages={"required": NOT_ONE, "invalid_choice": NOT_ONE})  # fmt: skip
    reason = forms.ChoiceField(label="哪一种建法", choices=rules.REASONS[1:4], error_messages={"required": NOT_ONE, "invalid_choice": NOT_ONE})  # fmt: skip

    def __init__(self, data: Any = None, *, units: list[tuple[int, str]]) -> None:
        super().__init__(data, label_suffix="")
        for name in ("unit", "union"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", "请选择"), *units]
