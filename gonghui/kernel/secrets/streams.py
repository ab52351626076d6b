"""A file encrypted: ``version(1) ‖ key name(4) ‖ salt(16)``, then chunks of 1 MiB, each with its tag.

Every file has its own key (HKDF with the salt), so a chunk's nonce can be its number and a flag
"this is the last one" (the STREAM construction). Leaving out, doubling, reordering, appending or
cutting off chunks makes a tag fail. ``aad`` says which file it is, as in ``envelope``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from gonghui.kernel.secrets.ciphers import NONCE_BYTES, TAG_BYTES, Aead, cipher
from gonghui.kernel.secrets.envelope import ALTERED, HEADER_BYTES, Tampered
from gonghui.kernel.secrets.keys import KeyProvider, Profile, UnknownKey

CHUNK = 1 << 20
SALT_BYTES = 16


def encrypt_file(
    src: BinaryIO,
    dst: BinaryIO,
    aad: bytes,
    keys: KeyProvider,
    profile: Profile = Profile.AES,
    *,
    purpose: str = "file",
) -> None:
    """``purpose``: "file" for uploads, "backup" for backups. Memory: two chunks, whatever the size."""
    key_id = keys.current_key_id(purpose)
    header = bytes([profile.value]) + key_id + os.urandom(SALT_BYTES)
    aead = cipher(keys.key(purpose, key_id), profile, purpose, salt=header[HEADER_BYTES:])
    dst.write(header)
    dst.writelines(aead.encrypt(nonce, chunk, header + aad) for nonce, chunk in _numbered(src, CHUNK))


def decrypt_file(
    src: BinaryIO, dst: BinaryIO, aad: bytes, keys: KeyProvider, *, purpose: str = "file"
) -> None:
    """``Tampered`` at the first wrong chunk: throw away what was written to ``dst`` until then."""
    dst.writelines(decrypted_chunks(src, aad, keys, purpose=purpose))


def decrypted_chunks(
    src: BinaryIO, aad: bytes, keys: KeyProvider, *, purpose: str = "file"
) -> Iterator[bytes]:
    """The file piece by piece, each piece verified before it is given out."""
    header = src.read(HEADER_BYTES + SALT_BYTES)
    aead = _cipher_of(header, keys, purpose)
    try:
        for nonce, chunk in _numbered(src, CHUNK + TAG_BYTES):
            yield aead.decrypt(nonce, chunk, header + aad)
    except InvalidTag:
        raise Tampered(ALTERED) from None


def _cipher_of(header: bytes, keys: KeyProvider, purpose: str) -> Aead:
    if len(header) != HEADER_BYTES + SALT_BYTES:
        raise Tampered(ALTERED)
    try:
        key = keys.key(purpose, header[1:HEADER_BYTES])
        return cipher(key, Profile(header[0]), purpose, salt=header[HEADER_BYTES:])
    except UnknownKey as error:
        raise Tampered(str(error)) from error
    except ValueError:
        raise Tampered(ALTERED) from None


def _numbered(src: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Chunks of ``size`` bytes with their nonces; an empty file is one empty last chunk."""
    chunk, number = _full(src, size), 0
    while True:
        following = _full(src, size)
        last = not following
        yield number.to_bytes(NONCE_BYTES - 1) + bytes([last]), chunk
        if last:
            return
        chunk, number = following, number + 1


def _full(src: BinaryIO, size: int) -> bytes:
    """Exactly ``size`` bytes unless the file ends: a pipe or socket may give less at a time."""
    parts: list[bytes] = []
    while size and (part := src.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
