"""What is asked to make a report: which, and of when. No number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms

from gonghui.work.reports.rules import Definition, Period


class ReportForm(forms.Form):
    """``of``: each kind with its periods; picked together, so that only pairs that exist can be. One that is over is offered."""

    what = forms.ChoiceField(
        label="哪一份、哪一期", error_messages={"required": "请选一份", "invalid_choice": "请从列出的里面选"}
    )

    def __init__(
        self, of: Iterable[tuple[Definition, Iterable[Period]]], today: date, data: object = None
    ) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.pairs = {f"{made.key}-{one.key}": (made, one) for made, every in of for one in every}
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, (made, one) in self.pairs.items():
            groups.setdefault(made.label, []).append((key, f"{made.label} {one.label}"))
        field.choices = list(groups.items())
        field.initial = next((key for key, (_, one) in self.pairs.items() if one.is_over(today)), None)

    def picked(self) -> tuple[Definition, Period]:
        return self.pairs[self.cleaned_data["what"]]
