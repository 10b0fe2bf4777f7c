"""Find the figures of articles on disk: the XML says which there are, the files beside it which have pictures.

A folder may hold one article, as the PMC Cloud Service and the old packages lay them out, or many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from figway import derive
from figway.acquire import jats
from figway.acquire.source import ARTICLES, IMAGE_SUFFIXES, STAGE, Source, natural_key
from figway.errors import ArticleError
from figway.records import Failure

PACKAGES = (".tar.gz", ".tgz")
SUBFOLDERS = ("images", "figures", "media", "graphics", "files")
_ROOT = re.compile(rb"<(?:\w+:)?(?:article|pmc-articleset|OAI-PMH)[\s>]")
_HEAD = 8192
# Of pictures that differ in format alone the first of these is read; the packages' GIFs are thumbnails.
_FORMATS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif")


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what articles tell: figures, articles that cannot be read, and the pictures that are accounted for."""

    sources: tuple[Source, ...] = ()
    failures: tuple[Failure, ...] = ()
    pictures: frozenset[Path] = frozenset()


def is_package(path: Path) -> bool:
    """Tell a package by its name."""
    return path.name.lower().endswith(PACKAGES)


def is_article(path: Path) -> bool:
    """Tell the XML of an article by its name and its first lines."""
    if path.suffix.lower() not in ARTICLES:
        return False
    if path.suffix.lower() == ".nxml":
        return True
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return True  # told when it is read
    return bool(_ROOT.search(head.replace(b"\0", b""))) or not head.strip() or b"<?xml" not in head[:200]


def in_articles(paths: Sequence[Path]) -> Told:
    """List the figures of articles, drawn or not. Of several versions of an article the last one counts."""
    sources: dict[str, Source] = {}
    failures: list[Failure] = []
    pictures: set[Path] = set()
    for path in sorted(paths, key=lambda p: natural_key(str(p)), reverse=True):
        try:
            found, taken = _figures(path)
        except (ArticleError, OSError) as error:
            failures.append(_failure(path, error))
            continue
        pictures |= taken
        for source in found:
            first = sources.setdefault(source.figid, source)
            if source.drawn and not first.drawn and first.metadata is not None:
                sources[source.figid] = Source(first.figid, source.image, first.metadata)
    return Told(tuple(sources.values()), tuple(failures), frozenset(pictures))


def _figures(path: Path) -> tuple[list[Source], set[Path]]:
    """List the figures of one article, and the pictures beside it that it names, figures or not."""
    parsed = jats.parse(path.read_bytes(), str(path))
    beside = _pictures_beside(path)
    sources: list[Source] = []
    taken = {file for name in parsed.other_pictures for file in beside.get(_key(name), ())}
    for each in jats.records(parsed, path.name):
        files = [file for name in each.names for file in beside.get(_key(name), ())]
        files += beside.get(_key(each.record.figid), ())
        taken.update(files)
        if files:
            sources.append(Source(each.record.figid, files[0], path))
        else:
            sources.append(Source(each.record.figid, path, path, drawn=False))
    return sources, taken


def _pictures_beside(article: Path) -> Mapping[str, Sequence[Path]]:
    """Group the pictures beside an article by the name that it may call them by, the best format first."""
    folders = [article.parent, *(article.parent / name for name in SUBFOLDERS), article.parent / article.stem]
    found: dict[str, list[Path]] = {}
    for file in _files(folders):
        found.setdefault(_key(file.name), []).append(file)
    for files in found.values():
        files.sort(key=lambda f: (_FORMATS.index(f.suffix.lower()), natural_key(f.name)))
    return found


def _files(folders: Iterable[Path]) -> Iterable[Path]:
    for folder in folders:
        if folder.is_dir():
            for file in folder.iterdir():
                if file.suffix.lower() in IMAGE_SUFFIXES and not file.name.startswith(".") and file.is_file():
                    yield file


def _key(name: str) -> str:
    """Fold a file's name as articles write it: without folders, suffix and case."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and f".{suffix}" in IMAGE_SUFFIXES | {".eps", ".svg", ".pdf"} else name


def _failure(path: Path, error: Exception) -> Failure:
    name = derive.safe_name(path.stem)
    message = str(error) if isinstance(error, ArticleError) else f"{path}: {error}"
    return Failure(figid=name, stage=STAGE, error=type(error).__name__, message=message, path=str(path))
