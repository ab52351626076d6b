"""What somebody is asked who says something on their own phone."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.identifiers import mobile as mobiles
from gonghui.work.appeals import rules


class SayForm(forms.Form):
    """``places``: given for a guest, who says whom it is for; a member's union is known."""

    place = forms.ChoiceField(
        label="交给哪里的工会",
        error_messages={"required": "请选一个", "invalid_choice": "请从列出的里面选一个"},
    )
    kind = forms.ChoiceField(
        label="哪一类", choices=rules.KINDS, widget=forms.RadioSelect,
        error_messages={"required": "请选一个", "invalid_choice": "请从列出的里面选一个"},
    )  # fmt: skip
    story = forms.CharField(
        label="什么事", min_length=4, max_length=rules.LONGEST["story"], widget=forms.Textarea(attrs={"rows": 5}),
        help_text="谁、什么时候、在哪里、找过谁",
        error_messages={"required": "请写是什么事", "min_length": "请写清楚是什么事，至少 4 个字", "max_length": "最多 2000 个字"},
    )  # fmt: skip
    name = forms.CharField(
        label="您的姓名（选填）", max_length=rules.LONGEST["name"], required=False, help_text="不留姓名，照样有人办",
        error_messages={"max_length": "最多 60 个字"},
    )  # fmt: skip
    mobile = forms.CharField(
        label="手机号（选填）", max_length=30, required=False, help_text="留了，办的人才能打电话问您",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": "手机号要 11 位数字"},
    )  # fmt: skip
    workplace = forms.CharField(
        label="在哪里干活（选填）", max_length=rules.LONGEST["workplace"], required=False,
        error_messages={"max_length": "最多 120 个字"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, places: list[tuple[int, str]] | None = None) -> None:
        super().__init__(data, label_suffix="")
        if places is None:
            del self.fields["place"]
        else:
            found: Any = self.fields["place"]
            found.choices = [("", "请选"), *((str(pk), name) for pk, name in places)]

    def clean_mobile(self) -> str:
        given = self.cleaned_data["mobile"]
        try:
            return mobiles.clean(given) if given else ""
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from None
