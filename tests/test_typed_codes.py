"""What looks like something when typed and is nothing once read: blanks of every kind, digits of other scripts."""

from __future__ import annotations

import pytest
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory

from config.wsgi import Handler, Request, application
from gonghui.kernel.process.forms import DayField
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.kernel.register.kinds import DATE
from gonghui.kernel.secrets.fields import index_of, index_of_typed
from gonghui.registers.unions.rules.elections import read_votes
from gonghui.site.middleware import CleanInputMiddleware
from gonghui.work.founding.rules.federation import read_delegates
from tests.hostile.asking import CHINESE

BLANK = " \u3000\u200b"


def test_a_day_of_blanks_is_a_day_that_is_missing():
    with pytest.raises(forms.ValidationError, match="请填写哪天再办"):
        DayField(label="哪天再办").clean(BLANK)
    assert DayField(label="哪天再办", required=False).clean(BLANK) is None
    form = ColumnsForm((Column("day", "哪天上门", DATE, required=True),), NOBODY, None, {"day": BLANK})
    assert form.errors == {"day": ["请填写哪天上门"]}


def test_a_code_of_which_nothing_is_left_finds_nothing():
    assert index_of_typed("", "any") == bytes(16)
    assert index_of_typed("A", "any") == index_of("A", "any")


def test_a_digit_that_is_no_number_is_refused_in_words():
    with pytest.raises(ValueError, match="第 1 行要写成"):
        read_votes("张三 主席 ²")
    with pytest.raises(ValueError, match="第 1 行要写成"):
        read_delegates("纺织厂工会 ²", ["纺织厂工会"])


def test_an_alphabet_that_cannot_be_read_with_is_refused():
    """At the server's own door: Django would fall over it before any middleware is asked."""
    door = CleanInputMiddleware(lambda request: HttpResponse("past the door"))
    for charset in ("rot13", "base64", "\xe9", "utf-7", "undefined"):
        environ = RequestFactory().get("/s/", {"q": "a"}).environ
        answer = door(Request(environ | {"CONTENT_TYPE": f"application/json; charset={charset}"}))
        assert (answer.status_code, len(CHINESE.findall(answer.content.decode())) > 20) == (400, True)
    assert Handler.request_class is Request
    assert isinstance(application, Handler)
