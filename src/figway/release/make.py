"""Make a release: into a temporary folder, renamed when it is whole."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Literal, TextIO

from figway import __version__
from figway.corrections import apply_corrections, read_corrections
from figway.derive.licence import may_copy
from figway.errors import InputError, LibraryError
from figway.library import Library
from figway.records import FigureRecord
from figway.release.tables import TABLES, file_name, gene_sets, line_of
from figway.summary import DUPLICATES_COLUMNS

Images = Literal["free", "all", "none"]
Report = Callable[[str], None]
_RECORDS, _SUMS = "records.ndjson.gz", "SHA256SUMS"
_IMAGE_COLUMNS = ("figid", "licence", "file", "link", "sha256")


@dataclass(slots=True)
class Released:
    """Say what a release holds."""

    folder: Path
    figures: int = 0
    skipped: list[str] = field(default_factory=list)
    images_copied: int = 0
    images_linked: int = 0
    organisms: dict[str, int] = field(default_factory=dict)
    since: str = ""
    changes: dict[str, int] = field(default_factory=dict)


def make_release(
    library: Library, out: Path, name: str, *, images: Images = "free", report: Report = lambda line: None
) -> Released:
    """Write the release `name` of a library into the folder `out` and say what it holds.

    Figures are compared with the last release in `out` before it. A record that cannot be read is told to
    `report` and left out. Raises LibraryError where the release exists already or cannot be written.
    """
    target = out / name
    if target.exists():
        raise LibraryError(f"{target} exists already: a release is never changed. Choose another --date or --out.")
    last = _last_release(out, name)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=out) as folder:
            work = Path(folder) / name
            work.mkdir()
            released = _fill(work, library, images, report)
            _tell_changes(work, last, released)
            _describe(work, name, released)
            _sum(work)
            work.rename(target)
    except OSError as error:
        raise LibraryError(f"the release {target} cannot be written: {error.strerror or error}.") from error
    released.folder = target
    return released


def _fill(work: Path, library: Library, images: Images, report: Report) -> Released:
    """Write tables, records, images and gene sets in one pass over the library."""
    released = Released(work)
    lines: dict[str, list[str]] = {}
    with contextlib.ExitStack() as stack:
        tables = {name: stack.enter_context((work / f"{name}.tsv").open("w", encoding="utf-8")) for name in TABLES}
        for name, stream in tables.items():
            stream.write(line_of(TABLES[name].columns))
        pictures = stack.enter_context((work / "images.tsv").open("w", encoding="utf-8"))
        pictures.write(line_of(_IMAGE_COLUMNS))
        packed = stack.enter_context(_packed(work / _RECORDS))
        versions = stack.enter_context((work / "versions.tsv").open("w", encoding="utf-8"))
        for record in _records(library, released, report):
            for name, stream in tables.items():
                stream.writelines(line_of(cells) for cells in TABLES[name].rows(record))
            text = record.model_dump_json()
            packed.write(text + "\n")
            versions.write(line_of((record.figid, hashlib.sha256(text.encode()).hexdigest())))
            pictures.write(_image(record, library, work, images, released))
            for organism, line in gene_sets(record).items():
                lines.setdefault(organism, []).append(line)
            released.figures += 1
    if not released.figures:
        raise LibraryError(f"{library.path} has no record that can be read: there is nothing to release.")
    _write_sets(work / "gmt", lines)
    _write_copies(work, library)
    released.organisms = {name: len(lines[name]) for name in sorted(lines)}
    return released


def _records(library: Library, released: Released, report: Report) -> Iterator[FigureRecord]:
    for figid in library.figids():
        try:
            record = library.record(figid)
            yield apply_corrections(record, (act for _, act in read_corrections(library.path, figid)))
        except (InputError, OSError) as error:
            released.skipped.append(figid)
            report(f"left out: {error}")


@contextlib.contextmanager
def _packed(path: Path) -> Iterator[TextIO]:
    """Open a gzip file without a time in it, so that equal records give equal bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        text = TextIOWrapper(packed, "utf-8")
        yield text
        text.flush()


