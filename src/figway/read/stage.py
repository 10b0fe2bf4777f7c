"""Be the stage that reads: fill a record's text from its picture."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from figway.read.engines import Engine, make_engine
from figway.records import FigureRecord, StageProvenance

NO_TEXT = "no text found in the figure"


class Reader:
    """Read the text of a figure with one OCR engine.

    A figure without text gives a record without lines and a warning; an engine that fails raises EngineError.
    """

    name = "read"
    version = "1"

    def __init__(self, engine: str | Engine = "pp-ocrv6") -> None:
        self.engine = make_engine(engine) if isinstance(engine, str) else engine

    def fingerprint(self) -> str:
        """Give the hash of the stage's version, the engine and its models."""
        text = "\n".join((self.name, self.version, self.engine.fingerprint()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def __call__(self, record: FigureRecord, image: NDArray[np.uint8]) -> FigureRecord:
        """Return the record with `text` filled from an RGB uint8 image of shape (height, width, 3)."""
        lines = self.engine.read(image)
        detail = {"engine": self.engine.name, "engine_version": self.engine.version, **self.engine.models}
        step = StageProvenance(
            name=self.name, version=self.version, fingerprint=self.fingerprint(), detail=detail
        )
        others = tuple(w for w in record.warnings if w != NO_TEXT)
        return record.evolve(
            text=lines,
            provenance={**record.provenance, self.name: step},
            warnings=others if lines else (*others, NO_TEXT),
        )
