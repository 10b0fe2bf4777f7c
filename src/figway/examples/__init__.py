"""Give the example figures that figway ships: drawn by the project, dedicated to the public domain (CC0-1.0).

Beside each picture stands its metadata, `<stem>.yml`, with the fields of a published figure. The scripts that
draw them are in training/examples, their truth (labels, entities, relations) in tests/examples/truth.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

SUFFIXES = (".jpg", ".png")


def folder() -> Path:
    """Give the folder of the example figures and their metadata."""
    return Path(str(files(__name__)))


def paths() -> tuple[Path, ...]:
    """Give the example pictures, sorted by name; each has its metadata beside it as `<stem>.yml`.

    >>> len(paths())
    6
    """
    return tuple(sorted(p for p in folder().iterdir() if p.suffix in SUFFIXES))
