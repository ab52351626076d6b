"""Published vectors, so that another program can read what we wrote."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gonghui.kernel.secrets import ciphers
from gonghui.kernel.secrets.ciphers import SM4GCM
from gonghui.kernel.secrets.keys import Profile

hexa = bytes.fromhex
AAD = hexa("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")

# RFC 8998, appendix A.1
SM4 = {
    "key": hexa("0123456789ABCDEFFEDCBA9876543210"),
    "nonce": hexa("00001234567800000000ABCD"),
    "plain": hexa("".join(2 * (c * 8) for c in "AABBCCDDEEFFEEAA"[::2])),
    "text": hexa(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    ),
}
# McGrew and Viega, The Galois/Counter Mode of Operation (submitted to NIST), test case 16
AES = {
    "key": hexa("feffe9928665731c6d6a8f9467308308" * 2),
    "nonce": hexa("cafebabefacedbaddecaf888"),
    "plain": hexa(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    ),
    "text": hexa(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    ),
}
VECTORS = [pytest.param(SM4GCM, SM4, id="SM4"), pytest.param(AESGCM, AES, id="AES")]


@pytest.mark.parametrize(("kind", "vector"), VECTORS)
def test_published_vectors(kind: type[SM4GCM], vector: dict[str, bytes]) -> None:
    cipher = kind(vector["key"])
    assert cipher.encrypt(vector["nonce"], vector["plain"], AAD) == vector["text"]
    assert cipher.decrypt(vector["nonce"], vector["text"], AAD) == vector["plain"]


@pytest.mark.parametrize(("kind", "vector"), VECTORS)
@pytest.mark.parametrize("length", [0, 5, 15])
def test_a_text_shorter_than_its_tag_is_refused(
    kind: type[SM4GCM], vector: dict[str, bytes], length: int
) -> None:
    with pytest.raises(InvalidTag):
        kind(vector["key"]).decrypt(vector["nonce"], bytes(length), AAD)


def test_every_use_profile_and_salt_has_its_own_key() -> None:
    ring_key = bytes(32)
    derived = {
        ciphers.derived_key(ring_key, profile, use, salt=salt)
        for profile in Profile
        for use in ("field", "file")
        for salt in (None, b"1" * 16)
    }
    assert len(derived) == 8
    assert ring_key not in derived
