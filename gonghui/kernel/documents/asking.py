"""What the pages of documents ask."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.documents.paper import NUMBERED
from gonghui.kernel.process.forms import DayField
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.forms import ColumnsForm


class DraftForm(ColumnsForm):
    """A new document: the same questions as while it is being checked."""

    def __init__(self, asked: Any, actor: Actor, data: Any = None) -> None:
        super().__init__(asked, actor, None, data)


def _required(label: str) -> dict[str, str]:
    return {
        "required": f"请填写{label}",
        "invalid_choice": "请从列出的里面选",
        "max_length": f"{label}太长了",
    }


class ReceivedForm(forms.Form):
    """收文登记: what stands on a document that came in."""

    office = forms.CharField(label="发文机关", max_length=120, error_messages=_required("发文机关"))
    kind = forms.ChoiceField(
        label="文种", choices=[("", "请选择"), *NUMBERED], error_messages=_required("文种")
    )
    number = forms.CharField(
        label="来文字号", max_length=60, required=False, help_text="例如：云工请〔2026〕3号；没有就不填"
    )
    title = forms.CharField(label="标题", max_length=200, error_messages=_required("标题"))
    signed_on = DayField(label="成文日期", help_text="来文上的日期，例如 2026-03-05")
    received_on = DayField(label="收文日期")
    file = forms.FileField(
        label="扫描件（照片或 PDF）",
        required=False,
        max_length=200,
        allow_empty_file=True,
        help_text="没有扫描的，在下面写原件放在哪里",
    )
    kept_at = forms.CharField(label="原件存放处", max_length=100, required=False)

    def __init__(self, today: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        self.today = today
        self.fields["received_on"].initial = today.isoformat()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        signed, received = given.get("signed_on"), given.get("received_on")
        if received and received > self.today:
            self.add_error("received_on", "收文日期还没到，请核对")
        if signed and received and signed > received:
            self.add_error("signed_on", "成文日期晚于收文日期，请核对")
        if not given.get("file") and not given.get("kept_at"):
            self.add_error("kept_at", "请上传扫描件，或写明原件存放处")
        return given


class CodesForm(forms.Form):
    """机关代字 and the red words, a pair for each kind."""

    def __init__(self, heads: dict[str, tuple[str, str, str]], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.heads = heads
        for key, (label, code, mark) in heads.items():
            self.fields[f"{key}_code"] = forms.CharField(
                label=f"{label}的机关代字", max_length=12, initial=code, error_messages=_required("机关代字")
            )
            self.fields[f"{key}_mark"] = forms.CharField(
                label=f"{label}的发文机关标志",
                max_length=40,
                initial=mark,
                error_messages=_required("发文机关标志"),
            )

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "fields": [self[f"{key}_code"], self[f"{key}_mark"]]}
            for key, (label, _, _) in self.heads.items()
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for key in self.heads:
            code = given.get(f"{key}_code", "")
            if any(mark in "〔〕[]（）()0123456789号第" for mark in code):
                self.add_error(f"{key}_code", "机关代字只写字，年份、括号、序号会自动加上")
        return given


class TemplateForm(forms.Form):
    """An office's own Word template."""

    file = forms.FileField(
        label="Word 模板（.docx）",
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": "请选一个文件"},
    )


class VoidForm(forms.Form):
    """Why a document no longer counts."""

    reason = forms.CharField(
        label="为什么作废", max_length=200, min_length=2, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="文号会一直空着，查的人看到的就是这个原因",
        error_messages={"required": "请写明为什么作废", "min_length": "请写得具体一点", "max_length": "最多 200 个字"},
    )  # fmt: skip


class GapForm(forms.Form):
    """Why a number stands for nothing."""

    reason = forms.CharField(
        label="这个号为什么空着", max_length=200, min_length=2, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只能写一次，存下就不能改；查的人看到的就是这段话",
        error_messages={"required": "请写明原因", "min_length": "请写得具体一点", "max_length": "最多 200 个字"},
    )  # fmt: skip
