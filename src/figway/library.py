"""Keep a library: one folder that holds figures, their records and everything made from them.

    LIBRARY/
      figway.toml   images/   records/   overlays/   corrections/   summary.tsv   duplicates.tsv   failures.jsonl
      manifest.json

The folders `records`, `images` and `overlays` of a library that was begun with more than 200,000 figures have a folder
for each thousand PMC ids (`sharded = true` in figway.toml): `records/PMC7719/PMC7719781__fendo-11-592129-g002.json`.

Every file is written to a temporary name beside its place and renamed, so that it is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from figway import __version__, derive, summary
from figway.errors import InputError, LibraryError
from figway.files import PART, make_link, same_bytes, write_whole
from figway.holding import RESERVED, locked, refused, reserved
from figway.partial import from_json_without
from figway.records import SCHEMA_VERSION, Failure, FigureRecord

SHARD_ABOVE = 200_000
"""A library that is begun with more figures than this has its files in folders by PMC id."""


class Library:
    """Read and write one library folder.

    >>> for record in Library("my-library"):  # doctest: +SKIP
    ...     print(record.figid, len(record.genes))
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    @classmethod
    def open(cls, path: str | Path) -> Library:
        """Open an existing library; raises LibraryError when the folder is none."""
        library = cls(path)
        if not library.records.is_dir():
            raise LibraryError(
                f"{path} is no figway library: it has no folder 'records'. "
                "Make one with: figway run FIGURES... --out LIBRARY"
            )
        return library

    @classmethod
    def create(cls, path: str | Path) -> Library:
        """Open a library for writing and make what it lacks; raises LibraryError when that is not possible."""
        library = cls(path)
        try:
            for folder in (library.records, library.images, library.overlays):
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=folder):
                    pass  # the folder can be written to
            if not library.config.exists():
                write_whole(library.config, f'[library]\nschema_version = "{SCHEMA_VERSION}"\n')
        except OSError as error:
            raise refused(library.path, error) from error
        return library

    @cached_property
    def sharded(self) -> bool:
        """Tell whether files stand in folders by PMC id, as figway.toml says; raises LibraryError for a damaged one."""
        return bool(self._said().get("sharded"))

    @property
    def store(self) -> str:
        """Give the address of the database that figway.toml names for the store, "" for a file in the folder."""
        return str(self._said().get("store", ""))

    def _said(self) -> dict[str, Any]:
        try:
            return dict(tomllib.loads(self.config.read_text("utf-8")).get("library", {}))
        except FileNotFoundError:
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LibraryError(f"{self.config} is no TOML file: {error}. Mend it, or delete it.") from error

    def prepare(self, figures: int) -> None:
        """Make folders by PMC id the rule where so many figures are to come into an empty library."""
        if figures > SHARD_ABOVE and not self.sharded and not any(self.records.iterdir()):
            said = self.config.read_text("utf-8")
            write_whole(self.config, said.replace("[library]\n", "[library]\nsharded = true\n", 1))
            del self.sharded

    def place(self, folder: Path, figid: str) -> Path:
        """Give the folder of a figure's files within `records`, `images` or `overlays`."""
        return folder / shard_of(figid) if self.sharded else folder

    @property
    def records(self) -> Path:
        """Give the folder of record files."""
        return self.path / "records"

    @property
    def images(self) -> Path:
        """Give the folder of figure images."""
        return self.path / "images"

    @property
    def overlays(self) -> Path:
        """Give the folder of overlay pictures."""
        return self.path / "overlays"

    @property
    def config(self) -> Path:
        """Give the path of figway.toml."""
        return self.path / "figway.toml"

    @property
    def summary(self) -> Path:
        """Give the path of summary.tsv."""
        return self.path / "summary.tsv"

    @property
    def duplicates(self) -> Path:
        """Give the path of duplicates.tsv."""
        return self.path / "duplicates.tsv"

    @property
    def failures(self) -> Path:
        """Give the path of failures.jsonl."""
        return self.path / "failures.jsonl"

    @property
    def manifest(self) -> Path:
        """Give the path of manifest.json."""
        return self.path / "manifest.json"

    def figids(self) -> list[str]:
        """List the figids that have a record, sorted."""
        return sorted(p.stem for p in self.records.glob("*/*.json" if self.sharded else "*.json"))

    def __iter__(self) -> Iterator[FigureRecord]:
        """Yield the records in the order of their figids."""
        return (self.record(figid) for figid in self.figids())

    def __len__(self) -> int:
        """Count the records."""
        return len(self.figids())

    def __getitem__(self, figid: str) -> FigureRecord:
        """Give one record; raises KeyError when there is none."""
        try:
            return self.record(figid)
        except FileNotFoundError:
            raise KeyError(figid) from None

    def record_path(self, figid: str) -> Path:
        """Give the path of a figure's JSON record."""
        return self.place(self.records, figid) / f"{figid}.json"

    def page_path(self, figid: str) -> Path:
        """Give the path of a figure's page; its tables stand beside it."""
        return self.place(self.records, figid) / f"{figid}.md"

    def overlay_path(self, figid: str) -> Path:
        """Give the path of a figure's overlay."""
        return self.place(self.overlays, figid) / f"{figid}.svg"

    def image_name(self, figid: str, suffix: str) -> str:
        """Give the path of a figure's image, relative to the library, as its record holds it."""
        return (self.place(self.images, figid) / f"{figid}{suffix.lower()}").relative_to(self.path).as_posix()

    def image_paths(self) -> Iterator[Path]:
        """Give the paths of the images that are in the library, unfinished files aside."""
        paths = self.images.rglob("*") if self.sharded else self.images.iterdir()
        return (path for path in paths if not path.name.startswith(".") and not path.is_dir())

    def record(self, figid: str, without: Sequence[str] = ()) -> FigureRecord:
        """Read one record, or all of it but some fields; raises FileNotFoundError, or InputError when it is none."""
        path = self.record_path(figid)
        try:
            record = from_json_without(path.read_bytes(), without) if without else FigureRecord.load(path)
        except ValidationError as error:
            first = error.errors()[0]
            place = "".join(f"{part}: " for part in (".".join(map(str, first["loc"])),) if part)
            raise InputError(
                f"{path} is no figway record of schema {SCHEMA_VERSION}: {place}{first['msg']}. "
                "Delete the file and run again on the figure to make it anew."
            ) from error
        if record.schema_version != SCHEMA_VERSION:
            raise InputError(
                f"{path} is a record of schema {record.schema_version}; this figway reads schema {SCHEMA_VERSION}. "
                "Run again on the figure to make it anew."
            )
        return record

    def keep_image(self, source: Path, figid: str, *, link: bool = False) -> str:
        """Copy (or link) a figure's image into the library and give its path relative to the library."""
        relative = self.image_name(figid, source.suffix)
        target = self.path / relative
        target.parent.mkdir(exist_ok=True)
        if target.exists() and (target.samefile(source) or (not link and same_bytes(source, target))):
            return relative
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=PART, dir=target.parent)
        os.close(handle)
        part = Path(name)
        try:
            if link:
                part.unlink()
                make_link(part, source)
            else:
                shutil.copyfile(source, part)
                part.chmod(0o644)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return relative

    def sweep(self) -> None:
        """Remove the unfinished files that a killed process left behind."""
        for folder in (self.path, self.records, self.images, self.overlays):
            for part in folder.rglob(f".*{PART}") if self.sharded else folder.glob(f".*{PART}"):
                part.unlink(missing_ok=True)

    def read_summary(self) -> dict[str, dict[str, str]]:
        """Read summary.tsv as rows by figid; empty when there is none, or one that is damaged or of other columns."""
        return summary.read_summary(self.summary)

    def write_summary(self, rows: Mapping[str, Mapping[str, str]]) -> None:
        """Write summary.tsv, one line a figure, sorted by figid."""
        summary.write_summary(self.summary, rows)

    def read_duplicates(self) -> tuple[tuple[str, str, int], ...]:
        """Read duplicates.tsv: pairs of figures that show the same picture, with the bits by which their hashes differ.

        Empty when there is none, or one that is damaged.
        """
        return summary.read_duplicates(self.duplicates)

    def write_duplicates(self, pairs: Iterable[tuple[str, str, int]]) -> None:
        """Write duplicates.tsv, one pair a line, sorted."""
        summary.write_duplicates(self.duplicates, pairs)

    def same_as(self, figid: str) -> list[tuple[str, int]]:
        """List the figures that show the same picture as this one, with their distances, the nearest first."""
        pairs = [(b if a == figid else a, bits) for a, b, bits in self.read_duplicates() if figid in (a, b)]
        return sorted(pairs, key=lambda pair: (pair[1], pair[0]))

    def read_failures(self) -> list[Failure]:
        """Read failures.jsonl; empty when there is none. Lines that are no failure are passed over."""
        found: list[Failure] = []
        if self.failures.exists():
            for line in self.failures.read_bytes().splitlines():
                with contextlib.suppress(ValidationError):
                    found.append(Failure.model_validate_json(line))
        return found

    def write_failures(self, failures: Iterable[Failure]) -> None:
        """Write failures.jsonl, one failure a line, sorted."""
        rows: Sequence[str] = sorted(f.model_dump_json() for f in failures)
        write_whole(self.failures, "".join(row + "\n" for row in rows))

    def write_manifest(self, facts: Mapping[str, Any]) -> None:
        """Write manifest.json: times, versions and the machine; the one file that differs from run to run."""
        text = json.dumps({"figway": __version__, **facts}, indent=1, ensure_ascii=False, sort_keys=True)
        write_whole(self.manifest, text + "\n")

    def lock(self) -> AbstractContextManager[None]:
        """Hold the library for one writer; raises LibraryError when another run holds it."""
        return locked(self.path)

    def reserve(self, size: int = RESERVED) -> AbstractContextManager[None]:
        """Keep some bytes of the disk back until the block ends; raises LibraryError when there are none."""
        return reserved(self.path, size)


def shard_of(figid: str) -> str:
    """Give the folder of a figure: a thousand PMC ids share one; other names are spread over 256.

    >>> shard_of("PMC7719781__fendo-11-592129-g002"), shard_of("figure1")
    ('PMC7719', 'dc')
    """
    pmcid = derive.pmcid_of(figid)
    return pmcid[:-3] if len(pmcid) > 6 else hashlib.sha256(figid.encode()).hexdigest()[:2]
