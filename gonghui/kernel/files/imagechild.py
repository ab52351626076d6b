"""The limited child that opens an image and writes it anew: pixels only, nothing of where it was taken."""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
KINDS = ("JPEG", "PNG", "WEBP", "MPO", "GIF", "BMP")
NOT_AN_IMAGE = "这个文件不是图片，或已损坏。请传 .jpg、.png 格式的照片"
TOO_MANY = "图片太大（超过 4,000 万像素）。请在手机上选“中等大小”再传"


def main(source: str, target: str, longest: str) -> None:
    """Write ``target`` as JPEG whose longer side is at most ``longest``, or a sentence beside it."""
    try:
        rewrite(Path(source), Path(target), int(longest))
        answer = {}
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        answer = {"refused": NOT_AN_IMAGE}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        answer = {"refused": TOO_MANY}
    Path(f"{target}.json").write_text(json.dumps(answer), encoding="utf-8")


def rewrite(source: Path, target: Path, longest: int) -> None:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(source, formats=KINDS) as opened:
        opened.draft("RGB", (longest, longest))
        upright = ImageOps.exif_transpose(opened)
        clean = Image.new("RGB", upright.size, "white")
        clean.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    clean.thumbnail((longest, longest))
    clean.save(target, "JPEG", quality=82, exif=b"", icc_profile=None, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
