"""What the pages of one's own ask."""

from __future__ import annotations

from django import forms

from gonghui.kernel.identifiers import mobile


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
