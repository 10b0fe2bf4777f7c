"""Name the figures that are to be processed, and tell the files of figures by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from figway.records import Failure

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp", ".bmp"})
STAGE = "acquire"
ARTICLES = frozenset({".xml", ".nxml"})
"""Suffixes of articles' XML."""


@dataclass(frozen=True, slots=True)
class Source:
    """Name one figure to process: its picture and, where there is one, the metadata beside it.

    Of a figure without a picture `drawn` is False, and `image` stands for what tells of it.
    `found` says that a search found it and nobody named it, so that it need not be a pathway figure.
    """

    figid: str
    image: Path
    metadata: Path | None = None
    drawn: bool = True
    found: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Hold the figures that were found, in natural order of their names, and what could not be used."""

    sources: tuple[Source, ...] = ()
    failures: tuple[Failure, ...] = ()


def natural_key(text: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Sort numbers by value: fig2 before fig10."""
    parts = re.findall(r"(\d+)|(\D+)", text)
    return tuple((0, int(n), "") if n else (1, 0, t.lower()) for n, t in parts), text
