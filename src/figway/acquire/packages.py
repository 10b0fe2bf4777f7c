"""Unpack the packages in which PubMed Central gave out articles (`PMC….tar.gz`), trusting nothing in them.

Only plain files that are articles or pictures are taken, by their own names, into one new folder. A package that
tries anything else (names that lead elsewhere, sizes without bound) is refused whole.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path, PurePosixPath

from figway import derive
from figway.acquire.articles import PACKAGES
from figway.acquire.source import ARTICLES, IMAGE_SUFFIXES
from figway.errors import PackageError
from figway.files import PART

LARGEST_FILE = 512 << 20
LARGEST_PACKAGE = 4 << 30
MOST_FILES = 20_000
EXPECTED = "expected a package of one article as PubMed Central gave them out; fetch it again from its source"


def unpack(package: Path, into: Path) -> Path:
    """Unpack a package into a folder of its name below `into` and give the path of the article's XML.

    A package that was unpacked before, and has not changed since, is taken as it lies there. Raises PackageError.
    """
    stem = next(package.name[: -len(end)] for end in PACKAGES if package.name.lower().endswith(end))
    target = into / derive.safe_name(stem)
    if target.is_dir() and target.stat().st_mtime >= package.stat().st_mtime:
        return _article(package, target)
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", suffix=PART, dir=into) as folder:
            _take(package, Path(folder))
            _article(package, Path(folder))
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(folder, target)
            target.chmod(0o755)
            target.touch()
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise PackageError(f"{package}: damaged or cut short ({error}); {EXPECTED}") from error
    except OSError as error:
        raise PackageError(f"{package}: cannot be unpacked ({error.strerror or error}); {EXPECTED}") from error
    return _article(package, target)


def _take(package: Path, folder: Path) -> None:
    """Copy articles and pictures out of a package, each size known and each name harmless before anything is read."""
    total = 0
    with tarfile.open(package, "r|gz") as archive:
        for number, member in enumerate(archive, 1):
            _check(package, member, number)
            total += member.size
            if total > LARGEST_PACKAGE:
                raise PackageError(f"{package}: refused, more than {LARGEST_PACKAGE:,} bytes unpacked; {EXPECTED}")
            name = PurePosixPath(member.name).name
            stream = archive.extractfile(member) if member.isreg() else None
            if stream is not None and not name.startswith(".") and _wanted(name):
                with (folder / name).open("xb") as out:
                    shutil.copyfileobj(stream, out)


def _check(package: Path, member: tarfile.TarInfo, number: int) -> None:
    path = PurePosixPath(member.name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in member.name:
        raise PackageError(f"{package}: refused, its file {member.name!r} would lie outside of the package; {EXPECTED}")
    if member.size > LARGEST_FILE:
        raise PackageError(
            f"{package}: refused, its file {member.name!r} says that it has {member.size:,} bytes; at most "
            f"{LARGEST_FILE:,} are unpacked; {EXPECTED}"
        )
    if number > MOST_FILES:
        raise PackageError(f"{package}: refused, more than {MOST_FILES:,} files; {EXPECTED}")


def _wanted(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in IMAGE_SUFFIXES | ARTICLES


def _article(package: Path, folder: Path) -> Path:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in ARTICLES)
    if not found:
        raise PackageError(f"{package}: no article's XML (.nxml or .xml) in it; {EXPECTED}")
    return next((path for path in found if path.suffix.lower() == ".nxml"), found[0])
