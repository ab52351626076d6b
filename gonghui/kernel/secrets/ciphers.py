"""The two authenticated ciphers, and the keys actually used, derived from those in the ring.

No key of the ring encrypts anything itself. Each use has its own data key: HKDF (RFC 5869) over
the ring's key with the use as ``info``. So the ring's key can come from a hardware module later,
fields and files never share a key, and nothing wrapped has to be stored beside the data.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gonghui.kernel.secrets.keys import Profile

NONCE_BYTES = 12
TAG_BYTES = 16


class Aead(Protocol):
    """Encrypts and authenticates; ``InvalidTag`` when the text or its associated data were altered."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...


class SM4GCM:
    """SM4 (GB/T 32907) in Galois/Counter mode as in RFC 8998, with the interface of ``AESGCM``."""

    def __init__(self, key: bytes) -> None:
        self.algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        encryptor = Cipher(self.algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data)
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        if len(data) < TAG_BYTES:
            raise InvalidTag
        mode = modes.GCM(nonce, data[-TAG_BYTES:])
        decryptor = Cipher(self.algorithm, mode).decryptor()
        decryptor.authenticate_additional_data(associated_data)
        return decryptor.update(data[:-TAG_BYTES]) + decryptor.finalize()


@lru_cache(maxsize=64)
def field_cipher(ring_key: bytes, profile: Profile, use: str) -> Aead:
    """The cipher for single values of one use."""
    return cipher(ring_key, profile, use, salt=None)


def cipher(ring_key: bytes, profile: Profile, use: str, *, salt: bytes | None) -> Aead:
    """The cipher whose key is derived from the ring's key, the use, and a salt."""
    key = derived_key(ring_key, profile, use, salt=salt)
    return AESGCM(key) if profile is Profile.AES else SM4GCM(key)


def derived_key(ring_key: bytes, profile: Profile, use: str, *, salt: bytes | None) -> bytes:
    """32 bytes for AES-256 (HKDF-SHA256), 16 bytes for SM4 (HKDF-SM3)."""
    digest, length = (hashes.SHA256(), 32) if profile is Profile.AES else (hashes.SM3(), 16)
    return HKDF(digest, length, salt, f"{profile.name}:{use}".encode()).derive(ring_key)
