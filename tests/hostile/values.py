"""What nobody in good faith types into a form."""

from __future__ import annotations

SUM = "1234567901234*7"
TIMES_SEVEN = str(1234567901234 * 7)  # stands nowhere unless somebody did the sum
MARKUP = '"><script>alert(86419)</script><!--'
LONG = 1_000_000  # characters

VALUES: dict[str, str] = {
    "nul": "a\x00b",
    "lone": "\ud800",
    "long": "长" * 20_000,
    "negative": "-1",
    "huge": "9" * 40,
    "beyond bigint": "9223372036854775808",
    "digits without a number": "²",
    "exponent": "1e999",
    "no number": "NaN",
    "no date": "0000-00-00",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "last hour": "9999-12-31T23:59",
    "after the last year": "10000-01-01",
    "sql": "'; DROP TABLE units_unit; --",
    "like": "%_\\",
    "template": "{{ " + SUM + " }}{% debug %}${" + SUM + "}",
    "markup": MARKUP,
    "folder": "../../../../etc/passwd",
    "lines": "a\r\nSet-Cookie: hostile=1\r\n\r\n",
    "nobody's": "01900000-0000-7000-8000-000000000000",
    "json": '{"a":' * 200,
    "blank": " \u3000\u200b",
    "turned round": "\u202e\U0010ffff\ufffe",
}
