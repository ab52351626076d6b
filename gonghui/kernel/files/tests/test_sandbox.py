"""A child that takes too much, too long or falls over is stopped, and says why; it sees no secrets."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from gonghui.kernel.files.sandbox import SENTENCES, ChildFailed, Reason, run_limited

HERE = "gonghui.kernel.files.tests.naughty"


def failure(deed: str, **limits: float) -> ChildFailed:
    with pytest.raises(ChildFailed) as failed:
        run_limited(HERE, [deed], **limits)  # type: ignore[arg-type]
    return failed.value


def test_a_child_that_ends_well_hands_back_what_it_printed() -> None:
    assert run_limited(HERE, ["say"]).output == "好\n"


@pytest.mark.parametrize(
    ("deed", "reason"),
    [("eat", Reason.MEMORY), ("spin", Reason.TIME), ("sleep", Reason.TIME), ("abort", Reason.CRASHED),
     ("raise", Reason.CRASHED), ("fill", Reason.CRASHED)],
)  # fmt: skip
def test_each_failure_has_its_reason_and_sentence(deed: str, reason: Reason, tmp_path: Path) -> None:
    failed = failure(deed, memory_mb=256, seconds=1, output_mb=1)
    assert (failed.reason, failed.sentence) == (reason, SENTENCES[reason])


def test_no_secret_of_the_parent_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "secret")
    names = set(run_limited(HERE, ["environment"]).output.split())
    ours = {"PATH", "LANG", "PYTHONPATH", "PYTHONUTF8", "MALLOC_ARENA_MAX", "ARROW_DEFAULT_MEMORY_POOL",
            "OMP_NUM_THREADS", "POLARS_MAX_THREADS"}  # fmt: skip
    assert names - {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"} == ours


def test_a_grandchild_does_not_outlive_the_time_limit(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(ChildFailed):
        run_limited(HERE, ["spawn", str(note)], seconds=1.5)
    time.sleep(0.05)
    state = Path(f"/proc/{int(note.read_text())}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_the_child_is_no_fork_of_this_process() -> None:
    assert run_limited(HERE, ["modules"]).output.split() == ["False"]
    assert "pytest" in sys.modules
