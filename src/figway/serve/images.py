"""Give browsers pictures: thumbnails, and formats that they show."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from figway.errors import ImageError
from figway.files import write_whole
from figway.library import Library
from figway.records import FigureRecord

MEDIA_TYPES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
}  # fmt: skip
THUMB_SIZE = (480, 360)


def image_path(library: Library, record: FigureRecord) -> Path | None:
    """Give where the picture of a record lies, None where the library has none; never outside of the library."""
    if not record.figure.image.path:
        return None
    path = library.path / record.figure.image.path
    inside = path.parent.resolve().is_relative_to(library.path.resolve())
    return path if inside and path.is_file() else None


def picture(path: Path) -> tuple[bytes, str]:
    """Give a picture in a format that browsers show, and its media type; raises ImageError for a broken one."""
    kind = MEDIA_TYPES.get(path.suffix.lower())
    return (path.read_bytes(), kind) if kind else (_converted(path, "PNG", None), "image/png")


def thumbnail(library: Library, figid: str, path: Path) -> bytes:
    """Give a small WebP of a picture; made once and kept in the library's folder `thumbs`, where it can be written to.

    Raises ImageError for a broken picture.
    """
    kept = library.path / "thumbs" / f"{figid}.webp"
    with contextlib.suppress(OSError):
        if kept.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            return kept.read_bytes()
    data = _converted(path, "WEBP", THUMB_SIZE)
    with contextlib.suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        write_whole(kept, data)
    return data


def _converted(path: Path, form: str, size: tuple[int, int] | None) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as opened:
            image = ImageOps.exif_transpose(opened)
            if image.mode in ("RGBA", "LA", "P"):
                image = image.convert("RGBA")
                ground = Image.new("RGBA", image.size, "white")
                image = Image.alpha_composite(ground, image)
            image = image.convert("RGB")
            if size:
                image.thumbnail(size, Image.Resampling.LANCZOS)
            out = io.BytesIO()
            image.save(out, form, quality=82)
            return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ImageError(f"{path.name} cannot be shown: {error}") from error
