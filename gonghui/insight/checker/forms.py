"""A draft as it is handed in: pasted or as a file, with the day of the figures it is held against."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django import forms

from gonghui.insight.checker.rules.reading import lines_of
from gonghui.kernel.files.precheck import PAGE, Limits
from gonghui.kernel.files.texts import read_text

NOTHING = "请粘贴稿子，或者选一个文件"
NOT_YET = "日期不能晚于今天（{:%Y-%m-%d}），以后的数据还没有"
NO_WORDS = "这个文件里没有文字，请换一个文件，或者把文字粘贴进来"


class NoDraft(ValueError):
    """Why a file is no draft that can be read; a sentence for who brought it."""


def draft_lines(path: Path, limits: Limits = PAGE) -> list[str]:
    """A file's lines. ``NoDraft`` when there are none, and the reader's own refusals."""
    lines = read_text(path, limits=limits)
    if not any(line.strip() for line in lines):
        raise NoDraft(NO_WORDS)
    return lines_of("\n".join(lines))


class DraftForm(forms.Form):
    """``file`` goes before ``text``: whoever picks a file means it."""

    text = forms.CharField(
        label="粘贴稿子", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        label="或者选一个文件", help_text="支持 .docx 和 .txt，最大 20 MB", required=False, max_length=200, allow_empty_file=True,
    )  # fmt: skip
    day = forms.DateField(
        label="和哪一天的数据比", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期", "invalid": "请按“2026-01-31”的样子填写日期"},
    )  # fmt: skip

    def __init__(self, data: Any, files: Any, *, today: date) -> None:
        super().__init__(data, files, initial={"day": today}, label_suffix="")
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(NOT_YET.format(self.today))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip() and "file" not in self.errors:
            self.add_error("text", NOTHING)
        return given
