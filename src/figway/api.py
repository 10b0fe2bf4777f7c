"""Offer figway to Python programs: read a figure, load a library.

import figway

record = figway.read("figure.jpg", caption="...")     # one picture -> one record
library = figway.load("my-library")                   # what `figway run` wrote
"""

from __future__ import annotations

from pathlib import Path

from figway.acquire.described import load_record, source_of
from figway.errors import ImageError
from figway.library import Library
from figway.records import FigureRecord
from figway.run.begin import ImageOnce, begin, sha256_of
from figway.run.options import Options, pipeline_of

__all__ = ["load", "read"]


def read(
    path: str | Path,
    *,
    caption: str | None = None,
    title: str | None = None,
    engine: str = "pp-ocrv6",
    lexicon: str | Path | None = None,
) -> FigureRecord:
    """Read one figure and return its record; nothing is written.

    Metadata beside the picture is used as `figway run` uses it; `caption` and `title` (of the paper) replace what it
    says. `lexicon` is a folder that `figway lexicon build` made. The models load at the first call and are kept.

    Raises ImageError when the picture cannot be read, MetadataError when the metadata beside it cannot, and
    ResourceError when there is no such engine or lexicon.
    """
    path = Path(path)
    if not path.is_file():
        what = "is a folder; `figway run` takes folders" if path.is_dir() else "no such file"
        raise ImageError(f"{path}: {what}; give one picture")
    source = source_of(path)
    image = ImageOnce(path)
    record = begin(load_record(source), f"images/{source.figid}{path.suffix.lower()}", image, sha256_of(path), key="")
    record = record.evolve(
        figure=record.figure.model_copy(update={} if caption is None else {"caption": caption}),
        article=record.article.model_copy(update={} if title is None else {"title": title}),
    )
    return pipeline_of(Options(engine=engine, lexicon=str(lexicon or "")))(record, image)


def load(path: str | Path) -> Library:
    """Open a library that `figway run` wrote: iterate over its records, or index it by figid.

    Raises LibraryError when the folder is none.
    """
    return Library.open(path)
