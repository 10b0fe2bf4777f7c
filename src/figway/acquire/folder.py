"""Find figures on disk: files, folders and patterns, each with the metadata that lies beside it."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from figway import derive
from figway.acquire.articles import in_articles, is_article, is_package
from figway.acquire.described import source_of
from figway.acquire.metadata import SUFFIXES, read_metadata
from figway.acquire.source import ARTICLES, IMAGE_SUFFIXES, STAGE, Found, Source, natural_key
from figway.errors import MetadataError, PackageError
from figway.records import Failure

YAML = (".yml", ".yaml")


def find_inputs(paths: Sequence[str | Path], unpacked: Path | None = None) -> Found:
    """Find the figures in files, folders (searched through and through) and patterns.

    What is named is taken whatever its suffix; in folders and patterns the suffix tells an image. Hidden
    files and folders are passed over. Of two images that give the same figid the first by path is kept. An article's
    XML gives all its figures, with the pictures beside it or without; packages (.tar.gz) are unpacked into the
    folder `unpacked` first, and of PDF files the figures are taken out into it.
    """
    from figway.acquire.pdf.take import is_pdf

    images: dict[str, Path] = {}
    articles: dict[str, Path] = {}
    failures: list[Failure] = []
    for path in paths:
        for found in _find(Path(path)):
            if isinstance(found, Path) and is_package(found):
                found = _unpacked(found, unpacked)
            elif isinstance(found, Path) and is_pdf(found):
                found = _taken(found, unpacked)
            if isinstance(found, Failure):
                failures.append(found)
            elif found.is_dir():
                images |= {os.path.abspath(each): each for each in _pictures_of(found)}  # noqa: PTH100
            else:
                kind = articles if is_article(found) else images
                kind.setdefault(os.path.abspath(found), found)  # noqa: PTH100 (resolves no links)
    told = in_articles(list(articles.values()))
    failures += told.failures
    sources = {source.figid: source for source in told.sources}
    for path in told.pictures:
        images.pop(os.path.abspath(path), None)  # noqa: PTH100
    for image in sorted(images.values(), key=lambda p: natural_key(str(p))):
        source = source_of(image) if not _tells_of_undrawn(image) else _undrawn(image)
        first = sources.setdefault(source.figid, source)
        if not first.drawn:
            sources[source.figid] = Source(first.figid, image, first.metadata)
        elif first is not source:
            failures.append(_duplicate(first, source))
    ordered = sorted(sources.values(), key=lambda s: natural_key(s.figid))
    return Found(tuple(ordered), tuple(failures))


def _find(path: Path) -> Iterator[Path | Failure]:
    if path.is_dir():
        yield from _walk(path)
    elif path.exists():
        if not _describes_another(path):
            yield path
    elif glob.has_magic(str(path)):
        yield from _match(path)
    else:
        yield _failure(path, "NotFound", "no such file or folder")


def _unpacked(package: Path, into: Path | None) -> Path | Failure:
    """Unpack a package; give the article in it."""
    from figway.acquire.packages import unpack

    if into is None:
        return _failure(package, "Package", "a package of an article; name a library to unpack it into with --out")
    try:
        return unpack(package, into)
    except PackageError as error:
        return _failure_of(package, error)


def _taken(pdf: Path, into: Path | None) -> Path | Failure:
    """Take the figures of a PDF out; give their folder."""
    from figway.acquire.pdf.take import take

    if into is None:
        return _failure(pdf, "Package", "a PDF; name a library to take its figures out into with --out")
    try:
        return take(pdf, into)
    except PackageError as error:
        return _failure_of(pdf, error)


def _pictures_of(folder: Path) -> Iterator[Path]:
    """Give the figures that were taken out of a PDF, drawn or not."""
    for path in sorted(folder.iterdir(), key=lambda p: natural_key(p.name)):
        if not path.name.startswith(".") and (_is_image(path) or _tells_of_undrawn(path)):
            yield path


def _match(pattern: Path) -> Iterator[Path | Failure]:
    matches = [Path(name) for name in glob.glob(str(pattern), recursive=True)]  # noqa: PTH207 (absolute patterns too)
    images = [match for match in matches if match.is_dir() or _is_figure(match)]
    if not images:
        yield _failure(pattern, "NotFound", "no image matches this pattern")
    for match in images:
        if match.is_dir():
            yield from _walk(match)
        else:
            yield match


def _walk(folder: Path) -> Iterator[Path | Failure]:
    """Give the images below a folder; a loop of links is entered once."""
    seen: set[str] = set()
    unreadable: list[OSError] = []
    empty = True
    for root, folders, names in os.walk(folder, followlinks=True, onerror=unreadable.append):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=natural_key)
        for name in names:
            path = Path(root, name)
            if not name.startswith(".") and _is_figure(path) and not _is_of_article(path, names):
                empty = False
                yield path
    for error in unreadable:
        yield _failure(Path(error.filename), "NotReadable", error.strerror or "cannot be listed")
    if empty and not unreadable:
        expected = " ".join(sorted(suffix[1:] for suffix in IMAGE_SUFFIXES))
        yield _failure(
            folder,
            "NoImages",
            f"no image in this folder (looked for {expected}, and for articles: xml nxml tar.gz pdf)",
        )


def _is_image(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_SUFFIXES and path.is_file()


def _is_figure(path: Path) -> bool:
    """Tell an image, an article or a package by its name; other XML is looked into."""
    from figway.acquire.pdf.take import is_pdf

    if not path.is_file():
        return False
    if path.suffix.lower() in IMAGE_SUFFIXES or is_package(path) or is_pdf(path):
        return True
    return is_article(path) or _tells_of_undrawn(path)


def _is_of_article(path: Path, beside: Sequence[str]) -> bool:
    """Tell a PDF whose article lies beside it as XML, which tells more: by its name, or by the folder's."""
    if path.suffix.lower() != ".pdf":
        return False
    articles = {Path(name).stem for name in beside if Path(name).suffix.lower() in ARTICLES}
    return path.stem in articles or bool(articles and path.parent.name.startswith(tuple(articles)))


def _tells_of_undrawn(path: Path) -> bool:
    """Tell the metadata of a figure whose picture never came, as PFOCR's harvester leaves them, from other YAML."""
    if path.suffix not in YAML or not path.is_file() or _describes_another(path):
        return False
    try:
        known = read_metadata(path)
    except (MetadataError, OSError):
        return False
    return bool(known.figid and known.figure.caption)


def _undrawn(metadata: Path) -> Source:
    known = read_metadata(metadata)
    return Source(derive.figid(known.figid, known.article.pmcid), metadata, metadata, drawn=False)


def _describes_another(path: Path) -> bool:
    """Tell whether a file is the metadata of an image beside it, as `folder/*` of the shell names both."""
    if path.suffix not in SUFFIXES:
        return False
    return any(other.stem == path.stem and _is_image(other) for other in path.parent.iterdir())


def _failure(path: Path, error: str, what: str) -> Failure:
    name = derive.safe_name(path.stem)
    return Failure(figid=name, stage=STAGE, error=error, message=f"{path}: {what}", path=str(path))


def _failure_of(path: Path, error: PackageError) -> Failure:
    name = derive.safe_name(path.name)
    return Failure(figid=name, stage=STAGE, error=type(error).__name__, message=str(error), path=str(path))


def _duplicate(first: Source, second: Source) -> Failure:
    message = f"{second.image} would have the same figid as {first.image}, {first.figid}; rename one of them"
    return Failure(figid=second.figid, stage=STAGE, error="DuplicateFigure", message=message, path=str(second.image))
