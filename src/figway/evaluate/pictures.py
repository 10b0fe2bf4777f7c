"""Prepare a figure's picture for the report: found, reduced, as a data URI."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp")
LARGEST_SIDE = 1000
QUALITY = 72


@dataclass(frozen=True, slots=True)
class Reduced:
    """Hold a picture reduced for the report, and the size of the original in pixels."""

    uri: str
    width: int
    height: int


def find_image(figid: str, folders: Iterable[Path]) -> Path | None:
    """Give the picture of a figure from the first folder that has it: the file whose stem is the figid."""
    for folder in folders:
        for suffix in (*SUFFIXES, *(s.upper() for s in SUFFIXES)):
            path = folder / f"{figid}{suffix}"
            if path.is_file():
                return path
    return None


def reduce_image(path: Path, largest: int = LARGEST_SIDE) -> Reduced | None:
    """Read a picture, upright and on white, and reduce it to a JPEG; give None where it cannot be read.

    The same file gives the same bytes on every run.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    width, height = picture.size
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture.getchannel("A"))
    page.thumbnail((largest, largest), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    uri = "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
    return Reduced(uri, width, height)


def image_folders(records: Path, gold: Path, images: Path | None = None) -> Sequence[Path]:
    """List where pictures may lie: the folder given, then `images` beside the records and beside the gold."""
    beside = [records.parent / "images", gold.parent / "images"]
    return [images, *beside] if images is not None else beside
