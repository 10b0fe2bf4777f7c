"""Be the stage that reads: fill a record's text from its picture."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from figway.derive.panel_letters import lettered
from figway.errors import EngineError
from figway.read.engines import Engine, make_engine
from figway.records import FigureRecord

NO_TEXT = "no text found in the figure"


class Reader:
    """Read the text of a figure with one OCR engine.

    A figure without text gives a record without lines and a warning; an engine that fails raises EngineError. What
    was read tells the letters of panels, too.
    """

    name = "read"
    version = "1"
    needs_image = True
    reads: tuple[str, ...] = ()
    fills: tuple[str, ...] = ("text", "panels", "warnings")

    def __init__(self, engine: str | Engine = "pp-ocrv6") -> None:
        self.engine = make_engine(engine) if isinstance(engine, str) else engine

    def load(self) -> None:
        """Load the engine's models; raises EngineError where one is damaged."""
        self.engine.load()

    def fingerprint(self) -> str:
        """Give the hash of the stage's version, the engine and its models."""
        text = "\n".join((self.name, self.version, self.engine.fingerprint()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def reset(self, record: FigureRecord) -> FigureRecord:
        """Return the record without its lines."""
        return lettered(record.evolve(text=(), warnings=tuple(w for w in record.warnings if w != NO_TEXT)))

    def __call__(self, record: FigureRecord, image: NDArray[np.uint8] | None) -> FigureRecord:
        """Return the record with `text` filled from an RGB uint8 image of shape (height, width, 3)."""
        if image is None:
            raise EngineError("reading needs the picture, and none was given")
        lines = self.engine.read(image)
        record = self.reset(record)
        warnings = record.warnings if lines else (*record.warnings, NO_TEXT)
        detail = {"engine": self.engine.name, "engine_version": self.engine.version, **self.engine.models}
        read = lettered(record.evolve(text=lines, warnings=warnings))
        return read.signed(self.name, self.version, self.fingerprint(), detail)
