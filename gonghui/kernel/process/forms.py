"""What a page asks before a move is made, from the declaration; and the forms of the engine's own moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from gonghui.kernel import clock
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.process.definition import Evidence, Move
from gonghui.kernel.process.holding import LEVELS
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.kernel.register.kinds import DATE, INTEGER
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units

FILE, ON, NOTE = "file", "on", "note"


def part(kind: str, of: str) -> str:
    """The field of a piece of evidence: with a hyphen, as no question is named ("request-on" beside request_on)."""
    return f"{kind}-{of}"


def _text(label: str, most: int = 400, *, required: bool = True, hint: str = "") -> forms.CharField:
    field = forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field.error_messages |= {"required": f"请填写{label}", "max_length": f"最多 {most} 个字"}
    return field


class DayField(forms.CharField):
    """A day, written as people write it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.error_messages["required"] = f"请填写{self.label}"

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        try:
            canonical = DATE.one(text, clock.today())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if not canonical and self.required:  # blanks of a kind that only our own reading takes for blanks
            raise forms.ValidationError(self.error_messages["required"])
        return date.fromisoformat(canonical) if canonical else None


class MoveForm(ColumnsForm):
    """The questions of one move and the evidence it takes in. ``seen``: the step the page was drawn at."""

    def __init__(
        self,
        move: Move,
        record: Any,
        actor: Actor,
        evidence: Sequence[Evidence],
        there: Collection[str] = (),
        data: Any = None,
        files: Any = None,
    ) -> None:
        row = None if isinstance(record, WorkItem) else record
        super().__init__(move.asks, actor, row, data, files)
        self.evidence = list(evidence)
        for column in self.asked:
            if self.fields[column.name].initial == 0 and column.kind is INTEGER:
                self.fields[column.name].initial = None  # not yet asked, which is not the same as none
        for one in self.evidence:
            self.fields |= _evidence_fields(one, there=one.key in there)
        self.fields["text"] = _text(move.reason or "说明", 1000, required=bool(move.reason))
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def sections(self) -> list[dict[str, Any]]:
        found = super().sections
        for one in self.evidence:
            names = [part(one.key, of) for of in (FILE, ON, NOTE) if part(one.key, of) in self.fields]
            found.append({"label": one.label, "fields": [self[name] for name in names]})
        return [*found, {"label": "", "fields": [self["text"]]}]

    def answers(self) -> dict[str, Any]:
        asked = {column.name for column in self.asked}
        return {name.removesuffix("__name"): v for name, v in self.cleaned_data.items() if name in asked}

    def papers(self) -> list[tuple[str, Any, date, str]]:
        """(kind, upload or None, day, note) of each piece of evidence that was given."""
        found = []
        for one in self.evidence:
            file, on, note = (self.cleaned_data.get(part(one.key, of)) for of in (FILE, ON, NOTE))
            if file or note:
                found.append((one.key, file, on or clock.today(), note or ""))
        return found


def _evidence_fields(one: Evidence, *, there: bool) -> dict[str, forms.Field]:
    """``there``: some has been given already, so that none need be given now."""
    fields: dict[str, forms.Field] = {
        part(one.key, FILE): forms.FileField(
            label=f"{one.label}（{'表格文件' if one.table else '照片或 PDF'}）", help_text=one.hint, required=False, max_length=200, allow_empty_file=True
        ),
        part(one.key, ON): DayField(label="上面写的日期", required=False, help_text="例如 2026-03-05；不填按今天"),
        part(one.key, NOTE): forms.CharField(
            label="没有照片时，写明原件在哪", required=False, max_length=200
        ),
    }  # fmt: skip
    if not one.table:
        return fields
    upload = fields[part(one.key, FILE)]
    upload.required = not there
    upload.error_messages["required"] = f"请上传{one.label}"
    return {part(one.key, FILE): upload}


