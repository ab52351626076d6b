"""What goes into the wheel: everything ``gonghui run`` needs, and no test."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from gonghui.kernel.database.home import PACKAGE

CHECKOUT = PACKAGE.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(CHECKOUT)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(out.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def test_all_of_the_program_is_in_it(names):
    for folder in ("gonghui", "config", "demo"):
        for path in (CHECKOUT / folder).rglob("*"):
            if path.is_file() and not {"tests", "__pycache__", "dist"} & set(path.parts):
                assert str(path.relative_to(CHECKOUT)) in names


def test_the_front_end_is_in_it(names):
    assert {"gonghui/site/static/dist/app.css", "gonghui/site/static/dist/app.js"} <= names


def test_no_test_is_in_it(names):
    assert not [name for name in names if "/tests/" in name]
