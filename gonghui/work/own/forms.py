"""What the pages of one's own ask."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.identifiers import mobile
from gonghui.work.own import rules


class SignInForm(forms.Form):
    mobile = forms.CharField(
        label="手机号", max_length=30, error_messages={"required": "请填写手机号", "max_length": "手机号要 11 位数字"},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    last_four = forms.RegexField(
        r"^\s*[0-9A-Za-z]{4}\s*$", label="证件号码后四位", max_length=20,
        error_messages={"required": "请填写证件号码后四位", "invalid": "要 4 位，数字或字母", "max_length": "要 4 位，数字或字母"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean_mobile(self) -> str:
        try:
            return mobile.clean(self.cleaned_data["mobile"])
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from None

    def clean_last_four(self) -> str:
        return str(self.cleaned_data["last_four"]).strip().upper()


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码", max_length=40, error_messages={"required": "请填写验证码", "max_length": "验证码是 6 位数字"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class AskForm(forms.Form):
    """A request other than a correction."""

    reason = forms.CharField(
        label="具体要求和理由", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写具体要求和理由", "max_length": "最多 500 个字"},
    )  # fmt: skip


class CorrectForm(AskForm):
    field = forms.ChoiceField(
        label="哪一项要改", choices=[*rules.FIELDS, rules.OTHER], widget=forms.RadioSelect, required=False,
        error_messages={"invalid_choice": "请从列出的里面选一个"},
    )  # fmt: skip
    wanted = forms.CharField(
        label="改成什么", max_length=120, required=False, error_messages={"max_length": "最多 120 个字"}
    )
    field_order = ("field", "wanted", "reason")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        name, wanted = found.get("field", ""), (found.get("wanted") or "").strip()
        if name and not wanted and not self.errors:
            self.add_error("wanted", "请填写要改成什么")
        elif name == "mobile":
            try:
                found["wanted"] = mobile.clean(wanted)
            except ValueError as reason:
                self.add_error("wanted", str(reason))
        elif name and len(wanted) > rules.LONGEST[name]:
            self.add_error("wanted", f"最多 {rules.LONGEST[name]} 个字")
        return found
