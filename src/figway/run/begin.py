"""Begin a record with its picture: place, hash and size; and without one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from figway.pipeline import ACQUIRE, Image
from figway.records import FigureRecord, StageProvenance

ACQUIRE_VERSION = "1"


def sha256_of(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def begin(record: FigureRecord, path: str, image: ImageOnce, image_hash: str, key: str) -> FigureRecord:
    """Give a new record its picture's place in the library, hash and size; raises ImageError."""
    height, width = image().shape[:2]
    picture = record.figure.image.model_copy(
        update={"path": path, "sha256": image_hash, "width": width, "height": height}
    )
    acquired = StageProvenance(name=ACQUIRE, version=ACQUIRE_VERSION, fingerprint=key)
    return record.evolve(figure=record.figure.model_copy(update={"image": picture}), provenance={ACQUIRE: acquired})


def begin_undrawn(record: FigureRecord, key: str, why: str) -> FigureRecord:
    """Begin the record of a figure of which there is no picture to read, with a warning that says so."""
    acquired = StageProvenance(name=ACQUIRE, version=ACQUIRE_VERSION, fingerprint=key)
    picture = record.figure.image.model_copy(update={"path": "", "sha256": "", "width": 0, "height": 0})
    return record.evolve(
        figure=record.figure.model_copy(update={"image": picture}),
        warnings=(*record.warnings, why),
        provenance={ACQUIRE: acquired},
    )


class ImageOnce:
    """Decode a picture when it is first asked for, and only then."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pixels: Image | None = None

    def __call__(self) -> Image:
        """Give the pixels, height x width x 3, RGB; raises ImageError."""
        if self._pixels is None:
            from figway.read.image import load_image

            self._pixels = load_image(self.path).pixels
        return self._pixels
