"""QR codes as pictures inside a page."""

from __future__ import annotations

from io import BytesIO

import segno


def qr(text: str) -> str:
    """The QR code as SVG for inside a page; it holds nothing but squares."""
    out = BytesIO()
    made = segno.make(text, error="m", micro=False)
    made.save(out, kind="svg", border=2, xmldecl=False, omitsize=True, light="#fff")
    return out.getvalue().decode()
