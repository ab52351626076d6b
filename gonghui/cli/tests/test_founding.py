from __future__ import annotations

from gonghui.cli.tests.places import answer, gonghui, python, refusal

SIGN_IN = """
from gonghui.cli.surroundings import load_django
load_django()
from django.test import Client
page = Client().post("/accounts/login/", {{"login": "zhang", "password": "{}"}}, HTTP_HOST="localhost")
print(page.status_code, "sessionid" in page.cookies)
"""


def test_an_empty_installation_gets_its_first_account_once(empty):
    words = ("found", "云溪县总工会", "--account", "zhang", "--name", "张三")
    assert "还没有安装" in refusal(empty, *words)
    assert gonghui(empty, "setup").returncode == 0
    said = answer(empty, *words)
    with_database = f"from gonghui.cli.surroundings import database\nwith database():\n    exec({SIGN_IN.format(said['password'])!r})"
    assert python(empty, with_database).split() == ["302", "True"]
    assert "已有单位（云溪县总工会）" in refusal(empty, *words)
