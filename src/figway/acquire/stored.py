"""Begin the record of a figure from its article as the PMC Cloud Service stores it: XML, and metadata beside it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from figway.acquire import jats
from figway.acquire.cloud import CloudArticle, find_picture, licence_key, read_metadata
from figway.errors import MetadataError, RemoteError
from figway.records import FigureRecord


def load_figure(path: Path, figid: str) -> FigureRecord:
    """Begin the record of a figure of an article; raises ArticleError, MetadataError or OSError.

    What the metadata beside the article (`PMC7719781.1.json`) say is taken with it: version, licence, retraction,
    and the address of the picture.
    """
    drawn = next((each for each in _read(path, path.stat().st_mtime_ns) if each.record.figid == figid), None)
    if drawn is None:
        raise MetadataError(f"{path}: it has no figure {figid}; name a figure as the article does, or harvest it again")
    beside = path.with_suffix(".json")
    stated = _stated(beside) if beside.is_file() else None
    return _with(drawn.record, drawn.names, stated) if stated is not None else drawn.record


def _with(record: FigureRecord, names: tuple[str, ...], stated: CloudArticle) -> FigureRecord:
    """Add what the metadata say; a licence that the XML states with its version is the same, and more exact."""
    same = licence_key(record.article.licence) == licence_key(stated.licence)
    licence = record.article.licence if same or not stated.licence else stated.licence
    image, file = record.figure.image, find_picture(names, stated.media)
    own = image.licence if image.licence not in ("", record.article.licence) else licence
    picture = image.model_copy(update={"licence": own, "url": file.url if file is not None else image.url})
    article = record.article.model_copy(
        update={
            "version": str(stated.version),
            "licence": licence,
            "retracted": record.article.retracted or stated.retracted,
        }
    )
    return record.evolve(figure=record.figure.model_copy(update={"image": picture}), article=article)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> tuple[jats.Drawn, ...]:
    """Read an article; `changed` tells one state of the file from another."""
    return jats.records(jats.parse(path.read_bytes(), str(path)), path.name)


def _stated(path: Path) -> CloudArticle | None:
    """Read metadata of the PMC Cloud Service; None for another JSON file."""
    try:
        value: Any = json.loads(path.read_text("utf-8"))
        if not isinstance(value, dict) or "license_code" not in value:
            return None
        return read_metadata(str(value.get("pmcid")), int(value.get("version") or 0), value)
    except (ValueError, RemoteError) as error:
        raise MetadataError(
            f"{path}: no metadata of the PMC Cloud Service: {error}; harvest the article again"
        ) from error
