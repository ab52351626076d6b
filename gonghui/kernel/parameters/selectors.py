"""Which value of a number that a rule fixes counts for a unit on a day."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.db import connection
from django.db.models import Q, QuerySet

from gonghui.kernel.parameters.models import Parameter, ParameterValue
from gonghui.kernel.parameters.rules import NoParameter, Value, nearest, number_of
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import chain

A_UNIT_ABOVE = "上级单位"  # set above by a unit that the reader's reach does not show


def parameter(key: str, unit: Unit, on: date) -> Value:
    """The value of ``key`` that counts for ``unit`` on ``on``: the nearest above, the newest by then.

    A value set for the unit itself or a unit above comes before the division's, the country's is last.
    ``NoParameter`` when there is none.
    """
    line = chain(unit)
    found = nearest(_values(line, on).filter(parameter=key), line, region(line))
    if found is None:
        raise NoParameter(_why_not(key, unit, on))
    return _value(found)


def all_parameters(unit: Unit, on: date) -> dict[Parameter, Value]:
    """Everything that counts for ``unit`` on ``on``, by key; what is not set there is left out. Two queries."""
    line = chain(unit)
    code = region(line)
    rows = _values(line, on).order_by("parameter_id")
    by_key = (list(group) for _, group in groupby(rows, key=lambda row: row.parameter_id))
    near = (nearest(group, line, code) for group in by_key)
    return {found.parameter: _value(found) for found in near if found is not None}


def region(line: list[int]) -> str:
    """The division code of the deepest unit in the chain that has one; "" when none has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parameters_region(%s)", [line])
        return str(cursor.fetchone()[0] or "")


def history(key: str) -> QuerySet[ParameterValue]:
    """Every value ever set for ``key``, newest first."""
    return ParameterValue.objects.filter(parameter=key).select_related("unit").order_by("-since", "pk")


def _values(line: list[int], on: date) -> QuerySet[ParameterValue]:
    here = Q(unit=None) | Q(unit__in=line)
    return ParameterValue.objects.filter(here, since__lte=on).select_related("parameter", "unit")


def _value(row: ParameterValue) -> Value:
    by_unit = row.unit.name if row.unit else A_UNIT_ABOVE
    return Value(
        row.value,
        number_of(row.value),
        row.parameter.unit_of_measure,
        row.jurisdiction or by_unit,
        row.source,
        row.status,
        row.since,
    )


def _why_not(key: str, unit: Unit, on: date) -> str:
    known = Parameter.objects.filter(pk=key).first()
    if known is None:
        return f"没有“{key}”这个参数，请告诉系统管理员"
    return f"“{known}”在{unit.name}所在地区 {on:%Y-%m-%d} 还没有规定，请在参数页为本单位填一个值并写明依据"