def _image(record: FigureRecord, library: Library, work: Path, images: Images, released: Released) -> str:
    """Copy the picture where its licence allows it, and give its line in the table of images."""
    image, article = record.figure.image, record.article
    link = image.url or record.figure.figlink
    if link and "://" not in link:
        link = f"https://pmc.ncbi.nlm.nih.gov/{link.lstrip('/').removeprefix('pmc/')}"
    source = library.path / image.path
    inside = bool(image.path) and source.is_file() and source.parent.resolve().is_relative_to(library.path.resolve())
    copied = ""
    if inside and (images == "all" or (images == "free" and may_copy(record))):
        copied = f"images/{source.name}"
        (work / "images").mkdir(exist_ok=True)
        shutil.copyfile(source, work / copied)
        released.images_copied += 1
    else:
        released.images_linked += 1
    return line_of((record.figid, image.licence or article.licence, copied, link, image.sha256))


def _write_sets(folder: Path, lines: dict[str, list[str]]) -> None:
    folder.mkdir()
    for organism, rows in lines.items():
        with (folder / f"{file_name(organism)}.gmt").open("a", encoding="utf-8") as stream:
            stream.writelines(rows)


def _write_copies(work: Path, library: Library) -> None:
    """Write the pairs of figures that show the same picture, of those that are released."""
    released = set(_versions(work))
    pairs = (row for row in library.read_duplicates() if {row[0], row[1]} <= released)
    with (work / "duplicates.tsv").open("w", encoding="utf-8") as stream:
        stream.write(line_of(DUPLICATES_COLUMNS))
        stream.writelines(line_of((a, b, str(bits))) for a, b, bits in pairs)


def _last_release(out: Path, name: str) -> Path | None:
    """Give the folder of the release before this one, by name, None where there is none."""
    found = sorted(path.parent for path in out.glob("*/versions.tsv") if path.parent.name < name)
    return found[-1] if found else None


def _tell_changes(work: Path, last: Path | None, released: Released) -> None:
    """List which figures are new, changed or gone since the last release."""
    new, old = _versions(work), _versions(last) if last else {}
    rows = [("added" if f not in old else "changed", f) for f in new if old.get(f) != new[f]]
    rows += [("removed", figid) for figid in old if figid not in new]
    with (work / "changes.tsv").open("w", encoding="utf-8") as stream:
        stream.write(line_of(("change", "figid")))
        stream.writelines(line_of(row) for row in sorted(rows))
    released.since = last.name if last else ""
    released.changes = {what: sum(row[0] == what for row in rows) for what in ("added", "changed", "removed")}


def _versions(folder: Path) -> dict[str, str]:
    lines = (folder / "versions.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def _describe(work: Path, name: str, released: Released) -> None:
    """Write release.json for programs and README.md for people."""
    facts = {
        "release": name, "figway": __version__, "figures": released.figures, "skipped": released.skipped,
        "images_copied": released.images_copied, "images_linked": released.images_linked,
        "gene_sets": released.organisms, "since": released.since, "changes": released.changes,
    }  # fmt: skip
    (work / "release.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", "utf-8")
    since = f"Since {released.since}" if released.since else "The first release here"
    counts = ", ".join(f"{count} {what}" for what, count in released.changes.items())
    (work / "README.md").write_text(
        f"# Release {name}\n\n{released.figures} figures, read by figway {__version__}. {since}: {counts}.\n\n"
        "| file | what |\n|---|---|\n"
        "| `figures.tsv`, `genes.tsv`, `chemicals.tsv`, `diseases.tsv`, `relations.tsv` | tables, a header first |\n"
        "| `gmt/<organism>.gmt` | gene sets: figid, title, Entrez numbers |\n"
        f"| `{_RECORDS}` | the whole records, one JSON a line |\n"
        "| `images.tsv`, `images/` | the pictures that may be copied; links to the others |\n"
        "| `duplicates.tsv` | pairs of figures that show the same picture, and by how many of 256 bits they differ |\n"
        "| `changes.tsv` | figures added, changed and removed since the last release |\n"
        "| `versions.tsv` | sha256 of each record |\n"
        f"| `{_SUMS}` | checksums: `sha256sum -c {_SUMS}` |\n\n"
        "Each figure keeps the licence of its article, which `figures.tsv` names.\n",
        "utf-8",
    )


def _sum(work: Path) -> None:
    files = sorted(path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file())
    lines = []
    for name in files:
        with (work / name).open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {name}\n")
    (work / _SUMS).write_text("".join(lines), "utf-8")
