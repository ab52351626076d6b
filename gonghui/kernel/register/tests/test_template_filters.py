"""What templates rely on: numbers with commas, six status colours, the drawing of a field."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.register.templatetags import gh


class Asked(forms.Form):
    name = forms.CharField(max_length=40)
    phone = forms.CharField(max_length=11)
    code = forms.CharField(max_length=18)
    born = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    sex = forms.ChoiceField(choices=[("1", "男")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    table = forms.FileField()


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (999, "999"), (118000, "118,000"), (-1234, "-1,234"), (None, "—"), ("", "—"), ("12%", "12%")],
)
def test_number(value: object, shown: str) -> None:
    assert gh.n(value) == shown


@given(st.integers())
def test_number_keeps_its_digits(value: int) -> None:
    assert int(gh.n(value).replace(",", "")) == value


@given(st.integers(min_value=1, max_value=10**6))
def test_minutes_never_promise_too_little(seconds: int) -> None:
    assert 0 <= gh.minutes(seconds) * 60 - seconds < 60


@pytest.mark.parametrize(
    ("word", "tone"),
    [
        ("ok", "ok"),
        ("success", "ok"),
        ("undo error", "err"),
        ("warning", "warn"),
        ("", "mute"),
        ("<b>", "mute"),
    ],
)
def test_tone(word: str, tone: str) -> None:
    assert gh.tone(word) == tone


def test_field_drawing() -> None:
    form = Asked()
    assert {field.name: (gh.control(field), gh.width(field)) for field in form} == {
        "name": ("line", ""),
        "phone": ("line", "w12"),
        "code": ("line", "w20"),
        "born": ("line", "w12"),
        "sex": ("group", ""),
        "agreed": ("check", ""),
        "table": ("file", ""),
    }


def test_carried_keeps_order_and_size_but_not_conditions() -> None:
    request = RequestFactory().get("/", QueryDict("q=a&town=1&sort=-name&size=50&page=3&view=").dict())
    assert gh.carried(request, [{"name": "town"}]) == [("sort", "-name"), ("size", "50")]


def test_cells_stand_beside_their_headings() -> None:
    assert gh.beside(["a", "b"], [{"label": "x"}, {"label": "y"}]) == [
        ({"label": "x"}, "a"),
        ({"label": "y"}, "b"),
    ]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14; V2304A) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0", "微信 · 安卓"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("curl/8.0", "浏览器 · 其他系统"),
    ],
)  # fmt: skip
def test_a_device_is_named_in_words(agent, said):
    assert gh.device(agent) == said
