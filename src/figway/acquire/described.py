"""Begin the record of a figure with what lies beside its picture: metadata, or the XML of its article."""

from __future__ import annotations

import re
from pathlib import Path

from figway import derive
from figway.acquire.metadata import Metadata, find_metadata, read_metadata
from figway.acquire.source import ARTICLES, Source
from figway.errors import MetadataError
from figway.records import FigureRecord


def source_of(image: Path) -> Source:
    """Name the figure in an image file and find its metadata."""
    metadata = find_metadata(image)
    return Source(derive.figid(image.stem, _pmcid(image, metadata)), image, metadata)


def _pmcid(image: Path, metadata: Path | None) -> str:
    """Find the paper of an image: in its name, its metadata, or the nearest folder named after one."""
    if derive.pmcid_of(image.stem):
        return derive.pmcid_of(image.stem)
    if metadata:
        try:
            pmcid = read_metadata(metadata).article.pmcid
        except (MetadataError, OSError):
            pmcid = ""  # load_record reports it
        if derive.pmcid_of(pmcid) == pmcid != "":
            return pmcid
    folders = (folder.name for folder in image.absolute().parents)
    return next((name.upper() for name in folders if re.fullmatch(r"PMC\d+", name, re.IGNORECASE)), "")


def described_by(source: Source) -> tuple[Path, ...]:
    """List the files in which stands what is known of a figure: its metadata, or its article with those beside it."""
    if source.metadata is None:
        return ()
    beside = source.metadata.with_suffix(".json")
    if source.metadata.suffix.lower() in ARTICLES and beside.is_file():
        return source.metadata, beside
    return (source.metadata,)


def load_record(source: Source) -> FigureRecord:
    """Begin the record of a figure with what is known before its picture is read.

    Raises MetadataError, or ArticleError where the metadata are an article's XML.
    """
    if source.metadata is not None and source.metadata.suffix.lower() in ARTICLES:
        from figway.acquire.stored import load_figure

        return load_figure(source.metadata, source.figid)
    known = read_metadata(source.metadata) if source.metadata else Metadata()
    figure, article = known.figure, known.article
    pmcid = article.pmcid or derive.pmcid_of(source.figid) or _pmcid(source.image, None)
    filename = source.image.name if source.drawn else ""
    short = derive.number(figure.number, figure.filename or filename, figure.figlink)
    figure = figure.model_copy(
        update={
            "number": figure.number or (short if short != derive.UNKNOWN_NUMBER else ""),
            "figtype": figure.figtype or derive.figtype(short),
            "figtitle": derive.figtitle(figure.figtitle, figure.caption, article.title),
            "filename": figure.filename or filename,
            "image": figure.image.model_copy(update={"path": str(source.image) if source.drawn else ""}),
        }
    )
    article = article.model_copy(
        update={"pmcid": pmcid, "year": article.year or derive.year(article.reftext, article.date)}
    )
    return FigureRecord(
        figid=source.figid,
        figid_alias=derive.alias(pmcid, short),
        figure=figure,
        article=article,
        warnings=known.warnings + _mismatch(source, known),
    )


def _mismatch(source: Source, known: Metadata) -> tuple[str, ...]:
    if not known.figid or source.metadata is None or derive.safe_name(known.figid) == source.figid:
        return ()
    return (f"{source.metadata.name}: figid {known.figid!r} differs from the image's, {source.figid!r}",)
