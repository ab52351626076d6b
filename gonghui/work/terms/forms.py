"""What the pages of terms ask."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.process.forms import DayField
from gonghui.work.terms.rules import BY_ELECTED


class VacancyForm(forms.Form):
    """A post that fell vacant, entered by hand."""

    post = forms.ChoiceField(
        label="哪个职务出缺", choices=BY_ELECTED, widget=forms.RadioSelect,
        error_messages={"required": "请选一个职务", "invalid_choice": "请从列出的职务里选"},
    )  # fmt: skip
    vacated_on = DayField(label="出缺日期", help_text="例如 2026-03-05；从这一天起算补选的期限")
    why = forms.CharField(
        label="出缺原因", max_length=200, error_messages={"required": "请写原因，例如调离、退休、辞职"}
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
