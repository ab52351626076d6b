from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gonghui.kernel.secrets.envelope import decrypt, encrypt
from gonghui.kernel.secrets.keyfile import FileKeyProvider, UnsafeRing, add_key, create_ring, read_ring
from gonghui.kernel.secrets.keys import (
    PURPOSES,
    BrokenRing,
    EnvironmentKeyProvider,
    UnknownKey,
    key_text,
    new_key,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_ring(tmp_path / "keys.json")
    return tmp_path / "keys.json"


def test_a_new_ring_has_a_different_key_for_every_purpose_and_is_for_its_owner_only(path: Path) -> None:
    keys = FileKeyProvider(path)
    found = {keys.key(purpose, keys.current_key_id(purpose)) for purpose in PURPOSES}
    assert {len(key) for key in found} == {32}
    assert len(found) == len(PURPOSES)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == [path.name]


def test_an_existing_ring_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match="没有覆盖它：覆盖后，用旧密钥加密的内容将再也解不开"):
        create_ring(path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_ring_that_others_can_touch_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(UnsafeRing, match="别人也能读取，为防泄密已停止启动；请执行 chmod 600"):
        FileKeyProvider(path)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"keys": {"field": ["zz"]}}', '{"keys": {"field": ["00000000:AAAA"]}}']
)
def test_a_broken_ring_is_refused_without_quoting_it(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(BrokenRing, match="密钥内容不完整或格式不对") as refused:
        read_ring(path)
    assert "AAAA" not in str(refused.value)


def test_after_rotation_the_old_text_is_still_read_and_the_new_key_is_used(path: Path) -> None:
    keys = FileKeyProvider(path)
    old = encrypt(b"secret", b"t.c:1", keys)
    added = add_key(path, "field")
    after = FileKeyProvider(path)
    assert after.current_key_id("field") == added != keys.current_key_id("field")
    assert decrypt(old, b"t.c:1", after) == b"secret"
    assert after.current_key_id("index") == keys.current_key_id("index")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_running_program_finds_a_key_added_meanwhile(path: Path) -> None:
    running = FileKeyProvider(path)
    add_key(path, "field")
    new = encrypt(b"secret", b"t.c:1", FileKeyProvider(path))
    assert decrypt(new, b"t.c:1", running) == b"secret"


def test_unknown_names_are_explained(path: Path) -> None:
    keys = FileKeyProvider(path)
    with pytest.raises(UnknownKey, match="找不到名为 00000000 的“field”密钥"):
        keys.key("field", bytes(4))
    with pytest.raises(UnknownKey, match="密钥里缺少“nothing”一项"):
        add_key(path, "nothing")


def test_keys_from_the_environment() -> None:
    old, current = new_key(), new_key()
    keys = EnvironmentKeyProvider({"GONGHUI_KEY_FIELD": f"{key_text(*old)},{key_text(*current)}"})
    assert keys.current_key_id("field") == current[0]
    assert keys.key("field", old[0]) == old[1]
    with pytest.raises(UnknownKey, match="密钥里缺少“index”一项"):
        keys.current_key_id("index")
