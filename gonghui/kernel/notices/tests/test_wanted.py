"""The operator's file of gateways is read whole or refused in words."""

from __future__ import annotations

import json

import pytest

from gonghui.kernel.notices.gateways import KINDS
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.wanted import WANTED, BadGateways, gateways_in


@pytest.fixture
def file(tmp_path):
    def put(text: str, mode: int = 0o600):
        path = tmp_path / "gateways.json"
        path.write_text(text)
        path.chmod(mode)
        return path

    return put


def test_what_is_complete_is_taken_and_fits_its_adapter(file):
    found = gateways_in(file(json.dumps(words())))
    assert found.keys() == WANTED.keys() == KINDS.keys()
    for channel, given in found.items():
        assert KINDS[channel](given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "不是写对的 JSON"), ("[]", "不是写对的 JSON"), ('{"fax": {}}', "不认得“fax”"),
        ('{"sms": {"url": "x"}}', "还缺：key_id、secret"), ('{"sms": 3}', "还缺：key_id、secret、url"),
        ('{"mail": {"host": "x", "port": 1, "from": "a@b", "pass": "geheim"}}', "不认得：pass"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_without_the_secrets(file, given, said):
    with pytest.raises(BadGateways) as refusal:
        gateways_in(file(given))
    assert said in str(refusal.value)
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_is_not_taken(file, mode):
    with pytest.raises(BadGateways, match="chmod 600"):
        gateways_in(file("{}", mode))
