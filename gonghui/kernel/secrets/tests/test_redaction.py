"""What is logged holds no personal number, wherever it came from."""

from __future__ import annotations

import io
import logging
import logging.config

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.logs import logging as words
from gonghui.kernel.secrets.redaction import redact

ID, MOBILE, CARD = "999001198001011234", "19912345678", "6222021234567890123"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"bad id {ID}!", "bad id 999***********1234!"),
        (f"tel={MOBILE},", "tel=199****5678,"),
        (f"card {CARD}", "card ************0123"),
        ("99900119800101123X", "999***********123X"),
        ("GET /s/r/2SJ6RRH465DXX8AWKQSX/ 500", "GET /s/r/****/ 500"),
        ("row 12345 of 67890, 2026-11-21 10:00:00.123456", "row 12345 of 67890, 2026-11-21 10:00:00.123456"),
    ],
)
def test_personal_numbers_lose_their_middle(text, said):
    assert redact(text) == said


@given(st.text(alphabet="0123456789X abc", max_size=60))
def test_no_number_of_an_identity_survives(text):
    assert ID not in redact(text + " " + ID + " ")


def test_a_traceback_with_a_number_in_it_is_cleaned_too():
    out = io.StringIO()
    config = words("INFO")
    config["handlers"]["line"]["stream"] = out
    before = logging.root.handlers[:], logging.root.level
    logging.config.dictConfig(config)
    try:
        raise ValueError(f"duplicate key ({ID}) for {MOBILE}")
    except ValueError:
        logging.getLogger("gonghui.tests").exception("failed for %s", ID)
    finally:
        logging.root.handlers, logging.root.level = before
    line = out.getvalue()
    assert ID not in line
    assert MOBILE not in line
    assert "999***********1234" in line
    assert "ValueError" in line
