"""What the founding's own pages ask."""

from __future__ import annotations

from typing import Any

from django import forms

from gonghui.kernel.reach.actor import Actor
from gonghui.registers.employers.models import Employer

MOST = 300


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
