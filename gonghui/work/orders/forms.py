"""What the menu and one's orders ask."""

from __future__ import annotations

from django import forms

from gonghui.work.orders import rules


class OrderForm(forms.Form):
    wish = forms.CharField(
        label="希望什么时候（选填）", max_length=60, required=False, help_text="例如：周三下午、下班以后",
        error_messages={"max_length": "最多 60 个字"},
    )  # fmt: skip
    words = forms.CharField(
        label="还有什么要说（选填）", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "最多 200 个字"},
    )  # fmt: skip


class JudgeForm(forms.Form):
    stars = forms.ChoiceField(
        label="这次服务怎么样", choices=rules.STARS, widget=forms.RadioSelect,
        error_messages={"required": "请选一个", "invalid_choice": "请从列出的里面选一个"},
    )  # fmt: skip
    words = forms.CharField(
        label="想说的话（选填）", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "最多 300 个字"}, help_text="提供服务的工会看得到",
    )  # fmt: skip
