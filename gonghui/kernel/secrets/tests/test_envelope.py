from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.secrets.envelope import (
    Tampered,
    decrypt,
    decrypt_many,
    encrypt,
    encrypt_many,
    needs_rotation,
)
from gonghui.kernel.secrets.keys import Profile, RingKeyProvider, new_key, new_ring

KEYS = RingKeyProvider(new_ring())
AAD = b"person.id_number:0190"
PROFILES = pytest.mark.parametrize("profile", Profile)


@given(st.binary(), st.binary(), st.sampled_from(Profile))
def test_what_went_in_comes_out(plain: bytes, aad: bytes, profile: Profile) -> None:
    cipher = encrypt(plain, aad, KEYS, profile)
    assert decrypt(cipher, aad, KEYS) == plain
    assert len(cipher) == len(plain) + 33


@PROFILES
def test_the_same_value_is_never_written_twice_alike(profile: Profile) -> None:
    assert len(set(encrypt_many([b"x"] * 100, [AAD] * 100, KEYS, profile))) == 100


@given(st.integers(0, 50), st.integers(1, 255), st.sampled_from(Profile))
def test_any_altered_byte_is_found(place: int, change: int, profile: Profile) -> None:
    cipher = bytearray(encrypt(b"999001199003070018", AAD, KEYS, profile))
    cipher[place] ^= change
    with pytest.raises(Tampered):
        decrypt(bytes(cipher), AAD, KEYS)


@PROFILES
@pytest.mark.parametrize("length", [0, 1, 5, 17, 32, 33, 50])
def test_any_shortened_text_is_refused(profile: Profile, length: int) -> None:
    with pytest.raises(Tampered, match="这项加密内容被改动过，或被搬到了别处"):
        decrypt(encrypt(b"999001199003070018", AAD, KEYS, profile)[:length], AAD, KEYS)


@PROFILES
@pytest.mark.parametrize("place", [b"person.id_number:0191", b"person.mobile:0190", b""])
def test_a_text_moved_elsewhere_cannot_be_read(profile: Profile, place: bytes) -> None:
    with pytest.raises(Tampered, match="被搬到了别处"):
        decrypt(encrypt(b"999001199003070018", AAD, KEYS, profile), place, KEYS)


def test_a_lost_key_is_named() -> None:
    with pytest.raises(Tampered, match="密钥文件可能换错了，或缺少旧密钥"):
        decrypt(encrypt(b"x", AAD, KEYS), AAD, RingKeyProvider(new_ring()))


def test_a_field_cannot_be_read_as_a_file() -> None:
    shared = new_key()
    keys = RingKeyProvider({"field": dict([shared]), "file": dict([shared])})
    with pytest.raises(Tampered):
        decrypt(encrypt(b"x", AAD, keys), AAD, keys, purpose="file")


def test_the_format_can_be_read_without_our_code() -> None:
    cipher = encrypt("保密".encode(), AAD, KEYS)
    ring_key = KEYS.key("field", cipher[1:5])
    key = HKDF(hashes.SHA256(), 32, None, b"AES:field").derive(ring_key)
    assert cipher[0] == 1
    assert AESGCM(key).decrypt(cipher[5:17], cipher[17:], cipher[:5] + AAD).decode() == "保密"


def test_rotation_is_due_for_an_old_key_or_another_profile() -> None:
    keys = RingKeyProvider(new_ring())
    cipher = encrypt(b"x", AAD, keys)
    assert not needs_rotation(cipher, keys)
    assert needs_rotation(cipher, keys, Profile.SM4)
    keys.ring["field"] |= dict([new_key()])
    assert needs_rotation(cipher, keys)
    assert not needs_rotation(encrypt(b"x", AAD, keys), keys)


def test_values_and_places_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="shorter"):
        encrypt_many([b"a", b"b"], [AAD], KEYS)


@pytest.mark.parametrize("profile", [Profile.AES, Profile.SM4])
def test_many_come_back_in_their_order(profile: Profile) -> None:
    values = [b"999001199003070018"] * 20_000
    aads = [b"person.id_number:%d" % n for n in range(20_000)]
    ciphers = encrypt_many(values, aads, KEYS, profile)
    assert decrypt_many(ciphers, aads, KEYS) == values
