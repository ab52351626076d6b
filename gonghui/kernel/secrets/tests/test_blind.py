from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.secrets.blind import blind_index, blind_many
from gonghui.kernel.secrets.keys import Profile, RingKeyProvider, new_key, new_ring

KEYS = RingKeyProvider(new_ring())
KEY = KEYS.key("index", KEYS.current_key_id("index"))
PROFILES = pytest.mark.parametrize("profile", Profile)
ID = "99900119900307000X"


@PROFILES
@pytest.mark.parametrize(
    "typed", ["99900119900307000x", " 99900119900307000X ", "９９９００１１９９００３０７０００Ｘ"]
)
def test_one_value_in_any_spelling_has_one_index(profile: Profile, typed: str) -> None:
    assert blind_index(typed, "id", KEYS, profile) == blind_index(ID, "id", KEYS, profile)


def test_the_index_is_the_hmac_of_purpose_and_value() -> None:
    reference = hmac.digest(KEY, b"id\0" + ID.encode(), "sha256")
    assert blind_index(ID, "id", KEYS) == reference[:16]


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this Python's OpenSSL has no SM3")
def test_the_national_profile_is_hmac_sm3() -> None:
    reference = hmac.new(KEY, b"id\0" + ID.encode(), "sm3").digest()[:16]
    assert blind_index(ID, "id", KEYS, Profile.SM4) == reference


def test_purposes_scopes_keys_and_profiles_cannot_be_joined() -> None:
    old = KEYS.current_key_id("index")
    rotated = RingKeyProvider({"index": KEYS.ring["index"] | dict([new_key()])})
    found = [
        blind_index("000X", "id", KEYS),
        blind_index("000X", "mobile", KEYS),
        blind_index("000X", "id-last4:1.7.", KEYS),
        blind_index("000X", "id-last4:1.8.", KEYS),
        blind_index("000X", "id", KEYS, Profile.SM4),
        blind_index("000X", "id", rotated),
    ]
    assert len(set(found)) == len(found)
    assert {len(index) for index in found} == {16}
    assert blind_index("000X", "id", rotated, key_id=old) == found[0]


@given(st.lists(st.text(st.characters(codec="utf-8")).filter(str.strip)), st.sampled_from(Profile))
def test_many_are_the_same_as_one_by_one(values: list[str], profile: Profile) -> None:
    assert blind_many(values, "id", KEYS, profile) == [blind_index(v, "id", KEYS, profile) for v in values]


@pytest.mark.parametrize("value", ["", "  ", "　"])
def test_nothing_has_no_index(value: str) -> None:
    with pytest.raises(ValueError, match="an empty value has no index"):
        blind_index(value, "id", KEYS)
