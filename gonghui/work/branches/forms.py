"""What the pages of branches and groups ask."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.process.forms import DayField
from gonghui.work.branches.rules import LONGEST


class BranchForm(forms.Form):
    given = forms.CharField(
        label="哪个部门、车间的分会", max_length=LONGEST, help_text="例如：一车间。前面自动加工会名称，后面自动加“分会”",
        error_messages={"required": "请写是哪个部门、车间", "max_length": f"最多 {LONGEST} 个字"},
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class GroupForm(forms.Form):
    given = forms.CharField(
        label="小组名称", max_length=LONGEST, help_text="例如：甲班。前面自动加工会名称，后面自动加“小组”",
        error_messages={"required": "请写小组名称", "max_length": f"最多 {LONGEST} 个字"},
    )  # fmt: skip
    leader = forms.CharField(
        label="工会小组长", max_length=60, help_text="小组会员选出来的",
        error_messages={"required": "请写小组长的姓名", "max_length": "最多 60 个字"},
    )  # fmt: skip
    on = DayField(label="设立日期", help_text="例如 2026-03-05")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
