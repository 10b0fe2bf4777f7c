"""Offer figway to Python programs: read a figure, load a library.

import figway

record = figway.read("figure.jpg", caption="...")     # one picture -> one record
library = figway.load("my-library")                   # what `figway run` wrote
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from figway.acquire.folder import Source, find_inputs, load_record
from figway.errors import InputError
from figway.library import Library
from figway.pipeline import Pipeline
from figway.records import FigureRecord
from figway.run.job import ImageOnce, Options, begin, build_stages, sha256_of

__all__ = ["load", "read"]


@lru_cache(maxsize=2)
def _pipeline(options: Options) -> Pipeline:
    return Pipeline(build_stages(options))


def read(
    path: str | Path, *, caption: str | None = None, title: str | None = None, engine: str = "pp-ocrv6"
) -> FigureRecord:
    """Read one figure and return its record; nothing is written.

    Metadata beside the picture is used as `figway run` uses it; `caption` and `title` (of the paper) replace what it
    says. The models load at the first call and are kept.

    Raises ImageError when the picture cannot be read, MetadataError when the metadata beside it cannot.
    """
    found = find_inputs([str(path)])
    if not found.sources:
        raise InputError(found.failures[0].message if found.failures else f"{path} is no picture.")
    source: Source = found.sources[0]
    image = ImageOnce(source.image)
    record = begin(load_record(source), source, image, sha256_of(source.image), key="")
    changes: dict[str, Any] = {}
    if caption is not None:
        changes["figure"] = record.figure.model_copy(update={"caption": caption})
    if title is not None:
        changes["article"] = record.article.model_copy(update={"title": title})
    return _pipeline(Options(engine=engine))(record.evolve(**changes), image)


def load(path: str | Path) -> Library:
    """Open a library that `figway run` wrote: iterate over its records, or index it by figid.

    Raises LibraryError when the folder is none.
    """
    return Library.open(path)