class Reason(forms.Form):
    """Why: one of the usual reasons, or in one's own words."""

    def __init__(
        self, data: Any = None, *, item: WorkItem, actor: Actor, usual: Sequence[str] = (), **_: Any
    ) -> None:
        super().__init__(data, label_suffix="")
        if usual:
            options = [(one, one) for one in usual]
            self.fields["usual"] = forms.ChoiceField(
                label="原因", choices=options, widget=forms.RadioSelect, required=True,
                error_messages={"required": "请选一个原因", "invalid_choice": "请从列出的里面选"},
            )  # fmt: skip
        self.fields["words"] = _text("具体说明" if usual else "原因", 300, required=not usual)

    def words(self) -> str:
        given = [self.cleaned_data.get("usual", ""), self.cleaned_data.get("words", "")]
        return "：".join(part for part in given if part)


class Words(forms.Form):
    """One text, whatever it is called."""

    def __init__(self, data: Any = None, *, label: str = "说明", **_: Any) -> None:
        super().__init__(data, label_suffix="")
        self.fields["words"] = _text(label, 1000)


class Later(forms.Form):
    until = DayField(label="哪天再办", help_text="例如 2026-03-05")

    def __init__(self, data: Any = None, **_: Any) -> None:
        super().__init__(data, label_suffix="")


class Colleague(forms.Form):
    """Somebody else in the same post."""

    def __init__(self, data: Any = None, *, people: dict[int, str], **_: Any) -> None:
        super().__init__(data, label_suffix="")
        self.fields["account"] = forms.TypedChoiceField(
            label="派给谁", coerce=int, choices=list(people.items()), widget=forms.RadioSelect,
            error_messages={"required": "请选一个人", "invalid_choice": "请从列出的人里选"},
        )  # fmt: skip
        self.fields["words"] = _text("交代几句", 300, required=False)


class ToOffice(forms.Form):
    """Another office: which, in what capacity, what for, by when."""

    def __init__(
        self, data: Any = None, *, actor: Actor, label: str = "要求", dated: bool = False, several: bool = False,
        below: bool = False, **_: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, label_suffix="")
        units = open_units(actor).exclude(pk=actor.unit_id) if below else _around(actor)
        self.fields["unit"] = _offices(units, several=several)
        self.fields["role"] = forms.ChoiceField(
            label="由谁办", choices=[("", "请选择"), *_working_roles()],
            error_messages={"required": "请选由哪种身份的人办", "invalid_choice": "请从列出的身份里选"},
        )  # fmt: skip
        if dated:
            self.fields["due_on"] = DayField(label="回报期限")
        self.fields["words"] = _text(label)


def _around(actor: Actor) -> QuerySet[Unit]:
    """What this person reaches, and the line above it."""
    above = [int(part) for part in actor.lo.split(".") if part]
    return (open_units(actor) | Unit.objects.filter(pk__in=above, closed_on=None)).order_by("path")


def _offices(units: QuerySet[Unit], *, several: bool) -> forms.Field:
    said = {
        "required": "请选单位",
        "invalid_choice": "请从列出的单位里选",
        "invalid_list": "请从列出的单位里选",
    }
    if several:
        return forms.ModelMultipleChoiceField(units, label="给哪些单位", error_messages=said)
    return forms.ModelChoiceField(units, label="给哪个单位", empty_label="请选择", error_messages=said)


def _working_roles() -> list[tuple[str, str]]:
    """The roles that take part in procedures at all."""
    return [
        (key, role.label)
        for key, role in ROLES.items()
        if Actor(0, "", permissions=role.permissions).may("work.read")
    ]


class Watch(forms.Form):
    """督办: how strongly, what is asked, by when."""

    def __init__(self, data: Any = None, **_: Any) -> None:
        super().__init__(data, label_suffix="")
        self.fields["level"] = forms.TypedChoiceField(
            label="级别", coerce=int, choices=list(LEVELS.items()), widget=forms.RadioSelect,
            error_messages={"required": "请选级别", "invalid_choice": "请从列出的级别里选"},
        )  # fmt: skip
        self.fields["words"] = _text("督办要求")
        self.fields["due_on"] = DayField(label="要求办结日期", required=False)
