"""Where keys come from. Keys never lie in the database, its backups, or a log.

A *ring* holds, per purpose, one current key and the former ones: writing uses the current key,
reading whichever key the text names, so rotation is: add a key, write anew at leisure, and keep
the old key until nothing uses it. Keys are 32 random bytes with a random four-byte name.
"""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from enum import Enum
from typing import Protocol

PURPOSES = ("field", "index", "file", "backup", "journal")  # "journal" is the seed of an Ed25519 key
KEY_BYTES = 32
KEY_ID_BYTES = 4

Keys = dict[bytes, bytes]  # key name → key; the last one is current
Ring = dict[str, Keys]  # purpose → its keys

NO_KEY = "找不到名为 {} 的“{}”密钥：密钥文件可能换错了，或缺少旧密钥；请从密钥备份中恢复原来的密钥文件"
NO_PURPOSE = "密钥里缺少“{}”一项，请检查密钥文件是否完整"
BROKEN = "密钥内容不完整或格式不对（{}），请从密钥备份中恢复"


class Profile(Enum):
    """Which family of algorithms: the usual ones, or the national commercial ones 国密.

    The value is the version byte in front of every encrypted text. SM4 here is software, not a
    certified module: an assessment (密评) of level 3 needs a hardware ``KeyProvider``.
    """

    AES = 1  # AES-256-GCM, HMAC-SHA256
    SM4 = 2  # SM4-GCM (RFC 8998), HMAC-SM3


class UnknownKey(LookupError):
    """No such key here; says so to the operator."""


class BrokenRing(ValueError):
    """What should hold keys does not; says so to the operator."""


class KeyProvider(Protocol):
    """Anything that has keys: a file, the environment, a hardware module."""

    def current_key_id(self, purpose: str) -> bytes:
        """Name (4 bytes) of the key to write with."""
        ...

    def key(self, purpose: str, key_id: bytes) -> bytes:
        """The key (32 bytes) of that name; ``UnknownKey`` if there is none."""
        ...


class RingKeyProvider:
    """Keys held in memory."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring

    def current_key_id(self, purpose: str) -> bytes:
        return next(reversed(self._keys(purpose)))

    def key(self, purpose: str, key_id: bytes) -> bytes:
        try:
            return self._keys(purpose)[key_id]
        except KeyError:
            raise UnknownKey(NO_KEY.format(key_id.hex(), purpose)) from None

    def _keys(self, purpose: str) -> Keys:
        if keys := self.ring.get(purpose):
            return keys
        raise UnknownKey(NO_PURPOSE.format(purpose))


class EnvironmentKeyProvider(RingKeyProvider):
    """Keys from variables ``GONGHUI_KEY_FIELD`` …: ``name:key,name:key``, hexadecimal and base64, current last."""

    def __init__(self, env: Mapping[str, str] = os.environ) -> None:
        texts = {purpose: env.get(f"GONGHUI_KEY_{purpose.upper()}", "") for purpose in PURPOSES}
        super().__init__({purpose: _keys_of(purpose, text) for purpose, text in texts.items() if text})


def new_key() -> tuple[bytes, bytes]:
    """A random name and a random key."""
    return secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES)


def new_ring() -> Ring:
    """A first key for every purpose."""
    return {purpose: dict([new_key()]) for purpose in PURPOSES}


def key_text(key_id: bytes, key: bytes) -> str:
    return f"{key_id.hex()}:{b64encode(key).decode()}"


def parse_key(text: str) -> tuple[bytes, bytes]:
    """Reads ``key_text``; ``BrokenRing`` without quoting the text, for it is secret."""
    name, _, encoded = text.strip().partition(":")
    try:
        key_id, key = bytes.fromhex(name), b64decode(encoded, validate=True)
    except ValueError:
        raise BrokenRing(BROKEN.format("不是“名称:密钥”")) from None
    if (len(key_id), len(key)) != (KEY_ID_BYTES, KEY_BYTES):
        raise BrokenRing(BROKEN.format("名称应为 4 字节，密钥应为 32 字节"))
    return key_id, key


def _keys_of(purpose: str, text: str) -> Keys:
    return dict(map(parse_key, text.split(",")))
