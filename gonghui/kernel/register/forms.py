"""The form of one row, and of an upload, made from the register's columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from gonghui.kernel import clock
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.cleaning import between
from gonghui.kernel.register.definition import Column, Register
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units


class ColumnsForm(forms.Form):
    """Asks what columns ask; reads it by the same rules as a roster's cells."""

    def __init__(
        self, columns: Iterable[Column], actor: Actor, row: Any, data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files, label_suffix="")
        self.actor, self.row = actor, row
        self.canonical: dict[str, str] = {}
        self.asked = [column for column in columns if column.is_asked_of(actor)]
        for column in self.asked:
            self.fields[column.name] = field_of(column, actor, row)

    @property
    def sections(self) -> list[dict[str, Any]]:
        found: dict[str, list[Any]] = {}
        for column in self.asked:
            found.setdefault(column.section, []).append(self[column.name])
        return [{"label": label, "fields": fields} for label, fields in found.items()]

    @property
    def effort(self) -> tuple[int, int]:
        """How many fields a person finds on the page, and how many of them are filled in already."""
        open_ = [field for name, field in self.fields.items() if not field.widget.is_hidden]
        return len(open_), sum(field.initial not in (None, "", [], False) for field in open_)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for column in self.asked:
            if column.name in cleaned and column.units:
                self._keep_unseen(cleaned, column)
            elif column.name in cleaned:
                self._read(cleaned, column)
        return cleaned

    def _keep_unseen(self, cleaned: dict[str, Any], column: Column) -> None:
        """A unit out of reach could not be offered, so an empty answer does not mean that it goes."""
        now = getattr(self.row, f"{column.key.split('.')[0]}_id", None)
        field = self.fields[column.name]
        assert isinstance(field, forms.ModelChoiceField)
        assert field.queryset is not None
        if cleaned[column.name] is None and now and not field.queryset.filter(pk=now).exists():
            del cleaned[column.name]

    def _read(self, cleaned: dict[str, Any], column: Column) -> None:
        given = cleaned[column.name]
        text = (
            ",".join(given)
            if isinstance(given, list)
            else "1"
            if given is True
            else ""
            if given is False
            else given
        )
        if self._is_left(column, text):
            del cleaned[column.name]
            sealed = column.raw(self.row)
            self.canonical[column.name] = sealed.reveal() if sealed else ""
            return
        try:
            kind = column.kind_by(self.canonical.get(column.varies[0], "") if column.varies else "")
            canonical = self.canonical[column.name] = kind.one(text, clock.today())
            cleaned[column.name] = column.kind.read(canonical) if canonical else self._nothing(column, given)
            if not canonical and self.fields[column.name].required and text:
                raise ValueError(
                    f"请填写{column.label}"
                )  # blanks of a kind that only our own reading takes for blanks
        except ValueError as error:
            self.add_error(column.name, str(error))

    def _is_left(self, column: Column, text: str) -> bool:
        """A secret comes back as it was shown, masked, or as the empty choice: nobody has touched it."""
        if not column.mask or self.row is None:
            return False
        return text == column.text(self.row) or (not text and bool(column.choices))

    def _nothing(self, column: Column, given: Any) -> Any:
        return False if isinstance(given, bool) else [] if isinstance(given, list) else None

    def values(self) -> dict[str, Any]:
        """What the module's action takes."""
        return {name.removesuffix("__name"): value for name, value in self.cleaned_data.items()}

    def refuse(self, error: ValidationError) -> None:
        """Put an action's or the database's refusal beside the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            place = next((key for key in (name, f"{name}__name") if key in self.fields), None)
            self.add_error(place, errors)


class RowForm(ColumnsForm):
    """A row of a register, by its columns and the rules between them."""

    def __init__(self, register: Register, actor: Actor, row: Any, data: Any = None) -> None:
        super().__init__(register.asked, actor, row, data)
        self.register = register

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for _, name, _, reason in between(self.register, self._line()).iter_rows():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, reason)
        return cleaned

    def _line(self) -> pl.DataFrame:
        """What was given as one line of a roster, for the rules between columns."""
        return pl.DataFrame({"row": [0]} | {name: [text] for name, text in self.canonical.items()})


def field_of(column: Column, actor: Actor, row: Any) -> forms.Field:
    options = {
        "label": column.label,
        "help_text": column.hint,
        "required": column.required or column.key == "unit.name",
        "initial": _initial(column, row),
    }
    if column.units:
        rows = open_units(actor, *column.units)
        empty = None if column.required and row is not None else "请选择"
        field: forms.Field = forms.ModelChoiceField(rows, empty_label=empty, **options)
    else:
        field = column.kind.field(**options)
    field.error_messages["required"] = f"请填写{column.label}"
    field.error_messages["invalid_choice"] = "请从列出的里面选一个"
    if isinstance(field, forms.CharField):
        field.validators = [
            v for v in field.validators if type(v).__name__ != "ProhibitNullCharactersValidator"
        ]
        if field.max_length is None:
            field.max_length = column.longest
            field.validators.append(MaxLengthValidator(column.longest, f"最多 {column.longest} 个字"))
    return field


def _initial(column: Column, row: Any) -> Any:
    if row is None:
        return None
    if column.units:
        unit: Unit | None = getattr(row, column.key.split(".")[0])
        return unit and unit.pk
    value = column.raw(row)
    if column.mask:
        return None if column.choices else column.text(row)
    return value.isoformat() if isinstance(value, date) else value


class UploadForm(forms.Form):
    """Which file, and for whom."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="是哪个单位的名册", empty_label="请选择")
    file = forms.FileField(
        label="选一个表格文件",
        help_text="支持 .xlsx、.xls、.csv",
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": "请先选一个文件"},
    )

    def __init__(self, register: Register, actor: Actor, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = open_units(actor, *register.unit_kinds)
        field.error_messages = {"required": "请选择是哪个单位的", "invalid_choice": "这个单位不在您的管辖内"}
        if actor.unit_id in set(field.queryset.values_list("pk", flat=True)[:2]):
            field.initial = actor.unit_id


class ReasonForm(forms.Form):
    """Why somebody wants to see, or take away, what is kept secret."""

    field = forms.CharField(max_length=60, required=False)
    reason = forms.CharField(
        min_length=4,
        max_length=100,
        error_messages={"required": "请写明为什么要看", "min_length": "请写得具体一点，至少 4 个字"},
    )
