"""What the founding's own pages ask."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.employers.models import Employer
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import FEDERATION_KINDS
from gonghui.work.founding.selectors.federation import named

MOST = 300


class WholeForm(forms.Form):
    """Which document somebody wants with whole numbers, and why."""

    paper = forms.ChoiceField(
        label="哪一份", error_messages={"required": "请选要哪一份", "invalid_choice": "请从列出的里面选"}
    )
    form = forms.ChoiceField(
        label="格式",
        widget=forms.RadioSelect,
        initial="docx",
        choices=[("docx", "Word 文件"), ("pdf", "PDF 文件"), ("xlsx", "Excel 表格（只有花名册）")],
        error_messages={"required": "请选格式", "invalid_choice": "请从列出的格式里选"},
    )
    reason = forms.CharField(
        label="为什么要全号", min_length=4, max_length=100, help_text="谁、什么时候、为什么下载的，都会记下来",
        error_messages={"required": "请写明为什么要全号", "min_length": "请写得具体一点，至少 4 个字", "max_length": "最多 100 个字"},
    )  # fmt: skip

    def __init__(self, papers: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["paper"].choices = papers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("form") == "xlsx" and given.get("paper") != "roster":
            self.add_error("form", "只有会员花名册有 Excel 表格，别的请选 Word 或 PDF")
        return given


class ParkForm(forms.Form):
    """Many employers at once, a line each: name or credit code."""

    lines = forms.CharField(
        label="单位", max_length=40_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=f"每行一家：单位名称或信用代码，一次最多 {MOST} 家；要先登记在用人单位台账里",
        error_messages={"required": "请写要建会的单位，每行一家"},
    )  # fmt: skip

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.actor = actor

    def clean_lines(self) -> list[Employer]:
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(f"一次最多 {MOST} 家，现在是 {len(lines)} 家，请分几次")
        found = [self._employer(number, line) for number, line in enumerate(lines, 1)]
        unknown = [line for line, one in zip(lines, found, strict=True) if one is None]
        if unknown:
            some = "、".join(unknown[:5])
            raise forms.ValidationError(
                f"没有找到（或有同名的，请写信用代码）：{some}{'等' if len(unknown) > 5 else ''}"
            )
        return [one for one in found if one]

    def _employer(self, number: int, line: str) -> Employer | None:
        seen = Employer.objects.visible_to(self.actor).filter(closed_on=None)
        matches = list(seen.filter(credit_code=line.upper())[:2] or seen.filter(name=line)[:2])
        return matches[0] if len(matches) == 1 else None


class FederationForm(forms.Form):
    """A federation to be founded: its kind, its name, and the unions that join, a line each."""

    kind = forms.ChoiceField(
        label="哪种联合会", choices=FEDERATION_KINDS, widget=forms.RadioSelect,
        error_messages={"required": "请选区域性或行业性", "invalid_choice": "请从列出的里面选"},
    )  # fmt: skip
    line = forms.ModelChoiceField(
        Unit.objects.none(), label="哪个条线", required=False, empty_label="不是行业性的不用选",
        error_messages={"invalid_choice": "请从列出的条线里选"},
    )  # fmt: skip
    name = forms.CharField(
        label="联合会名称", max_length=120, help_text="例如：盘湾镇餐饮行业工会联合会",
        error_messages={"required": "请写联合会名称", "max_length": "最多 120 个字"},
    )  # fmt: skip
    lines = forms.CharField(
        label="加入的工会", max_length=40_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=f"每行一家：工会名称、信用代码，或名称里的几个字、拼音首字母；一次最多 {MOST} 家",
        error_messages={"required": "请写要加入的工会，每行一家"},
    )  # fmt: skip

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.actor = actor
        line = self.fields["line"]
        assert isinstance(line, forms.ModelChoiceField)
        line.queryset = open_units(actor, "line")

    def clean_lines(self) -> list[Union]:
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(f"一次最多 {MOST} 家，现在是 {len(lines)} 家")
        found: list[Union] = []
        faults: list[str] = []
        for number, line in enumerate(lines, 1):
            matches = named(self.actor, line[:120])
            if len(matches) == 1:
                found.append(matches[0])
            else:
                some = "、".join(one.name for one in matches[:5])
                many = (
                    f"可能是{some}，请写全名" if matches else "没有找到，请核对写法；要先登记在工会组织台账里"
                )
                faults.append(f"第 {number} 行“{line[:40]}”：{many}")
        if faults:
            raise forms.ValidationError(faults[:10])
        return found
