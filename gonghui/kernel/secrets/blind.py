"""Finding an encrypted value: a keyed hash of it beside the cipher text, compared by equality.

16 bytes of HMAC under the ring's "index" key, which is not the one that encrypts. The key is
what protects it: one county's identity numbers over sixty years are 22 million, tried in a minute
and a half by whoever has the key. The purpose is hashed too, so indexes of different purposes
cannot be joined: ``"id"``, ``"mobile"``, ``"id-last4:<scope>"`` (few values: keep the scope small).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from gonghui.kernel.secrets.keys import KeyProvider, Profile

INDEX_BYTES = 16


def blind_index(
    value: str,
    purpose: str,
    keys: KeyProvider,
    profile: Profile = Profile.AES,
    *,
    key_id: bytes | None = None,
) -> bytes:
    """``key_id`` names a former key while indexes are rebuilt side by side after a rotation."""
    return blind_many([value], purpose, keys, profile, key_id=key_id)[0]


def blind_many(
    values: Iterable[str],
    purpose: str,
    keys: KeyProvider,
    profile: Profile = Profile.AES,
    *,
    key_id: bytes | None = None,
) -> list[bytes]:
    key = keys.key("index", key_id or keys.current_key_id("index"))
    keyed = HMAC(key, hashes.SHA256() if profile is Profile.AES else hashes.SM3())
    prefix = purpose.encode() + b"\0"
    return [_digest(keyed, prefix + normal(value).encode())[:INDEX_BYTES] for value in values]


def normal(value: str) -> str:
    """Half-width, upper-case, without blanks around; ``ValueError`` for nothing: all empty would be equal."""
    text = unicodedata.normalize("NFKC", value).upper().strip()
    if not text:
        raise ValueError("an empty value has no index")
    return text


def _digest(keyed: HMAC, message: bytes) -> bytes:
    one = keyed.copy()  # setting the key up anew would cost more than the hash
    one.update(message)
    return one.finalize()
