from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.secrets import streams
from gonghui.kernel.secrets.envelope import Tampered
from gonghui.kernel.secrets.keys import Profile, RingKeyProvider, new_ring

KEYS = RingKeyProvider(new_ring())
AAD = b"file:0190"
HEADER = 21
SEALED = streams.CHUNK + 16


def encrypted(plain: bytes, profile: Profile = Profile.AES) -> bytes:
    streams.encrypt_file(BytesIO(plain), out := BytesIO(), AAD, KEYS, profile)
    return out.getvalue()


def decrypted(text: bytes, aad: bytes = AAD) -> bytes:
    streams.decrypt_file(BytesIO(text), out := BytesIO(), aad, KEYS)
    return out.getvalue()


class Trickle(BytesIO):
    """A source that gives less than asked for, as pipes do."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 65_521))


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize(
    "length", [0, 1, streams.CHUNK - 1, streams.CHUNK, streams.CHUNK + 1, 3 * streams.CHUNK]
)
def test_what_went_in_comes_out(profile: Profile, length: int) -> None:
    plain = (b"0123456789abcdef" * (length // 16 + 1))[:length]
    text = encrypted(plain, profile)
    assert decrypted(text) == plain
    assert len(text) == HEADER + length + 16 * max(1, -(-length // streams.CHUNK))


def test_a_source_that_trickles_gives_the_same_chunks() -> None:
    plain = bytes(2 * streams.CHUNK + 5)
    streams.encrypt_file(Trickle(plain), out := BytesIO(), AAD, KEYS)
    assert decrypted(out.getvalue()) == plain
    assert b"".join(streams.decrypted_chunks(Trickle(out.getvalue()), AAD, KEYS)) == plain


def chunks(text: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    body = text[HEADER:]
    return text[:HEADER], body[:SEALED], body[SEALED : 2 * SEALED], body[2 * SEALED :]


@pytest.mark.parametrize("length", [2 * streams.CHUNK + 9, 3 * streams.CHUNK])
def test_chunks_left_out_doubled_or_reordered_are_found(length: int) -> None:
    head, one, two, three = chunks(encrypted(bytes(length)))
    for wrong in (
        head, head + one, head + one + two, head + two + three, head + one + three, head + two + one + three,
        head + one + two + three + three, head + one + one + two + three, head + one + two + three[:-1],
        head + one + two + three + b"x", head[:-1], b"",
    ):  # fmt: skip
        with pytest.raises(Tampered, match="这项加密内容被改动过，或被搬到了别处"):
            decrypted(wrong)


def test_a_chunk_of_another_file_is_found() -> None:
    head, _, two, three = chunks(encrypted(bytes(2 * streams.CHUNK + 9)))
    _, other, _, _ = chunks(encrypted(bytes(2 * streams.CHUNK + 9)))
    with pytest.raises(Tampered):
        decrypted(head + other + two + three)


def test_a_file_under_another_name_cannot_be_read() -> None:
    with pytest.raises(Tampered):
        decrypted(encrypted(b"x"), b"file:0191")


def test_an_upload_cannot_be_read_as_a_backup() -> None:
    with pytest.raises(Tampered):
        streams.decrypt_file(BytesIO(encrypted(b"x")), BytesIO(), AAD, KEYS, purpose="backup")


TEXT = encrypted(b"a small file")


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 255))
def test_any_altered_byte_is_found(place: int, change: int) -> None:
    wrong = bytearray(TEXT)
    wrong[place] ^= change
    with pytest.raises(Tampered):
        decrypted(bytes(wrong))


@given(st.integers(0, len(TEXT) - 1))
def test_any_truncation_is_found(length: int) -> None:
    with pytest.raises(Tampered):
        decrypted(TEXT[:length])
