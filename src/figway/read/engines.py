"""Name the OCR engines and the protocol that all of them follow."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from figway.errors import EngineError
from figway.records import TextLine

ENGINES = {
    "pp-ocrv6": "figway.read.rapid:RapidEngine",
    "tesseract": "figway.read.tesseract:TesseractEngine",
}
"""Engines by name: module and class, imported when asked for."""


class Engine(Protocol):
    """Turn pixels into lines of text."""

    @property
    def name(self) -> str:
        """Give the name under which the engine is registered."""
        ...

    @property
    def version(self) -> str:
        """Give the version of the engine, its own or that of the program behind it."""
        ...

    @property
    def models(self) -> dict[str, str]:
        """Give the sha256 of each model file by name."""
        ...

    def fingerprint(self) -> str:
        """Give a text that changes whenever the engine could read differently."""
        ...

    def load(self) -> None:
        """Load the models, where that is not done yet. Raises EngineError."""
        ...

    def read(self, pixels: NDArray[np.uint8]) -> tuple[TextLine, ...]:
        """Read an RGB picture; lines in reading order, polygons in its pixels. Raises EngineError."""
        ...


def make_engine(name: str) -> Engine:
    """Load an engine by its name; raise EngineError where it is unknown or its parts are missing."""
    if name not in ENGINES:
        raise EngineError(f"no OCR engine is called {name!r}; choose one of: {', '.join(sorted(ENGINES))}")
    module, _, attribute = ENGINES[name].partition(":")
    return cast(Callable[[], Engine], getattr(import_module(module), attribute))()
