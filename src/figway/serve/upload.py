"""Read a figure that somebody dropped into the page: within limits, and without keeping anything."""

from __future__ import annotations

import base64
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from figway.errors import ImageError
from figway.records import FigureRecord
from figway.serve.images import picture

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp")
_AT_ONCE = BoundedSemaphore(1)
"""Figures are read one after another: each takes all the cores that it can get."""


class BusyError(Exception):
    """Say that others are before this figure."""


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """Hold what was read, and the picture as an address that needs no server."""

    record: FigureRecord
    address: str


def read_upload(name: str, data: bytes, caption: str, *, wait: float = 60.0) -> ReadFigure:
    """Read a picture; raises ImageError for what is none, BusyError where it would wait longer than `wait` seconds."""
    import figway

    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ImageError(f"{name or 'the file'} is no picture that figway reads; give a {', '.join(SUFFIXES)} file")
    if not data:
        raise ImageError(f"{name} is empty")
    if not _AT_ONCE.acquire(timeout=wait):
        raise BusyError("other figures are being read; try again in a minute")
    try:
        with tempfile.TemporaryDirectory(prefix="figway-") as folder:
            path = Path(folder) / f"your_figure{suffix}"
            path.write_bytes(data)
            try:
                record = figway.read(path, caption=caption or None)
            except ImageError as error:
                raise ImageError(str(error).replace(str(path), name)) from error
            shown, kind = picture(path)
    finally:
        _AT_ONCE.release()
    image = record.figure.image.model_copy(update={"path": name, "url": ""})
    figure = record.figure.model_copy(
        update={"image": image, "figtitle": record.figure.figtitle or name, "filename": name}
    )
    return ReadFigure(record.evolve(figure=figure), f"data:{kind};base64,{base64.b64encode(shown).decode('ascii')}")
