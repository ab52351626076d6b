"""A model field whose value lies encrypted in the database, bound to its table, column and row."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from django.conf import settings
from django.db import models

from gonghui.kernel.secrets.blind import INDEX_BYTES, blind_index
from gonghui.kernel.secrets.envelope import decrypt, encrypt
from gonghui.kernel.secrets.keyfile import FileKeyProvider
from gonghui.kernel.secrets.keys import EnvironmentKeyProvider, KeyProvider, Profile


@cache
def keys() -> KeyProvider:
    """The installation's key ring: a file of its own, or the environment when ``KEY_RING`` is None."""
    return FileKeyProvider(settings.KEY_RING) if settings.KEY_RING else EnvironmentKeyProvider()


@cache
def profile() -> Profile:
    return Profile[settings.CRYPTO_PROFILE.upper()]


def index_of(value: str, purpose: str) -> bytes:
    """What a value is found by without being readable: equal values give equal 16 bytes."""
    return blind_index(value, purpose, keys(), profile())


def index_of_typed(value: str, purpose: str) -> bytes:
    """The same for a code somebody typed: where nothing legible is left of it, what no kept value has."""
    return index_of(value, purpose) if value else bytes(INDEX_BYTES)


def bound_to(table: str, column: str, pk: object) -> bytes:
    return f"{table}.{column}:{pk}".encode()


class Sealed:
    """A value as it lies in the database. Printing it shows nothing; ``reveal`` opens it."""

    __slots__ = ("_aad", "_cipher")

    def __init__(self, cipher: bytes, aad: bytes) -> None:
        self._cipher, self._aad = bytes(cipher), aad

    def reveal(self) -> str:
        return decrypt(self._cipher, self._aad, keys()).decode()

    @property
    def cipher(self) -> bytes:
        return self._cipher

    def __bool__(self) -> bool:
        return bool(self._cipher)

    def __repr__(self) -> str:
        return "<已加密>"

    __str__ = __repr__


class SealedDescriptor:
    """Text assigned is encrypted at once; what is read back is a ``Sealed``."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        raw = row.__dict__.get(self.field.attname)
        return Sealed(raw, self._aad(row)) if raw else None

    def __set__(self, row: models.Model, value: object) -> None:
        if isinstance(value, str):
            value = encrypt(value.encode(), self._aad(row), keys(), profile()) if value else None
        elif isinstance(value, Sealed):
            value = value.cipher
        row.__dict__[self.field.attname] = value

    def _aad(self, row: models.Model) -> bytes:
        if row.pk is None:
            raise ValueError("a sealed value is bound to its row: give the row its key first")
        return bound_to(row._meta.db_table, str(self.field.column), row.pk)


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Encrypted text. The row's key must be made in Python (UUIDv7), since the cipher is bound to it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, SealedDescriptor(self))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        cipher = value.cipher if isinstance(value, Sealed) else value
        return super().get_db_prep_value(cipher, connection, prepared)

    def pre_save(self, row: models.Model, add: bool) -> Any:
        return cast("bytes | None", row.__dict__.get(self.attname))
